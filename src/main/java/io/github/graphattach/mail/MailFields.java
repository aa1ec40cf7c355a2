package io.github.graphattach.mail;

import io.github.graphattach.refusal.Nearest;
import io.github.graphattach.refusal.RefusedException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a mail from fields, as JSON has them.
 *
 * @param values by name; a field that is null is not set
 */
record MailFields(Map<String, ?> values) {

    MailDraft read() {
        values.keySet().stream()
                .filter(name -> !MailDraft.FIELDS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new RefusedException(
                            "a mail has no field " + quoted(name),
                            "the nearest is " + Nearest.to(name, MailDraft.FIELDS) + "; leave out what is unknown");
                });
        if (has("text") && has("html")) {
            throw new RefusedException(
                    "the mail has the fields text and html", "set one of them: Exchange keeps one rendering only");
        }
        return new MailDraft(
                from(),
                recipients("to"),
                recipients("cc"),
                recipients("bcc"),
                recipients("replyTo"),
                text("subject").orElse(""),
                text("html").map(content -> new MailText(content, true)).or(() -> text("text")
                        .map(content -> new MailText(content, false))),
                importance(),
                headers(),
                sendAt());
    }

    private boolean has(String field) {
        return values.get(field) != null;
    }

    private Optional<Object> value(String field) {
        return Optional.ofNullable(values.get(field));
    }

    private Optional<String> text(String field) {
        return value(field).map(value -> {
            if (value instanceof CharSequence text) {
                return text.toString();
            }
            throw wrongKind(field, "a text");
        });
    }

    private Optional<Recipient> from() {
        List<Recipient> senders = recipients("from");
        if (senders.size() > 1) {
            throw new RefusedException("the field from has " + senders.size() + " senders", "name one");
        }
        return senders.stream().findFirst();
    }

    private List<Recipient> recipients(String field) {
        Object value = value(field).orElse("");
        if (value instanceof CharSequence text) {
            return RecipientList.read(field, List.of(text.toString()));
        }
        if (value instanceof Collection<?> list && list.stream().allMatch(CharSequence.class::isInstance)) {
            return RecipientList.read(field, list.stream().map(Object::toString).toList());
        }
        throw wrongKind(field, "a text or a list of texts");
    }

    private Importance importance() {
        String word = text("importance").orElse("normal").strip();
        return Arrays.stream(Importance.values())
                .filter(one -> one.name().equalsIgnoreCase(word))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        "the field importance is " + quoted(word), "set it to low, normal or high"));
    }

    private Map<String, String> headers() {
        Object value = value("headers").orElse(Map.of());
        if (!(value instanceof Map<?, ?> map)) {
            throw wrongKind("headers", "an object of names and texts");
        }
        Map<String, String> headers = new LinkedHashMap<>();
        map.forEach((name, content) -> {
            if (!(name instanceof String key) || !(content instanceof CharSequence text)) {
                throw wrongKind("headers", "an object of names and texts");
            }
            headers.put(key, text.toString());
        });
        return headers;
    }

    private Optional<Instant> sendAt() {
        return value("sendAt").filter(value -> !value.toString().isBlank()).map(MailFields::instant);
    }

    private static Instant instant(Object value) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof ZonedDateTime zoned) {
            return zoned.toInstant();
        }
        String remedy = "write it as 2026-11-28T09:30:00+01:00 or 2026-11-28T08:30:00Z";
        try {
            return OffsetDateTime.parse(value.toString().strip()).toInstant();
        } catch (DateTimeParseException e) {
            boolean lacksOffset = isLocal(value.toString().strip());
            throw new RefusedException(
                    lacksOffset ? "the time in the field sendAt has no offset" : "the field sendAt is no time", remedy);
        }
    }

    private static boolean isLocal(String text) {
        try {
            return LocalDateTime.parse(text) != null;
        } catch (DateTimeException no) {
            return false;
        }
    }

    private static RefusedException wrongKind(String field, String kind) {
        return new RefusedException("the field " + field + " of the mail is not " + kind, "make it one");
    }

    private static String quoted(String text) {
        String shown = text.length() > 30 ? text.substring(0, 30) + "..." : text;
        return "'" + shown.replaceAll("[^\\p{L}\\p{N}_.-]", "?") + "'";
    }
}
