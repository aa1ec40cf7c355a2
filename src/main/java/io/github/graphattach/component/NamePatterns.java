package io.github.graphattach.component;

import io.github.graphattach.refusal.RefusedException;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Names of users or hosts that an option lists.
 *
 * @param patterns lower-case, with {@code *} at either end
 */
record NamePatterns(List<String> patterns) implements Predicate<String> {

    /**
     * Reads an option.
     *
     * @param option its name
     * @param text comma-separated patterns
     * @return the patterns, at least one
     * @throws IllegalArgumentException when one is empty or has a star inside
     */
    static NamePatterns parse(String option, String text) {
        List<String> patterns = Stream.of(text.split(",", -1))
                .map(pattern -> pattern.strip().toLowerCase(Locale.ROOT))
                .toList();
        if (patterns.stream().anyMatch(NamePatterns::isMalformed)) {
            throw new RefusedException(
                    "option " + option + "='" + text + "' is no list of names",
                    "write comma-separated names with * at either end at most");
        }
        return new NamePatterns(patterns);
    }

    private static boolean isMalformed(String pattern) {
        return pattern.isEmpty()
                || (pattern.length() > 1
                        && pattern.substring(1, pattern.length() - 1).contains("*"));
    }

    @Override
    public boolean test(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return patterns.stream().anyMatch(pattern -> matches(pattern, lower));
    }

    private static boolean matches(String pattern, String name) {
        boolean open = pattern.startsWith("*");
        boolean openEnd = pattern.length() > 1 && pattern.endsWith("*");
        String core = pattern.substring(open ? 1 : 0, pattern.length() - (openEnd ? 1 : 0));
        if (open && openEnd) {
            return name.contains(core);
        }
        if (open) {
            return name.endsWith(core);
        }
        return openEnd ? name.startsWith(core) : name.equals(core);
    }
}
