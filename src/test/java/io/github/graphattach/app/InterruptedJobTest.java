package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.upload.UploadEvent;
import io.github.graphattach.upload.UploadListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application that is stopped in the middle of a file, and started again. */
@CamelMainTest(
        properties = {
            "graphattach.quiet=20",
            "graphattach.file-quiet=20",
            "graphattach.patience=100",
            "graphattach.poll=50",
            "graphattach.secret-key=" + InterruptedJobTest.SECRET_KEY
        })
class InterruptedJobTest {

    static final String SECRET_KEY = "test:AAAAAAAAAAAAAAAAAAAAAA==";

    private final InboxWorld world = new InboxWorld();

    @Configure
    void stopAfterTheFirstRange(MainConfigurationProperties configuration) {
        configuration.addConfiguration(new CamelConfiguration() {
            @Override
            public void configure(CamelContext context) {
                context.getRegistry().bind("stop", (UploadListener) event -> {
                    if (event.type() == UploadEvent.Type.RANGE_ACCEPTED) {
                        var unused = CompletableFuture.runAsync(context::stop);
                        await().atMost(Duration.ofMinutes(1)).until(context::isStopping);
                    }
                });
            }
        });
        world.configure(configuration);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void theJobStaysInTheInboxAndTheNextStartAttachesItOnce() throws IOException {
        var document = Document.ofAtLeast(9_000_000);
        world.drop("minutes.docx", document);
        world.drop(
                "board.json",
                "{ \"target\": %s, \"files\": [ { \"path\": \"minutes.docx\" } ] }".formatted(InboxWorld.TARGET));
        await().atMost(Duration.ofMinutes(1)).until(() -> world.application().isStopped());
        assertThat(world.event.attachments()).isEmpty();
        assertThat(world.inbox("board.json")).exists();
        assertThat(world.inbox("minutes.docx")).hasBinaryContent(document);
        assertThat(world.folder.resolve("failed")).isEmptyDirectory();

        world.giveUp();
        var nobody = new PrintStream(OutputStream.nullOutputStream());
        var settings = Map.of(
                "graphattach.file-quiet",
                "20",
                "graphattach.secret-key",
                SECRET_KEY,
                "graphattach.folder",
                world.folder.toString(),
                "camel.component.graph-attach.graph-url",
                world.emulator.graphUrl().toString(),
                "camel.component.graph-attach.access-token",
                "token");
        assertThat(new Application(nobody, nobody, Map.of(), settings).run("--once"))
                .isZero();

        assertThat(world.event.attachments()).hasSize(1);
        assertThat(world.event.attachments().get(0).content()).hasBinaryContent(document);
        assertThat(world.requests(RecordedExchange.Host.UPLOAD).stream()
                        .filter(sent -> sent.method().equals("PUT"))
                        .map(sent -> sent.requestHeaders().get("content-range")))
                .as("the second start goes on where the first stopped")
                .doesNotHaveDuplicates();
    }
}
