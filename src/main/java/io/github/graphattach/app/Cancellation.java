package io.github.graphattach.app;

import io.github.graphattach.component.GraphAttachConstants;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * Takes back the mail of a job that the service keeps until its time: the application without its inbox and its routes. Which
 * mailbox it is in the receipt of the job says.
 *
 * @param out gets the one line that says what came of it
 * @param environment the environment variables
 * @param settings properties that win over all others
 */
record Cancellation(PrintStream out, Map<String, String> environment, Map<String, String> settings) {

    private static final String ENDPOINT = "graph-attach:message?operation=cancel";

    /**
     * Takes the mail back.
     *
     * @param job the job's id
     * @return whether it is not sent
     * @throws Exception when the application does not start
     */
    boolean cancel(String job) throws Exception {
        var main = new Main();
        settings.forEach(main::addOverrideProperty);
        main.addMainListener(new Startup());
        try (var checkpoints = new CheckpointConfiguration()) {
            main.configure().addConfiguration(checkpoints);
            main.start();
            try {
                return cancel(job, main.getCamelContext());
            } finally {
                main.stop();
            }
        }
    }

    private boolean cancel(String job, CamelContext context) throws IOException {
        var mailbox = mailbox(job, context);
        try (var template = context.createProducerTemplate()) {
            var answer = template.send(ENDPOINT, exchange -> {
                var message = exchange.getMessage();
                mailbox.ifPresent(user -> message.setHeader(GraphAttachConstants.USER_ID, user));
                message.setHeader(GraphAttachConstants.JOB_KEY, job);
            });
            var outcome = answer.getException() != null
                    ? JobError.oneLine(answer.getException().getMessage())
                    : Objects.requireNonNullElse(
                            answer.getMessage().getHeader(GraphAttachConstants.OUTCOME, String.class), "unknown");
            return switch (outcome) {
                case "cancelled" -> said(true, "Cancelled: the mail of job '%s' is not sent", job);
                case "already-sent" -> said(false, "Not cancelled: the mail of job '%s' was sent already", job);
                case "unknown" -> said(false, "Not cancelled: no mail of job '%s' is known to wait", job);
                default -> said(false, "Not cancelled, the mail of job '%s': " + outcome.replace("%", "%%"), job);
            };
        }
    }

    private boolean said(boolean done, String line, String job) {
        out.printf(line + "%n", job);
        return done;
    }

    private static Optional<String> mailbox(String job, CamelContext context) throws IOException {
        var service = InboxConfiguration.service(context).get();
        for (var receipt : outcomes(new Settings(context)).finished(job)) {
            if (service.has(receipt) && receipt.target().get("userId") instanceof String user) {
                return Optional.of(user);
            }
        }
        return Optional.empty();
    }

    private static Outcomes outcomes(Settings settings) throws IOException {
        return new FolderOutcomes(
                InboxFolder.at(settings.folder("graphattach.inbox")),
                HeldFolder.at(InboxConfiguration.done(settings)),
                HeldFolder.at(settings.folder("graphattach.failed")),
                JobReader.strictMapper(),
                Clock.systemUTC());
    }

    /** Leaves away what works jobs, before anything of Camel is set up. */
    private final class Startup extends MainListenerSupport {

        @Override
        public void beforeConfigure(BaseMainSupport main) {
            var context = main.getCamelContext();
            if (new Settings(context).flag(Application.DEMO)) {
                throw new StartRefusedException(
                        "a demonstration keeps no mail that could be cancelled", "unset " + Application.DEMO);
            }
            var properties = context.getPropertiesComponent();
            Connection.of(properties, environment).refuseWhenIncomplete();
            properties.addOverrideProperty("graphattach.management", "false");
            properties.addOverrideProperty("camel.main.routes-include-pattern", "false");
        }
    }
}
