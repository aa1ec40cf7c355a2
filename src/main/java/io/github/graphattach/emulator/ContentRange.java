package io.github.graphattach.emulator;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a ranged PUT, {@code bytes first-last/total}.
 *
 * @param first the offset of the first byte
 * @param last the offset of the last byte
 * @param total the size of the whole file
 */
record ContentRange(long first, long last, long total) {

    /** At most 18 digits: such a number fits into a long, whatever the digits are. */
    private static final Pattern SYNTAX = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");

    /** {@return the range, empty when the header is not one} */
    static Optional<ContentRange> parse(String header) {
        Matcher matcher = SYNTAX.matcher(header);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        ContentRange range = new ContentRange(
                Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
        return range.last < range.first || range.last >= range.total ? Optional.empty() : Optional.of(range);
    }

    long length() {
        return last - first + 1;
    }

    boolean isLast() {
        return last == total - 1;
    }
}
