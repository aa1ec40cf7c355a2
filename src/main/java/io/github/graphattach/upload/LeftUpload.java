package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.Checkpoint;
import io.github.graphattach.session.Claim;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What an earlier try has left of an upload that nobody works on: a checkpoint, and often a session at the service. */
public final class LeftUpload {

    private final Ownership ownership;
    private final GraphClient client;
    private final UploadClock clock;
    private final UploadHost uploadHost;

    /**
     * How far a session is.
     *
     * @param nextOffset where the service wants to go on, where it says so
     * @param expiry when it will forget the session, where it said so
     */
    public record Progress(OptionalLong nextOffset, Optional<Instant> expiry) {}

    /**
     * Prepares to look; nothing is asked yet.
     *
     * @param ownership of the upload; claimed for as long as a look takes
     * @param client makes the requests
     * @param clock time
     * @param uploadHost where ranges may go
     */
    public LeftUpload(Ownership ownership, GraphClient client, UploadClock clock, UploadHost uploadHost) {
        this.ownership = ownership;
        this.client = new OwnedGraphClient(client, ownership);
        this.clock = clock;
        this.uploadHost = uploadHost;
    }

    /**
     * Asks the service how far the session is.
     *
     * @return that; empty when none was left, or somebody else is at it
     * @throws IOException when there was no answer
     */
    public Optional<Progress> progress() throws IOException {
        Optional<UploadSession> session = claimed().flatMap(this::session);
        try {
            return session.isPresent() ? Optional.of(progress(client, session.get())) : Optional.empty();
        } finally {
            ownership.release();
        }
    }

    static Progress progress(GraphClient client, UploadSession session) throws IOException {
        GraphReply reply = client.sessionStatus(session.url());
        OptionalLong next = RangeReply.of(reply) instanceof RangeReply.Progress at
                ? OptionalLong.of(at.next())
                : OptionalLong.empty();
        return new Progress(next, session.expiry());
    }

    /**
     * Deletes the session at the service and forgets the upload.
     *
     * @throws IOException when there was no answer; nothing is forgotten then
     * @throws UploadException when somebody else is at it
     */
    public void cancel() throws IOException, UploadException {
        Claim claim = ownership.claim();
        if (claim instanceof Claim.Busy) {
            throw UploadException.of(UploadFailure.OWNED_ELSEWHERE, 0);
        }
        if (claim instanceof Claim.Claimed claimed) {
            forget(claimed.checkpoint().flatMap(this::session));
        }
    }

    private void forget(Optional<UploadSession> session) throws IOException {
        try {
            if (session.isPresent()) {
                client.deleteSession(session.get().url());
            }
            ownership.remove();
        } finally {
            ownership.release();
        }
    }

    /** Looking leaves no trace of an upload that never was. */
    private Optional<Checkpoint> claimed() {
        Optional<Checkpoint> left =
                ownership.claim() instanceof Claim.Claimed claimed ? claimed.checkpoint() : Optional.empty();
        if (left.isEmpty()) {
            ownership.remove();
        }
        return left;
    }

    private Optional<UploadSession> session(Checkpoint left) {
        return UploadSession.restored(left, clock, uploadHost);
    }
}
