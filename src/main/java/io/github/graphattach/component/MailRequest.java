package io.github.graphattach.component;

import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.mail.MailDraft;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;

/**
 * What one exchange asks for of a mail: the one reader of the headers that only mails have. A header of the component wins
 * over the body, the body over a mail's own header, that over an option.
 *
 * @param folder that gets the draft
 * @param draft what it says
 * @param jobKey what makes two tries the same mail, where somebody said so
 */
record MailRequest(MessageFolder folder, MailDraft draft, Optional<String> jobKey) {

    /** The headers that say what a mail says, by its fields. */
    private static final Map<String, String> HEADERS = Map.of(
            "from", GraphAttachConstants.FROM,
            "to", GraphAttachConstants.TO,
            "cc", GraphAttachConstants.CC,
            "bcc", GraphAttachConstants.BCC,
            "replyTo", GraphAttachConstants.REPLY_TO,
            "subject", GraphAttachConstants.SUBJECT,
            "importance", GraphAttachConstants.IMPORTANCE,
            "sendAt", GraphAttachConstants.SEND_AT);

    /**
     * Reads an exchange.
     *
     * @param message headers
     * @param body what the body says
     * @param options of the endpoint
     * @param settings the same, checked
     * @return which mail
     * @throws IllegalArgumentException in one line that names the header, option or field, and the remedy
     */
    static MailRequest of(
            Message message, Map<String, Object> body, GraphAttachConfiguration options, UploadSettings settings) {
        MessageFolder folder = MessageFolder.of(UploadRequest.address(message, settings));
        settings.requireMailbox(folder.mailbox());
        Map<String, Object> fields = new HashMap<>();
        putOptions(fields, options);
        putOutsideHeaders(fields, message, options);
        fields.putAll(body);
        HEADERS.forEach((field, header) -> put(fields, field, message.getHeader(header)));
        MailDraft draft = MailDraft.of(fields);
        draft.from().ifPresent(sender -> settings.allowedUsers().requireSender(sender.address(), folder.mailbox()));
        return new MailRequest(folder, draft, jobKey(message, options));
    }

    /** What stands for the key of an earlier mail of the same exchange is none of this one. */
    static Optional<String> jobKey(Message message, GraphAttachConfiguration options) {
        return UploadRequest.set(message.getHeader(GraphAttachConstants.JOB_KEY, String.class))
                .filter(key -> MadeDraft.of(message.getExchange())
                        .filter(made -> made.isOwnKey(key))
                        .isEmpty())
                .or(() -> UploadRequest.set(options.getJobKey()));
    }

    private static void putOptions(Map<String, Object> fields, GraphAttachConfiguration options) {
        put(fields, "from", options.getFrom());
        put(fields, "to", options.getTo());
        put(fields, "cc", options.getCc());
        put(fields, "bcc", options.getBcc());
        put(fields, "replyTo", options.getReplyTo());
        put(fields, "subject", options.getSubject());
    }

    /** Whoever wrote them may be anybody, so each kind is asked for. */
    private static void putOutsideHeaders(
            Map<String, Object> fields, Message message, GraphAttachConfiguration options) {
        if (options.isUseHeaderRecipients()) {
            put(fields, "to", message.getHeader("To"));
            put(fields, "cc", message.getHeader("Cc"));
            put(fields, "bcc", message.getHeader("Bcc"));
        }
        if (options.isUseHeaderFrom()) {
            put(fields, "from", message.getHeader("From"));
        }
        if (options.isUseHeaderReplyTo()) {
            put(fields, "replyTo", message.getHeader("Reply-To"));
        }
        if (options.isUseHeaderSubject()) {
            put(fields, "subject", message.getHeader("Subject"));
        }
    }

    private static void put(Map<String, Object> fields, String field, @Nullable Object value) {
        if (value != null && !value.toString().isBlank()) {
            fields.put(field, value);
        }
    }

    /** What steered this mail steers no other. Where the draft is, and what made it, stays for the steps that follow. */
    static void removeHeaders(Message message) {
        HEADERS.values().forEach(message::removeHeader);
    }
}
