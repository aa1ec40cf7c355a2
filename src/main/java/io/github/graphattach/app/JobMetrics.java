package io.github.graphattach.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;

/**
 * The numbers of the application for a monitor, from the start of the context to its stop, where its registry holds a
 * {@link MeterRegistry}. No label holds an id, a name or a word of the service, so that they stay few.
 *
 * <table>
 * <caption>What there is</caption>
 * <tr><td>{@code graph_attach_jobs}</td><td>gauge</td><td>what lies in the inbox, by {@code state}: {@link JobState}</td></tr>
 * <tr><td>{@code graph_attach_jobs_ended_total}</td><td>counter</td><td>jobs that came to their end, by {@code outcome}
 * ({@code done}, {@code failed}) and {@code code}: why it failed, or {@code none}</td></tr>
 * </table>
 */
final class JobMetrics extends ServiceSupport implements JobEnding.Listener {

    private static final String JOBS = "graph.attach.jobs";

    /** Prometheus would take {@code graph_attach_jobs_total} for a counter of the gauge's own name, and have only one of them. */
    private static final String ENDED_JOBS = "graph.attach.jobs.ended";

    private final CamelContext context;
    private final Inbox inbox;
    private final List<Meter> meters = new ArrayList<>();
    private Optional<MeterRegistry> registry = Optional.empty();

    JobMetrics(CamelContext context, Inbox inbox) {
        this.context = context;
        this.inbox = inbox;
    }

    @Override
    protected synchronized void doStart() {
        registry = Optional.ofNullable(context.getRegistry().findSingleByType(MeterRegistry.class));
        registry.ifPresent(found -> {
            for (var state : JobState.values()) {
                meters.add(Gauge.builder(JOBS, () -> inbox.count(state))
                        .tag("state", state.name().toLowerCase(Locale.ROOT))
                        .description("What lies in the inbox")
                        .register(found));
            }
        });
    }

    @Override
    public synchronized void ended(String outcome, String code) {
        registry.ifPresent(found -> {
            var ended = Counter.builder(ENDED_JOBS)
                    .tag("outcome", outcome)
                    .tag("code", code)
                    .description("Jobs that came to their end")
                    .register(found);
            ended.increment();
            if (!meters.contains(ended)) {
                meters.add(ended);
            }
        });
    }

    @Override
    protected synchronized void doStop() {
        registry.ifPresent(found -> meters.forEach(found::remove));
        meters.clear();
        registry = Optional.empty();
    }
}
