package io.github.graphattach.benchmark;

import io.github.graphattach.TestIdentity;
import io.github.graphattach.benchmark.SinkSessions.Behaviour;
import io.github.graphattach.benchmark.SinkSessions.Counts;
import io.github.graphattach.benchmark.Worker.Cost;
import io.github.graphattach.benchmark.Worker.Order;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;

/** The JVMs that take part, each started when it is first needed, and the files that they upload. */
final class Crew implements AutoCloseable {

    private static final String PASSWORD = "changeit";
    private static final String HEAP = "1g";
    private static final Duration WARM_UP = Duration.ofSeconds(Integer.getInteger("benchmark.warmup", 20));

    /** A JVM is warm when it compiles for no more than this share of the time. */
    private static final double COMPILED = 0.02;

    /** So often in a row: what takes the compiler long is counted only when it is done. */
    private static final int QUIET = 3;

    private static final List<String> JVM_OPTIONS = Pattern.compile(" ")
            .splitAsStream(System.getProperty("benchmark.jvm", ""))
            .filter(option -> !option.isEmpty())
            .toList();

    private final Path folder;
    private final Path identity;
    private final Peer<Behaviour, Counts> sink;
    private final Sink.Ports ports;
    private final Map<Kind, Peer<Order, Cost>> workers = new EnumMap<>(Kind.class);
    private final Set<String> warm = new HashSet<>();
    private final Map<Integer, String> hashes = new HashMap<>();

    Crew(Path folder) throws Exception {
        this.folder = folder;
        Files.createDirectories(folder);
        identity = folder.resolve("identity.p12");
        TestIdentity.generate("EC", "-1d", 3, "san=ip:127.0.0.1").writePfx(identity, PASSWORD);
        sink = Peer.start(
                "sink", folder, List.of("-Xmx256m", Sink.class.getName(), identity.toString(), PASSWORD), Counts.class);
        ports = sink.greeting(Sink.Ports.class);
    }

    /** Makes the sink behave; {@return what it has counted since it was told the last time} */
    Counts behave(Behaviour behaviour) throws IOException {
        return sink.ask(behaviour);
    }

    /** {@return the sink as Graph} */
    URI graph() {
        return URI.create("http://127.0.0.1:" + ports.plain() + "/v1.0");
    }

    Cost measure(Kind kind, Row row) throws Exception {
        return worker(kind)
                .ask(new Order(row.tls(), file(row.megabytes()).toString(), row.uploads(), row.atOnce(), row.millis()));
    }

    Cost upload(Kind kind, boolean tls, int megabytes, int uploads, int atOnce) throws Exception {
        return worker(kind).ask(new Order(tls, file(megabytes).toString(), uploads, atOnce, 0));
    }

    /**
     * Once for either transport, so that nobody is measured while it is being compiled, as far as that ends in time. The
     * second one of a worker finds most of the code compiled.
     */
    void warmUp(Kind kind, boolean tls) throws Exception {
        Duration most = workers.containsKey(kind) ? WARM_UP.dividedBy(2) : WARM_UP;
        if (warm.add(kind + (tls ? "-tls" : ""))) {
            long started = System.nanoTime();
            int quiet = 0;
            do {
                // Small files are mostly requests, which the compiler has to see thousands of times.
                requireSuccess(kind, upload(kind, tls, 3, 100, 4));
                Cost cost = upload(kind, tls, 150, 4, 1);
                requireSuccess(kind, cost);
                quiet = cost.compilation() * 1e6 > cost.nanos() * COMPILED ? 0 : quiet + 1;
            } while (quiet < QUIET && System.nanoTime() - started < most.toNanos());
            behave(Behaviour.PLAIN);
        }
    }

    static void requireSuccess(Kind kind, Cost cost) throws IOException {
        if (!cost.failures().isEmpty()) {
            throw new IOException(kind.title + " failed: " + cost.failures().get(0));
        }
    }

    private Peer<Order, Cost> worker(Kind kind) throws IOException {
        Peer<Order, Cost> worker = workers.get(kind);
        if (worker == null) {
            worker = hire(kind, HEAP, kind.name());
            workers.put(kind, worker);
        }
        return worker;
    }

    /** Starts a worker of its own, to be closed by the caller. */
    Peer<Order, Cost> hire(Kind kind, String heap, String name) throws IOException {
        List<String> jvm = jvm(name);
        jvm.addAll(List.of(
                "-Xmx" + heap,
                // Their CPU time is counted thread by thread, so none may come and go.
                "-XX:-UseDynamicNumberOfCompilerThreads",
                "-XX:-UseDynamicNumberOfGCThreads",
                "-Djavax.net.ssl.trustStore=" + identity,
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
                "-Djavax.net.ssl.trustStoreType=PKCS12",
                Worker.class.getName(),
                kind.name(),
                Integer.toString(ports.plain()),
                Integer.toString(ports.tls())));
        Peer<Order, Cost> worker = Peer.start(name, folder, jvm, Cost.class);
        worker.greeting(String.class);
        return worker;
    }

    /** {@return the options that somebody wants all JVMs of clients to have} */
    static List<String> jvm(String name) {
        List<String> jvm = new ArrayList<>(JVM_OPTIONS);
        jvm.replaceAll(option -> option.replace("%k", name));
        return jvm;
    }

    /** {@return a file of so many millions of bytes} */
    Path file(int megabytes) throws Exception {
        Path file = folder.resolve(megabytes + "MB.bin").toAbsolutePath();
        if (!hashes.containsKey(megabytes)) {
            hashes.put(megabytes, write(file, megabytes));
        }
        return file;
    }

    String sha256(int megabytes) throws Exception {
        file(megabytes);
        return hashes.getOrDefault(megabytes, "");
    }

    private static String write(Path file, int megabytes) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        Random random = new Random(megabytes);
        byte[] block = new byte[1_000_000];
        try (OutputStream out = new DigestOutputStream(new BufferedOutputStream(Files.newOutputStream(file)), digest)) {
            for (int i = 0; i < megabytes; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() {
        workers.values().forEach(Peer::close);
        sink.close();
    }
}
