package io.github.graphattach.app;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Names that programs give to what is not finished, or not meant for anybody. Letter case does not count. */
final class IgnoredNames implements Predicate<String> {

    private final Predicate<String> names;

    private IgnoredNames(Predicate<String> names) {
        this.names = names;
    }

    /**
     * Reads the setting.
     *
     * @param patterns separated by commas; {@code *} stands for any characters, {@code ?} for one
     */
    static IgnoredNames of(String patterns) {
        return new IgnoredNames(Arrays.stream(patterns.split(",", -1))
                .map(String::strip)
                .filter(pattern -> !pattern.isEmpty())
                .map(IgnoredNames::one)
                .reduce(name -> false, Predicate::or));
    }

    private static Predicate<String> one(String pattern) {
        var expression = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL)
                .asMatchPredicate();
    }

    @Override
    public boolean test(String name) {
        return names.test(name);
    }
}
