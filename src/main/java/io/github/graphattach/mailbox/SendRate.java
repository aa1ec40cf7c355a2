package io.github.graphattach.mailbox;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Paces the mails that are sent from each mailbox, so that in no stretch of time as long as the window more than so many are:
 * Exchange Online takes 30 in a minute from one mailbox, see
 * <a href="https://learn.microsoft.com/office365/servicedescriptions/exchange-online-service-description/exchange-online-limits#sending-limits">Sending
 * limits</a>.
 *
 * <p>Nothing waits in here: a turn says how long to wait. Safe for use by many threads; each turn is one mail's.
 */
public final class SendRate {

    /** Mails are counted here as bytes are there. */
    private final UploadBudget mails;

    private SendRate(UploadBudget mails) {
        this.mails = mails;
    }

    /**
     * Makes a rate that nobody has sent at.
     *
     * @param most mails of each mailbox in a window, at least 1
     * @param window longer than zero, at most one hour
     * @param nanoClock a monotonic clock such as {@code System::nanoTime}; its value may wrap around
     * @throws IllegalArgumentException when one of these is out of bounds
     */
    public SendRate(long most, Duration window, LongSupplier nanoClock) {
        this(new UploadBudget(most, window, nanoClock));
    }

    /** {@return a rate that delays nothing} */
    public static SendRate unlimited() {
        return new SendRate(UploadBudget.unlimited());
    }

    /**
     * {@return a turn that is not queued for yet}
     *
     * @param mailbox that sends
     */
    public Turn turn(String mailbox) {
        return new Turn(mails, mailbox);
    }

    /**
     * One mail's place among those of its mailbox. It may be sent, and sent again; each time counts. A request that has
     * started counts until its answer, and for as long as the window from then on, as the service may count it at any moment
     * between.
     */
    public static final class Turn {

        private final UploadBudget mails;
        private final String mailbox;
        private Optional<UploadBudget.Reservation> place = Optional.empty();

        private Turn(UploadBudget mails, String mailbox) {
            this.mails = mails;
            this.mailbox = mailbox;
        }

        /**
         * Asks to send now, in the moment before the request. Who asks for the first time queues behind those who asked
         * before.
         *
         * @return zero when it is this mail's turn, which then has to be {@link #sent()} or given up; else how long to wait
         *     until to ask again
         */
        public Duration ask() {
            if (place.isEmpty()) {
                UploadBudget.Reservation reservation = mails.reserve(mailbox, 1);
                place = Optional.of(reservation);
                if (!reservation.delay().isZero()) {
                    return reservation.delay();
                }
            }
            return place.get().start();
        }

        /** Says that the request has ended, whatever became of it. Who asks again queues again. */
        public void sent() {
            place.ifPresent(UploadBudget.Reservation::end);
            place = Optional.empty();
        }

        /** Leaves the queue, for a mail that is not sent after all; again, or after it was sent, has no effect. */
        public void giveUp() {
            place.ifPresent(UploadBudget.Reservation::cancel);
            place = Optional.empty();
        }
    }
}
