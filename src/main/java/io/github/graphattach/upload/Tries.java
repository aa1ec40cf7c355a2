package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.TokenException;
import java.time.Duration;
import java.util.Optional;

/**
 * The tries of the request that an upload is at, and the time that it has left: whether a request is made again, after which
 * pause, and what to fail with if not.
 */
public final class Tries {

    /** A limit of a rolling day is over little by little; the service does not say when. */
    private static final Duration SENDING_LIMIT_PAUSE = Duration.ofHours(1);

    private final UploadPolicy policy;
    private final RetryPolicy retry;
    private final UploadClock clock;
    private final Witness witness;
    private long startNanos;
    private int faults;
    private int throttles;

    /** Knows how far the upload is, and is told of its pauses. */
    public interface Witness {

        /** {@return how many bytes the service is known to have} */
        long committed();

        /** Hears that nothing is done for a while. */
        void waiting(Duration pause, String why);
    }

    /**
     * Begins to count.
     *
     * @param context bounds, waits and time
     * @param witness knows how far it is
     */
    public Tries(UploadContext context, Witness witness) {
        this.policy = context.policy();
        this.retry = context.retry();
        this.clock = context.clock();
        this.witness = witness;
    }

    /**
     * Begins to count for work that sends no file, and whose pauses nobody hears of.
     *
     * @param context bounds, waits and time
     */
    public Tries(UploadContext context) {
        this(context, new Nobody());
    }

    private record Nobody() implements Witness {

        @Override
        public long committed() {
            return 0;
        }

        @Override
        public void waiting(Duration pause, String why) {}
    }

    /** The time of the upload begins. */
    public void begin() {
        startNanos = clock.nanos();
    }

    /** {@return the time that is left; negative when it is over} */
    public Duration timeLeft() {
        return policy.uploadTimeout().minusNanos(clock.nanos() - startNanos);
    }

    /** What failed before does not count any more. */
    public void succeeded() {
        faults = 0;
        throttles = 0;
    }

    /**
     * The same stage again after a pause, unless its tries are used up or the pause is too long. A request that was refused
     * unread costs no try; a service that stays out of order uses them up.
     */
    Transition again(Stage stage, UploadFailure failure, GraphReply reply) throws UploadException {
        Optional<Duration> asked = asked(reply);
        boolean counts = failure != UploadFailure.THROTTLED || !reply.isRefusedUnread();
        if (counts && ++faults >= policy.maxAttempts()) {
            throw gaveUp(failure, reply);
        }
        Duration wait = asked.orElseGet(() -> retry.backOff(counts ? faults : ++throttles));
        requireShort(wait, failure, reply);
        return after(asked.map(retry::notBefore).orElse(wait), stage, failure);
    }

    /** As {@link #again(Stage, UploadFailure, GraphReply)}, for a request that had no answer. */
    public Transition again(Stage stage, UploadFailure failure, Exception noAnswer) throws UploadException {
        UploadFailure why = noAnswer instanceof TokenException ? Judgement.noToken(noAnswer) : failure;
        if (why == UploadFailure.SIGN_IN_REFUSED || ++faults >= policy.maxAttempts()) {
            throw UploadException.of(why, noAnswer, witness.committed());
        }
        return after(retry.backOff(faults), stage, why);
    }

    /** That stage after a pause, unless the time is over by then. */
    public Transition after(Duration pause, Stage stage, UploadFailure why) throws UploadException {
        return after(pause, pause, stage, why);
    }

    /** As {@link #after(Duration, Stage, UploadFailure)}, as part of a wait that may be longer than this pause. */
    Transition after(Duration pause, Duration wait, Stage stage, UploadFailure why) throws UploadException {
        Transition after = quietlyAfter(pause, stage);
        witness.waiting(wait, why.reason());
        return after;
    }

    /** As {@link #after(Duration, Stage, UploadFailure)}, for a pause that nothing that failed is the reason of. */
    public Transition paced(Duration pause, Stage stage, String why) throws UploadException {
        Transition after = quietlyAfter(pause, stage);
        witness.waiting(pause, why);
        return after;
    }

    /** As {@link #after(Duration, Stage, UploadFailure)}, as part of a wait that was told before. */
    Transition quietlyAfter(Duration pause, Stage stage) throws UploadException {
        if (pause.compareTo(timeLeft()) > 0) {
            throw UploadException.of(UploadFailure.OUT_OF_TIME, witness.committed());
        }
        return new Transition(stage, pause);
    }

    /** As {@link #after}, with the back-off of so many rounds. */
    Transition afterBackOff(int rounds, Stage stage, UploadFailure why) throws UploadException {
        return after(retry.backOff(rounds), stage, why);
    }

    /** {@return the wait before another of so many rounds} */
    public Duration backOff(int rounds) {
        return retry.backOff(rounds);
    }

    /** {@return when the service wants to be asked again; zero is ignored, because it would throttle again at once} */
    Optional<Duration> asked(GraphReply reply) {
        return reply.retryAfter(clock.now()).filter(wait -> !wait.isZero());
    }

    /** Gives up where a pause is longer than the upload may wait, or its time is over before. */
    void requireShort(Duration wait, UploadFailure failure, GraphReply reply) throws UploadException {
        if (wait.compareTo(policy.maxRetryAfter()) > 0 || wait.compareTo(timeLeft()) > 0) {
            throw UploadException.of(failure, reply, Optional.of(wait), witness.committed());
        }
    }

    /** {@return what to fail with because of an answer} */
    UploadException gaveUp(UploadFailure failure, GraphReply reply) {
        Optional<Duration> limit =
                failure == UploadFailure.SENDING_LIMIT ? Optional.of(SENDING_LIMIT_PAUSE) : Optional.empty();
        return UploadException.of(failure, reply, asked(reply).or(() -> limit), witness.committed());
    }
}
