package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a job or a file of the inbox is taken, on a clock that only the test moves. */
class InboxTest {

    private static final String JOB = "board.json";
    private static final String FILE = "minutes.pdf";

    private static final String TARGET = "{\"item\": \"event\", \"eventId\": \"E\"}";

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

        assertThat(next()).isEmpty();
        pass(1);
        assertThat(next()).contains(JOB);
    }

    @Test
    void aFileThatStillGrowsHoldsItsJobBack() throws IOException {
        drop(JOB, "{\"files\": [{\"path\": \"minutes.pdf\"}]}");
        drop(FILE, "half");
        inbox.next();
        pass(1);
        drop(FILE, "half and half");

        assertThat(next()).isEmpty();
        pass(1);
        assertThat(next()).contains(JOB);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileMustRestForLongerThanItsJobAsItsWriterMayPause(boolean hasJob) throws IOException {
        inbox = inbox(true, 1, 7);
        if (hasJob) {
            drop(JOB, "{\"files\": [{\"path\": \"minutes.pdf\"}]}");
        }
        drop(FILE, "half");
        inbox.next();
        pass(6);

        assertThat(next()).isEmpty();
        pass(1);
        assertThat(next()).contains(hasJob ? JOB : FILE);
    }

    @Test
    void aJobWaitsForAFileThatIsNotThereYetButNotForEver() throws IOException {
        drop(JOB, "{\"files\": [{\"path\": \"minutes.pdf\"}]}");
        inbox.next();
        pass(4);
        assertThat(next()).isEmpty();
        assertThat(inbox.isIdle()).isFalse();

        pass(1);
        assertThat(next()).contains(JOB);
    }

    @Test
    void aFileWaitsForItsJobBeforeItGoesToTheDefaultTarget() throws IOException {
        drop(FILE, "bytes");
        inbox.next();
        pass(4);
        assertThat(next()).isEmpty();

        pass(1);
        assertThat(next()).contains(FILE);
    }

    @Test
    void aFileDoesNotGoToTheDefaultTargetWhileAJobArrivesThatMayNameIt() throws IOException {
        drop(FILE, "bytes");
        inbox.next();
        pass(5);
        drop(JOB, "{\"files\": [{\"path\": \"min");

        assertThat(next()).isEmpty();
    }

    @Test
    void aFileThatABrokenJobMentionsDoesNotGoToTheDefaultTarget() throws IOException {
        drop(FILE, "bytes");
        drop(JOB, "{\"files\": [{\"path\": \"minutes.pdf\"}]");
        inbox = inbox(true, 2);
        inbox.next();
        pass(5);
        take();

        assertThat(next()).isEmpty();
    }

    /** As macOS spells it: a letter, and its mark as a character of its own. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileThatAJobNamesInAnotherSpellingDoesNotGoToTheDefaultTarget() throws IOException {
        inbox = inbox(true, 2);
        Files.writeString(Path.of(URI.create(folder.toUri() + "u%CC%88ber.txt")), "bytes");
        drop(JOB, "{\"files\": [{\"path\": \"\\u00fcber.txt\"}]}");
        inbox.next();
        pass(5);
        inbox.next();
        pass(1);
        assertThat(take()).hasToString(JOB);

        assertThat(next()).isEmpty();
    }

    @Test
    void withoutADefaultTargetAFileWithoutAJobIsLeft() throws IOException {
        inbox = inbox(false, 1);
        drop(FILE, "bytes");
        inbox.next();
        pass(5);

        assertThat(next()).isEmpty();
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

        assertThat(next()).contains(JOB);
    }

    @Test
    void noMoreJobsAreInWorkThanAllowed() throws IOException {
        drop(JOB, "{}");
        drop("other.json", "{}");
        inbox.next();
        pass(1);
        var taken = take();
        assertThat(next()).as("second job while one is in work").isEmpty();
        assertThat(inbox.isIdle()).isFalse();

        inbox.release(taken);
        assertThat(next()).isPresent();
    }

    @Test
    void aJobWaitsWhileAnotherHasItsFileOrItsId() throws IOException {
        inbox = inbox(true, 3);
        drop("a.json", "{\"id\": \"x\", \"files\": [{\"path\": \"minutes.pdf\"}]}");
        drop("b.json", "{\"id\": \"y\", \"files\": [{\"path\": \"./minutes.pdf\"}]}");
        drop("c.json", "{\"id\": \"x\", \"files\": []}");
        drop(FILE, "bytes");
        inbox.next();
        pass(1);
        var taken = take();
        assertThat(taken).hasToString("a.json");

        assertThat(next()).isEmpty();
        inbox.release(taken);
        assertThat(next()).isPresent();
    }

    @Test
    void whatWasLeftIsNotTakenAgainBeforeItChanges() throws IOException {
        drop(JOB, "{}");
        inbox.next();
        pass(1);
        inbox.leave(inbox.next().orElseThrow());
        assertThat(next()).isEmpty();

        drop(JOB, "{ \"changed\": true }");
        inbox.next();
        pass(1);
        assertThat(next()).contains(JOB);
    }

    @Test
    void hiddenFilesFoldersIgnoredNamesAndRecordsAreNoJobs() throws IOException {
        drop(".arriving.json", "{}");
        drop("minutes.PART", "half");
        drop("board.json", "{}");
        drop("board.receipt.json", "{}");
        drop("board.error.json", "{}");
        Files.createDirectory(folder.resolve("folder"));
        inbox.next();
        pass(1);
        var job = take();
        pass(60);

        assertThat(next()).isEmpty();
        inbox.release(job);
        Files.delete(folder.resolve("board.json"));
        assertThat(next()).isEmpty();
        assertThat(inbox.isIdle()).isTrue();
        assertThat(inbox.left())
                .as("records whose job has gone, without a word until then")
                .containsExactly("board.error.json", "board.receipt.json");
    }

    /** A busy inbox looks at it later, and does not take it for a stray meanwhile. */
    @Test
    void aRecordOfAJobThatHasLeftIsSettledHoweverLongItWaited() throws IOException {
        var settled = new ArrayList<String>();
        var outage = new Outage(nanos::get);
        inbox = new Inbox(
                InboxFolder.at(folder),
                new Inbox.Rules(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        1,
                        Optional.empty(),
                        IgnoredNames.of("*.part")),
                new JobReader(JobReader.strictMapper()),
                settled::add,
                outage,
                nanos::get);
        drop("board.receipt.json", "{}");
        outage.starts("other.json");
        outage.met("other.json", new Verdict(Verdict.Kind.SERVICE, "no way"));
        inbox.take(new HeldJob("other.json", new byte[0], Optional.empty(), Optional.empty(), HeldJob.Claims.NONE));
        inbox.next();
        pass(60);
        inbox.next();
        assertThat(settled).isEmpty();

        outage.over();
        inbox.next();

        assertThat(settled).contains("board.receipt.json");
    }

    private Inbox inbox(boolean defaultTarget, int jobs) throws IOException {
        return inbox(defaultTarget, jobs, 1);
    }

    private Inbox inbox(boolean defaultTarget, int jobs, int fileQuiet) throws IOException {
        var rules = new Inbox.Rules(
                Duration.ofSeconds(1),
                Duration.ofSeconds(fileQuiet),
                Duration.ofSeconds(5),
                jobs,
                Optional.of(TARGET).filter(target -> defaultTarget),
                IgnoredNames.of("*.part"));
        var reader = new JobReader(JobReader.strictMapper());
        return new Inbox(InboxFolder.at(folder), rules, reader, record -> false, new Outage(nanos::get), nanos::get);
    }

    private Optional<String> next() {
        return inbox.next().map(HeldJob::name);
    }

    private HeldJob take() {
        var next = inbox.next().orElseThrow();
        inbox.take(next);
        return next;
    }

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void drop(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
