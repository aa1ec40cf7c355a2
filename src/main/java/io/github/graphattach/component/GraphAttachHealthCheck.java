package io.github.graphattach.component;

import io.github.graphattach.upload.UploadFailure;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.jspecify.annotations.Nullable;

/**
 * Readiness of one endpoint: not ready while the last upload failed for a reason that concerns every other upload too: the
 * service could not be reached or refused the credentials, there was no token, or the session store did not work.
 *
 * <p>It remembers what uploads met. But nobody sends an upload to an endpoint that is not ready; so after a pause the next
 * one who looks has it ask, by itself, for what every upload needs: a token and the session store, never an item. When these
 * are there, the endpoint is ready again. Whether the service can be reached the next upload shows: if it fails like the
 * one before, the next pause is twice as long, up to a minute.
 *
 * <p>Off by default, as every producer's check in Camel: {@code camel.health.producersEnabled=true} turns it on.
 */
final class GraphAttachHealthCheck extends AbstractHealthCheck {

    static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    /** A held token and a database answer sooner than this. A probe of Kubernetes waits one second by default. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    /** Failures that are not about one file or one item. */
    private static final Set<UploadFailure> CONCERN_ALL = EnumSet.of(
            UploadFailure.NO_ANSWER,
            UploadFailure.RANGE_BROKEN_OFF,
            UploadFailure.NOT_SIGNED_IN,
            UploadFailure.SIGN_IN_REFUSED,
            UploadFailure.NO_TOKEN,
            UploadFailure.PROXY,
            UploadFailure.SESSION_REFUSED,
            UploadFailure.UPLOAD_HOST_REFUSED,
            UploadFailure.STORE_FAILED);

    /** {@return whether that is about more than one file or one item} */
    static boolean concernsAll(UploadFailure failure) {
        return CONCERN_ALL.contains(failure);
    }

    /** Asks for what every upload needs. */
    interface Probe {

        /** {@return what uploads go to, for whoever looks} */
        String service();

        /** {@return whether the component takes no uploads, because somebody stopped it} */
        boolean isStopped();

        /**
         * Asks, on another thread.
         *
         * @param last what the last upload, or the last question, failed with
         * @return what an upload would fail with now; empty when all is there
         */
        CompletableFuture<Optional<UploadFailure>> ask(UploadFailure last);
    }

    /** Two of them are never the same, however much they are alike. */
    private static final class Trouble {

        private final UploadFailure failure;
        private final long askAt;

        Trouble(UploadFailure failure, long askAt) {
            this.failure = failure;
            this.askAt = askAt;
        }
    }

    private final Probe probe;
    private final LongSupplier nanoClock;
    private @Nullable Trouble trouble;
    private Duration pause = FIRST_PAUSE;
    private boolean asking;

    /**
     * Begins as ready.
     *
     * @param endpointId tells the checks of several endpoints apart
     * @param probe asks for what every upload needs
     * @param nanoClock a monotonic clock such as {@code System::nanoTime}
     */
    GraphAttachHealthCheck(String endpointId, Probe probe, LongSupplier nanoClock) {
        super("camel", "producer:graph-attach-" + endpointId);
        this.probe = probe;
        this.nanoClock = nanoClock;
    }

    /** Notes that an upload got on. */
    synchronized void succeeded() {
        trouble = null;
        pause = FIRST_PAUSE;
    }

    /**
     * Notes that an upload failed.
     *
     * @param failure why
     * @param answered whether by an answer: then the service is there, and takes the credentials, if it does not say otherwise
     */
    synchronized void failed(UploadFailure failure, boolean answered) {
        if (CONCERN_ALL.contains(failure)) {
            trouble = trouble(failure);
        } else if (answered) {
            succeeded();
        }
    }

    private Trouble trouble(UploadFailure failure) {
        return new Trouble(failure, nanoClock.getAsLong() + pause.toNanos());
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        if (probe.isStopped()) {
            builder.down().message("The component graph-attach is stopped").detail("remedy", "start it again");
            return;
        }
        due().ifPresent(this::ask);
        failure()
                .ifPresentOrElse(
                        why -> builder.down()
                                .message("Uploads fail because " + why.reason())
                                .detail("service", probe.service())
                                .detail("failure", why.name())
                                .detail("remedy", why.remedy()),
                        builder::up);
    }

    private synchronized Optional<UploadFailure> failure() {
        return Optional.ofNullable(trouble).map(now -> now.failure);
    }

    /** {@return the trouble about which to ask now; nobody else asks until that is answered} */
    private synchronized Optional<Trouble> due() {
        Trouble now = trouble;
        if (now == null || asking || nanoClock.getAsLong() - now.askAt < 0) {
            return Optional.empty();
        }
        asking = true;
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        return Optional.of(now);
    }

    /** Waits for the probe, but not for long; an answer that comes later is there for the next look. */
    private void ask(Trouble about) {
        try {
            CompletableFuture.completedFuture(about.failure)
                    .thenCompose(probe::ask)
                    .exceptionally(unexpected -> Optional.of(about.failure))
                    .thenAccept(found -> answered(about, found))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException later) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What an upload has shown meanwhile is newer. */
    private synchronized void answered(Trouble about, Optional<UploadFailure> found) {
        asking = false;
        if (trouble == about) {
            trouble = found.map(this::trouble).orElse(null);
        }
    }
}
