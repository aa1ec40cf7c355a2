package io.github.graphattach.mail;

import io.github.graphattach.item.MessageFolder;
import java.time.Duration;
import java.util.Optional;

/**
 * Which draft is made where.
 *
 * @param folder that gets it; an answer goes to Drafts, and this only says whose mailbox it is
 * @param draft what it says
 * @param source of the marker by which it is found again
 * @param mayBeThere whether an earlier try, of which nothing is written down here, may have made it
 * @param renewedAfter where what is on a draft has to be known: after which time one that was found with nothing written down
 *     of it is taken to be unsent, deleted, and made anew; empty where it is taken as it is
 * @param answered the message that it answers; empty for a new mail
 */
public record DraftTask(
        MessageFolder folder,
        MailDraft draft,
        MarkerSource source,
        boolean mayBeThere,
        Optional<Duration> renewedAfter,
        Optional<Answered> answered) {

    /** A new mail. */
    public DraftTask(
            MessageFolder folder,
            MailDraft draft,
            MarkerSource source,
            boolean mayBeThere,
            Optional<Duration> renewedAfter) {
        this(folder, draft, source, mayBeThere, renewedAfter, Optional.empty());
    }
}
