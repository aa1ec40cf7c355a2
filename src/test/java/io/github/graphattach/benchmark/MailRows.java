package io.github.graphattach.benchmark;

import io.github.graphattach.benchmark.MailWorker.Order;
import io.github.graphattach.benchmark.MailWorker.Taken;
import io.github.graphattach.benchmark.SinkSessions.Behaviour;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How long many mails take that are sent at once, at a service that takes its time. */
final class MailRows {

    private static final Duration SERVICE = Duration.ofMillis(100);
    private static final Order MAILS = new Order(100, 3, 50);

    /** A look for an earlier try, the draft, each file, the sending. */
    private static final int REQUESTS = MAILS.files() + 3;

    /** The default of the option mailboxConcurrency. */
    private static final int AT_ONCE = 2;

    private static final int WARM_UP = 30;
    private static final int ROUNDS = 9;

    private final Path folder;
    private final Crew crew;

    MailRows(Path folder, Crew crew) {
        this.folder = folder;
        this.crew = crew;
    }

    /**
     * What the mails took. The ideal is that of the busiest mailbox: its requests in a row, as many at a time as it takes.
     *
     * @param requestsPerMail of all rounds
     * @param idealSeconds of a round
     * @param coldOfIdeal the first round of a process, as a multiple
     * @param warmOfIdeal the later ones, as multiples
     */
    record Mails(double requestsPerMail, double idealSeconds, double coldOfIdeal, Spread warmOfIdeal) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%d mails of %d files from %d mailboxes at %d ms a request: %.2f requests each,"
                            + " %.2f (%.2f to %.2f) of the ideal %.1f s; the first ones of a process %.2f",
                    MAILS.mails(),
                    MAILS.files(),
                    MAILS.mailboxes(),
                    SERVICE.toMillis(),
                    requestsPerMail,
                    warmOfIdeal.median(),
                    warmOfIdeal.min(),
                    warmOfIdeal.max(),
                    idealSeconds,
                    coldOfIdeal);
        }
    }

    Mails measure() throws IOException {
        int busiest = -Math.floorDiv(-MAILS.mails(), MAILS.mailboxes());
        double ideal = REQUESTS * SERVICE.toMillis() / 1e3 * busiest / AT_ONCE;
        List<String> jvm = Crew.jvm("mails");
        jvm.addAll(List.of(
                "-Xmx1g",
                MailWorker.class.getName(),
                crew.graph().toString(),
                folder.toAbsolutePath().toString()));
        try (Peer<Order, Taken> worker = Peer.start("mails", folder, jvm, Taken.class)) {
            worker.greeting(String.class);
            crew.behave(Behaviour.slow(SERVICE));
            double cold = seconds(worker) / ideal;
            crew.behave(Behaviour.PLAIN);
            for (int round = 0; round < WARM_UP; round++) {
                seconds(worker);
            }
            crew.behave(Behaviour.slow(SERVICE));
            double[] warm = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                warm[round] = seconds(worker) / ideal;
            }
            double requests = crew.behave(Behaviour.PLAIN).requests();
            return new Mails(requests / MAILS.mails() / ROUNDS, ideal, cold, Spread.of(warm));
        }
    }

    private static double seconds(Peer<Order, Taken> worker) throws IOException {
        Taken taken = worker.ask(MAILS);
        if (!taken.failures().isEmpty()) {
            throw new IOException("a mail failed: " + taken.failures().get(0));
        }
        return taken.nanos() / 1e9;
    }
}
