package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.item.Mailbox;
import io.github.graphattach.session.Proof;
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
    static Stage made(UploadState state, Optional<String> attachmentId, GraphReply reply) {
        return made(state, attachmentId, reply, level(state), false);
    }

    /** After the service said so and described the attachment, as a look at it would; but an event of a group may stay empty. */
    static Stage described(UploadState state, Optional<String> attachmentId, GraphReply reply) {
        boolean sizeSeen = StoredAttachment.sizeOf(reply) >= state.length()
                && !(state.item().mailbox() instanceof Mailbox.Group);
        return made(state, attachmentId, reply, level(state), sizeSeen);
    }

    private static UploadResult.Verified level(UploadState state) {
        return switch (state.policy().verify()) {
            case NONE -> UploadResult.Verified.NONE;
            case CONTENT -> UploadResult.Verified.CONTENT;
            case AUTO -> state.isDisturbed() ? UploadResult.Verified.CONTENT : UploadResult.Verified.SIZE;
        };
    }

    /** After the service said so before it had all bytes. Its word does not count then, so the bytes are compared. */
    static Stage doubtful(UploadState state, Optional<String> attachmentId, GraphReply reply) {
        return made(state, attachmentId, reply, UploadResult.Verified.CONTENT, false);
    }

    private static Stage made(
            UploadState state,
            Optional<String> attachmentId,
            GraphReply reply,
            UploadResult.Verified level,
            boolean sizeSeen) {
        state.completedBy(reply);
        Optional<String> ours = attachmentId.filter(id -> mayBeOurs(state, id));
        return ours.isPresent() ? adopted(state, ours.get(), level, sizeSeen) : unnamed(state, reply);
    }

    private static Stage adopted(UploadState state, String id, UploadResult.Verified level, boolean sizeSeen) {
        boolean proved = level == UploadResult.Verified.NONE || (level == UploadResult.Verified.SIZE && sizeSeen);
        boolean enough = proved && !state.isShown();
        return new Adopting(
                state,
                id,
                Proof.NAMED,
                true,
                () -> Transition.to(enough ? Replacing.orRecording(state, id, level) : new Verifying(state, id, level)),
                () -> Transition.to(new Searching(state, () -> again(state))));
    }

    /** The service made an attachment but did not name it. */
    private static Stage unnamed(UploadState state, GraphReply reply) {
        Optional<Instant> since = state.attached.madeSince();
        return new Searching(state, () -> {
            state.attached.isMadeUnseen(since);
            throw UploadException.of(UploadFailure.UNVERIFIED, reply, Optional.empty(), state.committed());
        });
    }

    /** Another upload has taken for its own what this one made. So this one starts over; it can happen once per such upload. */
    private static Transition again(UploadState state) {
        state.startOver();
        return Transition.to(Opening.orPosting(state));
    }

    /** After an earlier try made the attachment; how far it came with verifying it is not known. */
    static Stage resumed(UploadState state, String attachmentId) {
        state.completed();
        boolean trusted = state.policy().verify() == VerifyLevel.NONE;
        return new Verifying(state, attachmentId, trusted ? UploadResult.Verified.SIZE : UploadResult.Verified.CONTENT);
    }

    /** An attachment that was listed before the upload is never ours, even if the service says so: ours may be deleted. */
    private static boolean mayBeOurs(UploadState state, String id) {
        return !id.isBlank() && !state.attached.before().contains(id);
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
                    state.completedBy(reply);
                    return verifying.proved();
                },
                () -> Transition.to(search));
    }

    @Override
    public Transition step() throws UploadException {
        return level == UploadResult.Verified.CONTENT && !bytesProved ? compareBytes() : look();
    }

    @Override
    public boolean isSent() {
        return true;
    }

    private Transition look() throws UploadException {
        return Request.repeatable(
                        this,
                        () -> state.isShown()
                                ? state.client.getInlineAttachment(state.item(), attachmentId)
                                : state.client.getAttachment(state.item(), attachmentId))
                .answeredBy(StoredAttachment::isOne)
                .provingAttachment()
                .make(state.tries, this::looked);
    }

    private Transition looked(GraphReply reply) throws UploadException {
        if (state.isShown() && !isShownBy(reply)) {
            return Transition.to(Disowning.inlineLost(state, attachmentId, reply));
        }
        if (level == UploadResult.Verified.SIZE && StoredAttachment.sizeOf(reply) < state.length()) {
            level = UploadResult.Verified.CONTENT;
            return Transition.to(this);
        }
        return recorded();
    }

    private boolean isShownBy(GraphReply reply) {
        boolean inline = !state.attachment().inline() || reply.field("isInline").asBoolean(false);
        return inline
                && state.attachment()
                        .contentId()
                        .equals(Optional.ofNullable(reply.field("contentId").textValue()));
    }

    private Transition compareBytes() throws UploadException {
        ReadBack stored = new ReadBack(state, attachmentId);
        return Request.repeatable(this, stored::ask)
                .answeredBy(ReadBack::isWhole)
                .provingAttachment()
                .make(state.tries, reply -> compared(stored, reply));
    }

    private Transition compared(ReadBack stored, GraphReply reply) throws UploadException {
        if (stored.isSource()) {
            bytesProved = true;
            return proved();
        }
        return ++differences < 2
                ? state.tries.afterBackOff(differences, this, UploadFailure.MISMATCH)
                : Transition.to(Disowning.mismatch(state, attachmentId, reply));
    }

    private Transition proved() throws UploadException {
        return state.isShown() ? Transition.to(this) : recorded();
    }

    private Transition recorded() throws UploadException {
        return Transition.to(Replacing.orRecording(state, attachmentId, level));
    }
}
