package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.Proof;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/**
 * Checks what was attached. Only a complete answer with other bytes, seen twice, is a proven mismatch. Where the item's HTML
 * is to show the file, it is also read back whether the service has kept that.
 */
final class Verifying implements Stage {

    private final UploadState state;
    private final String attachmentId;

    /** What is to be proved of the bytes. */
    private UploadResult.Verified level;

    private boolean bytesProved;
    private int differences;

    private Verifying(UploadState state, String attachmentId, UploadResult.Verified level) {
        this.state = state;
        this.attachmentId = attachmentId;
        this.level = level;
    }

    /** After the service said that it made the attachment. */
    static Stage made(UploadState state, Optional<String> attachmentId, GraphReply reply) throws UploadException {
        return made(state, attachmentId, reply, level(state));
    }

    private static UploadResult.Verified level(UploadState state) {
        return switch (state.policy.verify()) {
            case NONE -> UploadResult.Verified.NONE;
            case CONTENT -> UploadResult.Verified.CONTENT;
            case AUTO -> state.disturbed ? UploadResult.Verified.CONTENT : UploadResult.Verified.SIZE;
        };
    }

    /** After the service said so too early: its word is not taken, whatever the policy. */
    static Stage doubtful(UploadState state, Optional<String> attachmentId, GraphReply reply) throws UploadException {
        return made(state, attachmentId, reply, UploadResult.Verified.CONTENT);
    }

    private static Stage made(
            UploadState state, Optional<String> attachmentId, GraphReply reply, UploadResult.Verified level)
            throws UploadException {
        completed(state, reply);
        if (attachmentId.filter(id -> mayBeOurs(state, id)).isEmpty()) {
            Optional<Instant> since = state.madeSince;
            return new Searching(state, () -> {
                state.mayBeMade = true;
                state.madeSince = since;
                throw UploadException.of(UploadFailure.UNVERIFIED, reply, Optional.empty(), state.committed);
            });
        }
        String id = attachmentId.get();
        boolean enough = level == UploadResult.Verified.NONE && !state.isShown();
        return new Adopting(
                state,
                id,
                Proof.NAMED,
                true,
                () -> Turn.to(enough ? Replacing.orRecord(state, id, level) : new Verifying(state, id, level)),
                () -> Turn.to(new Searching(state, () -> again(state))));
    }

    /** Another upload has taken what this one made, and is done with it: there is no end of that only with no end of uploads. */
    private static Turn again(UploadState state) {
        state.forgetSession();
        state.triedPost = false;
        return Turn.to(state.route());
    }

    /** After an earlier try made the attachment; how far it came with verifying it is not known. */
    static Stage resumed(UploadState state, String attachmentId) {
        state.session = Optional.empty();
        state.committed = state.length();
        boolean trusted = state.policy.verify() == VerifyLevel.NONE;
        return new Verifying(state, attachmentId, trusted ? UploadResult.Verified.SIZE : UploadResult.Verified.CONTENT);
    }

    /** What was there before is not ours whoever says so: it could be deleted for having other bytes. */
    private static boolean mayBeOurs(UploadState state, String id) {
        return !id.isBlank() && !state.before().contains(id);
    }

    /** After an attachment was found by its bytes. */
    static Stage found(UploadState state, StoredAttachment one, GraphReply reply, Searching search) {
        Verifying verifying = new Verifying(state, one.id(), UploadResult.Verified.CONTENT);
        verifying.bytesProved = true;
        return new Adopting(
                state,
                one.id(),
                Proof.FOUND,
                state.hasOurName(one),
                () -> {
                    completed(state, reply);
                    return verifying.proved();
                },
                () -> Turn.to(search));
    }

    private static void completed(UploadState state, GraphReply reply) {
        state.session = Optional.empty();
        state.committed = state.length();
        state.requestId = reply.requestId();
        state.advanced();
    }

    @Override
    public Turn step() throws UploadException {
        try {
            return level == UploadResult.Verified.CONTENT && !bytesProved ? compareBytes() : look();
        } catch (IOException e) {
            return state.again(this, UploadFailure.UNVERIFIED, e);
        }
    }

    private Turn look() throws IOException, UploadException {
        GraphReply reply = state.isShown()
                ? state.client.getInlineAttachment(state.item, attachmentId)
                : state.client.getAttachment(state.item, attachmentId);
        if (!StoredAttachment.isOne(reply)) {
            return unreadable(reply);
        }
        if (state.isShown() && !isShownBy(reply)) {
            return Turn.to(Disowning.inlineLost(state, attachmentId, reply));
        }
        if (level == UploadResult.Verified.SIZE && StoredAttachment.sizeOf(reply) < state.length()) {
            level = UploadResult.Verified.CONTENT;
            return Turn.to(this);
        }
        return recorded();
    }

    private boolean isShownBy(GraphReply reply) {
        boolean inline = !state.attachment.inline() || reply.field("isInline").asBoolean(false);
        return inline
                && state.attachment
                        .contentId()
                        .equals(Optional.ofNullable(reply.field("contentId").textValue()));
    }

    private Turn compareBytes() throws IOException, UploadException {
        ReadBack stored = ReadBack.of(state, attachmentId);
        if (stored.isSource()) {
            bytesProved = true;
            return proved();
        }
        if (!stored.isRead()) {
            return unreadable(stored.reply());
        }
        return ++differences < 2
                ? state.waiting(this, state.retry.backOff(differences), UploadFailure.MISMATCH)
                : Turn.to(Disowning.mismatch(state, attachmentId, stored.reply()));
    }

    private Turn proved() throws UploadException {
        return state.isShown() ? Turn.to(this) : recorded();
    }

    private Turn recorded() throws UploadException {
        return Turn.to(Replacing.orRecord(state, attachmentId, level));
    }

    private Turn unreadable(GraphReply reply) throws UploadException {
        return state.again(this, reply.status() == 429 ? UploadFailure.THROTTLED : UploadFailure.UNVERIFIED, reply);
    }
}
