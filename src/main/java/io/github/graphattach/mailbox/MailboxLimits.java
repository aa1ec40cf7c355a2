package io.github.graphattach.mailbox;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The limits of the mailboxes that this JVM sends to. The service counts what comes from one application together, and
 * refuses two writes to one item at once, however many components and Camel contexts the writes come from; so these share
 * one gate, one budget and one rate of sending.
 *
 * <p>More exactly, those share them whose classes come from one class loader: of two applications in one JVM that each bring
 * this library along, each has limits of its own, as two JVMs have.
 *
 * <p>Nothing here knows of a component or a context for longer than it waits for a permit, or has one.
 */
public final class MailboxLimits {

    private static final MailboxLimits SHARED = new MailboxLimits(spare(), System::nanoTime);
    private static final long KEEP_ALIVE_SECONDS = 2;

    private final MailboxGate gate;
    private final LongSupplier nanoClock;
    private final Map<BudgetSpec, UploadBudget> budgets = new ConcurrentHashMap<>();
    private final Map<RateSpec, SendRate> rates = new ConcurrentHashMap<>();

    /**
     * Makes limits that nobody has drawn on.
     *
     * @param spare as in {@link MailboxGate}
     * @param nanoClock as in {@link UploadBudget}
     */
    MailboxLimits(Executor spare, LongSupplier nanoClock) {
        this.gate = new MailboxGate(spare);
        this.nanoClock = nanoClock;
    }

    /** {@return the limits that all of this JVM share} */
    public static MailboxLimits ofThisJvm() {
        return SHARED;
    }

    /** {@return who may write to an item, and how many requests to a mailbox are in flight} */
    public MailboxGate gate() {
        return gate;
    }

    /**
     * Reads the option {@code mailboxUploadBudget}: bytes and window, such as {@code 150MB/5m}, or {@code off}. Units of
     * bytes are B, KB, MB, GB (powers of 1000) and KiB, MiB, GiB (powers of 1024), of time s, m and h.
     *
     * <p>All who ask for as many bytes in the same time share a budget, in whatever units they ask. Who asks for other numbers
     * has another one, even for the same mailbox: so a mailbox can be divided among those who send to it, each with a part.
     *
     * @param option the option's value
     * @return the budget of every mailbox
     * @throws IllegalArgumentException naming the option, when the text is neither
     */
    public UploadBudget budget(String option) {
        return BudgetSpec.parse(option)
                .map(spec ->
                        budgets.computeIfAbsent(spec, one -> new UploadBudget(one.bytes(), one.window(), nanoClock)))
                .orElseGet(UploadBudget::unlimited);
    }

    /**
     * Reads the option {@code mailboxSendRate}: mails and window, such as {@code 30/1m}, or {@code off}. As with
     * {@link #budget}, all who ask for the same share it.
     *
     * @param option the option's value
     * @return the rate of every mailbox
     * @throws IllegalArgumentException naming the option, when the text is neither
     */
    public SendRate sendRate(String option) {
        return RateSpec.parse(option)
                .map(spec -> rates.computeIfAbsent(spec, one -> new SendRate(one.most(), one.window(), nanoClock)))
                .orElseGet(SendRate::unlimited);
    }

    /** Threads for the rare case that a component stops while it is its turn. They belong to no context, and end soon. */
    private static Executor spare() {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "GraphAttachSpare");
                    thread.setDaemon(true);
                    thread.setContextClassLoader(MailboxLimits.class.getClassLoader());
                    return thread;
                });
    }
}
