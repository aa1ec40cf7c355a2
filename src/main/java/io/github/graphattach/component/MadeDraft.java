package io.github.graphattach.component;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.SafeCopyProperty;
import org.jspecify.annotations.Nullable;

/**
 * The draft that an exchange has made, or one that it is a copy of, and what was attached to it since. The steps that follow
 * find it by the headers that name it, which stay until it is sent.
 *
 * <p>It travels with the exchange where routes do not see it, and into all copies.
 */
final class MadeDraft implements SafeCopyProperty {

    private static final String KEY = MadeDraft.class.getName();

    /** Camel cannot take such a property away. */
    private static final MadeDraft NONE = new MadeDraft("", null, false);

    private final String messageId;
    private final @Nullable String ownKey;
    private final boolean sent;
    private final List<String> attachmentIds = new CopyOnWriteArrayList<>();

    /**
     * Notes a draft.
     *
     * @param messageId of it
     * @param ownKey what stands for the jobKey where nobody has named one; else null
     * @param sent whether it was sent, or may have been
     */
    MadeDraft(String messageId, @Nullable String ownKey, boolean sent) {
        this.messageId = messageId;
        this.ownKey = ownKey;
        this.sent = sent;
    }

    static Optional<MadeDraft> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getExchangeExtension().getSafeCopyProperty(KEY, MadeDraft.class))
                .filter(made -> made != NONE);
    }

    /** {@return the draft that the headers of a message name, where the exchange has made it} */
    static Optional<MadeDraft> namedBy(Message message) {
        return Optional.ofNullable(message.getExchange())
                .flatMap(MadeDraft::of)
                .filter(made -> made.messageId.equals(message.getHeader(GraphAttachConstants.MESSAGE_ID)));
    }

    void keepIn(Exchange exchange) {
        exchange.getExchangeExtension().setSafeCopyProperty(KEY, this);
    }

    /** The mail is sent: what steered it steers nothing more. */
    static void forget(Exchange exchange) {
        exchange.getExchangeExtension().setSafeCopyProperty(KEY, NONE);
    }

    /** {@return whether a jobKey is no user's, but stands for the draft that was made before} */
    boolean isOwnKey(String jobKey) {
        return jobKey.equals(ownKey);
    }

    boolean isSent() {
        return sent;
    }

    void attached(String attachmentId) {
        attachmentIds.add(attachmentId);
    }

    List<String> attachmentIds() {
        return List.copyOf(attachmentIds);
    }

    @Override
    public SafeCopyProperty safeCopy() {
        return this;
    }
}
