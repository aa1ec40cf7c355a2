package io.github.graphattach.mail;

import io.github.graphattach.session.SessionStoreException;
import io.github.graphattach.upload.Beside;
import io.github.graphattach.upload.LeaseLostException;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import io.github.graphattach.upload.Work;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Work on one mail, which one process at a time does: from the claim through stages, each of which says what follows it, to a
 * result. A try that fails leaves what is written down to the next one.
 *
 * @param <R> what comes of it
 */
public abstract class MailWork<R> implements Work {

    private final MailState state;
    private final Supplier<Stage> first;
    private Stage stage;
    private boolean begun;

    /**
     * Plans the work; nothing is sent before the first step.
     *
     * @param state of the mail
     * @param first makes the stage of a new try, which claims the mail
     */
    MailWork(MailState state, Supplier<Stage> first) {
        this.state = state;
        this.first = first;
        this.stage = first.get();
    }

    /** The end of the work. */
    record Finished<R>(R outcome) implements Stage {

        @Override
        public Transition step() {
            return Transition.to(this);
        }
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
        stage = first.get();
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

    /** {@return whether the next step is that of such a stage} */
    final boolean isAt(Class<? extends Stage> type) {
        return type.isInstance(stage);
    }

    /** {@return whether it has a result} */
    public boolean isDone() {
        return stage instanceof Finished<?>;
    }

    /**
     * {@return what came of it}
     *
     * @throws IllegalStateException before it is done
     */
    @SuppressWarnings("unchecked") // The stages of the work make no other result.
    public R result() {
        return Optional.of(stage)
                .filter(Finished.class::isInstance)
                .map(end -> ((Finished<R>) end).outcome())
                .orElseThrow(() -> new IllegalStateException("the work on the mail is not done yet"));
    }
}
