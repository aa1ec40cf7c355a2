package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.LoggedLines;
import io.github.graphattach.component.FailureDetails;
import io.github.graphattach.component.UploadInterruptedException;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A mail that breaks off at any step of the shipped routes is taken up again and goes out once. */
@CamelMainTest(
        properties = {
            "graphattach.quiet=20",
            "graphattach.file-quiet=20",
            "graphattach.patience=100",
            "graphattach.poll=20",
            "camel.component.graph-attach.retry-delay=1"
        })
class MailRecoveryTest {

    private static final Set<String> ROUTES = Set.of("send-job", "attach-job", "attach-in-ranges");

    private final InboxWorld world = new InboxWorld();
    private final SentMails mails = new SentMails(world.emulator);
    private final LoggedLines silence = LoggedLines.none(JobEnding.class.getName());

    /** Steps to go until one breaks off; negative when none does. */
    private final AtomicInteger left = new AtomicInteger(-1);

    @Configure
    void configure(MainConfigurationProperties configuration) {
        world.configure(configuration);
        configuration.addConfiguration(new CamelConfiguration() {
            @Override
            public void configure(CamelContext context) {
                context.getCamelContextExtension().addInterceptStrategy(new BreakingOff());
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        silence.close();
        world.close();
    }

    private final class BreakingOff implements InterceptStrategy {

        @Override
        public Processor wrapProcessorInInterceptors(
                CamelContext context, NamedNode step, Processor target, @Nullable Processor next) {
            return new DelegateAsyncProcessor(target) {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    if (isBelow(step) && left.getAndDecrement() == 0) {
                        exchange.setException(brokenOff());
                        callback.done(true);
                        return true;
                    }
                    return super.process(exchange, callback);
                }
            };
        }

        private boolean isBelow(NamedNode step) {
            for (var node = step; node != null; node = node.getParent()) {
                if (ROUTES.contains(String.valueOf(node.getId()))) {
                    return true;
                }
            }
            return false;
        }
    }

    /** As when the application stops: the job stays, and what is known of it is on the disk. */
    private static UploadInterruptedException brokenOff() {
        return new UploadInterruptedException(
                "Broken off; wait", new FailureDetails(0, "", "", "", true, 0, "wait"), null);
    }

    @Test
    void aMailThatBreaksOffAtAnyStepGoesOutOnce() throws IOException {
        var steps = 0;
        for (var isBroken = true; isBroken; steps++) {
            left.set(steps);
            var receipt = send("offer-" + steps);
            isBroken = left.get() < 0;

            assertThat(receipt.path("files"))
                    .as("files of the mail that broke off at step %s", steps)
                    .hasSize(2);
            assertThat(mails.sent()).as("mails after %s jobs", steps + 1).hasSize(steps + 1);
            assertThat(mails.sent())
                    .allSatisfy(mail -> assertThat(mail.path("attachments")).hasSize(2));
            assertThat(mails.drafts()).isEmpty();
        }
        assertThat(steps).as("steps at which it broke off").isGreaterThan(10);
    }

    private JsonNode send(String id) throws IOException {
        world.drop(id + ".txt", "first");
        world.drop(id + ".bin", "second");
        world.drop(
                id + ".json",
                """
                { "id": "%s", "mail": { "userId": "%s", "to": "a@example.com" },
                  "files": [ { "path": "%s.txt" }, { "path": "%s.bin" } ] }
                """
                        .formatted(id, SentMails.MAILBOX, id, id));
        return world.json(world.done(id + ".json").resolve(id + ".receipt.json"));
    }
}
