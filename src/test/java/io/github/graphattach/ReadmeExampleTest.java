package io.github.graphattach;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulatorExtension;
import io.github.graphattach.emulator.RequestKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The test that the README offers to copy runs, and the README shows this very text. */
class ReadmeExampleTest extends CamelTestSupport {

    // readme:start
    @RegisterExtension
    final GraphEmulatorExtension graph = new GraphEmulatorExtension();

    @Test
    void theReportIsAttachedOnceThoughTheLastAnswerIsLost() {
        EmulatedItem draft = graph.create("/me/messages/draft");
        graph.faults().on(RequestKind.PUT_RANGE).lastRange().loseReply();
        String uri = "graph-attach:message?messageId=draft&name=a.pdf&accessToken=any&graphUrl=" + graph.graphUrl();
        template.requestBody(uri, new byte[5_000_000]);
        assertThat(draft.attachments()).extracting(EmulatedAttachment::length).containsExactly(5_000_000L);
    }
    // readme:end

    @Test
    void theReadmeShowsThatTest() throws Exception {
        String source =
                Files.readString(Path.of("src/test/java/" + getClass().getName().replace('.', '/') + ".java"));
        String example = source.substring(source.indexOf("// readme:start\n") + 16, source.indexOf("    // readme:end"))
                .lines()
                .map(line -> line.isBlank() ? "" : line.substring(4))
                .collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("README.md"))).contains(example);
    }
}
