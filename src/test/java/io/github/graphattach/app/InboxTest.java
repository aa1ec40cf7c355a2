package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When a job or a file of the inbox is taken, on a clock that only the test moves. */
class InboxTest {

    private static final Path JOB = Path.of("board.json");
    private static final Path FILE = Path.of("minutes.pdf");

    private final AtomicLong nanos = new AtomicLong();
    private Path folder;
    private Inbox inbox;

    @BeforeEach
    void withADefaultTarget(@TempDir Path folder) throws IOException {
        this.folder = folder;
        inbox = inbox(true, 1);
    }

    @Test
    void aJobIsTakenWhenItAndItsFileAreQuiet() throws IOException {
        drop(JOB, "{\"files\": [{\"path\": \"minutes.pdf\"}]}");
        drop(FILE, "bytes");

        assertThat(inbox.next()).isEmpty();
        pass(1);
        assertThat(inbox.next()).contains(JOB);
    }

    @Test
    void aFileThatStillGrowsHoldsItsJobBack() throws IOException {
        drop(JOB, "{\"files\": [{\"path\": \"minutes.pdf\"}]}");
        drop(FILE, "half");
        inbox.next();
        pass(1);
        drop(FILE, "half and half");

        assertThat(inbox.next()).isEmpty();
        pass(1);
        assertThat(inbox.next()).contains(JOB);
    }

    @Test
    void aJobWaitsForAFileThatIsNotThereYetButNotForEver() throws IOException {
        drop(JOB, "{\"files\": [{\"path\": \"minutes.pdf\"}]}");
        inbox.next();
        pass(4);
        assertThat(inbox.next()).isEmpty();
        assertThat(inbox.isIdle()).isFalse();

        pass(1);
        assertThat(inbox.next()).contains(JOB);
    }

    @Test
    void aFileWaitsForItsJobBeforeItGoesToTheDefaultTarget() throws IOException {
        drop(FILE, "bytes");
        inbox.next();
        pass(4);
        assertThat(inbox.next()).isEmpty();

        pass(1);
        assertThat(inbox.next()).contains(FILE);
    }

    @Test
    void aFileDoesNotGoToTheDefaultTargetWhileAJobArrivesThatMayNameIt() throws IOException {
        drop(FILE, "bytes");
        inbox.next();
        pass(5);
        drop(JOB, "{\"files\": [{\"path\": \"min");

        assertThat(inbox.next()).isEmpty();
    }

    @Test
    void aFileThatABrokenJobMentionsDoesNotGoToTheDefaultTarget() throws IOException {
        drop(FILE, "bytes");
        drop(JOB, "{\"files\": [{\"path\": \"minutes.pdf\"}]");
        inbox = inbox(true, 2);
        inbox.next();
        pass(5);
        inbox.take(inbox.next().orElseThrow());

        assertThat(inbox.next()).isEmpty();
    }

    @Test
    void withoutADefaultTargetAFileWithoutAJobIsLeft() throws IOException {
        inbox = inbox(false, 1);
        drop(FILE, "bytes");
        inbox.next();
        pass(5);

        assertThat(inbox.next()).isEmpty();
        assertThat(inbox.isIdle()).isTrue();
        assertThat(inbox.left()).containsExactly(FILE);
    }

    @Test
    void aFileThatWasLeftIsTakenWhenItsJobComes() throws IOException {
        inbox = inbox(false, 1);
        drop(FILE, "bytes");
        inbox.next();
        pass(5);
        inbox.next();
        drop(JOB, "{\"files\": [{\"path\": \"minutes.pdf\"}]}");
        inbox.next();
        pass(1);

        assertThat(inbox.next()).contains(JOB);
    }

    @Test
    void noMoreJobsAreInWorkThanAllowed() throws IOException {
        drop(JOB, "{}");
        drop(Path.of("other.json"), "{}");
        inbox.next();
        pass(1);
        inbox.take(inbox.next().orElseThrow());
        assertThat(inbox.next()).as("second job while one is in work").isEmpty();
        assertThat(inbox.isIdle()).isFalse();

        inbox.release(JOB);
        assertThat(inbox.next()).isPresent();
    }

    @Test
    void aJobWaitsWhileAnotherHasItsFileOrItsId() throws IOException {
        inbox = inbox(true, 3);
        drop(Path.of("a.json"), "{\"id\": \"x\", \"files\": [{\"path\": \"minutes.pdf\"}]}");
        drop(Path.of("b.json"), "{\"id\": \"y\", \"files\": [{\"path\": \"./minutes.pdf\"}]}");
        drop(Path.of("c.json"), "{\"id\": \"x\", \"files\": []}");
        drop(FILE, "bytes");
        inbox.next();
        pass(1);
        inbox.take(Path.of("a.json"));

        assertThat(inbox.next()).isEmpty();
        inbox.release(Path.of("a.json"));
        assertThat(inbox.next()).isPresent();
    }

    @Test
    void whatWasLeftIsNotTakenAgainBeforeItChanges() throws IOException {
        drop(JOB, "{}");
        inbox.next();
        pass(1);
        assertThat(inbox.next()).contains(JOB);
        inbox.leave(JOB);
        assertThat(inbox.next()).isEmpty();

        drop(JOB, "{ \"changed\": true }");
        inbox.next();
        pass(1);
        assertThat(inbox.next()).contains(JOB);
    }

    @Test
    void hiddenFilesFoldersAndRecordsAreNoJobs() throws IOException {
        drop(Path.of(".arriving.json"), "{}");
        drop(Path.of("board.receipt.json"), "{}");
        drop(Path.of("board.error.json"), "{}");
        Files.createDirectory(folder.resolve("folder.json"));
        inbox.next();
        pass(60);

        assertThat(inbox.next()).isEmpty();
        assertThat(inbox.isIdle()).isTrue();
        assertThat(inbox.left()).isEmpty();
    }

    private Inbox inbox(boolean defaultTarget, int jobs) throws IOException {
        var opened = InboxFolder.at(folder);
        var rules = new Inbox.Rules(Duration.ofSeconds(1), Duration.ofSeconds(5), jobs, defaultTarget);
        return new Inbox(opened, rules, new JobReader(opened, JobReader.strictMapper())::claims, nanos::get);
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void drop(Path name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
