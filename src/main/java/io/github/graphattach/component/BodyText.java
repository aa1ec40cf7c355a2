package io.github.graphattach.component;

import io.github.graphattach.refusal.RefusedException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.util.IOHelper;

/**
 * The bytes of a text: in the charset that Camel was told, else in the one of the content type that is sent with them, else in
 * UTF-8.
 *
 * @param charset of the bytes
 * @param saidBy the header, property or type that says so
 */
record BodyText(Charset charset, String saidBy) {

    static BodyText of(Exchange exchange, String contentType) {
        String camels = Optional.ofNullable(exchange.getMessage().getHeader(Exchange.CHARSET_NAME, String.class))
                .orElseGet(() -> exchange.getProperty(Exchange.CHARSET_NAME, String.class));
        return camels == null
                ? of(IOHelper.getCharsetNameFromContentType(contentType), "the attachment's content type")
                : of(camels, Exchange.CHARSET_NAME);
    }

    /** Some charsets of Java can only be read. */
    private static BodyText of(String name, String saidBy) {
        try {
            Charset charset = Charset.forName(name.strip());
            if (charset.canEncode()) {
                return new BodyText(charset, saidBy);
            }
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw unknown(saidBy);
        }
        throw unknown(saidBy);
    }

    /** Without a cause: it would print the name as it is. */
    private static IllegalArgumentException unknown(String saidBy) {
        return new RefusedException(
                saidBy + " names no charset that this Java can write",
                "set the header " + Exchange.CHARSET_NAME + " to one that it can, such as UTF-8");
    }

    /**
     * Encodes a text.
     *
     * @param text of the message body
     * @return its bytes
     * @throws IllegalArgumentException when the charset has not all of its characters: Java would write question marks
     */
    byte[] encode(String text) {
        if (!hasAllOf(text)) {
            throw new RefusedException(
                    "the text in the message body has characters that " + charset.name()
                            + " has not, which is the charset by " + saidBy,
                    "set the header " + Exchange.CHARSET_NAME + " to one that has them, such as UTF-8");
        }
        return text.getBytes(charset);
    }

    private boolean hasAllOf(String text) {
        CharsetEncoder encoder = charset.newEncoder();
        CharBuffer characters = CharBuffer.wrap(text);
        ByteBuffer bytes = ByteBuffer.allocate(8192);
        CoderResult result = CoderResult.OVERFLOW;
        while (result.isOverflow()) {
            result = encoder.encode(characters, bytes.clear(), true);
        }
        return !result.isError();
    }
}
