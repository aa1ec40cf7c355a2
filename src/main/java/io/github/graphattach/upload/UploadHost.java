package io.github.graphattach.upload;

import io.github.graphattach.graph.UploadUrl;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which hosts a file may be sent to because an answer said so. */
public final class UploadHost {

    private static final Pattern IP_LITERAL = Pattern.compile("\\[.*\\]|[0-9.]+|0x[0-9a-f.]+");
    private static final Set<String> PRIVATE_SUFFIXES =
            Set.of("local", "localhost", "internal", "lan", "home", "corp", "arpa");

    private UploadHost() {}

    /**
     * Judges an upload URL.
     *
     * @param url from a session's answer
     * @param onThisMachine whether Graph itself is on this machine, as in a test
     * @return whether ranges may go there
     */
    static boolean isAllowed(UploadUrl url, boolean onThisMachine) {
        return (onThisMachine && isLoopback(url.host())) || isPublicHttps(url);
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
        int lastDot = host.lastIndexOf('.');
        return url.scheme().equals("https")
                && (url.port() == -1 || url.port() == 443)
                && lastDot > 0
                && !IP_LITERAL.matcher(host).matches()
                && !PRIVATE_SUFFIXES.contains(host.substring(lastDot + 1));
    }
}
