package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.PercentCoding;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** The bytes of an attachment as an answer. They are somebody's upload: a browser must not open them in place. */
final class Download {

    private static final Pattern MEDIA_TYPE = Pattern.compile("[\\w!#$&^.+-]+/[\\w!#$&^.+-]+(;[ -~]*)?");

    private Download() {}

    /** The images that mail shows in place: such as no browser runs anything of. */
    private static final Set<String> PICTURES =
            Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp");

    static void reply(HttpExchange exchange, EmulatedAttachment attachment) throws IOException {
        String fileName = attachment.name().replaceAll("[\\\\/\\p{Cntrl}]", "_");
        exchange.setHeader("Content-Disposition", "attachment; filename*=UTF-8''" + PercentCoding.encode(fileName));
        send(exchange, attachment);
    }

    /** {@return whether the attachment may be shown in place} */
    static boolean isPicture(EmulatedAttachment attachment) {
        return PICTURES.contains(attachment.contentType().toLowerCase(Locale.ROOT));
    }

    /** Replies with a picture that a mail shows in place. */
    static void picture(HttpExchange exchange, EmulatedAttachment attachment) throws IOException {
        send(exchange, attachment);
    }

    private static void send(HttpExchange exchange, EmulatedAttachment attachment) throws IOException {
        exchange.setHeader("Content-Type", mediaType(attachment));
        exchange.setHeader("Content-Length", Long.toString(attachment.length()));
        exchange.setHeader("X-Content-Type-Options", "nosniff");
        exchange.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
        exchange.reply(200, out -> Files.copy(attachment.content(), out));
    }

    /** The type is any text that somebody has sent. */
    private static String mediaType(EmulatedAttachment attachment) {
        String type = attachment.contentType();
        return MEDIA_TYPE.matcher(type).matches() ? type : "application/octet-stream";
    }
}
