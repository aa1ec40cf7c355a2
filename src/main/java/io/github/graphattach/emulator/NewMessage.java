package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/** What a message has before a client sets anything. */
final class NewMessage {

    /** 100 ns from 1601, the epoch of Windows, to 1970. */
    private static final long EPOCH = 116_444_736_000_000_000L;

    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private NewMessage() {}

    /** {@return the properties of a new draft} A draft has dates of receipt and sending, too: those of its creation. */
    static ObjectNode properties(Instant now) {
        UUID conversation = UUID.randomUUID();
        String date = date(now);
        ObjectNode message = Json.object();
        message.putArray("categories");
        message.put("receivedDateTime", date)
                .put("sentDateTime", date)
                .put("internetMessageId", "<" + Ids.guid() + "@contoso.com>")
                .put("subject", "")
                .put("importance", "normal")
                .put("conversationId", conversationId(conversation))
                .put("conversationIndex", conversationIndex(conversation, now))
                .put("isDeliveryReceiptRequested", false)
                .put("isReadReceiptRequested", false)
                .put("isRead", true)
                .put("inferenceClassification", "focused");
        message.putObject("body").put("contentType", "text").put("content", "");
        message.putArray("toRecipients");
        message.putArray("ccRecipients");
        message.putArray("bccRecipients");
        message.putArray("replyTo");
        message.putObject("flag").put("flagStatus", "notFlagged");
        return message;
    }

    /** {@return a date as messages show it, in whole seconds} */
    static String date(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String conversationId(UUID conversation) {
        return "AAQkA"
                + Base64.getUrlEncoder().encodeToString(octets(16, conversation).array());
    }

    /** Its 22 octets are 1, five of the time and the sixteen of the conversation, which every reply extends by five. */
    private static String conversationIndex(UUID conversation, Instant now) {
        long time = EPOCH + now.getEpochSecond() * 10_000_000 + now.getNano() / 100;
        ByteBuffer index = ByteBuffer.allocate(22);
        // The header overlaps the time: its first octet, always 1, is the time's own.
        index.putLong(time).position(6);
        index.put(octets(16, conversation).array());
        return BASE64.encodeToString(index.array());
    }

    private static ByteBuffer octets(int count, UUID uuid) {
        return ByteBuffer.allocate(count)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits());
    }
}
