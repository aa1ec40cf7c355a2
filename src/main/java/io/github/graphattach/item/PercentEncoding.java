package io.github.graphattach.item;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** RFC 3986 percent-encoding of one path segment, in UTF-8. */
public final class PercentEncoding {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    /** Text that is not the encoding of anything; says what is wrong in words that follow a name. */
    static final class MalformedException extends Exception {

        private static final long serialVersionUID = 1L;

        MalformedException(String problem) {
            super(problem);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }

    private PercentEncoding() {}

    /**
     * Makes one path segment of an id. Only unreserved characters are kept, so that no server or proxy can see a delimiter
     * in it.
     *
     * @param text an id
     * @return the segment
     */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            if (isUnreserved(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }

    /** Undoes exactly one encoding; what is not escaped stays as it is ({@code +} is a plus sign in a path). */
    static String decode(String encoded) throws MalformedException {
        StringBuilder text = new StringBuilder(encoded.length());
        int position = 0;
        while (position < encoded.length()) {
            if (encoded.charAt(position) == '%') {
                ByteArrayOutputStream octets = new ByteArrayOutputStream();
                for (; position < encoded.length() && encoded.charAt(position) == '%'; position += 3) {
                    octets.write(octet(encoded, position));
                }
                text.append(utf8(octets.toByteArray()));
            } else {
                text.append(encoded.charAt(position++));
            }
        }
        return text.toString();
    }

    private static int octet(String encoded, int position) throws MalformedException {
        if (position + 2 >= encoded.length()
                || !HexFormat.isHexDigit(encoded.charAt(position + 1))
                || !HexFormat.isHexDigit(encoded.charAt(position + 2))) {
            throw new MalformedException("has a % that two hexadecimal digits do not follow");
        }
        return HexFormat.fromHexDigits(encoded, position + 1, position + 3);
    }

    private static String utf8(byte[] octets) throws MalformedException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedException("has percent escapes that are not UTF-8");
        }
    }

    private static boolean isUnreserved(byte octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || "-._~".indexOf(octet) >= 0;
    }
}
