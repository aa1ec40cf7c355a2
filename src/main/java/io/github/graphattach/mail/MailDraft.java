package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.refusal.RefusedException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a mail says, and to whom. Nothing in it is looked up at the service; all that can be wrong with it by itself is refused
 * when it is made, in one sentence that names the field.
 *
 * @param from who sends it; empty for the mailbox that it is sent from
 * @param to who gets it
 * @param cc who gets a copy
 * @param bcc who gets a copy unseen by the others
 * @param replyTo who gets the answers; empty for the sender
 * @param subject one line; may be empty
 * @param body text or HTML; empty for a mail without one
 * @param importance as it is shown
 * @param headers own headers of the message, at most 5, whose names begin with {@code x-}
 * @param sendAt when it is sent; empty for at once
 * @see <a href="https://learn.microsoft.com/graph/api/resources/message">message resource type</a>
 */
public record MailDraft(
        Optional<Recipient> from,
        List<Recipient> to,
        List<Recipient> cc,
        List<Recipient> bcc,
        List<Recipient> replyTo,
        String subject,
        Optional<MailText> body,
        Importance importance,
        Map<String, String> headers,
        Optional<Instant> sendAt) {

    /** Exchange takes no more in one message, unless an administrator says so; a group counts as one. */
    public static final int MOST_RECIPIENTS = 500;

    /** The names of the fields that {@link #of} reads. */
    public static final List<String> FIELDS =
            List.of("from", "to", "cc", "bcc", "replyTo", "subject", "text", "html", "importance", "headers", "sendAt");

    private static final int MOST_HEADERS = 5;

    /** So many characters in a row of a longer text tell what it says. */
    private static final int TELLING = 16;

    private static final Pattern HEADER_NAME = Pattern.compile("(?i)x-[!-9;-~]+");

    /** Both say the same to different parts of Exchange. */
    private static final List<String> DEFERRED = List.of(StoredMessage.DEFERRED_SEND_TIME, "SystemTime 0x000F");

    /**
     * Makes one.
     *
     * @throws RefusedException when something in it cannot be in a mail
     */
    public MailDraft {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
        replyTo = List.copyOf(replyTo);
        headers = Map.copyOf(headers);
        int recipients = to.size() + cc.size() + bcc.size();
        if (recipients > MOST_RECIPIENTS) {
            throw new RefusedException(
                    "the mail has " + recipients + " recipients in to, cc and bcc, and may have " + MOST_RECIPIENTS,
                    "send it to fewer, or to a group");
        }
        if (MailText.hasControls(subject)) {
            throw new RefusedException("the field subject has control characters", "write it in one line");
        }
        requireHeaders(headers);
    }

    private static void requireHeaders(Map<String, String> headers) {
        if (headers.size() > MOST_HEADERS) {
            throw new RefusedException(
                    "the field headers has " + headers.size() + " headers", "set " + MOST_HEADERS + " at most");
        }
        Set<String> names = new HashSet<>();
        headers.forEach((name, value) -> {
            if (!HEADER_NAME.matcher(name).matches()) {
                throw new RefusedException(
                        "a name in the field headers is not one of an own header",
                        "let it begin with x- and have printable ASCII characters without spaces and colons");
            }
            if (MailText.hasControls(value)) {
                throw new RefusedException(
                        "a value in the field headers has control characters", "write it in one line");
            }
            if (!names.add(name.toLowerCase(Locale.ROOT))) {
                throw new RefusedException(
                        "the field headers has the same name in two spellings", "leave one of them out");
            }
        });
    }

    /**
     * Reads a mail from its fields: {@code from}, {@code to}, {@code cc}, {@code bcc}, {@code replyTo}, {@code subject},
     * {@code text} or {@code html}, {@code importance}, {@code headers}, {@code sendAt}.
     *
     * @param fields by name; recipients are texts or lists of texts, {@code sendAt} is in ISO 8601 with an offset
     * @return the mail
     * @throws RefusedException when one of them is unknown or cannot be in a mail
     */
    public static MailDraft of(Map<String, ?> fields) {
        return new MailFields(fields).read();
    }

    /**
     * Lets a mail pass that somebody can get.
     *
     * @throws RefusedException when it has no recipient
     */
    public void requireRecipients() {
        if (to.isEmpty() && cc.isEmpty() && bcc.isEmpty()) {
            throw new RefusedException("the mail has no recipient", "name one in the field to, cc or bcc");
        }
    }

    /**
     * Lets a mail pass that is still to be sent.
     *
     * @param now the present
     * @throws RefusedException when its time is over
     */
    public void requireTimeToCome(Instant now) {
        if (sendAt.filter(time -> !time.isAfter(now)).isPresent()) {
            throw new RefusedException(
                    "the time in the field sendAt is over",
                    "leave it out to send the mail at once, or name a later one");
        }
    }

    /** {@return whether its HTML shows the file of that content id} What only begins with the id is another one. */
    public boolean shows(String contentId) {
        Pattern link = Pattern.compile("(?i:cid:)" + Pattern.quote(contentId) + "(?![\\w.@+%=-])");
        return body.filter(MailText::html)
                .filter(text -> link.matcher(text.content()).find())
                .isPresent();
    }

    /** {@return how many bytes its text has} */
    public long bodyBytes() {
        return body.map(MailText::bytes).orElse(0L);
    }

    /** {@return it as Graph wants a new message} What says nothing is left out: an empty list of headers is refused there. */
    ObjectNode toJson(Marker marker) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("subject", subject).put("importance", importance.word());
        body.ifPresent(text -> message.set("body", text.toJson()));
        from.ifPresent(sender -> message.set("from", sender.toJson()));
        message.set("toRecipients", array(to));
        message.set("ccRecipients", array(cc));
        message.set("bccRecipients", array(bcc));
        message.set("replyTo", array(replyTo));
        putHeaders(message);
        putProperties(message, marker);
        return message;
    }

    /** {@return what an action takes of it that makes a draft of a message; the rest is changed in that draft} */
    ObjectNode toAnswerJson(Marker marker, DraftOf how) {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("internetMessageId", marker.internetMessageId());
        if (how == DraftOf.FORWARD) {
            message.set("toRecipients", array(to));
        }
        putHeaders(message);
        return JsonNodeFactory.instance.objectNode().set("message", message);
    }

    private void putHeaders(ObjectNode message) {
        if (!headers.isEmpty()) {
            ArrayNode own = message.putArray("internetMessageHeaders");
            new TreeMap<>(headers)
                    .forEach((name, value) -> own.addObject().put("name", name).put("value", value));
        }
    }

    /** Puts into a message by which it is found again, and when it is sent. */
    void putProperties(ObjectNode message, Marker marker) {
        ArrayNode properties = marker.putInto(message);
        sendAt.map(time -> time.truncatedTo(ChronoUnit.SECONDS).toString())
                .ifPresent(time -> DEFERRED.forEach(
                        id -> properties.addObject().put("id", id).put("value", time)));
    }

    /** {@return the fields of which {@link #of} makes the same mail} */
    public Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        from.ifPresent(sender -> fields.put("from", sender.text()));
        fields.put("to", to.stream().map(Recipient::text).toList());
        fields.put("cc", cc.stream().map(Recipient::text).toList());
        fields.put("bcc", bcc.stream().map(Recipient::text).toList());
        fields.put("replyTo", replyTo.stream().map(Recipient::text).toList());
        fields.put("subject", subject);
        body.ifPresent(text -> fields.put(text.html() ? "html" : "text", text.content()));
        fields.put("importance", importance.word());
        fields.put("headers", headers);
        sendAt.ifPresent(time -> fields.put("sendAt", time));
        return fields;
    }

    /** {@return recipients as Graph writes them} */
    static ArrayNode array(List<Recipient> recipients) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        recipients.forEach(one -> array.add(one.toJson()));
        return array;
    }

    /** {@return whether a text has any of what nobody but the recipients may read, whole or so much of it that it tells} */
    boolean isRepeatedBy(String text) {
        String said = text.toLowerCase(Locale.ROOT);
        List<String> runs = IntStream.rangeClosed(0, said.length() - TELLING)
                .mapToObj(start -> said.substring(start, start + TELLING))
                .toList();
        return confidential()
                .map(own -> own.toLowerCase(Locale.ROOT))
                .anyMatch(own -> said.contains(own) || runs.stream().anyMatch(own::contains));
    }

    private Stream<String> confidential() {
        Stream<String> addresses = Stream.of(from.stream().toList(), to, cc, bcc, replyTo)
                .flatMap(Collection::stream)
                .flatMap(one -> Stream.of(one.name(), one.address()));
        return Stream.of(addresses, Stream.of(subject), body.stream().map(MailText::content), headers.values().stream())
                .flatMap(texts -> texts)
                .filter(text -> !text.isBlank());
    }

    /** {@return a text that is another one when the mail is another one} It tells what the mail says; for a digest only. */
    public String fingerprint() {
        return toJson(Marker.NONE).toString();
    }

    /** {@return nothing of what it says} */
    @Override
    public String toString() {
        return "MailDraft[***]";
    }
}
