package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.session.SessionStoreException;
import io.github.graphattach.upload.Beside;
import io.github.graphattach.upload.LeaseLostException;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadContext;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import io.github.graphattach.upload.Work;
import java.time.Duration;

/**
 * One draft, made once: the second try finds what the first has made, whatever became of its answer.
 *
 * <p>What may follow what; each stage follows itself when its request is made again.
 *
 * <pre>
 * Claiming   → Rechecking, Looking, Creating
 * Rechecking → Choosing, Looking
 * Looking    → Choosing, Creating
 * Choosing   → Recording, Looking, Creating
 * Creating   → Recording, Looking
 * Recording  → Drafted
 * </pre>
 */
public final class DraftJob implements Work {

    private final DraftState state;
    private Stage stage;
    private boolean begun;

    /**
     * Plans a draft; nothing is sent before the first step.
     *
     * @param ownership of this mail among all processes, and what is known of it
     * @param client makes the requests; its ids are immutable ones
     * @param task which draft is made where
     * @param context bounds, waits and time, as of an upload
     */
    public DraftJob(Ownership ownership, GraphClient client, DraftTask task, UploadContext context) {
        this.state = new DraftState(ownership, client, task, context);
        this.stage = new Claiming(state);
    }

    @Override
    public void begin() {
        if (!begun) {
            begun = true;
            state.tries.begin();
            state.questions.begin();
        }
    }

    /** As {@link #step(Beside)}, with nobody to ask beside. */
    public Duration step() throws UploadException {
        begin();
        try {
            if (isLate()) {
                throw UploadException.of(UploadFailure.OUT_OF_TIME, 0);
            }
            return turn().pause();
        } catch (LeaseLostException e) {
            state.ownership.forget();
            startOver();
            throw UploadException.of(UploadFailure.OWNED_ELSEWHERE, 0);
        } catch (UploadException e) {
            abandon();
            // A request that ended because the application stops tells nothing of the service or the network.
            throw e.failure().retryable() && Thread.currentThread().isInterrupted()
                    ? UploadException.of(UploadFailure.INTERRUPTED, 0)
                    : e;
        } catch (RuntimeException | Error e) {
            abandon();
            throw e;
        }
    }

    private Transition turn() throws UploadException {
        Transition turn;
        try {
            turn = stage.step();
            stage = turn.next();
        } catch (SessionStoreException e) {
            return state.tries.again(stage, UploadFailure.STORE_FAILED, e);
        }
        if (isDone()) {
            letGo();
        }
        return turn;
    }

    @Override
    public Duration step(Beside beside) throws UploadException {
        return step();
    }

    /** What counts is in the store; where that cannot be told, the lease runs off. */
    private void letGo() {
        boolean interrupted = Thread.interrupted();
        try {
            state.ownership.release();
        } catch (SessionStoreException e) {
            state.ownership.forget();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void startOver() {
        stage = new Claiming(state);
        state.tries.succeeded();
        begun = false;
    }

    @Override
    public void abandon() {
        letGo();
        startOver();
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public boolean isLate() {
        return begun && state.tries.timeLeft().isNegative();
    }

    @Override
    public UploadException late() {
        abandon();
        return UploadException.of(UploadFailure.OUT_OF_TIME, 0);
    }

    @Override
    public UploadException interrupted() {
        abandon();
        return UploadException.of(UploadFailure.INTERRUPTED, 0);
    }

    @Override
    public void waits(Duration pause, String why) {}

    /** {@return whether the draft is there} */
    public boolean isDone() {
        return stage instanceof Drafted;
    }

    /**
     * {@return what came of it}
     *
     * @throws IllegalStateException before it is done
     */
    public DraftResult result() {
        if (stage instanceof Drafted drafted) {
            return drafted.made();
        }
        throw new IllegalStateException("the draft is not made yet");
    }
}
