package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.LoggedLines;
import io.github.graphattach.app.InboxBench.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random jobs and files beside a neighbour who is unlucky or hostile and acts between any two steps: whatever he does, a
 * receipt names what the service holds, no file is lost or doubled, no job fails for what is not its own fault, and in the
 * end nothing waits.
 */
class NeighbourTest {

    private static final int CASES = Integer.getInteger("inbox.cases", 1000);
    private static final int HITS = 20;

    /** Of a writer: nearly as long as a file has to be at rest. */
    private static final Duration PAUSE = InboxBench.FILE_QUIET.minusSeconds(1);

    /** What lies where a link may lead. */
    private static final List<String> OUTSIDE =
            List.of("secret.txt", "a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt");

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
        DELETE_ATTACHMENT,
        SEND_AGAIN,
        ABANDON,
        CHANGE_SERVICE,
        JUMP_CLOCK
    }

    /** The process is killed. */
    private static final class Abandoned extends Error {
        private static final long serialVersionUID = 1;
    }

    /** What the application says of a thousand cases would take longer to write than the cases. */
    private final LoggedLines silence = LoggedLines.none(NeighbourTest.class.getPackageName());

    private int receipts;
    private final Map<Step, Map<Action, Integer>> hits = new EnumMap<>(Step.class);

    @AfterEach
    void speakAgain() {
        silence.close();
    }

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
        private final InboxAccount account;
        private final Path inbox;
        private final Path outside;
        private final List<Writer> writers = new ArrayList<>();
        private boolean acts = true;

        Case(Path root, int seed) throws IOException {
            random = new Random(seed);
            bench = new InboxBench(root, 1 + random.nextInt(2), random.nextBoolean(), this::before);
            account = new InboxAccount("case " + seed, bench);
            inbox = root.resolve("inbox");
            outside = Files.createDirectory(root.resolve("outside"));
            for (var file : OUTSIDE) {
                Files.writeString(outside.resolve(file), "secret of " + file);
            }
            bench.whenRefused(account::interrupts);
            Files.createDirectory(inbox.resolve("sub"));
        }

        void run() throws IOException {
            drop();
            for (var round = 0; round < 60; round++) {
                if (random.nextInt(7) == 0) {
                    drop();
                }
                round();
            }
            acts = false;
            bench.services.forEach(ServiceDouble::mend);
            List.of(bench.inboxFolder, bench.done, bench.failed).forEach(disk -> disk.refuse(0));
            for (var round = 0; round < 400 && !isOver(); round++) {
                round();
            }
            account.assertAllIsSaidAndDone();
            for (var file : OUTSIDE) {
                assertThat(outside.resolve(file)).hasContent("secret of " + file);
            }
            receipts += account.receipts();
        }

        private boolean isOver() {
            return writers.isEmpty()
                    && bench.courses().isEmpty()
                    && bench.inbox().isIdle();
        }

        private void round() throws IOException {
            try {
                if (bench.courses().isEmpty() || random.nextInt(3) == 0) {
                    if (!bench.look()) {
                        bench.pass(Duration.ofMillis(500 + random.nextInt(8000)));
                        for (var writer : List.copyOf(writers)) {
                            writer.goOn();
                        }
                    }
                } else {
                    bench.courses().get(random.nextInt(bench.courses().size())).advance();
                }
            } catch (Abandoned kill) {
                bench.start();
            }
        }

        /** Drops up to three files, most with a job, and at times something that nobody should take. */
        private void drop() throws IOException {
            var files = new ArrayList<String>();
            var alone = new ArrayList<String>();
            for (var count = 1 + random.nextInt(3); count > 0; count--) {
                switch (random.nextInt(12)) {
                    case 0 -> files.add(dropSlowly());
                    case 1 -> dropSpelledAsMacOsDoes(files, alone);
                    case 2 -> dropWhatNobodyShouldTake();
                    default -> dropAFile(files);
                }
            }
            var job = inbox.resolve("job-" + random.nextInt(4) + ".json");
            if (random.nextInt(4) > 0 && !files.isEmpty() && !Files.exists(job, LinkOption.NOFOLLOW_LINKS)) {
                var json = account.drops(job(files));
                account.write(job, json);
                alone.forEach(content -> account.belongs(content, json));
            }
        }

        private void dropAFile(List<String> files) throws IOException {
            var file = (random.nextInt(4) == 0 ? "sub/" : "") + (char) ('a' + random.nextInt(6)) + ".txt";
            var path = inbox.resolve(file);
            if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) && isReal(path)) {
                account.write(path, account.drops(account.fresh()));
                files.add(file);
            }
        }

        private static boolean isReal(Path path) {
            var parent = Objects.requireNonNull(path.getParent());
            return Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS);
        }

        private String dropSlowly() throws IOException {
            var file = "slow-" + account.next() + ".txt";
            writers.add(new Writer(inbox.resolve(file)));
            return file;
        }

        private void dropSpelledAsMacOsDoes(List<String> files, List<String> contents) throws IOException {
            var number = account.next();
            var path = Path.of(URI.create(inbox.toUri() + "u%CC%88-" + number + ".txt"));
            var content = account.drops(account.fresh());
            account.write(path, content);
            contents.add(content);
            files.add("\u00fc-" + number + ".txt");
        }

        private void dropWhatNobodyShouldTake() throws IOException {
            var name = (random.nextBoolean() ? "%d.tmp" : "job-%%FC-%d.json").formatted(account.next());
            account.write(Path.of(URI.create(inbox.toUri() + name)), account.drops(account.fresh()));
        }

        /** Somebody who writes half of a file, and the other half before it counts as complete. */
        private final class Writer {

            private final String half = account.fresh();
            private final long since = bench.nanos();
            private final OutputStream stream;

            Writer(Path file) throws IOException {
                stream = Files.newOutputStream(file);
                stream.write(half.getBytes(StandardCharsets.UTF_8));
                account.touch(file);
            }

            void goOn() throws IOException {
                if (bench.nanos() - since < PAUSE.toNanos()) {
                    return;
                }
                for (var file : account.dropped(inbox)) {
                    if (Files.readString(file).equals(half)) {
                        stream.write("and the rest".getBytes(StandardCharsets.UTF_8));
                        account.touch(file);
                        account.drops(half + "and the rest");
                    }
                }
                stream.close();
                writers.remove(this);
            }
        }

        private String job(List<String> files) {
            var id = random.nextInt(3) == 0 ? "\"id\": \"id-%d\",".formatted(random.nextInt(3)) : "";
            var names = files.stream().map("{ \"path\": \"%s\" }"::formatted).toList();
            return "{ %s \"target\": %s, \"files\": [ %s ] } %s"
                    .formatted(id, InboxBench.TARGET, String.join(", ", names), " ".repeat(account.next()));
        }

        private void before(Step step) {
            if (!acts || random.nextInt(chances(step)) != 0) {
                return;
            }
            var counts = hits.computeIfAbsent(step, first -> new EnumMap<>(Action.class));
            var actions = new ArrayList<>(List.of(Action.values()));
            Collections.shuffle(actions, random);
            if (random.nextInt(5) > 0) {
                actions.sort(Comparator.comparing(action -> Math.min(counts.getOrDefault(action, 0), 2 * HITS)));
            }
            for (var action : actions) {
                if (didAct(action)) {
                    counts.merge(action, 1, Integer::sum);
                    if (action == Action.ABANDON || action == Action.CHANGE_SERVICE) {
                        account.interrupts();
                        throw new Abandoned();
                    }
                    return;
                }
            }
        }

        /** Most steps are frequent; that a job gets to its end, beside another that is done, is not. */
        private static int chances(Step step) {
            return switch (step) {
                case LOOK, OPEN -> 6;
                case BEGIN, SEND -> 3;
                case READ -> 8;
                case RECORD, FAIL, MOVE -> 2;
                case FINISH -> 1;
            };
        }

        private boolean didAct(Action action) {
            try {
                return act(action);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        /** {@return whether there was something to do it to} */
        private boolean act(Action action) throws IOException {
            return switch (action) {
                case REPLACE ->
                    each(false, file -> {
                        var content = account.fresh();
                        account.replaces(file, content);
                        var other = account.write(bench.root.resolve("new"), content);
                        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
                    });
                case OVERWRITE_JOB ->
                    each(true, file -> {
                        var job = job(List.of("a.txt"));
                        account.replaces(file, job);
                        account.write(file, job);
                    });
                case DELETE ->
                    each(random.nextBoolean(), file -> {
                        account.destroys(file);
                        Files.delete(file);
                    });
                case RENAME ->
                    each(false, file -> Files.move(file, inbox.resolve("renamed-" + account.next() + ".txt")));
                case GROW ->
                    each(false, file -> {
                        var more = "and " + account.fresh();
                        account.replaces(file, Files.readString(file) + more);
                        Files.writeString(file, more, StandardOpenOption.APPEND);
                        account.touch(file);
                    });
                case LINK ->
                    each(false, file -> {
                        account.destroys(file);
                        Files.delete(file);
                        Files.createSymbolicLink(file, outside.resolve("secret.txt"));
                    });
                case LINK_FOLDER -> linkFolder();
                case FILL_DISK -> {
                    var disks = List.of(bench.inboxFolder, bench.done, bench.failed);
                    disks.get(random.nextInt(disks.size())).refuse(1 + random.nextInt(4));
                    yield true;
                }
                case STOP_SERVICE -> {
                    bench.service().stop();
                    yield true;
                }
                case REFUSE_TOKEN -> {
                    bench.service().refuseTheToken();
                    yield true;
                }
                case DELETE_ATTACHMENT -> deleteAttachment();
                case SEND_AGAIN -> sendAgain();
                case ABANDON -> true;
                case CHANGE_SERVICE -> {
                    bench.changeService();
                    yield true;
                }
                case JUMP_CLOCK -> {
                    bench.jump(Duration.ofMinutes(random.nextInt(120) - 60));
                    bench.service().mend();
                    yield true;
                }
            };
        }

        private boolean linkFolder() throws IOException {
            var sub = inbox.resolve("sub");
            if (Files.isDirectory(sub, LinkOption.NOFOLLOW_LINKS)) {
                Files.move(sub, inbox.resolve("sub-" + account.next()));
                Files.createSymbolicLink(sub, outside);
            } else {
                Files.deleteIfExists(sub);
                Files.createDirectory(sub);
            }
            return true;
        }

        private boolean deleteAttachment() throws IOException {
            var ids = bench.services.stream()
                    .flatMap(service -> service.attachments().keySet().stream())
                    .filter(id -> !bench.isInWork(id))
                    .toList();
            if (ids.isEmpty()) {
                return false;
            }
            account.deletes(ids.get(random.nextInt(ids.size())));
            return true;
        }

        /** Takes what a job that is done has left, and drops it once more. */
        private boolean sendAgain() throws IOException {
            var documents = account.sendable();
            if (documents.isEmpty()) {
                return false;
            }
            var folder = documents.get(random.nextInt(documents.size())).getParent();
            for (var file : documents) {
                if (file.startsWith(folder)) {
                    Files.move(file, account.inInbox(file));
                }
            }
            return true;
        }

        private interface Deed {

            void on(Path file) throws IOException;
        }

        private boolean each(boolean job, Deed deed) throws IOException {
            var all = account.dropped(inbox).stream()
                    .filter(file -> file.toString().endsWith(".json") == job)
                    .toList();
            if (all.isEmpty()) {
                return false;
            }
            deed.on(all.get(random.nextInt(all.size())));
            return true;
        }
    }
}
