package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A draft that answers a message: who gets it, what its subject is, and what it quotes. */
final class ReplyDraft {

    /** How a message is answered. */
    enum Kind {
        REPLY("RE:"),
        REPLY_ALL("RE:"),
        FORWARD("FW:");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        static Kind of(Segment action) {
            return switch (action) {
                case CREATE_REPLY, REPLY -> REPLY;
                case CREATE_REPLY_ALL, REPLY_ALL -> REPLY_ALL;
                case CREATE_FORWARD, FORWARD -> FORWARD;
                default -> throw new IllegalArgumentException("'" + action.text() + "' answers no message");
            };
        }
    }

    private static final String TO = "toRecipients";
    private static final String CC = "ccRecipients";
    private static final int ADDED_TO_INDEX = 5;
    private static final Pattern BODY_TAG = Pattern.compile("(?i)<body[^>]*>");

    private final Kind kind;
    private final ObjectNode original;
    private final String self;
    private final Instant now;

    /**
     * Prepares the answer.
     *
     * @param original the properties of the message that is answered
     * @param self the address of the mailbox that answers
     */
    ReplyDraft(Kind kind, ObjectNode original, String self, Instant now) {
        this.kind = kind;
        this.original = original;
        this.self = self;
        this.now = now;
    }

    /** {@return the properties of the draft, with that comment above what it quotes} */
    ObjectNode properties(String comment) {
        ObjectNode draft = Json.object().put("subject", subject());
        draft.set("from", Addresses.recipient(self, self));
        draft.set("sender", draft.get("from"));
        draft.set("body", body(comment));
        draft.set(TO, kind == Kind.FORWARD ? Addresses.list() : toRecipients());
        draft.set(CC, kind == Kind.REPLY_ALL ? othersIn(CC, new HashSet<>()) : Addresses.list());
        draft.set("conversationId", original.path("conversationId"));
        draft.put("conversationIndex", conversationIndex());
        return draft;
    }

    /** Each answer adds five octets of its own. */
    private String conversationIndex() {
        byte[] index =
                Base64.getDecoder().decode(original.path("conversationIndex").asText(""));
        return Base64.getEncoder()
                .encodeToString(ByteBuffer.allocate(index.length + ADDED_TO_INDEX)
                        .put(index)
                        .put((byte) 0)
                        .putInt((int) now.getEpochSecond())
                        .array());
    }

    /** A reply to a reply has one prefix only. */
    private String subject() {
        String subject = original.path("subject").asText("");
        return subject.regionMatches(true, 0, kind.prefix, 0, kind.prefix.length())
                ? subject
                : (kind.prefix + " " + subject).strip();
    }

    private ArrayNode toRecipients() {
        JsonNode replyTo = original.path("replyTo");
        ArrayNode to = Json.MAPPER.createArrayNode();
        Set<String> seen = new HashSet<>();
        if (replyTo.isEmpty()) {
            Optional.of(original.path("from")).filter(JsonNode::isObject).ifPresent(to::add);
        } else {
            replyTo.forEach(to::add);
        }
        to.forEach(recipient -> seen.add(key(recipient)));
        return kind == Kind.REPLY_ALL ? to.addAll(othersIn(TO, seen)) : to;
    }

    /** {@return whom the original went to, without who answers and who was seen} */
    private ArrayNode othersIn(String property, Set<String> seen) {
        ArrayNode others = Json.MAPPER.createArrayNode();
        seen.add(self.toLowerCase(Locale.ROOT));
        for (JsonNode recipient : original.path(property)) {
            if (seen.add(key(recipient))) {
                others.add(recipient);
            }
        }
        return others;
    }

    private static String key(JsonNode recipient) {
        return Addresses.of(recipient).toLowerCase(Locale.ROOT);
    }

    private ObjectNode body(String comment) {
        JsonNode body = original.path("body");
        boolean html = body.path("contentType").asText("html").equals("html");
        String content = body.path("content").asText("");
        return Json.object()
                .put("contentType", html ? "html" : "text")
                .put("content", html ? aboveHtml(comment, content) : aboveText(comment, content));
    }

    private String aboveText(String comment, String content) {
        return comment + "\n________________________________\nFrom: " + sender() + "\nSubject: "
                + original.path("subject").asText("") + "\n\n" + content;
    }

    private String aboveHtml(String comment, String content) {
        String above = comment + "<hr><div><b>From:</b> " + escaped(sender()) + "<br><b>Subject:</b> "
                + escaped(original.path("subject").asText("")) + "</div><br>";
        Matcher tag = BODY_TAG.matcher(content);
        return tag.find()
                ? content.substring(0, tag.end()) + above + content.substring(tag.end())
                : "<html><body>" + above + content + "</body></html>";
    }

    private String sender() {
        return Addresses.of(original.path("from"));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
