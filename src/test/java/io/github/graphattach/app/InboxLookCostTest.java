package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look into the inbox costs what changed, not what lies there: what is asked of the folder is counted. */
class InboxLookCostTest {

    private static final int MANY = 200;
    private static final Duration POLL = Duration.ofMillis(500);

    private final AtomicLong nanos = new AtomicLong();
    private Path root;
    private CountedFolder folder;
    private Inbox inbox;

    @BeforeEach
    void withoutADefaultTarget(@TempDir Path root) throws IOException {
        this.root = root;
        folder = new CountedFolder(HeldFolder.at(root));
        inbox = new Inbox(
                new InboxFolder(folder),
                new Inbox.Rules(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(5),
                        1,
                        Optional.empty(),
                        IgnoredNames.of("*.part")),
                new JobReader(JobReader.strictMapper()),
                record -> false,
                new Outage(nanos::get),
                nanos::get);
    }

    @Test
    void aLookOverStraysThatWereToldAsksForTheFolderOnly() throws IOException {
        dropStrays();
        pollFor(Duration.ofSeconds(15));
        assertThat(inbox.left()).hasSize(MANY);
        folder.forget();

        pollFor(Duration.ofSeconds(4));

        assertThat(folder.attributes).as("attributes of strays").isEmpty();
        assertThat(folder.listings).as("listings in eight looks").isLessThanOrEqualTo(1);
    }

    @Test
    void whatComesToTheStraysIsAllThatIsAskedFor() throws IOException {
        dropStrays();
        pollFor(Duration.ofSeconds(15));
        folder.forget();
        Files.writeString(root.resolve("late.txt"), "late");

        poll();

        assertThat(folder.listings).isEqualTo(1);
        assertThat(folder.attributes).containsOnly("late.txt");
    }

    @Test
    void straysAreReadAgainEveryNowAndThen() throws IOException {
        dropStrays();
        pollFor(Duration.ofSeconds(15));
        folder.forget();

        pollFor(Duration.ofMinutes(1));

        assertThat(folder.attributes).as("each once in a minute").hasSize(MANY);
    }

    @Test
    void aStrayThatWasWrittenToSinceWaitsBeforeItsJobTakesIt() throws IOException {
        dropStrays();
        pollFor(Duration.ofSeconds(15));
        Files.writeString(root.resolve("7.txt"), "another and longer content");
        dropJob(7);

        nanos.addAndGet(Duration.ofMillis(1).toNanos());
        assertThat(inbox.next()).isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(inbox.next()).as("the job is quiet, its file is not").isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(inbox.next()).map(HeldJob::name).contains("7.json");
    }

    @Test
    void readyJobsAreTakenWithoutALookForEach() throws IOException {
        dropStrays();
        for (var number = 0; number < MANY; number++) {
            dropJob(number);
        }
        poll();
        pass(Duration.ofSeconds(2));
        folder.forget();

        var taken = new ArrayList<String>();
        for (var next = inbox.next(); next.isPresent(); next = inbox.next()) {
            inbox.take(next.get());
            taken.add(next.get().name());
            assertThat(inbox.next()).as("another one beside it").isEmpty();
            Files.delete(root.resolve(next.get().name()));
            Files.delete(root.resolve(next.get().name().replace("json", "txt")));
            inbox.ended(next.get());
            inbox.release(next.get());
        }

        assertThat(taken).hasSize(MANY).doesNotHaveDuplicates();
        assertThat(folder.listings).as("looks").isLessThanOrEqualTo(3);
        assertThat(folder.attributes.size()).as("attributes, of job and file").isLessThanOrEqualTo(24 * MANY);
    }

    @Test
    void aReadyJobWhoseFileChangesBeforeItsTurnWaits() throws IOException {
        dropStray(0);
        dropStray(1);
        dropJob(0);
        dropJob(1);
        poll();
        pass(Duration.ofSeconds(2));
        var first = inbox.next().orElseThrow();
        Files.writeString(root.resolve("1.txt"), "another and longer content");
        Files.writeString(root.resolve("0.txt"), "another and longer content");
        inbox.take(first);
        inbox.release(first);

        assertThat(inbox.next()).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(inbox.next()).isPresent();
    }

    @Test
    void aReadyJobTakesThePlaceOfOneThatEndsAtOnce() throws IOException, InterruptedException {
        for (var number = 0; number < 2; number++) {
            dropStray(number);
            dropJob(number);
        }
        poll();
        assertThat(inbox.awaitFreePlace(Duration.ZERO)).as("nothing is ready").isFalse();
        pass(Duration.ofSeconds(2));
        var first = inbox.next().orElseThrow();
        assertThat(inbox.awaitFreePlace(Duration.ZERO)).as("there is a place").isFalse();
        inbox.take(first);
        assertThat(inbox.awaitFreePlace(Duration.ZERO)).as("one has to wait").isTrue();

        var waits = CompletableFuture.supplyAsync(this::awaitFreePlace);
        inbox.release(first);

        assertThat(waits).succeedsWithin(Duration.ofMinutes(1));
        assertThat(inbox.next()).map(HeldJob::name).isPresent().isNotEqualTo(Optional.of(first.name()));
    }

    private boolean awaitFreePlace() {
        try {
            return inbox.awaitFreePlace(Duration.ofHours(1));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void dropStrays() throws IOException {
        for (var number = 0; number < MANY; number++) {
            dropStray(number);
        }
    }

    private void dropStray(int number) throws IOException {
        Files.writeString(root.resolve(number + ".txt"), "stray " + number);
    }

    private void dropJob(int number) throws IOException {
        Files.writeString(
                root.resolve(number + ".json"),
                "{ \"target\": %s, \"files\": [ { \"path\": \"%d.txt\" } ] }".formatted(InboxBench.TARGET, number));
    }

    private void pollFor(Duration time) {
        IntStream.range(0, (int) time.dividedBy(POLL)).forEach(count -> poll());
    }

    private void poll() {
        pass(POLL);
        inbox.next();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    /** Remembers what it was asked for. */
    private static final class CountedFolder implements Folder {

        private final Folder folder;
        private final List<String> attributes = new ArrayList<>();
        private int listings;

        CountedFolder(Folder folder) {
            this.folder = folder;
        }

        void forget() {
            attributes.clear();
            listings = 0;
        }

        @Override
        public Path root() {
            return folder.root();
        }

        @Override
        public List<Path> names(Path below) throws IOException {
            listings++;
            return folder.names(below);
        }

        @Override
        public BasicFileAttributes attributes(Path file) throws IOException {
            if (!file.toString().isEmpty()) {
                attributes.add(file.toString());
            }
            return folder.attributes(file);
        }

        @Override
        public FileChannel open(Path file) throws IOException {
            return folder.open(file);
        }

        @Override
        public WritableByteChannel replace(Path file, byte[] content) throws IOException {
            return folder.replace(file, content);
        }

        @Override
        public void makeFolders(Path below) throws IOException {
            folder.makeFolders(below);
        }

        @Override
        public FileState move(Path file, Folder to, Path newName) throws IOException {
            return folder.move(file, to, newName);
        }

        @Override
        public boolean moveIfFree(Path file, Folder to, Path newName) throws IOException {
            return folder.moveIfFree(file, to, newName);
        }

        @Override
        public void delete(Path file) throws IOException {
            folder.delete(file);
        }
    }
}
