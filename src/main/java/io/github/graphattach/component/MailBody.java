package io.github.graphattach.component;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.graphattach.mail.MailDraft;
import io.github.graphattach.refusal.RefusedException;
import java.io.File;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.WrappedFile;

/**
 * What the body of a message says of a mail: all of it as JSON, a map or a {@link MailDraft}, or the text.
 *
 * @param message whose body it is
 * @param options of the endpoint
 */
record MailBody(Message message, GraphAttachConfiguration options) {

    /** As camel-mail calls it. */
    private static final String CONTENT_TYPE = "contentType";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** {@return the fields of a draft} A text is JSON, unless its type says otherwise. */
    Map<String, Object> ofDraft() {
        return said().orElseGet(() -> {
            String text = text();
            String type = type(Exchange.CONTENT_TYPE);
            if (type.startsWith("text/")) {
                return text(text, type);
            }
            return text.isBlank() ? Map.of() : json(text);
        });
    }

    /** {@return the fields of a mail} A text is its text, unless its type says that it is JSON; a file says nothing. */
    Map<String, Object> ofMail() {
        if (isFile()) {
            return Map.of();
        }
        return said().orElseGet(() -> {
            String text = text();
            String type = type(GraphAttachConstants.CONTENT_TYPE, CONTENT_TYPE, Exchange.CONTENT_TYPE);
            if (type.startsWith("application/json")) {
                return json(text);
            }
            return text.isEmpty() ? Map.of() : text(text, type);
        });
    }

    /** {@return whether the body is a file of the mail} Bytes and streams are one where something names them. */
    boolean isFile() {
        Object body = message.getBody();
        boolean isStream = body instanceof byte[] || body instanceof InputStream;
        return body instanceof File
                || body instanceof Path
                || body instanceof WrappedFile<?>
                || body instanceof OpenFile
                || body instanceof FileChannel
                || (isStream && isNamed());
    }

    private boolean isNamed() {
        return message.getHeader(GraphAttachConstants.NAME) != null
                || message.getHeader(Exchange.FILE_NAME) != null
                || UploadRequest.set(options.getName()).isPresent();
    }

    private Optional<Map<String, Object>> said() {
        Object body = message.getBody();
        if (body instanceof MailDraft draft) {
            return Optional.of(draft.fields());
        }
        if (body instanceof Map<?, ?> map) {
            Map<String, Object> fields = new HashMap<>();
            map.forEach((name, value) -> fields.put(String.valueOf(name), value));
            return Optional.of(fields);
        }
        return Optional.empty();
    }

    private String text() {
        Object body = message.getBody();
        String text = body == null ? "" : message.getBody(String.class);
        if (text == null) {
            throw new RefusedException(
                    "the message body is no mail",
                    "make it JSON, a map, a MailDraft, or a text with Content-Type text/plain");
        }
        return text;
    }

    private static Map<String, Object> text(String text, String type) {
        return Map.of(type.startsWith("text/html") ? "html" : "text", text);
    }

    /** {@return what the first of some headers says, or else the option} */
    private String type(String... headers) {
        return Stream.of(headers)
                .map(header -> message.getHeader(header, String.class))
                .filter(Objects::nonNull)
                .findFirst()
                .or(() -> Optional.ofNullable(options.getContentType()))
                .orElse("")
                .strip()
                .toLowerCase(Locale.ROOT);
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
}
