package io.github.graphattach.mailbox;

import java.time.Duration;
import java.util.HashSet;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** The bookings of one mailbox in order of time. Times are nanoseconds of one clock; whoever uses it guards it. */
final class Ledger {

    private final long budget;
    private final long window;
    private final NavigableSet<Booking> bookings = new TreeSet<>();

    /** Those whose requests are under way: the service may count them at any moment from then to now. */
    private final Set<Booking> underWay = new HashSet<>();

    Ledger(long budget, long window) {
        this.budget = budget;
        this.window = window;
    }

    void book(Booking booking, long now) {
        bringUpTo(now);
        long time = bookings.isEmpty() ? now : Math.max(now, bookings.last().time);
        move(booking, earliest(booking.bytes, time, bookings.descendingSet()));
    }

    Duration start(Booking booking, long now) {
        bringUpTo(now);
        bookings.remove(booking);
        long time = earliest(booking.bytes, now, started(now));
        move(booking, time);
        if (time == now) {
            booking.started = true;
            underWay.add(booking);
        }
        return Duration.ofNanos(time - now);
    }

    /** Those whose time came and who are late fill nothing: they would hold up each other for ever. Newest first. */
    private Iterable<Booking> started(long now) {
        NavigableSet<Booking> past = bookings.headSet(Booking.after(now), false).descendingSet();
        return () -> past.stream().filter(booking -> booking.started).iterator();
    }

    void end(Booking booking, long now) {
        if (underWay.remove(booking)) {
            move(booking, now);
        }
    }

    void cancel(Booking booking) {
        underWay.remove(booking);
        bookings.remove(booking);
    }

    private void bringUpTo(long now) {
        underWay.forEach(booking -> move(booking, now));
        while (!bookings.isEmpty() && bookings.first().time <= now - window) {
            bookings.pollFirst();
        }
    }

    private void move(Booking booking, long time) {
        bookings.remove(booking);
        booking.time = time;
        bookings.add(booking);
    }

    /** Goes back from the newest booking to the first one that must have left the window. */
    private long earliest(long bytes, long time, Iterable<Booking> newestFirst) {
        long room = budget - bytes;
        for (Booking booking : newestFirst) {
            if (booking.bytes > room) {
                return Math.max(time, booking.time + window);
            }
            room -= booking.bytes;
        }
        return time;
    }

    boolean isEmpty() {
        return bookings.isEmpty();
    }

    boolean isOver(long now) {
        return underWay.isEmpty() && (bookings.isEmpty() || bookings.last().time <= now - window);
    }

    UploadBudget.Usage usage(long now) {
        bringUpTo(now);
        long bytes = bookings.headSet(Booking.after(now), false).stream()
                .mapToLong(booking -> booking.bytes)
                .sum();
        long backlog = bookings.isEmpty() ? 0 : Math.max(0, bookings.last().time - now);
        return new UploadBudget.Usage(bytes, Duration.ofNanos(backlog));
    }

    /** Its time changes only while it is in no ledger. */
    static final class Booking implements Comparable<Booking> {

        private final long number;
        private final long bytes;
        private long time;
        private boolean started;

        Booking(long number, long bytes) {
            this.number = number;
            this.bytes = bytes;
        }

        long time() {
            return time;
        }

        /** {@return what comes after all bookings of that time} */
        static Booking after(long time) {
            Booking end = new Booking(Long.MAX_VALUE, 0);
            end.time = time;
            return end;
        }

        @Override
        public int compareTo(Booking other) {
            return time == other.time ? Long.compare(number, other.number) : Long.compare(time, other.time);
        }
    }
}
