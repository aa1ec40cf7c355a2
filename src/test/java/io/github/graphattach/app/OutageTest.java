package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every job would fail for keeps the jobs where they are, and they all go on afterwards. */
class OutageTest {

    private static final int JOBS = 50;
    private static final Duration POLL = Duration.ofMillis(500);

    private InboxBench bench;

    @BeforeEach
    void fiftyJobs(@TempDir Path root) throws IOException {
        bench = new InboxBench(root, 4, false, step -> {});
        for (var number = 0; number < JOBS; number++) {
            Files.writeString(root.resolve("inbox/%d.txt".formatted(number)), "document " + number);
            Files.writeString(
                    root.resolve("inbox/%d.json".formatted(number)),
                    "{ \"target\": %s, \"files\": [ { \"path\": \"%d.txt\" } ] }".formatted(InboxBench.TARGET, number));
        }
        bench.inbox().next();
        bench.pass(InboxBench.FILE_QUIET);
    }

    @Test
    void twoMinutesWithoutTheServiceFailNoJob() throws IOException {
        assertAllWaitFor(Duration.ofMinutes(2), world -> world.service().stop(), world -> world.service()
                .mend());
    }

    @Test
    void aMinuteInWhichTheTokenIsRefusedFailsNoJob() throws IOException {
        assertAllWaitFor(Duration.ofMinutes(1), world -> world.service().refuseTheToken(), world -> world.service()
                .mend());
    }

    @Test
    void twoMinutesWithAFullDiskOfTheFinishedJobsFailNoJob() throws IOException {
        assertAllWaitFor(
                Duration.ofMinutes(2), world -> world.done.refuse(Integer.MAX_VALUE), world -> world.done.refuse(0));
    }

    @Test
    void twoMinutesWithAFullDiskOfTheInboxFailNoJob() throws IOException {
        assertAllWaitFor(
                Duration.ofMinutes(2),
                world -> world.inboxFolder.refuse(Integer.MAX_VALUE),
                world -> world.inboxFolder.refuse(0));
    }

    @Test
    void aFullDiskIsNamedWithTheRemedy() {
        bench.done.refuse(Integer.MAX_VALUE);
        work(POLL);

        assertThat(bench.outage().reason().orElseThrow())
                .contains(bench.done.root().toString(), "No space left on device", "free space on its disk");
    }

    @Test
    void aJobThatIsToBlameItselfFailsWhileOthersGetThrough() throws IOException {
        var blamed = new Verdict(Verdict.Kind.SERVICE, "the connection breaks for this file only");
        var outage = bench.outage();
        for (var time = 0; time < 3; time++) {
            assertThat(outage.met("bad", blamed)).isTrue();
            outage.passed("good", true);
        }

        assertThat(outage.met("bad", blamed)).as("an outage, once more").isFalse();
    }

    private void assertAllWaitFor(Duration outage, Consumer<InboxBench> begin, Consumer<InboxBench> end)
            throws IOException {
        begin.accept(bench);
        work(outage);
        assertThat(bench.outage().reason())
                .as("the reason that readiness gives")
                .isPresent();
        assertThat(readiness()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(ended("done")).as("done during the outage").isZero();
        assertThat(ended("failed")).as("failed during the outage").isZero();
        // Pauses of 1, 2, 4 ... s: seven of them end within two minutes.
        assertThat(bench.service().requests())
                .as("one request of each job that was in work, and one probe per pause")
                .isLessThanOrEqualTo(4 + 7);

        end.accept(bench);
        work(Duration.ofMinutes(2));

        assertThat(bench.outage().reason()).isEmpty();
        assertThat(readiness()).isEqualTo(HealthCheck.State.UP);
        assertThat(ended("done")).isEqualTo(JOBS);
        assertThat(ended("failed")).isZero();
        assertThat(bench.service().attachments()).as("each file once").hasSize(JOBS);
    }

    private HealthCheck.State readiness() {
        return new InboxHealthCheck(bench.outage()).call().getState();
    }

    private void work(Duration time) {
        for (var passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(POLL)) {
            while (bench.look()) {
                // The next poll comes while these are in work.
            }
            while (!bench.courses().isEmpty()) {
                bench.courses().get(0).advance();
            }
            bench.pass(POLL);
        }
    }

    private long ended(String outcome) throws IOException {
        try (var folders = Files.walk(bench.root.resolve(outcome))) {
            return folders.filter(file -> file.toString().endsWith(".txt")).count();
        }
    }
}
