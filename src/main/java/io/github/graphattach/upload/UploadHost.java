package io.github.graphattach.upload;

import io.github.graphattach.graph.UploadUrl;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which hosts a file may be sent to because an answer said so.
 *
 * @param onThisMachine whether Graph itself is on this machine, as in a test: then the host may be too
 * @param pin which names, in lower case, may be; empty: any public host over TLS
 * @param insecure whether a host that is pinned need be neither public nor reached by TLS, as Graph itself is not
 */
public record UploadHost(boolean onThisMachine, Optional<Predicate<String>> pin, boolean insecure) {

    /** At least two labels, and the last one no number: resolvers take 0x7f.1 for an address. */
    private static final Pattern PUBLIC_NAME =
            Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]*[a-z0-9])?");

    private static final int LONGEST_NAME = 253;
    private static final Set<String> PRIVATE_SUFFIXES = Set.of(
            "local",
            "localhost",
            "localdomain",
            "internal",
            "intranet",
            "private",
            "lan",
            "home",
            "corp",
            "svc",
            "arpa");

    /**
     * Judges an upload URL.
     *
     * @param url from a session's answer
     * @return whether ranges may go there
     */
    boolean isAllowed(UploadUrl url) {
        boolean pinned = pin.filter(names -> names.test(url.host())).isPresent();
        if (pin.isPresent() && !pinned) {
            return false;
        }
        return (onThisMachine && isLoopback(url.host())) || isPublicHttps(url) || (insecure && pinned);
    }

    /**
     * Tells a loopback host by its name.
     *
     * @param host without a port
     * @return whether it is this machine
     */
    public static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }

    private static boolean isPublicHttps(UploadUrl url) {
        String host = url.host().toLowerCase(Locale.ROOT);
        return url.scheme().equals("https")
                && (url.port() == -1 || url.port() == 443)
                && host.length() <= LONGEST_NAME
                && PUBLIC_NAME.matcher(host).matches()
                && !PRIVATE_SUFFIXES.contains(host.substring(host.lastIndexOf('.') + 1));
    }
}
