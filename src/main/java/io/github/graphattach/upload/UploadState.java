package io.github.graphattach.upload;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.SourceException;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.NewAttachment;
import io.github.graphattach.graph.UploadUrl;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.session.Checkpoint;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** What the stages of one upload share: what it is about, and how far it is. It knows no stage. */
final class UploadState {

    private final UploadTask task;
    private final UploadContext context;

    final Ownership ownership;
    final GraphClient client;

    /** For questions, which anybody may ask: they change nothing. */
    final GraphClient asking;

    final Tries tries;
    final Attached attached = new Attached();
    final ItemList list;
    final Ranges ranges;

    private SourceDigest digest;
    private Transfer transfer = Transfer.NONE;
    private int sessionsOpened;

    /** Whether anything went wrong on the way, so that only the bytes themselves prove the result. */
    private boolean disturbed;

    private boolean triedPost;
    private int mismatches;
    private String requestId = "";

    UploadState(Ownership ownership, GraphClient client, UploadTask task, UploadContext context) {
        this.task = task;
        this.context = context;
        this.ownership = ownership;
        this.asking = client;
        this.client = new OwnedGraphClient(client, ownership, attached::heard);
        this.tries = new Tries(context, new Tries.Witness() {
            @Override
            public long committed() {
                return transfer.committed();
            }

            @Override
            public void waiting(Duration pause, String why) {
                tell(UploadEvent.Type.WAITING, pause, why);
            }
        });
        this.list = new ItemList(ownership, task, context, attached);
        this.ranges = new Ranges(context.policy().chunkSize());
        this.digest = newDigest();
    }

    private SourceDigest newDigest() {
        return new SourceDigest(task.content(), context.policy().verify() != VerifyLevel.NONE, context.others());
    }

    OutlookItem item() {
        return task.item();
    }

    NewAttachment attachment() {
        return task.attachment();
    }

    AttachmentContent content() {
        return task.content();
    }

    UploadPolicy policy() {
        return context.policy();
    }

    UploadClock clock() {
        return context.clock();
    }

    long length() {
        return task.content().length();
    }

    SourceDigest digest() {
        return digest;
    }

    /** The source's digest; reading the source to its end may show that it is not what it was. */
    String sha256() throws UploadException {
        try {
            return digest.hex();
        } catch (IOException e) {
            throw sourceChanged(e);
        }
    }

    /** The same, where nobody has to read the source for it. */
    Optional<String> sha256IfWanted() throws UploadException {
        return digest.isWanted() ? Optional.of(sha256()) : Optional.empty();
    }

    /** What to fail with when the source cannot be read as it was. */
    UploadException sourceChanged(IOException e) {
        IOException cause = attached.mayBeThere()
                ? new SourceException(
                        String.valueOf(e.getMessage()), "it may be attached as it was sent, look at the item", e)
                : e;
        return UploadException.of(UploadFailure.SOURCE_CHANGED, cause, committed());
    }

    /** Whether the item's HTML is to show it, which the service has been seen to forget. */
    boolean isShown() {
        return attachment().inline() || attachment().contentId().isPresent();
    }

    boolean hasOurName(StoredAttachment one) {
        return one.name().equals(attachment().name());
    }

    /** {@return how far the bytes are} */
    Transfer transfer() {
        return transfer;
    }

    /** {@return how many bytes the service is known to have} */
    long committed() {
        return transfer.committed();
    }

    UploadUrl url() {
        return transfer.session().orElseThrow().url();
    }

    ByteRange nextRange() {
        return ranges.next(committed(), length());
    }

    boolean isLast(ByteRange range) {
        return range.end() == length();
    }

    void opened(UploadSession session) {
        transfer = Transfer.opened(session);
        sessionsOpened++;
        disturbed |= sessionsOpened > 1;
    }

    void resumed(Checkpoint left, Optional<UploadSession> session) {
        attached.resume(left);
        disturbed = true;
        if (session.isPresent()) {
            sessionsOpened = 1;
            transfer = Transfer.resumed(session.get(), left.nextOffset(), left.inFlightEnd());
        }
    }

    void sending(ByteRange range) {
        disturbed |= transfer.repeats(range);
        transfer = transfer.sending(range);
    }

    /** The service has everything before a position; {@return whether it never was that far} */
    boolean acknowledged(long next) {
        boolean further = next > transfer.furthest();
        transfer = transfer.acknowledged(next);
        return further;
    }

    void rewound(long next) {
        disturbed = true;
        transfer = transfer.rewound(next);
    }

    void lostSession() {
        transfer = transfer.lost();
    }

    /** The service said that the file is whole, or an earlier try heard it. */
    void completed() {
        transfer = Transfer.completed(length());
    }

    void completedBy(GraphReply reply) {
        completed();
        requestId = reply.requestId();
        tries.succeeded();
    }

    int sessionsOpened() {
        return sessionsOpened;
    }

    void disturbed() {
        disturbed = true;
    }

    boolean isDisturbed() {
        return disturbed;
    }

    /** The file goes, or goes once more, in one request. */
    void posting() {
        triedPost = true;
    }

    boolean hasTriedPost() {
        return triedPost;
    }

    /** The way is chosen anew, as if nothing had been sent. */
    void startOver() {
        triedPost = false;
        lostSession();
    }

    /** Counts what was proven wrong. */
    int mismatched() {
        disturbed = true;
        return ++mismatches;
    }

    /** {@return the service's id of the request that completed the attachment} */
    String requestId() {
        return requestId;
    }

    /** Gives the session up. */
    void closeSession() {
        transfer.session().ifPresent(this::discard);
        lostSession();
    }

    /** Tells the service that a session is not needed; it lapses by itself when that fails. */
    void discard(UploadSession session) {
        if (!session.delete(client)) {
            tell(UploadEvent.Type.WAITING, Duration.ZERO, "a session could not be deleted; it lapses by itself");
        }
    }

    /** Whether the item may have an attachment that this upload made. */
    boolean mayBeAttached() {
        return attached.mayBeThere() || !attached.toRemove().isEmpty();
    }

    /** Saves a checkpoint for the next try. Before the first listing there is nothing to save. */
    void writeDown() {
        if (ownership.isClaimed() && attached.isListed()) {
            ownership.save(checkpoint());
        }
    }

    Checkpoint checkpoint() {
        return new Checkpoint(
                transfer.session().map(open -> open.url().reveal()),
                transfer.session().flatMap(UploadSession::expiry),
                attached.before(),
                content().fingerprint(),
                length(),
                digest.prefix(),
                committed(),
                transfer.inFlightEnd(),
                attached.mayBeMade(),
                attached.madeSince(),
                attached.id(),
                attached.isRemovable(),
                attached.toRemove());
    }

    /** Forgets this try. What counts is in the store, and the next one has all its tries, sessions and time. */
    void forget() {
        attached.forget();
        list.forget();
        ranges.reset();
        transfer = Transfer.NONE;
        sessionsOpened = 0;
        disturbed = false;
        triedPost = false;
        mismatches = 0;
        requestId = "";
        digest = newDigest();
        tries.succeeded();
    }

    void tell(UploadEvent.Type type, Duration wait, String detail) {
        context.listener()
                .on(new UploadEvent(type, attachment().name(), item().path(), length(), committed(), wait, detail));
    }
}
