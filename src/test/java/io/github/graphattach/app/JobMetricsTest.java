package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a monitor sees of the inbox. */
class JobMetricsTest {

    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private InboxBench bench;
    private JobMetrics metrics;

    @BeforeEach
    void watchTheInbox(@TempDir Path root) throws Exception {
        bench = new InboxBench(root, 2, false, step -> {});
        context.getRegistry().bind("meters", registry);
        metrics = new JobMetrics(context, bench.inbox());
        metrics.start();
    }

    @AfterEach
    void close() {
        metrics.stop();
        context.stop();
    }

    @Test
    void eachJobCountsInTheStateThatItIsIn() throws IOException {
        for (var number = 0; number < 5; number++) {
            drop(number);
        }
        bench.look();
        // As long as no job was read, nobody knows that the files beside them are theirs.
        assertJobs(10, 0, 0, 0);

        bench.pass(InboxBench.FILE_QUIET);
        bench.look();
        assertJobs(0, 4, 1, 0);
        bench.look();
        assertJobs(0, 3, 2, 0);

        while (!bench.courses().isEmpty()) {
            bench.courses().get(0).advance();
        }
        bench.workAll();
        assertJobs(0, 0, 0, 0);
    }

    @Test
    void whatIsNothingToAttachIsLeft() throws IOException {
        Files.createDirectory(bench.root.resolve("inbox/folder.json"));
        bench.look();

        assertJobs(0, 0, 0, 1);
    }

    @Test
    void jobsWhoseOutcomeCannotBeWrittenAreLeftUntilItCan() throws IOException {
        for (var number = 0; number < 5; number++) {
            drop(number);
        }
        bench.look();
        bench.pass(InboxBench.FILE_QUIET);
        bench.done.refuse(Integer.MAX_VALUE);

        bench.look();
        bench.look();
        while (!bench.courses().isEmpty()) {
            bench.courses().get(0).advance();
        }
        bench.look();

        assertThat(bench.service().attachments()).as("what is attached already").hasSize(2);
        assertJobs(3, 0, 0, 2);
        assertThat(readiness()).isEqualTo(HealthCheck.State.DOWN);

        bench.done.refuse(0);
        bench.pass(LONGEST_PAUSE);
        bench.look();
        bench.courses().get(0).advance();
        assertJobs(2, 0, 1, 2);
        while (!bench.courses().isEmpty()) {
            bench.courses().get(0).advance();
        }
        bench.inbox().next();
        assertThat(readiness()).isEqualTo(HealthCheck.State.UP);
        assertJobs(0, 4, 0, 0);
        bench.workAll();

        assertJobs(0, 0, 0, 0);
        assertThat(bench.service().attachments()).as("each file once").hasSize(5);
    }

    @Test
    void endedJobsAreCountedByTheirOutcome() {
        metrics.ended("done", "none");
        metrics.ended("done", "none");
        metrics.ended("failed", "fileMissing");

        assertThat(ended("done", "none")).isEqualTo(2);
        assertThat(ended("failed", "fileMissing")).isEqualTo(1);
    }

    @Test
    void nothingIsLeftOfThemAtTheStop() {
        metrics.ended("failed", "fileMissing");

        metrics.stop();
        metrics.ended("done", "none");

        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void withoutARegistryNothingIsCounted() throws IOException {
        try (var without = new JobMetrics(new DefaultCamelContext(), bench.inbox())) {
            without.start();
            without.ended("done", "none");
        }
        assertThat(registry.find("graph.attach.jobs.ended").counters()).isEmpty();
    }

    /** A gauge and a counter with names so alike could stand in each other's way. */
    @Test
    void prometheusShowsThemUnderTheirNames() throws Exception {
        var prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        var other = new DefaultCamelContext();
        other.getRegistry().bind("meters", prometheus);
        try (var shown = new JobMetrics(other, bench.inbox())) {
            shown.start();
            shown.ended("failed", "fileMissing");

            assertThat(prometheus.scrape())
                    .contains(
                            "graph_attach_jobs{state=\"waiting\"} 0",
                            "graph_attach_jobs{state=\"ready\"} 0",
                            "graph_attach_jobs{state=\"working\"} 0",
                            "graph_attach_jobs{state=\"left\"} 0",
                            "graph_attach_jobs_ended_total{code=\"fileMissing\",outcome=\"failed\"} 1.0");
        }
    }

    private void assertJobs(int waiting, int ready, int working, int left) {
        assertThat("waiting %.0f, ready %.0f, working %.0f, left %.0f"
                        .formatted(jobs("waiting"), jobs("ready"), jobs("working"), jobs("left")))
                .isEqualTo("waiting %d, ready %d, working %d, left %d".formatted(waiting, ready, working, left));
    }

    private double jobs(String state) {
        return registry.get("graph.attach.jobs").tag("state", state).gauge().value();
    }

    private double ended(String outcome, String code) {
        return registry.get("graph.attach.jobs.ended")
                .tags("outcome", outcome, "code", code)
                .counter()
                .count();
    }

    private HealthCheck.State readiness() {
        return new InboxHealthCheck(bench.outage()).call().getState();
    }

    private void drop(int number) throws IOException {
        Files.writeString(bench.root.resolve("inbox/%d.txt".formatted(number)), "document " + number);
        Files.writeString(
                bench.root.resolve("inbox/%d.json".formatted(number)),
                "{ \"target\": %s, \"files\": [ { \"path\": \"%d.txt\" } ] }".formatted(InboxBench.TARGET, number));
    }
}
