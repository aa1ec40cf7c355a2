package io.github.graphattach.mail;

import java.util.Collection;
import java.util.OptionalLong;

/**
 * How large a mail may be as it travels, where every byte of its text and its files takes more than one.
 *
 * @param most bytes; empty for any number
 */
public record ItemSize(OptionalLong most) {

    /** Any size. */
    public static final ItemSize UNLIMITED = new ItemSize(OptionalLong.empty());

    /** Base64 makes 4 bytes of 3, and after 76 of these comes the end of a line, which are 2 more: 4/3 x 78/76. */
    private static final int ENCODED = 26;

    private static final int PLAIN = 19;

    /** What cannot be counted any more is too large everywhere. */
    private static final long LARGEST = Long.MAX_VALUE / ENCODED * PLAIN;

    /**
     * A limit.
     *
     * @param bytes of the mail as it travels, at least 1
     * @return it
     */
    public static ItemSize of(long bytes) {
        return new ItemSize(OptionalLong.of(bytes));
    }

    /**
     * Lets a mail pass that is not too large.
     *
     * @param bodyBytes of its text
     * @param fileBytes of each of its files
     * @throws MailTooLargeException naming the option, and what it is about
     */
    public void requireRoom(long bodyBytes, Collection<Long> fileBytes) {
        long size = encoded(bodyBytes, fileBytes);
        if (most.isPresent() && size > most.getAsLong()) {
            throw new MailTooLargeException(
                    "the mail has " + size + " bytes as it travels, its text and files times 1.3685, and the option"
                            + " maxItemSize allows " + most.getAsLong(),
                    "raise it where the mailboxes of the sender and the recipients take more, set it to off, or send fewer files"
                            + " or a sharing link instead");
        }
    }

    /**
     * The size of a mail as it travels.
     *
     * @param bodyBytes of its text
     * @param fileBytes of each of its files
     * @return bytes, rounded up
     */
    static long encoded(long bodyBytes, Collection<Long> fileBytes) {
        long plain = fileBytes.stream().reduce(bodyBytes, ItemSize::sum);
        return plain >= LARGEST ? Long.MAX_VALUE : plain / PLAIN * ENCODED + ceiling(plain % PLAIN);
    }

    private static long sum(long one, long other) {
        return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
    }

    private static long ceiling(long rest) {
        return (rest * ENCODED + PLAIN - 1) / PLAIN;
    }
}
