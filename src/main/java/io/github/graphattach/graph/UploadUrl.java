package io.github.graphattach.graph;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final int HIGHEST_PORT = 65_535;

    /** So much of the secret gives it away; less may stand in any text. */
    private static final int TELLING = 12;

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
        if (form.matches()) {
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

    /**
     * Tells whether a text gives the secret away: the path, the value of a parameter, or the beginning of one.
     *
     * @param text such as an error's message
     */
    boolean isShownBy(String text) {
        return PARAMETER
                .splitAsStream(pathAndQuery)
                .filter(part -> part.length() >= TELLING)
                .map(part -> part.substring(0, TELLING))
                .anyMatch(text::contains);
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
