package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.function.UnaryOperator;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Jobs that cannot be worked, through the shipped routes: each ends in the folder of failed jobs with one line that says
 * why, before any request is sent, and nothing is lost.
 */
@CamelMainTest(
        properties = {
            "graphattach.quiet=20",
            "graphattach.file-quiet=20",
            "graphattach.patience=100",
            "graphattach.poll=50"
        })
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadJobTest {

    private final InboxWorld world = new InboxWorld();
    private int count;

    @Configure
    void configure(MainConfigurationProperties configuration) {
        world.configure(configuration);
    }

    @BeforeAll
    void putThingsInTheWay() throws IOException {
        var secret = Files.writeString(world.folder.resolve("secret.txt"), "secret");
        Files.createSymbolicLink(world.inbox("link.pdf"), secret);
        Files.createSymbolicLink(world.inbox("linked"), world.folder);
        Files.createDirectory(world.inbox("folder"));
        world.drop("folder/kept.txt", "kept");
    }

    @AfterAll
    void close() throws IOException {
        world.close();
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    please attach DOC                                                          | notJson       | the job is not JSON (line 1, column 8)
                    {"files": [{"path": "DOC"}]}                                               | noTarget      | the job lacks a target; add "target"
                    {"target": TARGET, "files": [{"path": "DOC"}, {"path": "absent.pdf"}]}     | fileMissing   | the file 'absent.pdf' is not in the inbox; put it there
                    {"target": TARGET, "files": [{"path": "DOC"}, {"path": "../secret.txt"}]}  | outsideInbox  | the path '../secret.txt' leads out of the inbox; name a file inside it
                    {"target": TARGET, "files": [{"path": "DOC"}, {"path": "/etc/hostname"}]}  | outsideInbox  | the path '/etc/hostname' leads out of the inbox
                    {"target": TARGET, "files": [{"path": "DOC"}, {"path": "link.pdf"}]}       | symbolicLink  | 'link.pdf' is reached through a symbolic link
                    {"target": TARGET, "files": [{"path": "DOC"}, {"path": "linked/secret.txt"}]} | symbolicLink | 'linked/secret.txt' is reached through a symbolic link
                    {"target": TARGET, "files": [{"path": "DOC"}, {"path": "./folder/../DOC"}]} | fileTwice    | the job names the file './folder/../DOC' twice; name each file once
                    {"target": TARGET, "files": [{"path": "DOC"}, {"path": "folder"}]}         | fileIsFolder  | 'folder' is a folder; name the files in it
                    {"target": TARGET, "files": [{"path": "DOC"}, {"path": "JOB"}]}            | notADocument  | 'JOB' belongs to a job
                    {"target": TARGET, "files": [{"path": "DOC", "nme": "x"}]}                 | unknownField  | "files"[0]."nme" is an unknown field; correct it or leave it out; the fields there are
                    {"target": {"item": "event"}, "files": [{"path": "DOC"}]}                  | -             | eventId
                    {"target": {"item": "message", "groupId": "g", "messageId": "m"}, "files": [{"path": "DOC"}]}  | - | groupId
                    {"target": {"item": "event", "eventId": ".."}, "files": [{"path": "DOC"}]} | -             | eventId
                    {"target": {"item": "event", "eventId": "E", "calendarGroupId": "G"}, "files": [{"path": "DOC"}]} | - | calendarId
                    {"target": TARGET, "files": [{"path": "DOC", "name": "a\\u0007b"}]}        | -             | CamelGraphAttachName
                    {"target": TARGET, "mail": {"to": "a@example.com"}, "files": [{"path": "DOC"}]} | targetAndMail | the job has both a target and a mail; leave one of them out
                    {"mail": {"to": "a@example.com", "text": "a", "html": "b"}, "files": [{"path": "DOC"}]} | invalidMail | the mail has the fields mail.text and mail.html
                    {"mail": {"to": "a@example.com", "subjcet": "x"}, "files": [{"path": "DOC"}]} | unknownField | mail.subjcet is an unknown field; correct it or leave it out; the nearest is subject
                    {"mail": {"to": "a@example.com", "sendAt": "2020-01-01T00:00:00Z"}, "files": [{"path": "DOC"}]} | - | the time in the field sendAt is over
                    {"mail": {"to": "a@example.com", "from": "b@example.com"}, "files": [{"path": "DOC"}]} | - | the field from names a sender that this endpoint does not allow
                    {"mail": {"to": "a@example.com", "html": "<img src='cid:logo2'>"}, "files": [{"path": "DOC", "inline": true, "contentId": "logo"}]} | invalidMail | is inline, and the field mail.html does not show it
                    {"target": TARGET, "files": [{"path": "DOC", "inline": true}]}             | -             | CamelGraphAttachContentId
                    """)
    void aBadJobFailsInOneLineBeforeAnythingIsSent(String json, String code, String message) throws IOException {
        var job = "job-%d.json".formatted(++count);
        var document = "document-%d.pdf".formatted(count);
        var names = (UnaryOperator<String>) text -> text.replace("TARGET", InboxWorld.TARGET)
                .replace("DOC", document)
                .replace("JOB", job);
        world.drop(document, "document " + count);
        world.drop(job, names.apply(json));

        var folder = world.failed(job);

        var error = world.json(folder.resolve("job-%d.error.json".formatted(count)));
        assertThat(error.path("message").asText())
                .contains(names.apply(message))
                .doesNotContain("\n");
        assertThat(error.path("code").asText()).matches(code.equals("-") ? "\\w+" : code);
        assertThat(error.path("whatToDo").asText()).contains("move the content of this folder back into the inbox");
        world.assertNothingWasSent();
        assertThat(folder.resolve(document)).hasContent("document " + count);
        assertThat(world.folder.resolve("secret.txt")).hasContent("secret");
        assertThat(world.inbox("folder/kept.txt")).hasContent("kept");
        assertThat(Files.isSymbolicLink(world.inbox("linked"))).isTrue();
    }
}
