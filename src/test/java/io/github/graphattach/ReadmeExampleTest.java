package io.github.graphattach;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulatorExtension;
import io.github.graphattach.emulator.RequestKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The test that the README offers to copy runs, and the README shows this very text. */
@SuppressWarnings("try") // closing a Camel may be interrupted
class ReadmeExampleTest {

    // readme:start
    @RegisterExtension
    final GraphEmulatorExtension graph = new GraphEmulatorExtension();

    @Test
    void theReportIsAttachedOnceThoughTheLastAnswerIsLost() throws Exception {
        EmulatedItem draft = graph.create("/me/messages/draft");
        graph.faults().on(RequestKind.PUT_RANGE).lastRange().loseReply();
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.start();
            camel.createFluentProducerTemplate()
                    .to("graph-attach:message?messageId=draft&name=report.pdf&accessToken=any&graphUrl="
                            + graph.graphUrl())
                    .withBody(new byte[5_000_000])
                    .request();
        }
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
