package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * By what a mail is found again, wherever it is: an extended property that nobody sees and that survives the sending. Its name
 * is always the same, as every new name uses up one of the mailbox for good; its value is the job's.
 *
 * @param value of the property; compared without regard to case, so it is no text of a user
 * @see <a href="https://learn.microsoft.com/graph/api/resources/extended-properties-overview">Extended properties</a>
 */
public record Marker(String value) {

    private static final UUID NAMESPACE = UUID.fromString("6f0d1b0e-5a3c-4d5e-9c11-7a2e8d6b4f10");

    /** The id of the property. */
    public static final String PROPERTY = "String {" + NAMESPACE + "} Name GraphAttachJob";

    /** Ours, so that nobody else makes such a Message-ID. */
    private static final String DOMAIN = "graphattach.github.io";

    /** Of no job. */
    static final Marker NONE = new Marker("");

    /**
     * Makes the marker of a job.
     *
     * @param mailbox that has the mail
     * @param jobKey what makes two tries the same mail
     * @return always the same for the same two
     */
    public static Marker of(String mailbox, String jobKey) {
        return new Marker(version5(NAMESPACE, mailbox + "\n" + jobKey).toString());
    }

    /** {@return the extended properties of a message, with the marker among them} */
    ArrayNode putInto(ObjectNode message) {
        ArrayNode properties = message.putArray("singleValueExtendedProperties");
        properties.addObject().put("id", PROPERTY).put("value", value);
        return properties;
    }

    /** {@return the filter that finds the messages which have it} */
    public String filter() {
        return "singleValueExtendedProperties/Any(ep: ep/id eq '" + PROPERTY + "' and ep/value eq '" + value + "')";
    }

    /**
     * {@return the Message-ID of a draft that answers a message} Such a draft gets its marker late: the actions that make one do
     * not take extended properties, but this. Who gets the mail sees it, and cannot tell the marker from it.
     */
    String internetMessageId() {
        return "<" + version5(UUID.fromString(value), "Message-ID") + "@" + DOMAIN + ">";
    }

    /** {@return the filter that finds the drafts with that Message-ID} What others have sent with it does not count. */
    String draftFilter() {
        return "internetMessageId eq '" + internetMessageId() + "' and isDraft eq true";
    }

    /**
     * {@return the UUID that is made from a name}
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9562#section-5.5">RFC 9562, UUID Version 5</a>
     */
    static UUID version5(UUID namespace, String name) {
        MessageDigest sha1 = sha1();
        sha1.update(ByteBuffer.allocate(16)
                .putLong(namespace.getMostSignificantBits())
                .putLong(namespace.getLeastSignificantBits())
                .array());
        ByteBuffer digest = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
        long high = (digest.getLong() & 0xffffffffffff0fffL) | 0x5000L;
        long low = (digest.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-1", e);
        }
    }
}
