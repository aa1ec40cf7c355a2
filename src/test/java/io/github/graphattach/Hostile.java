package io.github.graphattach;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Texts as somebody would send them who wants to break a parser, and what must hold of what is said about them. */
public final class Hostile {

    /** What breaks a line, turns its direction, commands a terminal, or is half a character. */
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private static final String CHARACTERS = "\r\n\t\0\u001b[31m\u202e\u2066\u2028\u200b\ud800\udc00\u00a0\u0661"
            + "/\\?#%&=;:,.'\"()<>{}[]|~^`+-*@$! 0129aZ\u00e4\u20ac\uffff";

    private static final List<String> ODD = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1e999",
            "9223372036854775808",
            "0.5",
            "{}",
            "[]",
            "NaN",
            "[".repeat(2000),
            "1".repeat(2000));

    private Hostile() {}

    /**
     * Texts that are nearly right. They do not shrink: drawing many of them finds more than making one smaller.
     *
     * @param words that the parser looks for
     */
    public static Arbitrary<String> texts(String... words) {
        return Arbitraries.randomValue(random -> text(random, words));
    }

    /**
     * JSON texts with values of any kind under the names that the parser looks for, sometimes cut or no JSON at all.
     *
     * @param names of members, repeated now and then
     * @param words of the texts in it
     */
    public static Arbitrary<String> json(List<String> names, String... words) {
        return Arbitraries.randomValue(random -> {
            String text = random.nextInt(8) == 0 ? value(random, names, words, 3) : object(random, names, words, 3);
            return switch (random.nextInt(12)) {
                case 0 -> text.substring(0, random.nextInt(text.length() + 1));
                case 1 -> text(random, words);
                default -> text;
            };
        });
    }

    private static String text(Random random, String... words) {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(12); pieces > 0; pieces--) {
            String piece = piece(random, words);
            int times = random.nextInt(400) == 0 ? 1 + random.nextInt(1 + 60_000 / (1 + piece.length())) : 1;
            text.append(piece.repeat(times));
        }
        return text.toString();
    }

    private static String piece(Random random, String... words) {
        String word = words[random.nextInt(words.length)];
        return switch (random.nextInt(10)) {
            case 0, 1 -> String.valueOf(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
            case 2 -> Character.toString(random.nextInt(Character.MAX_CODE_POINT + 1));
            case 3 -> word.toUpperCase(Locale.ROOT);
            case 4 -> word.substring(random.nextInt(word.length() + 1));
            default -> word;
        };
    }

    private static String object(Random random, List<String> names, String[] words, int depth) {
        return IntStream.range(0, random.nextInt(names.size() + 2))
                .mapToObj(member ->
                        quoted(names.get(random.nextInt(names.size()))) + ":" + value(random, names, words, depth - 1))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String value(Random random, List<String> names, String[] words, int depth) {
        int kind = random.nextInt(12);
        if (depth > 0 && kind < 4) {
            return kind < 3
                    ? object(random, names, words, depth)
                    : IntStream.range(0, random.nextInt(4))
                            .mapToObj(element -> value(random, names, words, depth - 1))
                            .collect(Collectors.joining(",", "[", "]"));
        }
        return kind == 11 ? ODD.get(random.nextInt(ODD.size())) : quoted(text(random, words));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /**
     * Holds that a text can stand in a log.
     *
     * @param text such as an error's message
     * @param longest characters that it may have
     */
    public static void assertOneLine(String text, int longest) {
        assertThat(UNFIT.matcher(text).find()).as("'%s' can break a line", text).isFalse();
        assertThat(text).hasSizeLessThanOrEqualTo(longest);
    }

    /**
     * Holds that a failure and all its causes can stand in a log.
     *
     * @param failure the outermost one
     * @param longest characters that a message may have
     */
    public static void assertOneLine(Throwable failure, int longest) {
        for (Throwable one = failure; one != null; one = one.getCause()) {
            assertOneLine(String.valueOf(one.getMessage()), longest);
            List.of(one.getSuppressed()).forEach(suppressed -> assertOneLine(suppressed, longest));
        }
    }
}
