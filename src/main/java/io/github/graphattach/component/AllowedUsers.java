package io.github.graphattach.component;

import io.github.graphattach.item.AddressOption;
import io.github.graphattach.item.Mailbox;
import io.github.graphattach.refusal.RefusedException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which mailboxes message headers may choose, so that message data cannot reach into a mailbox the route is not for.
 *
 * @param fixed the mailbox of the endpoint's options
 * @param isFixed whether an option names it
 * @param patterns of the option, where it is set
 */
record AllowedUsers(Mailbox fixed, boolean isFixed, Optional<NamePatterns> patterns) {

    static AllowedUsers of(Mailbox fixed, boolean isFixed, @Nullable String option) {
        return new AllowedUsers(
                fixed, isFixed, Optional.ofNullable(option).map(text -> NamePatterns.parse("allowedUsers", text)));
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
        if (patterns.isEmpty() ? isFixed : !isAllowed(patterns.get(), mailbox)) {
            throw new RefusedException(
                    "the header " + AddressOption.USER_ID.header() + " or "
                            + AddressOption.ITEM_PATH.header()
                            + " chooses a mailbox that this endpoint does not allow",
                    "list it in the option allowedUsers");
        }
    }

    /**
     * Lets a sender pass.
     *
     * @param address of the sender
     * @param mailbox that the mail is sent from
     * @throws IllegalArgumentException when it may not send from here
     */
    void requireSender(String address, Mailbox mailbox) {
        boolean own = mailbox instanceof Mailbox.User user && user.id().equalsIgnoreCase(address);
        if (!own
                && patterns.filter(known -> isAllowed(known, new Mailbox.User(address)))
                        .isEmpty()) {
            throw new RefusedException(
                    "the field from names a sender that this endpoint does not allow",
                    "leave it out, or list the sender in the option allowedUsers");
        }
    }

    /** No user is called like that; what a star lets pass must not lead elsewhere where a proxy decodes a path. */
    private static final Pattern SEPARATOR = Pattern.compile("[/\\\\?%\\s]");

    private static boolean isAllowed(NamePatterns patterns, Mailbox mailbox) {
        return mailbox instanceof Mailbox.User user
                && patterns.test(user.id())
                && !SEPARATOR.matcher(user.id()).find();
    }
}
