package io.github.graphattach.emulator.http;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding of one path segment or query value (RFC 3986); {@code +} is a plain character here. */
public final class PercentCoding {

    private static final String UNRESERVED = "-._~";

    private PercentCoding() {}

    /** {@return the text with everything but RFC 3986 unreserved characters encoded as UTF-8 bytes} */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            if (isUnreserved(character)) {
                encoded.append(character);
            } else {
                encoded.append(String.format("%%%02X", octet & 0xff));
            }
        }
        return encoded.toString();
    }

    /**
     * Decodes once.
     *
     * @throws IllegalArgumentException when a percent sign is not followed by two hex digits, or the bytes are not UTF-8
     */
    public static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '%') {
                octets.write(hexOctet(text, i + 1));
                i += 2;
            } else {
                octets.writeBytes(String.valueOf(character).getBytes(StandardCharsets.UTF_8));
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("not UTF-8 after percent-decoding", e);
        }
    }

    private static int hexOctet(String text, int start) {
        if (start + 2 > text.length()) {
            throw new IllegalArgumentException("a percent sign without two hex digits");
        }
        int high = Character.digit(text.charAt(start), 16);
        int low = Character.digit(text.charAt(start + 1), 16);
        if (high < 0 || low < 0) {
            throw new IllegalArgumentException("a percent sign without two hex digits");
        }
        return high * 16 + low;
    }

    private static boolean isUnreserved(char character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || UNRESERVED.indexOf(character) >= 0;
    }
}
