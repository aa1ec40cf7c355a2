package io.github.graphattach.component;

import io.github.graphattach.graph.Cloud;
import io.github.graphattach.refusal.RefusedException;
import io.github.graphattach.upload.UploadHost;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The root of Graph that the options graphUrl, cloud and allowInsecureHttp name together. */
final class ServiceUrl {

    private ServiceUrl() {}

    /**
     * Reads the options.
     *
     * @param options of an endpoint
     * @return the root with its version, without a slash at its end
     * @throws IllegalArgumentException in one sentence that names the option and the remedy
     */
    static URI of(GraphAttachConfiguration options) {
        Cloud cloud = options.getCloud();
        URI url = Optional.ofNullable(options.getGraphUrl())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .map(ServiceUrl::parse)
                .orElseGet(() -> URI.create("https://" + cloud.graphHost()));
        String host = url.getHost().toLowerCase(Locale.ROOT);
        Arrays.stream(Cloud.values())
                .filter(other -> other != cloud && other.graphHost().equals(host))
                .findFirst()
                .ifPresent(other -> {
                    throw new RefusedException(
                            "option graphUrl is that of another cloud than the option cloud=" + cloud.text()
                                    + ", whose tokens it refuses",
                            "set cloud=" + other.text() + " and leave graphUrl out");
                });
        if ("http".equalsIgnoreCase(url.getScheme())
                && !UploadHost.isLoopback(host)
                && !options.isAllowInsecureHttp()) {
            throw new RefusedException(
                    "option graphUrl is plain http, which shows the access token to everybody on" + " the way",
                    "use https, or set allowInsecureHttp=true in a network that is only yours");
        }
        return canonical(url);
    }

    /** One spelling for one root: Camel knows schemes in lower case only, and what is known of uploads goes by the root. */
    private static URI canonical(URI url) {
        String path = url.getRawPath().isEmpty() ? "/v1.0" : url.getRawPath();
        return URI.create((url.getScheme() + "://" + url.getRawAuthority()).toLowerCase(Locale.ROOT) + path);
    }

    /** {@return the hosts that an itemPath may name: those of all clouds, as it may be copied from an answer, and this one} */
    static Set<String> authorities(URI graphUrl) {
        return Stream.concat(
                        Arrays.stream(Cloud.values()).map(Cloud::graphHost),
                        Stream.of(graphUrl.getRawAuthority().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static URI parse(String text) {
        URI url;
        try {
            url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    "option graphUrl is not a URL", "write it like https://graph.microsoft.com/v1.0");
        }
        boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
        if (!http
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawQuery() != null
                || url.getRawFragment() != null) {
            throw new RefusedException(
                    "option graphUrl is not the root of a service",
                    "write an http(s) URL without user, query and fragment, such as https://graph.microsoft.com/v1.0");
        }
        return url;
    }
}
