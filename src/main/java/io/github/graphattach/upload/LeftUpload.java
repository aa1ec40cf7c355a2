package io.github.graphattach.upload;

import io.github.graphattach.content.SourceException;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.RangeReply;
import io.github.graphattach.graph.SessionFamily;
import io.github.graphattach.session.Checkpoint;
import io.github.graphattach.session.Claim;
import io.github.graphattach.session.SessionStoreException;
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
        this.client = new OwnedGraphClient(client, ownership, reply -> {});
        this.clock = clock;
        this.uploadHost = uploadHost;
    }

    /**
     * Asks the service how far the session is.
     *
     * @return that; empty when none was left, or somebody else is at it
     * @throws UploadException when there was no answer, or the store does not work
     */
    public Optional<Progress> progress() throws UploadException {
        return judged(() -> {
            Optional<UploadSession> session = claimed().flatMap(this::session);
            return session.isPresent() ? Optional.of(progress(client, session.get())) : Optional.empty();
        });
    }

    static Progress progress(GraphClient client, UploadSession session) throws UploadException {
        try {
            GraphReply reply = client.sessionStatus(session.url());
            OptionalLong next = SessionFamily.OUTLOOK.read(reply) instanceof RangeReply.Progress at
                    ? OptionalLong.of(at.next())
                    : OptionalLong.empty();
            return new Progress(next, session.expiry());
        } catch (IOException e) {
            throw UploadException.of(UploadFailure.NO_ANSWER, e, 0);
        }
    }

    /**
     * Deletes the session at the service and forgets the upload.
     *
     * @throws UploadException when the service did not delete it, somebody else is at it, or the store does not work;
     *     nothing is forgotten then
     */
    public void cancel() throws UploadException {
        judged(() -> {
            Claim claim = ownership.claim();
            if (claim instanceof Claim.Busy) {
                throw new LeaseLostException();
            }
            if (claim instanceof Claim.Claimed claimed) {
                Optional<UploadSession> session = claimed.checkpoint().flatMap(this::session);
                if (session.isPresent()) {
                    delete(session.get());
                }
                ownership.remove();
            }
            return claim;
        });
    }

    private void delete(UploadSession session) throws UploadException {
        GraphReply reply;
        try {
            reply = client.deleteSession(session.url());
        } catch (IOException e) {
            throw UploadException.of(UploadFailure.NO_ANSWER, e, 0);
        }
        UploadFailure failure = Judgement.onUploadHost(reply, false);
        if (!reply.isSuccess() && failure != UploadFailure.SESSION_LOST) {
            throw UploadException.of(failure, reply, reply.retryAfter(clock.now()), 0);
        }
    }

    private interface Question<T> {
        T ask() throws UploadException, IOException;
    }

    private <T> T judged(Question<T> question) throws UploadException {
        try {
            return released(question);
        } catch (LeaseLostException e) {
            throw UploadException.of(UploadFailure.OWNED_ELSEWHERE, 0);
        } catch (SessionStoreException e) {
            throw UploadException.of(UploadFailure.STORE_FAILED, e, 0);
        } catch (SourceException e) {
            throw UploadException.of(UploadFailure.SOURCE_CHANGED, e, 0);
        } catch (IOException e) {
            throw UploadException.of(Judgement.noToken(e), e, 0);
        }
    }

    private <T> T released(Question<T> question) throws UploadException, IOException {
        try {
            return question.ask();
        } finally {
            ownership.release();
        }
    }

    /** Looking leaves no trace of an upload that never was. */
    private Optional<Checkpoint> claimed() throws IOException {
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
