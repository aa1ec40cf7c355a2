package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.FuzzTime;
import io.github.graphattach.Hostile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Jobs that anybody may drop in the inbox. */
@AddLifecycleHook(FuzzTime.class)
class JobFuzz {

    private final ObjectMapper json = JobReader.strictMapper();
    private final InboxFolder inbox = InboxFolder.at(Files.createTempDirectory("inbox-"));

    JobFuzz() throws IOException {}

    @Provide
    Arbitrary<String> jobs() {
        return Hostile.json(
                List.of(
                        "id",
                        "target",
                        "files",
                        "item",
                        "eventId",
                        "messageId",
                        "userId",
                        "childFolderIds",
                        "itemPath",
                        "defaultCalendar",
                        "path",
                        "name",
                        "contentType",
                        "inline",
                        "contentId",
                        "onExisting",
                        "schema",
                        "mail",
                        "to",
                        "replyTo",
                        "subject",
                        "text",
                        "importance",
                        "headers",
                        "sendAt",
                        "onFailure",
                        "confirm"),
                "message",
                "event",
                "minutes.pdf",
                "../",
                "/etc/passwd",
                "a/b",
                "..",
                "skip",
                "text/plain",
                "job-1",
                "cfo@contoso.com",
                "c:\\",
                "users/u/messages/m");
    }

    @Property(tries = Integer.MAX_VALUE)
    void aJobIsTakenWholeOrRefusedInOneLine(@ForAll("jobs") String text) throws IOException {
        Job job;
        try {
            job = json.readValue(text.getBytes(StandardCharsets.UTF_8), Job.class);
        } catch (IOException e) {
            Hostile.assertOneLine(JobReader.refused(e).getMessage(), 1000);
            return;
        }
        if (job == null) {
            return;
        }
        assertThat(!job.files().isEmpty() || job.mail().isPresent())
                .as("a file or a mail")
                .isTrue();
        for (JobFile file : job.files()) {
            assertThat(file.headers().keySet()).allMatch(header -> header.startsWith("CamelGraphAttach"));
            try {
                Path path = inbox.relative(file.path());
                assertThat(inbox.root().resolve(path).normalize()).startsWith(inbox.root());
            } catch (JobException refused) {
                Hostile.assertOneLine(String.valueOf(refused.getMessage()), 1000);
            }
        }
        if (job.destination() instanceof Target target) {
            assertThat(target.headers().keySet()).allMatch(header -> header.startsWith("CamelGraphAttach"));
            assertThat(json.readValue(json.writeValueAsBytes(target), Target.class))
                    .isEqualTo(target);
        }
    }
}
