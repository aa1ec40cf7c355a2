package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What one mailbox lets out and in, as an administrator sets it; see {@link GraphEmulator#mailPolicy(String)}. Sizes are those
 * of the message as it travels, in bytes: what is attached and the body, times 1.3685. {@code getMailTips} tells of it.
 */
public final class MailPolicy {

    /** The most recipients of one message, unless an administrator says otherwise. */
    static final int RECIPIENTS = 500;

    /** How many addresses a distribution list stands for. */
    record Members(int total, int external) {}

    private volatile long sendLimit;
    private volatile long receiveLimit;
    private volatile int recipientLimit = RECIPIENTS;
    private volatile boolean full;
    private volatile boolean restricted;
    private volatile boolean moderated;
    private volatile Set<String> sendAs = Set.of();
    private volatile Optional<Members> members = Optional.empty();

    MailPolicy(long messageSize) {
        sendLimit = messageSize;
        receiveLimit = messageSize;
    }

    /** Sets the largest message that is sent from here; the emulator's {@code messageSizeLimit} (35 MB) by default. */
    public MailPolicy sendLimit(long bytes) {
        sendLimit = bytes;
        return this;
    }

    /** Sets the largest message that is delivered here, a larger one is returned; as {@code sendLimit} by default. */
    public MailPolicy receiveLimit(long bytes) {
        receiveLimit = bytes;
        return this;
    }

    /** Sets how many recipients a message from here may have, one with more is returned; 500 by default. */
    public MailPolicy recipientLimit(int most) {
        recipientLimit = most;
        return this;
    }

    /** Sets whether there is no room left: nothing can be sent from here, and what is sent to it is returned; not by default. */
    public MailPolicy full(boolean on) {
        full = on;
        return this;
    }

    /** Sets whether mail is taken from others only, so that all that is sent here is returned; not by default. */
    public MailPolicy restricted(boolean on) {
        restricted = on;
        return this;
    }

    /** Sets whether somebody must approve of mail, which here is always done at once; not by default. */
    public MailPolicy moderated(boolean on) {
        moderated = on;
        return this;
    }

    /**
     * Sets the addresses that mail from here may have in {@code from} besides the mailbox's own, by the right to send as or on
     * behalf of them; none by default.
     */
    public MailPolicy sendAs(String... addresses) {
        sendAs = Arrays.stream(addresses)
                .map(address -> address.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
        return this;
    }

    /** Makes a distribution list of so many members, of whom so many are external; mail to it stays in its own mailbox. */
    public MailPolicy members(int total, int external) {
        members = Optional.of(new Members(total, external));
        return this;
    }

    /**
     * Applies settings named as the methods.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    void apply(ObjectNode settings) {
        settings.properties().forEach(setting -> {
            String name = setting.getKey();
            JsonNode value = setting.getValue();
            switch (name) {
                case "sendLimit" -> sendLimit(number(name, value));
                case "receiveLimit" -> receiveLimit(number(name, value));
                case "recipientLimit" -> recipientLimit(count(name, value));
                case "full" -> full(flag(name, value));
                case "restricted" -> restricted(flag(name, value));
                case "moderated" -> moderated(flag(name, value));
                case "sendAs" -> sendAs(texts(name, value));
                case "members" ->
                    members(count("total", value.path("total")), count("external", value.path("external")));
                default -> throw new IllegalArgumentException("there is no setting '" + name + "'");
            }
        });
    }

    private static String[] texts(String name, JsonNode value) {
        List<String> texts = new ArrayList<>();
        value.forEach(each -> texts.add(each.asText()));
        if (!value.isArray()) {
            throw new IllegalArgumentException("'" + name + "': a list of addresses is expected");
        }
        return texts.toArray(String[]::new);
    }

    private static long number(String name, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IllegalArgumentException("'" + name + "': a whole number from 0 is expected");
        }
        return value.longValue();
    }

    private static int count(String name, JsonNode value) {
        return (int) Math.min(number(name, value), Integer.MAX_VALUE);
    }

    private static boolean flag(String name, JsonNode value) {
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("'" + name + "': true or false is expected");
        }
        return value.booleanValue();
    }

    ObjectNode toJson() {
        ObjectNode json = Json.object()
                .put("sendLimit", sendLimit)
                .put("receiveLimit", receiveLimit)
                .put("recipientLimit", recipientLimit)
                .put("full", full)
                .put("restricted", restricted)
                .put("moderated", moderated);
        sendAs.forEach(json.putArray("sendAs")::add);
        members.ifPresent(
                list -> json.putObject("members").put("total", list.total()).put("external", list.external()));
        return json;
    }

    long sendLimit() {
        return sendLimit;
    }

    long receiveLimit() {
        return receiveLimit;
    }

    int recipientLimit() {
        return recipientLimit;
    }

    boolean isFull() {
        return full;
    }

    boolean isRestricted() {
        return restricted;
    }

    boolean isModerated() {
        return moderated;
    }

    /** {@return whether the mailbox has the right to send as that address} */
    boolean maySendAs(String address) {
        return sendAs.contains(address.toLowerCase(Locale.ROOT));
    }

    Optional<Members> members() {
        return members;
    }

    /**
     * {@return why mail of that size from somebody else is not taken, in the words of a non-delivery report; empty when it is}
     */
    Optional<String> refusal(long size) {
        if (size > receiveLimit) {
            return Optional.of("550 5.2.3 RESOLVER.RST.RecipSizeLimit; message too large for this recipient");
        }
        if (full) {
            return Optional.of("554 5.2.2 mailbox full");
        }
        return restricted
                ? Optional.of("550 5.7.1 RESOLVER.RST.NotAuthorized; not authorized to send to this recipient")
                : Optional.empty();
    }
}
