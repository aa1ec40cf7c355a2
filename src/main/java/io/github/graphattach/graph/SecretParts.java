package io.github.graphattach.graph;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What must not be seen of a secret, to find it in the words of others. Twelve characters in a row give it away, percent-encoded
 * or not; fewer may stand in any text.
 */
final class SecretParts {

    private static final int TELLING = 12;
    private static final Pattern ESCAPE = Pattern.compile("%(\\p{XDigit}{2})");

    private final List<String> parts;

    private SecretParts(List<String> parts) {
        this.parts = parts;
    }

    /**
     * Takes a secret's parts.
     *
     * @param parts each a secret of its own
     */
    static SecretParts of(Stream<String> parts) {
        return new SecretParts(parts.flatMap(part -> Stream.of(part, decoded(part)))
                .filter(part -> part.length() >= TELLING)
                .distinct()
                .toList());
    }

    /**
     * Looks for the secret.
     *
     * @param text such as an error's message
     * @return whether the text has any part of it
     */
    boolean areShownBy(String text) {
        return Stream.of(text, decoded(text)).distinct().anyMatch(this::areIn);
    }

    private boolean areIn(String text) {
        return IntStream.rangeClosed(0, text.length() - TELLING)
                .mapToObj(start -> text.substring(start, start + TELLING))
                .anyMatch(run -> parts.stream().anyMatch(part -> part.contains(run)));
    }

    /** Keeps a percent sign that is no escape: the rest of it may have been cut off. */
    private static String decoded(String text) {
        return ESCAPE.matcher(text)
                .replaceAll(
                        escape -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(escape.group(1), 16))));
    }
}
