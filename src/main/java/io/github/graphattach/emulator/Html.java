package io.github.graphattach.emulator;

import java.util.Locale;
import java.util.regex.Pattern;

/** HTML bodies as far as the service changes or shortens them. */
final class Html {

    private static final int PREVIEW = 255;

    /** Longer bodies are cut before they are searched for tags: a preview needs no more of them. */
    private static final int ENOUGH_FOR_A_PREVIEW = 20_000;

    private static final Pattern UNSEEN = Pattern.compile("(?is)<(head|style|script)\\b.*?</\\1>|<!--.*?-->|<[^>]*>");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private Html() {}

    /** {@return the HTML as a whole document} A fragment is wrapped, and a document gets the charset that it is read in. */
    static String document(String html) {
        String head = "<head>\r\n<meta http-equiv=\"Content-Type\" content=\"text/html; charset=utf-8\">";
        return html.stripLeading().toLowerCase(Locale.ROOT).startsWith("<html")
                ? html
                : "<html>" + head + "</head><body>" + html + "</body></html>";
    }

    /** {@return the first 255 characters of what a reader sees} */
    static String preview(String contentType, String content) {
        String start = content.substring(0, Math.min(content.length(), ENOUGH_FOR_A_PREVIEW));
        String text = contentType.equals("html") ? plain(start) : start;
        return text.substring(0, Math.min(text.length(), PREVIEW));
    }

    private static String plain(String html) {
        String text = UNSEEN.matcher(html)
                .replaceAll("")
                .replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");
        return SPACES.matcher(text).replaceAll(" ").strip();
    }
}
