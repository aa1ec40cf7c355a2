package io.github.graphattach.benchmark;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** A JVM that uploads in one way, and says what it took. */
final class Worker {

    private static final Path PROCESS = Path.of("/proc/self");
    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final CompilationMXBean COMPILER = ManagementFactory.getCompilationMXBean();
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);

    /**
     * What to upload.
     *
     * @param tls whether over TLS
     * @param file the one file of all uploads
     * @param uploads how many in all, at least
     * @param atOnce how many at any moment
     * @param millis for how long at least
     */
    record Order(boolean tls, String file, int uploads, int atOnce, long millis) {}

    /**
     * What it took.
     *
     * @param uploads how many there were
     * @param nanos on the clock
     * @param cpuNanos of all threads, those of the JVM too
     * @param allocated bytes on the heap
     * @param compilation milliseconds that the JVM has compiled
     * @param peakRss bytes of memory that the process had at most, in this order where the system tells, else so far
     * @param failures what the uploads failed with
     */
    record Cost(
            int uploads,
            long nanos,
            long cpuNanos,
            long allocated,
            long compilation,
            long peakRss,
            List<String> failures) {}

    private final Kind kind;
    private final Sink.Ports ports;
    private final Map<Boolean, Uploader> uploaders = new HashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    /** Its threads stay, or what they have allocated would be forgotten. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    private Worker(Kind kind, Sink.Ports ports) {
        this.kind = kind;
        this.ports = ports;
    }

    public static void main(String[] args) throws Exception {
        Sink.Ports ports = new Sink.Ports(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        Peer.serve("ready", Order.class, new Worker(Kind.valueOf(args[0]), ports)::upload);
    }

    private Cost upload(Order order) throws Exception {
        Path file = Path.of(order.file());
        Uploader uploader = uploader(order.tls());
        forgetPeak();
        int number = numbers.get();
        Map<Long, Long> allocatedBefore = allocated();
        long compiled = COMPILER.getTotalCompilationTime();
        long cpu = cpuNanos();
        long started = System.nanoTime();
        AtomicInteger left = new AtomicInteger(order.uploads());
        BooleanSupplier another =
                () -> left.getAndDecrement() > 0 || System.nanoTime() - started < order.millis() * 1_000_000;
        List<Future<List<String>>> lanes = new ArrayList<>();
        for (int lane = 0; lane < order.atOnce(); lane++) {
            int mailbox = lane;
            lanes.add(threads.submit(() -> uploadAll(uploader, file, another, mailbox)));
        }
        List<String> failures = new ArrayList<>();
        for (Future<List<String>> lane : lanes) {
            failures.addAll(lane.get());
        }
        long nanos = System.nanoTime() - started;
        long cpuNanos = cpuNanos() - cpu;
        long allocated = allocated().entrySet().stream()
                .mapToLong(thread -> thread.getValue() - allocatedBefore.getOrDefault(thread.getKey(), 0L))
                .sum();
        long compilation = COMPILER.getTotalCompilationTime() - compiled;
        return new Cost(numbers.get() - number, nanos, cpuNanos, allocated, compilation, peak(), failures);
    }

    private Uploader uploader(boolean tls) throws Exception {
        Uploader uploader = uploaders.get(tls);
        if (uploader == null) {
            uploader = kind.uploader(URI.create(ports.origin(tls) + "/v1.0"));
            uploaders.put(tls, uploader);
        }
        return uploader;
    }

    private List<String> uploadAll(Uploader uploader, Path file, BooleanSupplier another, int mailbox) {
        List<String> failures = new ArrayList<>();
        while (failures.isEmpty() && another.getAsBoolean()) {
            try {
                uploader.upload(file, numbers.incrementAndGet(), mailbox);
            } catch (Exception e) {
                System.err.println(trace(e));
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        return failures;
    }

    private static String trace(Exception e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Linux tells the nanoseconds of each thread; the JVM counts in hundredths of a second. */
    private static long cpuNanos() throws IOException {
        Path tasks = PROCESS.resolve("task");
        if (!Files.exists(tasks)) {
            return SYSTEM.getProcessCpuTime();
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.mapToLong(Worker::cpuNanos).sum();
        }
    }

    private static long cpuNanos(Path thread) {
        try {
            return Long.parseLong(Files.readString(thread.resolve("schedstat")).replaceAll(" .*\\s", ""));
        } catch (IOException ended) {
            return 0;
        }
    }

    private static Map<Long, Long> allocated() {
        Map<Long, Long> bytes = new HashMap<>();
        long[] ids = THREADS.getAllThreadIds();
        long[] allocated = THREADS.getThreadAllocatedBytes(ids);
        for (int i = 0; i < ids.length; i++) {
            bytes.put(ids[i], Math.max(0, allocated[i]));
        }
        return bytes;
    }

    private static void forgetPeak() {
        try {
            Files.writeString(PROCESS.resolve("clear_refs"), "5");
        } catch (IOException notAllowed) {
            // Then the peak is that of all orders so far.
        }
    }

    private static long peak() throws IOException {
        if (!Files.exists(PROCESS)) {
            return 0;
        }
        return Files.readAllLines(PROCESS.resolve("status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
