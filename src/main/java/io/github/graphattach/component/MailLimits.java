package io.github.graphattach.component;

import io.github.graphattach.content.ByteSize;
import io.github.graphattach.mail.ItemSize;
import io.github.graphattach.mailbox.MailboxLimits;
import io.github.graphattach.mailbox.SendRate;
import io.github.graphattach.refusal.RefusedException;

/**
 * What the options say of mails before they are sent.
 *
 * @param itemSize how large each may be
 * @param sendRate how many of each mailbox may be sent in which time
 */
record MailLimits(ItemSize itemSize, SendRate sendRate) {

    static MailLimits of(GraphAttachConfiguration options) {
        return new MailLimits(
                itemSize(options.getMaxItemSize()), MailboxLimits.ofThisJvm().sendRate(options.getMailboxSendRate()));
    }

    private static ItemSize itemSize(String option) {
        if (option.strip().equalsIgnoreCase("off")) {
            return ItemSize.UNLIMITED;
        }
        long bytes = ByteSize.parse("maxItemSize", option);
        if (bytes < 1) {
            throw new RefusedException("option maxItemSize=0 is out of bounds", "choose at least 1, or off");
        }
        return ItemSize.of(bytes);
    }
}
