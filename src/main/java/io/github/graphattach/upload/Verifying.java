package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.util.Optional;

/**
 * Checks what was attached. Only a complete answer with other bytes, seen twice, is a proven mismatch.
 */
final class Verifying implements Stage {

    private final UploadState state;
    private final String attachmentId;
    private boolean bytesMatter;
    private int differences;

    private Verifying(UploadState state, String attachmentId, boolean bytesMatter) {
        this.state = state;
        this.attachmentId = attachmentId;
        this.bytesMatter = bytesMatter;
    }

    /** After the service said that it made the attachment. */
    static Stage made(UploadState state, Optional<String> attachmentId, GraphReply reply) throws UploadException {
        VerifyLevel level = state.policy.verify();
        boolean bytesMatter = level == VerifyLevel.CONTENT || (level == VerifyLevel.AUTO && state.disturbed);
        return made(state, attachmentId, reply, bytesMatter, level == VerifyLevel.NONE);
    }

    /** After the service said so too early: its word is not taken, whatever the policy. */
    static Stage doubtful(UploadState state, Optional<String> attachmentId, GraphReply reply) throws UploadException {
        return made(state, attachmentId, reply, true, false);
    }

    private static Stage made(
            UploadState state, Optional<String> attachmentId, GraphReply reply, boolean bytesMatter, boolean trusted)
            throws UploadException {
        completed(state, reply);
        if (attachmentId.filter(id -> mayBeOurs(state, id)).isEmpty()) {
            return new Searching(state, () -> {
                state.mayBeMade = true;
                throw UploadException.of(UploadFailure.UNVERIFIED, reply, Optional.empty(), state.committed);
            });
        }
        String id = attachmentId.get();
        return new Adopting(
                state,
                id,
                () -> Turn.to(
                        trusted
                                ? Replacing.orRecord(state, id, UploadResult.Verified.NONE)
                                : new Verifying(state, id, bytesMatter)),
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
        return new Verifying(state, attachmentId, state.policy.verify() != VerifyLevel.NONE);
    }

    /** What was there before is not ours whoever says so: it could be deleted for having other bytes. */
    private static boolean mayBeOurs(UploadState state, String attachmentId) {
        return !attachmentId.isBlank() && !state.before().contains(attachmentId);
    }

    /** After an attachment was found by its bytes. */
    static Stage found(UploadState state, String attachmentId, GraphReply reply, Searching search) {
        return new Adopting(
                state,
                attachmentId,
                () -> {
                    completed(state, reply);
                    return Turn.to(Replacing.orRecord(state, attachmentId, UploadResult.Verified.CONTENT));
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
            return bytesMatter ? compareBytes() : compareSize();
        } catch (IOException e) {
            return state.again(this, UploadFailure.UNVERIFIED, e);
        }
    }

    private Turn compareSize() throws IOException, UploadException {
        GraphReply reply = state.client.getAttachment(state.item, attachmentId);
        if (reply.status() != 200 || !reply.field("size").isIntegralNumber()) {
            return unreadable(reply);
        }
        if (reply.field("size").asLong() >= state.length()) {
            return Turn.to(Replacing.orRecord(state, attachmentId, UploadResult.Verified.SIZE));
        }
        bytesMatter = true;
        return Turn.to(this);
    }

    private Turn compareBytes() throws IOException, UploadException {
        ReadBack stored = ReadBack.of(state, attachmentId);
        if (stored.isSource()) {
            return Turn.to(Replacing.orRecord(state, attachmentId, UploadResult.Verified.CONTENT));
        }
        if (!stored.isRead()) {
            return unreadable(stored.reply());
        }
        return ++differences < 2
                ? state.waiting(this, state.retry.backOff(differences), UploadFailure.MISMATCH)
                : Turn.to(new Disowning(state, attachmentId, stored.reply()));
    }

    private Turn unreadable(GraphReply reply) throws UploadException {
        return state.again(this, reply.status() == 429 ? UploadFailure.THROTTLED : UploadFailure.UNVERIFIED, reply);
    }
}
