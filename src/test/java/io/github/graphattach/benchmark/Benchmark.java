package io.github.graphattach.benchmark;

import io.github.graphattach.benchmark.SinkSessions.Behaviour;
import io.github.graphattach.benchmark.SinkSessions.Counts;
import io.github.graphattach.benchmark.Worker.Cost;
import io.github.graphattach.benchmark.Worker.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Runs the comparison. Each kind has a JVM of its own, the sink too; in each round of a row all kinds take their turn, and
 * the ratios are those of one round. Nothing is hashed while time is taken: what arrived is checked in a pass of its own.
 *
 * <p>System properties: {@code benchmark.rows}, a regular expression of what to run, such as {@code 150MB-1-plain},
 * {@code hashes}, {@code reset}, {@code small-heap}, {@code service-time}, {@code start}, {@code inbox}, {@code jobs} or
 * {@code mails}; {@code benchmark.kinds}, another one, of the kinds to compare; {@code benchmark.seconds}, about how long to repeat a row;
 * {@code benchmark.warmup}, for how many seconds at most each JVM uploads before it is measured; {@code benchmark.jvm}, more
 * options for the JVMs of the clients, where {@code %k} becomes the kind, such as
 * {@code -agentpath:.../libasyncProfiler.so=start,event=cpu,loglevel=none,collapsed,file=/tmp/%k.txt}.
 */
final class Benchmark implements AutoCloseable {

    private static final Pattern ROWS = Pattern.compile(System.getProperty("benchmark.rows", ".*"));
    private static final Pattern KINDS = Pattern.compile(System.getProperty("benchmark.kinds", ".*"));
    private static final Duration LONGEST = Duration.ofSeconds(Integer.getInteger("benchmark.seconds", 4));
    private static final int MOST_ROUNDS = 9;

    private final Path folder;
    private final Crew crew;
    private final Report report = new Report();

    private Benchmark(Path folder) throws Exception {
        this.folder = folder;
        this.crew = new Crew(folder);
    }

    public static void main(String[] args) throws Exception {
        try (Benchmark benchmark = new Benchmark(Path.of("target", "benchmark"))) {
            for (Row row : Row.all()) {
                if (isWanted(row.id())) {
                    benchmark.compare(row);
                }
            }
            benchmark.runTheRest();
            benchmark.report.write(benchmark.folder);
        }
        System.exit(0);
    }

    private static boolean isWanted(String name) {
        return ROWS.matcher(name).matches();
    }

    private void runTheRest() throws Exception {
        if (isWanted("service-time")) {
            serviceTime();
        }
        if (isWanted("reset")) {
            reset();
        }
        if (isWanted("small-heap")) {
            smallHeap();
        }
        if (isWanted("hashes")) {
            hashes();
        }
        if (isWanted("start")) {
            start();
        }
        if (isWanted("inbox")) {
            inbox();
        }
        if (isWanted("jobs")) {
            jobs();
        }
        if (isWanted("mails")) {
            mails();
        }
    }

    private void compare(Row row) throws Exception {
        crew.behave(Behaviour.PLAIN);
        List<Kind> kinds = new ArrayList<>(Kind.all(row.tls()));
        kinds.removeIf(kind -> !KINDS.matcher(kind.name()).matches());
        for (Kind kind : kinds) {
            crew.warmUp(kind, row.tls());
        }
        Measured measured = new Measured(row);
        long started = System.nanoTime();
        for (int round = 0; round < MOST_ROUNDS && isTimeFor(row, round, System.nanoTime() - started); round++) {
            for (Kind kind : kinds) {
                Cost cost = crew.measure(kind, row);
                double requests = (double) crew.behave(Behaviour.PLAIN).requests() / cost.uploads();
                if (cost.failures().isEmpty()) {
                    measured.add(kind, cost, requests);
                } else if (kind.side == Kind.Side.OTHERS) {
                    measured.fail(kind, cost.failures().get(0));
                } else {
                    Crew.requireSuccess(kind, cost);
                }
            }
            kinds.removeAll(measured.failures().keySet());
            Collections.rotate(kinds, 1);
        }
        report.add(measured);
    }

    /** Another round like those before must fit in. */
    private static boolean isTimeFor(Row row, int round, long nanos) {
        return round == 0 || nanos / round * (round + 1) < LONGEST.toNanos() * row.weight();
    }

    /** Many mailboxes at a service that takes its time: the ideal is what the service or the machine lets through. */
    private void serviceTime() throws Exception {
        int mailboxes = 200;
        int megabytes = 25;
        int seconds = 1;
        crew.behave(Behaviour.PLAIN);
        crew.warmUp(Kind.SOCKET, false);
        crew.warmUp(Kind.ATTACH_FILE, false);
        Cost atFullSpeed = crew.upload(Kind.SOCKET, false, megabytes, mailboxes, 16);
        crew.behave(Behaviour.slow(Duration.ofSeconds(seconds)));
        Cost cost = crew.upload(Kind.ATTACH_FILE, false, megabytes, mailboxes, mailboxes);
        Crew.requireSuccess(Kind.ATTACH_FILE, cost);
        double requests = (double) crew.behave(Behaviour.PLAIN).requests() / mailboxes;
        double ideal = Math.max(requests * seconds, atFullSpeed.nanos() / 1e9);
        double taken = cost.nanos() / 1e9;
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seconds", taken);
        figures.put("idealSeconds", ideal);
        figures.put("ofIdeal", taken / ideal);
        figures.put("requestsPerFile", requests);
        figures.put("peakRss", cost.peakRss());
        report.add(
                "serviceTime",
                String.format(
                        Locale.ROOT,
                        "%d mailboxes at once, %d MB each, %d s per request: %.1f s, ideal %.1f s, ratio %.2f",
                        mailboxes,
                        megabytes,
                        seconds,
                        taken,
                        ideal,
                        taken / ideal),
                figures);
    }

    /** A connection is lost at a random byte: what is sent again, and what comes of it. */
    private void reset() throws Exception {
        int megabytes = 25;
        long at = new Random().nextLong(megabytes * 1_000_000L);
        Map<String, Object> outcomes = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, "One reset after %,d bytes of %d MB, ranges of %,d", at, megabytes, Uploader.CHUNK));
        for (Kind kind : List.of(Kind.ATTACH_FILE, Kind.ATTACH_IN_RANGES, Kind.MICROSOFT, Kind.BY_HAND)) {
            crew.behave(Behaviour.resetting(at));
            Cost cost = crew.upload(kind, false, megabytes, 1, 1);
            Counts counts = crew.behave(Behaviour.PLAIN);
            long again = counts.bodyBytes() - megabytes * 1_000_000L;
            String outcome = cost.failures().isEmpty()
                    ? String.format(
                            Locale.ROOT,
                            "%,d bytes sent again, %s",
                            again,
                            counts.hashes().equals(Map.of(crew.sha256(megabytes), 1)) ? "whole" : "WRONG BYTES")
                    : "failed: " + cost.failures().get(0);
            outcomes.put(kind.name(), outcome);
            text.append(String.format(Locale.ROOT, "%n%-32s %s", kind.title, outcome));
        }
        report.add("reset", text.toString(), outcomes);
    }

    private void smallHeap() throws Exception {
        int atOnce = 64;
        int megabytes = 150;
        try (Peer<Order, Cost> worker = crew.hire(Kind.ATTACH_FILE, "64m", "small-heap")) {
            crew.behave(Behaviour.HASHING);
            Cost cost = worker.ask(new Order(false, crew.file(megabytes).toString(), atOnce, atOnce, 0));
            Crew.requireSuccess(Kind.ATTACH_FILE, cost);
            requireWhole(Kind.ATTACH_FILE, megabytes, atOnce);
            report.add(
                    "smallHeap",
                    String.format(
                            Locale.ROOT,
                            "%d at once of %d MB with -Xmx64m: all SHA-256 right, peak RSS %.0f MB",
                            atOnce,
                            megabytes,
                            cost.peakRss() / 1e6),
                    Map.of("peakRss", cost.peakRss()));
        }
    }

    /** What was measured is worth nothing if what arrived is not what was sent. */
    private void hashes() throws Exception {
        int megabytes = 25;
        int uploads = 4;
        for (boolean tls : new boolean[] {false, true}) {
            for (Kind kind : Kind.all(tls)) {
                crew.behave(Behaviour.HASHING);
                Crew.requireSuccess(kind, crew.upload(kind, tls, megabytes, uploads, 2));
                requireWhole(kind, megabytes, uploads);
            }
        }
        report.add("hashes", "SHA-256 of what arrived: right for every kind, plain and TLS", "right");
    }

    private void start() throws Exception {
        ApplicationRows application = new ApplicationRows(folder, crew.graph());
        ApplicationRows.Starts archived = application.starts(List.of("./camel-graph-attach"));
        ApplicationRows.Starts plain = application.starts(List.of(java(), "-jar", "camel-graph-attach.jar"));
        report.add(
                "start",
                "The application with its archive of classes: " + archived + System.lineSeparator()
                        + "The same by java -jar: " + plain,
                Map.of("archived", archived, "plain", plain));
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private void inbox() throws Exception {
        int megabytes = 150;
        crew.behave(Behaviour.PLAIN);
        crew.warmUp(Kind.ATTACH_FILE, false);
        Cost attached = crew.upload(Kind.ATTACH_FILE, false, megabytes, 12, 1);
        Crew.requireSuccess(Kind.ATTACH_FILE, attached);
        double attach = 12e3 * megabytes / (attached.nanos() / 1e6);
        ApplicationRows.Inbox inbox = new ApplicationRows(folder, crew.graph()).inbox(crew.file(megabytes));
        double ratio = inbox.megabytesPerSecond().median() / attach;
        report.add(
                "inbox",
                String.format(
                        Locale.ROOT,
                        "%d MB from the inbox to its receipt: %.0f MB/s, %.2f of attach from a file (%.0f MB/s);"
                                + " %.1f MB written to disk",
                        megabytes,
                        inbox.megabytesPerSecond().median(),
                        ratio,
                        attach,
                        inbox.writtenMegabytes()),
                Map.of("inbox", inbox, "attachMegabytesPerSecond", attach, "ofAttach", ratio));
    }

    private void jobs() throws Exception {
        try (JobRows rows = new JobRows(folder, crew)) {
            JobRows.ManyFiles small = rows.files(20, 50_000, Duration.ofMillis(100));
            JobRows.ManyFiles many = rows.files(2_000, 10_000, Duration.ofMillis(5));
            JobRows.Jobs jobs = rows.jobs(10_000);
            report.add(
                    "jobs",
                    String.join(System.lineSeparator(), small.toString(), many.toString(), jobs.toString()),
                    Map.of("small", small, "many", many, "jobs", jobs));
        }
    }

    private void mails() throws Exception {
        MailRows.Mails mails = new MailRows(folder, crew).measure();
        report.add("mails", mails.toString(), mails);
    }

    private void requireWhole(Kind kind, int megabytes, int uploads) throws Exception {
        Counts counts = crew.behave(Behaviour.PLAIN);
        if (!counts.hashes().equals(Map.of(crew.sha256(megabytes), uploads))) {
            throw new IOException(kind.title + " did not upload what it was given: " + counts.hashes());
        }
    }

    @Override
    public void close() {
        crew.close();
    }
}
