package io.github.graphattach.component;

import io.github.graphattach.item.ExchangeId;
import io.github.graphattach.item.ItemKind;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.mail.Answered;
import io.github.graphattach.mail.DraftOf;
import io.github.graphattach.mail.MailDraft;
import io.github.graphattach.refusal.RefusedException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.TypeConverter;
import org.apache.camel.support.ObjectHelper;
import org.jspecify.annotations.Nullable;

/**
 * What one exchange asks for of a mail: the one reader of the headers that only mails have. A header of the component wins
 * over the body, the body over a mail's own header, that over an option.
 *
 * @param folder that gets the draft
 * @param draft what it says
 * @param answered the message that it answers
 * @param jobKey what makes two tries the same mail, where somebody said so
 */
record MailRequest(MessageFolder folder, MailDraft draft, Optional<Answered> answered, Optional<String> jobKey) {

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

    /** The headers of a mail itself that say to whom. */
    private static final Map<String, String> RECIPIENTS = Map.of("to", "To", "cc", "Cc", "bcc", "Bcc");

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
        Optional<Answered> answered = answered(message, options, settings);
        MessageFolder folder = answered.map(original -> MessageFolder.around(original.message()))
                .orElseGet(() -> MessageFolder.of(UploadRequest.address(message, settings)));
        settings.requireMailbox(folder.mailbox());
        Map<String, Object> fields = new HashMap<>();
        putOptions(fields, options);
        putOutsideHeaders(fields, message, options);
        fields.putAll(body);
        HEADERS.forEach((field, header) -> put(fields, field, message.getHeader(header)));
        MailDraft draft = MailDraft.of(fields);
        if (options.getDraftOf() == DraftOf.FORWARD) {
            draft.requireRecipients();
        }
        draft.from().ifPresent(sender -> settings.allowedUsers().requireSender(sender.address(), folder.mailbox()));
        return new MailRequest(folder, draft, answered, jobKey(message, options));
    }

    /** What stands for the key of an earlier mail of the same exchange is none of this one. */
    static Optional<String> jobKey(Message message, GraphAttachConfiguration options) {
        return UploadRequest.set(message.getHeader(GraphAttachConstants.JOB_KEY, String.class))
                .filter(key -> Optional.ofNullable(message.getExchange())
                        .flatMap(MadeDraft::of)
                        .filter(made -> made.isOwnKey(key))
                        .isEmpty())
                .or(() -> UploadRequest.set(options.getJobKey()));
    }

    private static Optional<Answered> answered(
            Message message, GraphAttachConfiguration options, UploadSettings settings) {
        if (options.getDraftOf() == DraftOf.NEW) {
            return Optional.empty();
        }
        OutlookItem original = UploadRequest.item(message, ItemKind.MESSAGE, options, settings);
        Optional<String> named = Optional.ofNullable(message.getHeader(GraphAttachConstants.MESSAGE_ID, String.class))
                .map(ExchangeId::urlSafe)
                .filter(original.innermostId()::equals);
        if (MadeDraft.namedBy(message).isPresent() && named.isPresent()) {
            throw new RefusedException(
                    "the message that draftOf answers is the draft that this exchange has made",
                    "set the header " + GraphAttachConstants.MESSAGE_ID + " to the id of the other one");
        }
        return Optional.of(new Answered(options.getDraftOf(), original));
    }

    /** {@return what makes it another mail than others of the same exchange} It tells what the mail says; for a digest only. */
    String fingerprint() {
        return draft.fingerprint()
                + answered.map(original ->
                                original.how() + " " + original.message().path())
                        .orElse("");
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
            putOutsideRecipients(fields, message);
        }
        if (options.isUseHeaderFrom()) {
            put(fields, "from", message.getHeader("From", String.class));
        }
        if (options.isUseHeaderReplyTo()) {
            put(fields, "replyTo", texts(message, "Reply-To"));
        }
        if (options.isUseHeaderSubject()) {
            Optional.ofNullable(message.getHeader("Subject", String.class))
                    .ifPresent(subject -> fields.put("subject", subject));
        }
    }

    /** As with camel-mail, one of them takes the place of all options: they may name others than this message is for. */
    private static void putOutsideRecipients(Map<String, Object> fields, Message message) {
        if (RECIPIENTS.values().stream().anyMatch(message.getHeaders()::containsKey)) {
            fields.keySet().removeAll(RECIPIENTS.keySet());
            RECIPIENTS.forEach((field, header) -> put(fields, field, texts(message, header)));
        }
    }

    private static List<String> texts(Message message, String header) {
        Exchange exchange = Objects.requireNonNull(message.getExchange());
        TypeConverter converter = exchange.getContext().getTypeConverter();
        List<String> texts = new ArrayList<>();
        for (Object one : ObjectHelper.createIterable(message.getHeader(header), null)) {
            texts.add(converter.convertTo(String.class, exchange, one));
        }
        return texts;
    }

    private static void put(Map<String, Object> fields, String field, @Nullable Object value) {
        if (value != null && !value.toString().isBlank() && !value.equals(List.of())) {
            fields.put(field, value);
        }
    }

    /** What steered this mail steers no other. Where the draft is, and what made it, stays for the steps that follow. */
    static void removeHeaders(Message message) {
        HEADERS.values().forEach(message::removeHeader);
    }

    /** What has named the original would lead the steps that follow to it, or to where the draft is not. */
    void leadToDraft(Message message, String id) {
        if (answered.isPresent()) {
            message.removeHeader(GraphAttachConstants.MAIL_FOLDER_ID);
            message.removeHeader(GraphAttachConstants.CHILD_FOLDER_IDS);
            if (message.getHeader(GraphAttachConstants.ITEM_PATH) != null) {
                message.setHeader(
                        GraphAttachConstants.ITEM_PATH, folder.message(id).path());
            }
        }
    }
}
