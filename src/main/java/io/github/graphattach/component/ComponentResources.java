package io.github.graphattach.component;

import io.github.graphattach.graph.identity.SignIns;
import io.github.graphattach.mailbox.MailboxLimits;
import io.github.graphattach.session.InMemoryUploadSessionStore;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.RenewingSessionStore;
import io.github.graphattach.session.UploadSessionStore;
import io.github.graphattach.upload.UploadRunner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.jspecify.annotations.Nullable;

/** What all endpoints of a component share while it runs. */
final class ComponentResources implements AutoCloseable {

    private static final long KEEP_ALIVE_SECONDS = 2;

    /** How soon a thread that waits notices that the component stops. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final ExecutorServiceManager threads;
    private final ExecutorService pool;
    private final ScheduledExecutorService timer;
    private final ScheduledExecutorService heartbeat;
    private final BooleanSupplier stopping;
    private final UploadRunner runner;
    private final HttpClients clients;
    private final SignIns signIns;
    private final OpenUploads openUploads = new OpenUploads();
    private final UploadSessionStore memory = new InMemoryUploadSessionStore(
            LeaseTerms.withGrace(Duration.ZERO), InMemoryUploadSessionStore.DEFAULT_CAPACITY, System::nanoTime);
    private final Map<UploadSessionStore, RenewingSessionStore> stores = new HashMap<>();

    ComponentResources(CamelContext context, Object owner) {
        threads = context.getExecutorServiceManager();
        pool = threads.newThreadPool(owner, "GraphAttach", cached());
        timer = threads.newScheduledThreadPool(owner, "GraphAttachTimer", unbounded());
        // It asks databases, so it has a thread of its own: the timer has to be punctual.
        heartbeat = threads.newScheduledThreadPool(owner, "GraphAttachHeartbeat", 1);
        stopping = () -> context.isStopping() || pool.isShutdown();
        runner = new UploadRunner(pool, timer, MailboxLimits.ofThisJvm().gate(), stopping);
        clients = new HttpClients(context);
        signIns = new SignIns(() -> clients.client("https"));
    }

    /** A cached pool whose threads do not outlive for long the burst that needed them. */
    private static ThreadPoolProfile cached() {
        ThreadPoolProfile profile = new ThreadPoolProfile("GraphAttach");
        profile.setPoolSize(1);
        profile.setMaxPoolSize(Integer.MAX_VALUE);
        profile.setMaxQueueSize(0);
        profile.setKeepAliveTime(KEEP_ALIVE_SECONDS);
        profile.setTimeUnit(TimeUnit.SECONDS);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
    }

    /** Every upload that waits is a task, and so is every request under way; Camel's default takes 1,000. */
    private static ThreadPoolProfile unbounded() {
        ThreadPoolProfile profile = new ThreadPoolProfile("GraphAttachTimer");
        profile.setPoolSize(1);
        profile.setMaxQueueSize(-1);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        return profile;
    }

    ExecutorService pool() {
        return pool;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    UploadRunner runner() {
        return runner;
    }

    HttpClients clients() {
        return clients;
    }

    SignIns signIns() {
        return signIns;
    }

    OpenUploads openUploads() {
        return openUploads;
    }

    /**
     * The store to use, with its heartbeat.
     *
     * @param configured the application's, which stays its own to close; or null for this JVM's memory
     */
    synchronized RenewingSessionStore store(@Nullable UploadSessionStore configured) {
        return stores.computeIfAbsent(
                configured == null ? memory : configured,
                store -> new RenewingSessionStore(store, heartbeat, System::nanoTime));
    }

    /**
     * Waits on the caller's thread.
     *
     * @return whether the time has passed; else the component or Camel is stopping, or the thread was interrupted
     */
    boolean waited(Duration pause) {
        try {
            long end = System.nanoTime() + pause.toNanos();
            for (long left = pause.toNanos(); left > 0; left = end - System.nanoTime()) {
                if (stopping.getAsBoolean()
                        || pool.awaitTermination(Math.min(left, SLICE_NANOS), TimeUnit.NANOSECONDS)) {
                    return false;
                }
            }
            return !stopping.getAsBoolean();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits for what is under way, so it holds no lock that a producer could want. */
    @Override
    public void close() {
        Future<?> end = timer.schedule(this::endRequests, threads.getShutdownAwaitTermination(), TimeUnit.MILLISECONDS);
        threads.shutdownGraceful(pool);
        end.cancel(false);
        // Uploads that wait notice it within a moment, and end.
        threads.shutdownGraceful(timer);
        openUploads.all().forEach(OpenUpload::interrupt);
        closeStores();
        threads.shutdownNow(heartbeat);
        clients.close();
    }

    private synchronized void closeStores() {
        stores.values().forEach(RenewingSessionStore::close);
    }

    /** Those that wait for an answer do not notice an interrupt; they notice that their connection is closed. */
    private void endRequests() {
        pool.shutdownNow();
        clients.close();
    }
}
