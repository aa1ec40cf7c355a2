package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.app.InboxBench.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random jobs and files beside a neighbour who is unlucky or hostile and acts between any two steps: whatever he does, a
 * receipt names what the service holds, no file is lost or doubled, and in the end nothing waits.
 */
class NeighbourTest {

    private static final int CASES = Integer.getInteger("inbox.cases", 1000);
    private static final int HITS = 20;

    /** What the neighbour does. */
    private enum Action {
        REPLACE,
        OVERWRITE_JOB,
        DELETE,
        RENAME,
        GROW,
        LINK,
        LINK_FOLDER,
        FILL_DISK,
        STOP_SERVICE,
        REFUSE_TOKEN,
        ABANDON,
        JUMP_CLOCK
    }

    /** The process is killed. */
    private static final class Abandoned extends Error {
        private static final long serialVersionUID = 1;
    }

    private int receipts;
    private final Map<Step, Map<Action, Integer>> hits = new EnumMap<>(Step.class);

    @Test
    void nothingIsLostDoubledOrSaidWrongly(@TempDir Path folder) throws IOException {
        for (var seed = 1; seed <= CASES; seed++) {
            var root = Files.createDirectory(folder.resolve("case-" + seed));
            new Case(root, seed).run();
            delete(root);
        }
        assertThat(receipts).as("jobs that were done in spite of him").isGreaterThan(CASES);
        for (var step : Step.values()) {
            for (var action : Action.values()) {
                assertThat(hits.getOrDefault(step, Map.of()).getOrDefault(action, 0))
                        .as("how often %s came before %s", action, step)
                        .isGreaterThanOrEqualTo(CASES < 1000 ? 0 : HITS);
            }
        }
    }

    private static void delete(Path root) throws IOException {
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private final class Case {

        private final Random random;
        private final InboxBench bench;
        private final Path inbox;
        private final Path outside;
        private final String name;
        /** What was dropped and nobody destroyed, and what was. */
        private final Set<String> alive = new HashSet<>();

        private final Set<String> destroyed = new HashSet<>();
        private int contents;
        private boolean acts = true;

        Case(Path root, int seed) throws IOException {
            name = "case " + seed;
            random = new Random(seed);
            bench = new InboxBench(root, 1 + random.nextInt(2), random.nextBoolean(), this::before);
            inbox = root.resolve("inbox");
            outside = Files.createDirectory(root.resolve("outside"));
            Files.writeString(outside.resolve("secret.txt"), "secret");
            Files.writeString(outside.resolve("b.txt"), "secret too");
            Files.createDirectory(inbox.resolve("sub"));
        }

        void run() throws IOException {
            drop();
            for (var round = 0; round < 40; round++) {
                if (random.nextInt(12) == 0) {
                    drop();
                }
                round();
            }
            acts = false;
            bench.service.mend();
            List.of(bench.inboxFolder, bench.done, bench.failed).forEach(disk -> disk.refuse(0));
            for (var round = 0;
                    round < 400 && !(bench.courses().isEmpty() && bench.inbox().isIdle());
                    round++) {
                round();
            }
            assertAllIsSaidAndDone();
        }

        private void round() {
            try {
                if (bench.courses().isEmpty() || random.nextInt(3) == 0) {
                    if (!bench.look()) {
                        bench.pass(Duration.ofMillis(500 + random.nextInt(8000)));
                    }
                } else {
                    bench.courses().get(random.nextInt(bench.courses().size())).advance();
                }
            } catch (Abandoned kill) {
                bench.start();
            }
        }

        /** Drops up to three files, most with a job. */
        private void drop() throws IOException {
            var files = new ArrayList<String>();
            for (var count = 1 + random.nextInt(3); count > 0; count--) {
                var file = (random.nextInt(4) == 0 ? "sub/" : "") + (char) ('a' + random.nextInt(6)) + ".txt";
                var path = inbox.resolve(file);
                if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) && isReal(path)) {
                    Files.writeString(path, fresh());
                    files.add(file);
                }
            }
            var job = inbox.resolve("job-" + random.nextInt(4) + ".json");
            if (random.nextInt(4) > 0 && !files.isEmpty() && !Files.exists(job, LinkOption.NOFOLLOW_LINKS)) {
                Files.writeString(job, job(files));
            }
        }

        private static boolean isReal(Path path) {
            var parent = Objects.requireNonNull(path.getParent());
            return Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS);
        }

        private String fresh() {
            var content = name + ", content " + ++contents + "\n";
            alive.add(content);
            return content;
        }

        private String job(List<String> files) {
            var id = random.nextInt(3) == 0 ? "\"id\": \"id-%d\",".formatted(random.nextInt(3)) : "";
            var names = files.stream().map("{ \"path\": \"%s\" }"::formatted).toList();
            var json = "{ %s \"target\": %s, \"files\": [ %s ] } %s"
                    .formatted(id, InboxBench.TARGET, String.join(", ", names), " ".repeat(++contents));
            alive.add(json);
            return json;
        }

        private void before(Step step) {
            var isRare = step == Step.RECORD || step == Step.FINISH || step == Step.FAIL || step == Step.MOVE;
            if (!acts || random.nextInt(isRare ? 2 : 6) != 0) {
                return;
            }
            var counts = hits.computeIfAbsent(step, first -> new EnumMap<>(Action.class));
            var all = List.of(Action.values());
            var action = random.nextInt(3) == 0
                    ? all.get(random.nextInt(all.size()))
                    : all.stream()
                            .min(Comparator.comparing(each -> counts.getOrDefault(each, 0)))
                            .orElseThrow();
            try {
                if (act(action)) {
                    counts.merge(action, 1, Integer::sum);
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            if (action == Action.ABANDON) {
                throw new Abandoned();
            }
        }

        /** {@return whether there was something to do it to} */
        private boolean act(Action action) throws IOException {
            return switch (action) {
                case REPLACE ->
                    each(false, file -> {
                        destroy(file);
                        var other = Files.writeString(bench.root.resolve("new"), fresh());
                        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
                    });
                case OVERWRITE_JOB ->
                    each(true, file -> {
                        destroy(file);
                        Files.writeString(file, job(List.of("a.txt")));
                    });
                case DELETE ->
                    each(random.nextBoolean(), file -> {
                        destroy(file);
                        Files.delete(file);
                    });
                case RENAME -> each(false, file -> Files.move(file, inbox.resolve("renamed-" + ++contents + ".txt")));
                case GROW ->
                    each(false, file -> {
                        destroy(file);
                        Files.writeString(file, "and " + fresh(), StandardOpenOption.APPEND);
                        alive.remove(name + ", content " + contents + "\n");
                        alive.add(Files.readString(file));
                    });
                case LINK ->
                    each(false, file -> {
                        destroy(file);
                        Files.delete(file);
                        Files.createSymbolicLink(file, outside.resolve("secret.txt"));
                    });
                case LINK_FOLDER -> {
                    var sub = inbox.resolve("sub");
                    if (Files.isDirectory(sub, LinkOption.NOFOLLOW_LINKS)) {
                        Files.move(sub, inbox.resolve("sub-" + ++contents));
                        Files.createSymbolicLink(sub, outside);
                    } else {
                        Files.deleteIfExists(sub);
                        Files.createDirectory(sub);
                    }
                    yield true;
                }
                case FILL_DISK -> {
                    var disks = List.of(bench.inboxFolder, bench.done, bench.failed);
                    disks.get(random.nextInt(disks.size())).refuse(1 + random.nextInt(4));
                    yield true;
                }
                case STOP_SERVICE -> {
                    bench.service.stop();
                    yield true;
                }
                case REFUSE_TOKEN -> {
                    bench.service.refuseTheToken();
                    yield true;
                }
                case ABANDON -> true;
                case JUMP_CLOCK -> {
                    bench.jump(Duration.ofMinutes(random.nextInt(120) - 60));
                    bench.service.mend();
                    yield true;
                }
            };
        }

        private interface Deed {

            void on(Path file) throws IOException;
        }

        private boolean each(boolean job, Deed deed) throws IOException {
            try (var files = Files.walk(inbox)) {
                var all = files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                        .filter(file -> isDropped(file) && file.toString().endsWith(".json") == job)
                        .sorted()
                        .toList();
                if (all.isEmpty()) {
                    return false;
                }
                deed.on(all.get(random.nextInt(all.size())));
                return true;
            }
        }

        private void destroy(Path file) throws IOException {
            var content = Files.readString(file);
            if (alive.remove(content)) {
                destroyed.add(content);
            }
        }

        private static boolean isDropped(Path file) {
            var name = String.valueOf(file.getFileName());
            return !RecordNames.mayBe(name) && !name.startsWith(HeldFolder.UNFINISHED);
        }

        private void assertAllIsSaidAndDone() throws IOException {
            assertThat(bench.inbox().isIdle())
                    .as(
                            "%s: idle in the end; it waits because of %s",
                            name, bench.outage().reason())
                    .isTrue();
            var found = new HashMap<String, List<Path>>();
            for (var part : List.of("inbox", "done", "failed")) {
                try (var files = Files.walk(bench.root.resolve(part))) {
                    for (var file : files.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                            .toList()) {
                        if (isDropped(file)) {
                            found.computeIfAbsent(Files.readString(file), first -> new ArrayList<>())
                                    .add(bench.root.relativize(file));
                        } else if (part.equals("done")) {
                            assertHolds(file);
                        }
                    }
                }
            }
            for (var content : alive) {
                assertThat(found.getOrDefault(content, List.of()))
                        .as("%s: where '%s' is", name, content)
                        .hasSize(1);
            }
            found.forEach((content, places) -> assertThat(alive.contains(content) || destroyed.contains(content))
                    .as("%s: '%s' was dropped, in %s", name, content, places)
                    .isTrue());
            bench.service.attachments().values().forEach(stored -> assertThat(
                            alive.contains(stored.content()) || destroyed.contains(stored.content()))
                    .as("%s: '%s' was attached, and was dropped as a whole", name, stored.content())
                    .isTrue());
            assertThat(outside.resolve("secret.txt")).hasContent("secret");
            assertThat(outside.resolve("b.txt")).hasContent("secret too");
        }

        private void assertHolds(Path receipt) throws IOException {
            if (String.valueOf(receipt.getFileName()).startsWith(HeldFolder.UNFINISHED)) {
                return;
            }
            receipts++;
            var said = JobReader.strictMapper()
                    .readValue(Files.readString(receipt, StandardCharsets.UTF_8), Receipt.class);
            assertThat(said.files()).as("%s: files of %s", name, receipt).isNotEmpty();
            // A kill, and then another file in the place of one that was attached, lets a job fail after its receipt.
            if (JobReader.isJob(said.job()) && Files.exists(receipt.resolveSibling(said.job()))) {
                assertThat(HeldFile.sha256(Files.readAllBytes(receipt.resolveSibling(said.job()))))
                        .as("%s: the job beside %s is the one that was worked", name, receipt)
                        .isEqualTo(said.jobSha256());
            }
            for (var file : said.files()) {
                var stored = bench.service.attachments().get(file.attachmentId());
                assertThat(stored).as("%s: %s at the service", name, file).isNotNull();
                assertThat(Objects.requireNonNull(stored).sha256())
                        .as("%s: what %s names", name, receipt)
                        .isEqualTo(file.sha256());
            }
        }
    }
}
