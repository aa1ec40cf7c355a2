package io.github.graphattach.mailbox;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Paces the bytes that are sent to each mailbox, so that in no stretch of time as long as the window more than the
 * budget is sent: Outlook takes 150 MB in 5 minutes from one application for one mailbox, see
 * <a href="https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits">Outlook service limits</a>.
 *
 * <p>Nothing waits in here: a reservation says how long to wait. A mailbox takes no memory once its bookings have left
 * the window and another reservation was made. Safe for use by many threads.
 */
public final class UploadBudget {

    /** Longer ones would let the times of bookings run into the end of the number range, and help nobody. */
    static final Duration MAX_WINDOW = Duration.ofHours(1);

    private static final Reservation FREE = new Reservation() {
        @Override
        public Duration delay() {
            return Duration.ZERO;
        }

        @Override
        public Duration start() {
            return Duration.ZERO;
        }

        @Override
        public void end() {}

        @Override
        public void cancel() {}
    };

    private final long budget;
    private final long window;
    private final LongSupplier nanoClock;
    private final long origin;

    /** The mailbox whose last reservation is the oldest comes first. Guarded by itself. */
    private final Map<String, Ledger> ledgers = new LinkedHashMap<>(16, 0.75f, true);

    private long bookings;

    /**
     * Makes a budget that nobody has drawn on.
     *
     * @param bytes what each mailbox takes in a window, at least 1
     * @param window longer than zero, at most one hour
     * @param nanoClock a monotonic clock such as {@code System::nanoTime}; its value may wrap around
     * @throws IllegalArgumentException when the bytes or the window are out of bounds
     */
    public UploadBudget(long bytes, Duration window, LongSupplier nanoClock) {
        if (bytes < 1) {
            throw new IllegalArgumentException("A budget of " + bytes + " bytes lets nothing through: give 1 or more");
        }
        if (window.isNegative() || window.isZero() || window.compareTo(MAX_WINDOW) > 0) {
            throw new IllegalArgumentException("A window of " + window + " is out of bounds: give at most one hour");
        }
        this.budget = bytes;
        this.window = window.toNanos();
        this.nanoClock = nanoClock;
        this.origin = nanoClock.getAsLong();
    }

    /** {@return a budget that delays nothing} */
    public static UploadBudget unlimited() {
        return new UploadBudget(Long.MAX_VALUE, MAX_WINDOW, () -> 0);
    }

    /**
     * A part of the budget that is put aside for one request.
     *
     * <p>The service counts a request at some moment between its start and its answer. So a request that has started fills
     * the window until it has ended, and for as long as the window from then on.
     */
    public interface Reservation {

        /** {@return how long to wait from the reservation until the request may start; zero for at once} */
        Duration delay();

        /**
         * Asks for the request to start now, in the moment before it does: those before it may have started or ended later
         * than was foreseen.
         *
         * @return zero when it may; else how long to wait until to ask again
         */
        Duration start();

        /** Says that a request that has started has ended. */
        void end();

        /** Gives the bytes back, for a request that is not sent after all; again has no effect. */
        void cancel();
    }

    /**
     * How much of its budget a mailbox uses.
     *
     * @param bytes what was booked for the window that ends now
     * @param backlog how long the last one who reserved still has to wait
     */
    public record Usage(long bytes, Duration backlog) {}

    /**
     * Books bytes at the earliest moment at which the window has room for them, and not before those that were booked
     * earlier. More bytes than the whole budget are booked when the window is empty, and fill it.
     *
     * @param mailbox whose budget is drawn on
     * @param bytes the bytes on the wire; zero needs no room and waits for nothing
     * @return what was booked
     * @throws IllegalArgumentException when there are less than zero bytes
     */
    public Reservation reserve(String mailbox, long bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("No budget can be reserved for " + bytes + " bytes");
        }
        if (bytes == 0 || budget == Long.MAX_VALUE) {
            return FREE;
        }
        synchronized (ledgers) {
            long now = now();
            forgetThePast(now);
            Ledger.Booking booking = new Ledger.Booking(++bookings, Math.min(bytes, budget));
            ledger(mailbox).book(booking, now);
            return new Booked(mailbox, booking, Duration.ofNanos(booking.time() - now));
        }
    }

    /** {@return the use of each mailbox that is remembered, sorted by name, all as of one moment} */
    public Map<String, Usage> snapshot() {
        Map<String, Usage> usages = new TreeMap<>();
        synchronized (ledgers) {
            long now = now();
            ledgers.forEach((mailbox, ledger) -> usages.put(mailbox, ledger.usage(now)));
        }
        return usages;
    }

    private Ledger ledger(String mailbox) {
        return ledgers.computeIfAbsent(mailbox, none -> new Ledger(budget, window));
    }

    /** Time since this budget was made, so that the clock's wrap-around is nobody else's concern. */
    private long now() {
        return nanoClock.getAsLong() - origin;
    }

    /** Looks at the mailboxes that were idle longest and stops at the first that is not over: constant work per call. */
    private void forgetThePast(long now) {
        Iterator<Ledger> oldest = ledgers.values().iterator();
        while (oldest.hasNext() && oldest.next().isOver(now)) {
            oldest.remove();
        }
    }

    private final class Booked implements Reservation {

        private final String mailbox;
        private final Ledger.Booking booking;
        private final Duration delay;

        Booked(String mailbox, Ledger.Booking booking, Duration delay) {
            this.mailbox = mailbox;
            this.booking = booking;
            this.delay = delay;
        }

        @Override
        public Duration delay() {
            return delay;
        }

        @Override
        public Duration start() {
            synchronized (ledgers) {
                return ledger(mailbox).start(booking, now());
            }
        }

        @Override
        public void end() {
            synchronized (ledgers) {
                ledger(mailbox).end(booking, now());
            }
        }

        @Override
        public void cancel() {
            synchronized (ledgers) {
                Ledger ledger = ledger(mailbox);
                ledger.cancel(booking);
                if (ledger.isEmpty()) {
                    ledgers.remove(mailbox);
                }
            }
        }
    }
}
