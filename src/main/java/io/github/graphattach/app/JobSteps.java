package io.github.graphattach.app;

import io.github.graphattach.component.GraphAttachConstants;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The steps of the inbox route between its endpoints, in the order in which the route takes them: each hands what the
 * exchange has to {@link JobRules}. What they share of a job travels in an exchange property.
 */
public final class JobSteps {

    /** The exchange property that says whether {@code direct:attach-in-ranges} attaches to a message or an event. */
    public static final String ITEM = "graphAttachItem";

    private static final String RUN = "graphAttachJob";
    private static final String CONTENT = "graphAttachContent";
    private static final Logger LOG = LoggerFactory.getLogger(JobSteps.class);

    private final Inbox inbox;
    private final JobRules rules;
    private final JobEnding ending;
    private final Clock clock;

    JobSteps(Inbox inbox, JobRules rules, JobEnding ending, Clock clock) {
        this.inbox = inbox;
        this.rules = rules;
        this.ending = ending;
        this.clock = clock;
    }

    /** Checks every file of the job in the body, so that a job with a fault in it fails before any request is sent. */
    public void open(Exchange exchange) throws IOException {
        var job = Objects.requireNonNull(exchange.getMessage().getBody(HeldJob.class));
        var run = rules.take(job);
        exchange.setProperty(RUN, run);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                rules.release(run);
                inbox.release(job);
            }
        });
        rules.open(run);
    }

    /** {@return whether a mail is still to be sent, with the files or without} */
    public boolean isMail(Exchange exchange) {
        return run(exchange).isToBeSent();
    }

    /** {@return the files that are still to be attached, in the job's order} */
    public List<?> pending(Exchange exchange) {
        return run(exchange).pending();
    }

    /** Makes the exchange what {@code direct:attach-in-ranges} expects: the file as body, where it goes in headers. */
    public void address(Exchange exchange) throws IOException {
        var run = run(exchange);
        var attachment = Objects.requireNonNull(exchange.getMessage().getBody(JobRun.Attachment.class));
        var content = rules.begin(run, attachment);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                close(content);
            }
        });
        exchange.setProperty(CONTENT, content);
        var target = run.item().orElseThrow();
        exchange.setProperty(ITEM, target.item());
        var message = exchange.getMessage();
        message.removeHeaders("*");
        target.headers().forEach(message::setHeader);
        attachment.file().headers().forEach(message::setHeader);
        message.setHeader(GraphAttachConstants.NAME, attachment.file().name());
        message.setHeader(GraphAttachConstants.SIZE, content.length());
        message.setHeader(GraphAttachConstants.UPLOAD_ID, JobRules.uploadId(run, attachment));
        if (run.mayBeAttached(attachment.file())) {
            // The store may have forgotten the upload, or be another one.
            message.setHeader(GraphAttachConstants.ON_EXISTING, "skip");
        }
        message.setBody(content);
    }

    private static void close(HeldFile content) {
        try {
            content.close();
        } catch (IOException e) {
            LOG.debug("A file could not be closed", e);
        }
    }

    /** Writes down that the file is attached. */
    public void record(Exchange exchange) throws IOException {
        var run = run(exchange);
        var attachment = run.current().orElseThrow();
        var content = Objects.requireNonNull(exchange.getProperty(CONTENT, HeldFile.class));
        var receipt = new FileReceipt(
                attachment.file().path(),
                attachment.file().name(),
                text(exchange, GraphAttachConstants.OUTCOME),
                content.length(),
                text(exchange, GraphAttachConstants.CONTENT_SHA256),
                text(exchange, GraphAttachConstants.VERIFIED),
                text(exchange, GraphAttachConstants.ATTACHMENT_ID),
                text(exchange, GraphAttachConstants.REQUEST_ID),
                run.begun().toString(),
                clock.instant().toString());
        exchange.getMessage().removeHeaders("CamelGraphAttach*");
        rules.record(run, receipt, content);
    }

    /** Moves the job and its files to the finished ones. */
    public void finish(Exchange exchange) throws IOException {
        ending.finish(run(exchange));
    }

    /** Ends a job that did not get through: it fails, or stays where it is when it is not its own fault. */
    public void fail(Exchange exchange) {
        ending.fail(
                run(exchange),
                Objects.requireNonNull(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class)));
    }

    static String text(Exchange exchange, String header) {
        return Optional.ofNullable(exchange.getMessage().getHeader(header, String.class))
                .orElse("");
    }

    static JobRun run(Exchange exchange) {
        return Objects.requireNonNull(exchange.getProperty(RUN, JobRun.class));
    }
}
