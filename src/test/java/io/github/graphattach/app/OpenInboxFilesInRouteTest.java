package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.graphattach.upload.UploadEvent;
import io.github.graphattach.upload.UploadListener;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The shipped routes have one file of each job open, whatever the number of its files. */
@EnabledOnOs(OS.LINUX)
@CamelMainTest(
        properties = {
            "graphattach.quiet=20",
            "graphattach.file-quiet=20",
            "graphattach.patience=100",
            "graphattach.poll=50",
            "graphattach.management=false",
            "graphattach.jobs-in-flight=3"
        })
class OpenInboxFilesInRouteTest {

    private static final int JOBS = 5;
    private static final int JOBS_IN_FLIGHT = 3;
    private static final int FILES = 20;

    private final InboxWorld world = new InboxWorld();
    private final OpenFilesOf files = new OpenFilesOf(world.inbox(""));
    private final Queue<Integer> open = new ConcurrentLinkedQueue<>();

    @Configure
    void configure(MainConfigurationProperties configuration) {
        world.configure(configuration);
        configuration.addConfiguration(new CamelConfiguration() {
            @Override
            public void configure(CamelContext context) {
                UploadListener counter = event -> {
                    if (event.type() == UploadEvent.Type.COMPLETED) {
                        open.add(files.count());
                    }
                };
                context.getRegistry().bind("counter", UploadListener.class, counter);
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void eachJobInWorkHasOneFileOpen() throws IOException {
        for (var job = 0; job < JOBS; job++) {
            drop("job-" + job);
        }

        await().atMost(Duration.ofMinutes(2)).until(() -> open.size() == JOBS * FILES);

        assertThat(world.event.attachments()).hasSize(JOBS * FILES);
        assertThat(open)
                .as("files of the inbox that are open while one is attached")
                .allSatisfy(count -> assertThat(count).isBetween(1, JOBS_IN_FLIGHT));
        await().atMost(Duration.ofMinutes(2)).until(() -> files.count() == 0);
    }

    private void drop(String job) throws IOException {
        for (var number = 0; number < FILES; number++) {
            Files.writeString(world.inbox(name(job, number)), "document %d of %s".formatted(number, job));
        }
        var names = IntStream.range(0, FILES)
                .mapToObj(number -> "{ \"path\": \"%s\" }".formatted(name(job, number)))
                .collect(Collectors.joining(", "));
        Files.writeString(
                world.inbox(job + ".json"),
                "{ \"target\": %s, \"files\": [ %s ] }".formatted(InboxWorld.TARGET, names));
    }

    private static String name(String job, int number) {
        return "%s-%d.txt".formatted(job, number);
    }
}
