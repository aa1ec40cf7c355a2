package io.github.graphattach.component;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.MimeTypeHelper;

/**
 * The content type of an attachment, where nobody has said it: by the file, by the ending of its name, by the message.
 *
 * @see <a href="https://www.iana.org/assignments/media-types/">Media types at IANA</a>
 */
final class AttachmentType {

    private static final String UNKNOWN = "application/octet-stream";

    /** What Camel's table, which has about a thousand endings, has not, or has under a name that IANA does not know. */
    private static final Map<String, String> BY_ENDING = Map.ofEntries(
            Map.entry("aac", "audio/aac"),
            Map.entry("emf", "image/emf"),
            Map.entry("geojson", "application/geo+json"),
            Map.entry("gz", "application/gzip"),
            Map.entry("heic", "image/heic"),
            Map.entry("heif", "image/heif"),
            Map.entry("ini", "text/plain"),
            Map.entry("jp2", "image/jp2"),
            Map.entry("key", "application/vnd.apple.keynote"),
            Map.entry("md", "text/markdown"),
            Map.entry("msg", "application/vnd.ms-outlook"),
            Map.entry("numbers", "application/vnd.apple.numbers"),
            Map.entry("oft", "application/vnd.ms-outlook"),
            Map.entry("one", "application/onenote"),
            Map.entry("pages", "application/vnd.apple.pages"),
            Map.entry("parquet", "application/vnd.apache.parquet"),
            Map.entry("rar", "application/vnd.rar"),
            Map.entry("step", "model/step"),
            Map.entry("stp", "model/step"),
            Map.entry("tgz", "application/gzip"),
            Map.entry("vcf", "text/vcard"),
            Map.entry("vsdx", "application/vnd.ms-visio.drawing"),
            Map.entry("wmf", "image/wmf"),
            Map.entry("xsd", "application/xml"),
            Map.entry("zst", "application/zstd"));

    private AttachmentType() {}

    /**
     * Guesses.
     *
     * @param message with what Camel's consumers say of a file, and with the type of what the message was
     * @param name of the attachment
     * @return a type as it was said
     */
    static String of(Message message, String name) {
        return header(message, Exchange.FILE_CONTENT_TYPE)
                .or(() -> ofName(name).map(type -> withParameters(type, message)))
                .or(() -> ofBody(message))
                .orElse(UNKNOWN);
    }

    private static Optional<String> header(Message message, String header) {
        return Optional.ofNullable(message.getHeader(header, String.class)).filter(type -> !type.isBlank());
    }

    /** The letters behind the last dot decide, whatever else the name has. */
    static Optional<String> ofName(String name) {
        int dot = name.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String ending = name.substring(dot + 1).strip().toLowerCase(Locale.ROOT);
        return Optional.ofNullable(BY_ENDING.get(ending))
                .or(() -> Optional.ofNullable(MimeTypeHelper.probeMimeType("." + ending)));
    }

    /** The message may say more of the same type, such as its charset. */
    private static String withParameters(String type, Message message) {
        return ofBody(message).filter(said -> essence(said).equals(type)).orElse(type);
    }

    private static Optional<String> ofBody(Message message) {
        return header(message, Exchange.CONTENT_TYPE).filter(type -> !isTransport(essence(type)));
    }

    /** What says how the message came here says nothing of the file in it. */
    private static boolean isTransport(String essence) {
        return essence.startsWith("multipart/")
                || essence.startsWith("message/")
                || essence.equals("application/x-www-form-urlencoded");
    }

    private static String essence(String type) {
        int parameters = type.indexOf(';');
        return (parameters < 0 ? type : type.substring(0, parameters)).strip().toLowerCase(Locale.ROOT);
    }
}
