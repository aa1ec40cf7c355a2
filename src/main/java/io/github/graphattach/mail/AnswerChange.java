package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is changed in the draft that the service has made of a message: the mail's own text comes above what is quoted, its
 * recipients to those that there are. What the mail does not say is kept; a mail of normal importance says nothing of it.
 *
 * @param mail what the answer says
 * @param made the draft, as the service shows it
 */
record AnswerChange(MailDraft mail, JsonNode made) {

    private static final List<String> RECIPIENTS = List.of("toRecipients", "ccRecipients", "bccRecipients");

    /** {@return the change as Graph wants it} */
    ObjectNode toJson(Marker marker) {
        ObjectNode change = JsonNodeFactory.instance.objectNode();
        if (!mail.subject().isEmpty()) {
            change.put("subject", mail.subject());
        }
        if (mail.importance() != Importance.NORMAL) {
            change.put("importance", mail.importance().word());
        }
        mail.from().ifPresent(sender -> change.set("from", sender.toJson()));
        if (!mail.replyTo().isEmpty()) {
            change.set("replyTo", MailDraft.array(mail.replyTo()));
        }
        addRecipients(change);
        mail.body()
                .filter(text -> !text.content().isBlank())
                .ifPresent(text -> change.set("body", new Quotation(made.path("body")).below(text)));
        mail.putProperties(change, marker);
        return change;
    }

    /** Nobody gets the answer twice. */
    private void addRecipients(ObjectNode change) {
        Set<String> there = new HashSet<>();
        RECIPIENTS.forEach(field -> made.path(field).forEach(one -> there.add(key(one))));
        List<List<Recipient>> own = List.of(mail.to(), mail.cc(), mail.bcc());
        for (int i = 0; i < own.size(); i++) {
            String field = RECIPIENTS.get(i);
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            made.path(field).forEach(all::add);
            int before = all.size();
            MailDraft.array(own.get(i)).forEach(one -> {
                if (there.add(key(one))) {
                    all.add(one);
                }
            });
            if (all.size() > before) {
                change.set(field, all);
            }
        }
    }

    private static String key(JsonNode recipient) {
        return recipient.at("/emailAddress/address").asText("").toLowerCase(Locale.ROOT);
    }

    /** {@return nothing of what it says} */
    @Override
    public String toString() {
        return "AnswerChange[***]";
    }
}
