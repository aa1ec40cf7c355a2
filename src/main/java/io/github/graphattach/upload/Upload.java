package io.github.graphattach.upload;

import io.github.graphattach.content.ByteRange;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.NewAttachment;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.session.SessionStoreException;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * One file on its way to one item: the one loop behind every operation.
 *
 * <p>It is a step function. Each {@link #step()} makes one request, notes what the answer means, and says how long to wait
 * before the next; nothing here sleeps. The stages are: claim the upload, list what is there, open a session (or post a small file), send range
 * after range, verify, replace, record. Where an answer leaves open what happened, a search comes between.
 *
 * <p>An upload is driven by one thread at a time. Another one may ask a question beside a step, which changes nothing.
 */
public final class Upload implements Work {

    private final UploadState state;
    private Stage stage;
    private boolean begun;
    private volatile boolean cancelled;

    /**
     * Plans an upload; nothing is sent before the first step.
     *
     * @param ownership of this upload among all processes, and its checkpoints
     * @param client makes the requests
     * @param task what is attached to what
     * @param context what it goes by
     */
    public Upload(Ownership ownership, GraphClient client, UploadTask task, UploadContext context) {
        this.state = new UploadState(ownership, client, task, context);
        this.stage = new Claiming(state, Optional.empty());
    }

    /**
     * Makes one request.
     *
     * @return how long to wait before the next step; zero to go on at once
     * @throws UploadException when the upload gave up. The next step is a new try, by this upload or by another of the same
     *     key: it goes on where this one stopped if the failure can be retried
     */
    public Duration step() throws UploadException {
        return step(Beside.NOBODY);
    }

    @Override
    public Duration step(Beside beside) throws UploadException {
        begin();
        try {
            requireLeave();
            stage.beside(beside);
            Transition turn = turn();
            if (isDone()) {
                state.tell(UploadEvent.Type.COMPLETED, Duration.ZERO, result().attachmentId());
            } else {
                requireUninterrupted();
            }
            return turn.pause();
        } catch (LeaseLostException e) {
            throw lost();
        } catch (UploadException e) {
            UploadException why = unlessInterrupted(e);
            giveUp(why);
            throw why;
        } catch (RuntimeException | Error e) {
            leave(Leftover.FINAL);
            throw e;
        }
    }

    @Override
    public void begin() {
        if (!begun) {
            begun = true;
            state.tries.begin();
        }
    }

    private Transition turn() throws UploadException {
        Transition turn = Transition.to(stage);
        try {
            turn = stage.step();
            stage = turn.next();
            if (!stage.writesDown() || !turn.pause().isZero()) {
                state.writeDown();
            }
            return turn;
        } catch (SessionStoreException e) {
            return turn.orLater(state.tries.again(stage, UploadFailure.STORE_FAILED, e));
        }
    }

    private void requireLeave() throws UploadException {
        if (cancelled) {
            throw UploadException.of(UploadFailure.CANCELLED, state.committed());
        }
        if (isLate()) {
            throw UploadException.of(UploadFailure.OUT_OF_TIME, state.committed());
        }
        requireUninterrupted();
    }

    /** An interrupt closes the file that is being read. Another try would then blame the file. */
    private void requireUninterrupted() throws UploadException {
        if (Thread.currentThread().isInterrupted()) {
            throw UploadException.of(UploadFailure.INTERRUPTED, state.committed());
        }
    }

    /** A request that ended because the application stops tells nothing of the service or the network. */
    private UploadException unlessInterrupted(UploadException e) {
        return e.failure().retryable() && Thread.currentThread().isInterrupted()
                ? UploadException.of(UploadFailure.INTERRUPTED, state.committed())
                : e;
    }

    /**
     * Ends the upload because the application stops. Its session stays open, to be resumed.
     *
     * @return what to fail with
     */
    @Override
    public UploadException interrupted() {
        return ended(UploadFailure.INTERRUPTED);
    }

    @Override
    public boolean isLate() {
        return state.tries.timeLeft().isNegative();
    }

    @Override
    public UploadException late() {
        return ended(UploadFailure.OUT_OF_TIME);
    }

    private UploadException ended(UploadFailure why) {
        UploadException e = UploadException.of(why, state.committed());
        giveUp(e);
        return e;
    }

    private void giveUp(UploadException e) {
        state.tell(UploadEvent.Type.FAILED, Duration.ZERO, e.reason());
        leave(Leftover.of(e.failure()));
    }

    /** Another process owns the upload now, so this one does nothing more for it. */
    private UploadException lost() {
        UploadException e = UploadException.of(UploadFailure.OWNED_ELSEWHERE, state.committed());
        state.tell(UploadEvent.Type.FAILED, Duration.ZERO, e.reason());
        state.ownership.forget();
        startOver();
        return e;
    }

    /** Makes the next step give up. May be called by any thread. */
    public void cancel() {
        cancelled = true;
    }

    /** Deletes the session at the service, and forgets the upload. Only between steps. */
    public void discard() {
        leave(Leftover.FORGOTTEN);
    }

    /** Leaves the upload as it is to a later try with the same key. Only between steps. */
    @Override
    public void abandon() {
        leave(Leftover.RESUMABLE);
    }

    /** An interrupted thread can neither send a request nor talk to a database. */
    private void leave(Leftover ending) {
        boolean interrupted = Thread.interrupted();
        try {
            ending.settle(state);
        } catch (LeaseLostException e) {
            state.ownership.forget();
        } finally {
            startOver();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void startOver() {
        state.forget();
        stage = new Claiming(state, Optional.empty());
        begun = false;
    }

    @Override
    public void waits(Duration pause, String why) {
        state.tell(UploadEvent.Type.WAITING, pause, why);
    }

    @Override
    public long bytes() {
        return stage.bytes();
    }

    /** {@return whether the next thing to do is to send the file, or it is sent} */
    public boolean isOpen() {
        return stage.isOpen();
    }

    /**
     * Tells whether a range is at the service.
     *
     * @param range of the plan
     * @return true also when a later one is
     */
    public boolean has(ByteRange range) {
        return stage.isSent() || (range.end() < state.length() && state.committed() >= range.end());
    }

    /** {@return whether the file is attached and verified} */
    public boolean isDone() {
        return stage.result().isPresent();
    }

    /**
     * The result.
     *
     * @return what was attached
     * @throws IllegalStateException before the upload is done
     */
    public UploadResult result() {
        return stage.result().orElseThrow(() -> new IllegalStateException("the upload is not finished"));
    }

    /** {@return the ranges that are still to be sent, computed as they are asked for} */
    public Iterator<ByteRange> plan() {
        if (stage.isSent()) {
            return Collections.emptyIterator();
        }
        return stage.isWhole()
                ? List.of(new ByteRange(0, state.length())).iterator()
                : state.ranges.from(state.committed(), state.length());
    }

    /**
     * Asks the service how far the session is.
     *
     * @return that; empty when there is no session, or the upload is no longer this process's
     * @throws UploadException when there was no answer
     */
    public Optional<LeftUpload.Progress> progress() throws UploadException {
        Optional<UploadSession> session = state.transfer().session();
        try {
            return session.isPresent()
                    ? Optional.of(LeftUpload.progress(state.client, session.get()))
                    : Optional.empty();
        } catch (LeaseLostException e) {
            return Optional.empty();
        }
    }

    /** {@return the name of the stage that is next, as on the map in the package's description} */
    String stage() {
        return stage.getClass().getSimpleName();
    }

    /** {@return the item} */
    public OutlookItem item() {
        return state.item();
    }

    /** {@return what the item will say of the file} */
    public NewAttachment attachment() {
        return state.attachment();
    }

    /** {@return how many bytes the service is known to have} */
    public long committed() {
        return state.committed();
    }
}
