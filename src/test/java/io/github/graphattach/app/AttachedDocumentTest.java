package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.RecordedExchange.Host;
import java.io.IOException;
import java.util.ArrayList;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A real document, dropped with a job, through the shipped routes to exactly the path that the job says. */
@CamelMainTest(
        properties = {
            "graphattach.quiet=50",
            "graphattach.file-quiet=50",
            "graphattach.patience=200",
            "graphattach.poll=50"
        })
class AttachedDocumentTest {

    private static final int CHUNK = 3_932_160;

    private static final String JOB =
            """
            { "target": %s, "files": [ { "path": "minutes.docx", "name": "Minutes.docx" } ] }
            """
                    .formatted(InboxWorld.TARGET);

    private final InboxWorld world = new InboxWorld();

    @Configure
    void configure(MainConfigurationProperties configuration) {
        world.configure(configuration);
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void aDocumentArrivesWholeAtTheOccurrenceOfTheSeries() throws IOException {
        var document = Document.ofAtLeast(11_000_000);
        world.drop("minutes.docx", document);
        world.drop("board.json", JOB);

        var folder = world.done("board.json");

        assertThat(world.event.attachments()).hasSize(1);
        var stored = world.event.attachments().get(0);
        assertThat(stored.name()).isEqualTo("Minutes.docx");
        assertThat(stored.content()).hasBinaryContent(document);
        assertThat(stored.sha256()).isEqualTo(HeldFile.sha256(document));

        var receipt =
                world.json(folder.resolve("board.receipt.json")).path("files").path(0);
        assertThat(receipt.path("sha256").asText()).isEqualTo(stored.sha256());
        assertThat(receipt.path("attachmentId").asText()).isEqualTo(stored.id());
        assertThat(receipt.path("bytes").asLong()).isEqualTo(document.length);
        assertThat(InboxWorld.names(folder)).containsExactly("board.json", "board.receipt.json", "minutes.docx");
    }

    /** One look at what is attached already, one session, the ranges, and one look at the size that was stored. */
    @Test
    void itTakesOneSessionAndAsManyRangesAsTheFileHasChunks() throws IOException {
        var document = Document.ofAtLeast(11_000_000);
        world.drop("minutes.docx", document);
        world.drop("board.json", JOB);
        world.done("board.json");

        var attachments = "/v1.0" + InboxWorld.ITEM_PATH + "/attachments";
        var id = world.event.attachments().get(0).id().replace("=", "%3D");
        var asked = world.requests(Host.GRAPH).stream()
                .map(request -> request.method() + " " + request.path())
                .toList();
        assertThat(asked).hasSize(3);
        assertThat(asked.subList(0, 2))
                .as("side by side")
                .containsExactlyInAnyOrder("GET " + attachments, "POST " + attachments + "/createUploadSession");
        assertThat(asked.get(2)).isEqualTo("GET " + attachments + "/" + id);
        var ranges = new ArrayList<String>();
        for (var start = 0; start < document.length; start += CHUNK) {
            var end = Math.min(start + CHUNK, document.length) - 1;
            ranges.add("PUT bytes %d-%d/%d".formatted(start, end, document.length));
        }
        assertThat(ranges).as("ceil(size / chunk)").hasSize(3);
        assertThat(world.requests(Host.UPLOAD))
                .extracting(request ->
                        request.method() + " " + request.requestHeaders().get("content-range"))
                .isEqualTo(ranges);
        assertThat(world.requests(Host.UPLOAD))
                .allSatisfy(request -> assertThat(request.requestHeaders()).doesNotContainKey("authorization"));
        assertThat(world.requests(Host.GRAPH))
                .allSatisfy(request -> assertThat(request.requestHeaders()).containsKey("authorization"));
    }
}
