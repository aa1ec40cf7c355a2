package io.github.graphattach.graph;

import java.util.Arrays;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the ranges of one upload session go. It carries a token, so it is a secret: it never prints itself.
 *
 * <p>The text is kept byte for byte; URL libraries that re-encode {@code '}, {@code @} or {@code (} would break it.
 *
 * @see <a href="https://learn.microsoft.com/graph/outlook-large-attachments">Attach large files to Outlook messages or events</a>
 */
public final class UploadUrl {

    private static final Pattern FORM =
            Pattern.compile("(https?)://(\\[[0-9a-fA-F:.]+\\]|[A-Za-z0-9.-]+)(?::(\\d{1,5}))?(/[\\x21-\\x7e&&[^#]]*)");

    private static final Pattern PARAMETER = Pattern.compile("[?&][^=?&]*=");
    private static final Pattern OPAQUE = Pattern.compile("[^/?&=()']*\\d[^/?&=()']*");

    private static final int HIGHEST_PORT = 65_535;

    /** Further on are words that stand in any error too, such as AttachmentSessions. */
    private static final int PATH_BEGINNING = 12;

    /** An upload URL has about three kilobytes. A longer one than this would not fit a request line. */
    private static final int LONGEST = 16 * 1024;

    private final String scheme;
    private final String host;
    private final int port;
    private final String pathAndQuery;

    private UploadUrl(Matcher form) {
        this.scheme = form.group(1);
        this.host = form.group(2).toLowerCase(Locale.ROOT);
        this.port = form.group(3) == null ? -1 : Integer.parseInt(form.group(3));
        this.pathAndQuery = form.group(4);
    }

    /**
     * Takes the URL of a session's answer.
     *
     * @param text what the service sent
     * @return the URL
     * @throws IllegalArgumentException when it is no absolute http(s) URL; the message does not contain it
     */
    public static UploadUrl of(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() <= LONGEST && form.matches()) {
            UploadUrl url = new UploadUrl(form);
            if (url.port <= HIGHEST_PORT) {
                return url;
            }
        }
        throw new IllegalArgumentException("the upload URL is not an absolute http(s) URL");
    }

    /** {@return {@code http} or {@code https}} */
    public String scheme() {
        return scheme;
    }

    /** {@return the host in lower case, without the port} */
    public String host() {
        return host;
    }

    /** {@return the port as written, or -1 for the scheme's own} */
    public int port() {
        return port;
    }

    /** {@return scheme, host and port: what may be shown} */
    public String origin() {
        return scheme + "://" + host + (port < 0 ? "" : ":" + port);
    }

    /** {@return the secret rest, exactly as the service sent it} */
    String pathAndQuery() {
        return pathAndQuery;
    }

    /** {@return what gives the secret away: how the path begins, each id in it, and the values of the parameters} */
    SecretParts secretParts() {
        String[] values = PARAMETER.split(pathAndQuery);
        String path = values[0];
        return SecretParts.of(Stream.concat(
                Stream.of(path.substring(0, Math.min(path.length(), PATH_BEGINNING))),
                Stream.concat(
                        OPAQUE.matcher(path).results().map(MatchResult::group),
                        Arrays.stream(values).skip(1))));
    }

    /** {@return the whole secret, for the one place that seals it} */
    public String reveal() {
        return origin() + pathAndQuery;
    }

    /** {@return the origin only} */
    @Override
    public String toString() {
        return origin() + "/***";
    }
}
