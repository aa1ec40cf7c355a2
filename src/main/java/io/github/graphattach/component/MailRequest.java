package io.github.graphattach.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.mail.MailDraft;
import io.github.graphattach.refusal.RefusedException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
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

    /** Exchange property: the id of the draft that the exchange has made. Steps between have to find it, so it stays. */
    static final String MADE = "CamelGraphAttachMadeMessage";

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

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * Reads an exchange.
     *
     * @param message headers and body
     * @param options of the endpoint
     * @param settings the same, checked
     * @return which mail
     * @throws IllegalArgumentException in one line that names the header, option or field, and the remedy
     */
    static MailRequest of(Message message, GraphAttachConfiguration options, UploadSettings settings) {
        MessageFolder folder = MessageFolder.of(UploadRequest.address(message, settings));
        settings.requireMailbox(folder.mailbox());
        Map<String, Object> fields = new HashMap<>();
        putOptions(fields, options);
        putOutsideHeaders(fields, message, options);
        fields.putAll(body(message));
        HEADERS.forEach((field, header) -> put(fields, field, message.getHeader(header)));
        MailDraft draft = MailDraft.of(fields);
        draft.from().ifPresent(sender -> settings.allowedUsers().requireSender(sender.address(), folder.mailbox()));
        Optional<String> jobKey = UploadRequest.set(message.getHeader(GraphAttachConstants.JOB_KEY, String.class))
                .or(() -> UploadRequest.set(options.getJobKey()));
        return new MailRequest(folder, draft, jobKey);
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

    private static Map<String, Object> body(Message message) {
        Object body = message.getBody();
        if (body instanceof MailDraft draft) {
            return draft.fields();
        }
        if (body instanceof Map<?, ?> map) {
            Map<String, Object> fields = new HashMap<>();
            map.forEach((name, value) -> fields.put(String.valueOf(name), value));
            return fields;
        }
        String text = body == null ? "" : message.getBody(String.class);
        if (text == null) {
            throw new RefusedException(
                    "the message body is no mail",
                    "make it JSON, a map, a MailDraft, or a text with Content-Type text/plain");
        }
        String type = Optional.ofNullable(message.getHeader(Exchange.CONTENT_TYPE, String.class))
                .orElse("")
                .strip()
                .toLowerCase(Locale.ROOT);
        if (type.startsWith("text/")) {
            return Map.of(type.startsWith("text/html") ? "html" : "text", text);
        }
        return text.isBlank() ? Map.of() : json(text);
    }

    /** Without a cause: it would print what the mail says. */
    private static Map<String, Object> json(String text) {
        try {
            return JSON.readValue(text, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new RefusedException(
                    "the message body is no JSON object",
                    "mend it, or set the header " + Exchange.CONTENT_TYPE
                            + " to text/plain or text/html where it is the text");
        }
    }

    /** What steered this mail steers no other. Where the draft is, and what made it, stays for the steps that follow. */
    static void removeHeaders(Message message) {
        HEADERS.values().forEach(message::removeHeader);
    }
}
