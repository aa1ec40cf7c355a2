package io.github.graphattach.app;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * File names as text. Where the locale is not UTF-8, Java shows names as other characters and refuses to make a path of a
 * text. URIs of files hold the bytes themselves, so names take that way there: they are UTF-8 in any locale.
 */
final class FileName {

    private static final boolean IS_LOCALE_UTF_8 =
            "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding", "UTF-8"));
    private static final char UNREADABLE = '\uFFFD';

    private FileName() {}

    /** {@return the name; empty when its bytes are no UTF-8, or not such as stand in one line} */
    static Optional<String> text(Path name) {
        return decoded(name).filter(text -> text.codePoints().noneMatch(Character::isISOControl));
    }

    private static Optional<String> decoded(Path name) {
        var shown = name.toString();
        if (!isOfBytes(name.getFileSystem()) || (IS_LOCALE_UTF_8 && shown.indexOf(UNREADABLE) < 0)) {
            return Optional.of(shown);
        }
        try {
            var utf8 = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(name)));
            return Optional.of(utf8.toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** {@return the name as it can stand in a log line; what is no text of one line is shown as {@code \xFC}} */
    static String shown(Path name) {
        return text(name).orElseGet(() -> isOfBytes(name.getFileSystem()) ? escaped(bytes(name)) : "(unprintable)");
    }

    private static String escaped(byte[] bytes) {
        var text = new StringBuilder();
        for (var each : bytes) {
            text.append(each >= 0x20 && each < 0x7F ? String.valueOf((char) each) : "\\x%02X".formatted(each));
        }
        return text.toString();
    }

    /**
     * {@return the relative path of that text}
     *
     * @param text with {@code /} between the names
     * @throws InvalidPathException when no file can be called so
     */
    static Path path(FileSystem files, String text) {
        if (IS_LOCALE_UTF_8 || !isOfBytes(files)) {
            return files.getPath(text);
        }
        var absolute = Path.of(URI.create("file:///" + percentEncoded(text)));
        return Objects.requireNonNull(absolute.getRoot()).relativize(absolute);
    }

    /** {@return the one form of all spellings that look the same; macOS writes names in another than most programs} */
    static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static boolean isOfBytes(FileSystem files) {
        return files == FileSystems.getDefault() && files.getSeparator().equals("/");
    }

    private static byte[] bytes(Path name) {
        var encoded = Path.of("/").resolve(name).toUri().getRawPath().substring(1);
        var bytes = new ByteArrayOutputStream();
        for (var at = 0; at < encoded.length(); at++) {
            if (encoded.charAt(at) == '%') {
                bytes.write(Integer.parseInt(encoded, at + 1, at + 3, 16));
                at += 2;
            } else {
                bytes.write(encoded.charAt(at));
            }
        }
        // A folder of that name directly below the root adds a slash.
        var ended = encoded.endsWith("/") ? 1 : 0;
        return Arrays.copyOf(bytes.toByteArray(), bytes.size() - ended);
    }

    private static String percentEncoded(String text) {
        var encoded = new StringBuilder();
        for (var each : text.getBytes(StandardCharsets.UTF_8)) {
            encoded.append(each == '/' ? "/" : "%%%02X".formatted(each));
        }
        return encoded.toString();
    }
}
