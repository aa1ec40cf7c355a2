package io.github.graphattach.component;

import io.github.graphattach.item.AddressOption;
import io.github.graphattach.item.Mailbox;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which mailboxes message headers may choose, so that message data cannot reach into a mailbox the route is not for.
 *
 * @param fixed the mailbox of the endpoint's options
 * @param isFixed whether an option names it
 * @param patterns lower-case, with {@code *} at either end; empty when the option is not set
 */
record AllowedUsers(Mailbox fixed, boolean isFixed, List<String> patterns) {

    static AllowedUsers of(Mailbox fixed, boolean isFixed, @Nullable String option) {
        List<String> patterns = option == null
                ? List.of()
                : Stream.of(option.split(","))
                        .map(pattern -> pattern.strip().toLowerCase(Locale.ROOT))
                        .toList();
        if (option != null && patterns.stream().anyMatch(AllowedUsers::isMalformed)) {
            throw new IllegalArgumentException("option allowedUsers='" + option
                    + "' must be comma-separated user names with * at either end at most");
        }
        return new AllowedUsers(fixed, isFixed, patterns);
    }

    private static boolean isMalformed(String pattern) {
        return pattern.isEmpty()
                || (pattern.length() > 1
                        && pattern.substring(1, pattern.length() - 1).contains("*"));
    }

    /**
     * Lets a mailbox pass.
     *
     * @param mailbox of the item that options and headers name together
     * @throws IllegalArgumentException when a header chose it and may not
     */
    void require(Mailbox mailbox) {
        if (mailbox.equals(fixed)) {
            return;
        }
        if (patterns.isEmpty() ? isFixed : !isAllowed(mailbox)) {
            throw new IllegalArgumentException("the header " + AddressOption.USER_ID.header() + " or "
                    + AddressOption.ITEM_PATH.header()
                    + " chooses a mailbox that this endpoint does not allow; list it in the option allowedUsers");
        }
    }

    private boolean isAllowed(Mailbox mailbox) {
        return mailbox instanceof Mailbox.User user
                && patterns.stream()
                        .anyMatch(pattern -> matches(pattern, user.id().toLowerCase(Locale.ROOT)));
    }

    private static boolean matches(String pattern, String user) {
        boolean open = pattern.startsWith("*");
        boolean openEnd = pattern.length() > 1 && pattern.endsWith("*");
        String core = pattern.substring(open ? 1 : 0, pattern.length() - (openEnd ? 1 : 0));
        if (open && openEnd) {
            return user.contains(core);
        }
        if (open) {
            return user.endsWith(core);
        }
        return openEnd ? user.startsWith(core) : user.equals(core);
    }
}
