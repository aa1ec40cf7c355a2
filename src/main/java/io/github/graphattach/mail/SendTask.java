package io.github.graphattach.mail;

import io.github.graphattach.item.MessageFolder;
import java.util.List;
import java.util.Optional;

/**
 * Which draft is sent.
 *
 * @param folder by which its mailbox is addressed
 * @param messageId of the draft
 * @param source of the marker by which it is found again; a {@link MarkerOfDraft} where nobody has named the job
 * @param required the ids of the attachments that must be on it, none more and none less; empty where nobody has said so
 * @param sendAny whether a draft without a marker is sent too
 * @param untouched whether the draft was made and filled just now, all of it seen, so that nothing is left to look at
 */
public record SendTask(
        MessageFolder folder,
        String messageId,
        MarkerSource source,
        Optional<List<String>> required,
        boolean sendAny,
        boolean untouched) {

    /** Copies the ids. */
    public SendTask {
        required = required.map(List::copyOf);
    }
}
