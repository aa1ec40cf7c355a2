package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.upload.UploadEvent;
import io.github.graphattach.upload.UploadListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What somebody else does to a job, or to its files, while it is in work. */
@CamelMainTest(
        properties = {
            "graphattach.quiet=20",
            "graphattach.file-quiet=20",
            "graphattach.patience=100",
            "graphattach.poll=20",
            "camel.component.graph-attach.retry-delay=1"
        })
class ReplacedJobTest {

    private static final byte[] LARGE = new byte[4_000_000];

    /** What is done once, when the first upload has opened its session, or is done. */
    private interface Deed {

        void act() throws IOException;
    }

    private final InboxWorld world = new InboxWorld();
    private final AtomicReference<Deed> whenOpened = new AtomicReference<>(() -> {});
    private final AtomicReference<Deed> whenCompleted = new AtomicReference<>(() -> {});

    @Configure
    void actWhileAFileIsSent(MainConfigurationProperties configuration) {
        configuration.addConfiguration(new CamelConfiguration() {
            @Override
            public void configure(CamelContext context) {
                context.getRegistry().bind("deeds", (UploadListener) event -> {
                    if (event.type() == UploadEvent.Type.OPENED) {
                        once(whenOpened);
                    } else if (event.type() == UploadEvent.Type.COMPLETED) {
                        once(whenCompleted);
                    }
                });
            }
        });
        world.configure(configuration);
    }

    private static void once(AtomicReference<Deed> deed) {
        try {
            deed.getAndSet(() -> {}).act();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void aJobThatIsOverwrittenIsDoneAsItWasAndTheNewerOneIsWorkedNext() throws IOException {
        whenOpened.set(() -> {
            world.drop("b.bin", "second");
            world.drop("board.json", job("b.bin"));
        });
        world.drop("a.bin", LARGE);
        world.drop("board.json", job("a.bin"));

        var first = world.done("a.bin");
        var second = world.done("b.bin");

        assertThat(InboxWorld.names(first)).containsExactly("a.bin", "board.json", "board.receipt.json");
        assertThat(first.resolve("board.json")).hasContent(job("a.bin"));
        assertThat(InboxWorld.names(second)).containsExactly("b.bin", "board.json", "board.receipt.json");
        assertThat(world.event.attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("a.bin", "b.bin");
    }

    @Test
    void aJobThatIsOverwrittenFailsAsItWasAndTakesNoFileOfTheNewerOne() throws IOException {
        whenOpened.set(() -> {
            world.drop("b.bin", "second");
            world.drop("board.json", job("b.bin"));
        });
        world.drop("a.bin", LARGE);
        world.drop("c.bin", "third");
        world.drop(
                "board.json", job("a.bin").replace("} ] }", "}, { \"path\": \"c.bin\", \"name\": \"\\u0007\" } ] }"));

        var failed = world.failed("a.bin");
        var second = world.done("b.bin");

        assertThat(InboxWorld.names(failed))
                .contains("a.bin", "board.json", "c.bin")
                .doesNotContain("b.bin");
        assertThat(failed.resolve("board.json")).content().contains("c.bin");
        assertThat(second.resolve("board.json")).hasContent(job("b.bin"));
    }

    @Test
    void aFileThatIsReplacedBeforeItsTurnFailsTheJobBeforeAnyRequestForIt() throws IOException {
        whenOpened.set(() -> {
            Files.writeString(world.folder.resolve("new"), "other");
            Files.move(world.folder.resolve("new"), world.inbox("b.bin"), StandardCopyOption.REPLACE_EXISTING);
        });
        world.drop("a.bin", LARGE);
        world.drop("b.bin", "second");
        world.drop("board.json", job("a.bin").replace("} ] }", "}, { \"path\": \"b.bin\" } ] }"));

        var failed = world.failed("board.json");

        assertThat(world.json(failed.resolve("board.error.json")).path("code").asText())
                .isEqualTo("fileReplaced");
        assertThat(world.event.attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("a.bin");
        assertThat(world.inbox("b.bin")).as("what took its place").hasContent("other");
    }

    @Test
    void aFileThatGrowsAfterItWasAttachedIsAttachedAgainAsAWhole() throws IOException {
        var half = "half of it\n";
        whenCompleted.set(() -> Files.writeString(world.inbox("a.txt"), half + "and the rest"));
        world.drop("a.txt", half);
        world.drop("board.json", job("a.txt"));

        var done = world.done("board.json");

        assertThat(done.resolve("a.txt")).hasContent(half + "and the rest");
        assertThat(world.event.attachments()).hasSize(1);
        assertThat(world.event.attachments().get(0).content()).hasContent(half + "and the rest");
        assertThat(world.json(done.resolve("board.receipt.json"))
                        .path("files")
                        .path(0)
                        .path("sha256")
                        .asText())
                .isEqualTo(world.event.attachments().get(0).sha256());
    }

    private static String job(String file) {
        return "{ \"target\": %s, \"files\": [ { \"path\": \"%s\" } ] }"
                .formatted(InboxWorld.TARGET.replace("\n", " "), file);
    }
}
