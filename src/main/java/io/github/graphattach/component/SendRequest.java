package io.github.graphattach.component;

import io.github.graphattach.item.ItemKind;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.refusal.RefusedException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Message;

/**
 * Which draft one exchange wants sent.
 *
 * @param mailbox that has it
 * @param messageId of it
 * @param jobKey of the job that made it, where somebody said so
 * @param required the ids of the attachments that must be on it; empty where nobody has said so, and nobody has to
 */
record SendRequest(MessageFolder mailbox, String messageId, Optional<String> jobKey, Optional<List<String>> required) {

    /**
     * Reads an exchange.
     *
     * @param message headers
     * @param options of the endpoint
     * @param settings the same, checked
     * @return which draft
     * @throws IllegalArgumentException in one line that names the header or option and the remedy
     */
    static SendRequest of(Message message, GraphAttachConfiguration options, UploadSettings settings) {
        OutlookItem draft = UploadRequest.item(message, ItemKind.MESSAGE, options, settings);
        Optional<MadeDraft> made = MadeDraft.namedBy(message);
        Optional<List<String>> required =
                required(message).or(() -> made.filter(any -> !any.isSent()).map(MadeDraft::attachmentIds));
        boolean isKnown = required.isPresent() || made.isPresent() || options.isSendAny();
        if (!isKnown) {
            throw new RefusedException(
                    "nobody says which files must be on the mail",
                    "set the header " + GraphAttachConstants.REQUIRED + " to the ids of its attachments; one for a mail"
                            + " without files is an empty list");
        }
        return new SendRequest(MessageFolder.having(draft), draft.innermostId(), jobKey(message, options), required);
    }

    private static Optional<String> jobKey(Message message, GraphAttachConfiguration options) {
        return UploadRequest.set(message.getHeader(GraphAttachConstants.JOB_KEY, String.class))
                .or(() -> UploadRequest.set(options.getJobKey()));
    }

    private static Optional<List<String>> required(Message message) {
        Object header = message.getHeader(GraphAttachConstants.REQUIRED);
        if (header == null) {
            return Optional.empty();
        }
        List<String> ids = header instanceof Collection<?> all
                ? all.stream().map(String::valueOf).toList()
                : Arrays.stream(header.toString().split(",", -1))
                        .map(String::strip)
                        .filter(id -> !id.isEmpty())
                        .toList();
        if (new HashSet<>(ids).size() < ids.size()) {
            throw new RefusedException(
                    "the header " + GraphAttachConstants.REQUIRED + " names an attachment twice",
                    "name each file's own attachment: two files that became one are a file too few");
        }
        return Optional.of(ids);
    }
}
