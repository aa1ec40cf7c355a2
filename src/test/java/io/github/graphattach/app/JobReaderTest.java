package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job may say, and what a person reads who wrote another. */
class JobReaderTest {

    /** By its SHA-256 the next start knows the job again. */
    @Test
    void theJobOfAFileWithoutOneIsTheSameTextInEveryProcess() {
        var reader = new JobReader(new ObjectMapper());

        assertThat(reader.jobFor("minutes.txt", "{\"item\": \"event\", \"eventId\": \"E\"}")
                        .json())
                .asString(StandardCharsets.UTF_8)
                .isEqualTo(
                        """
                        {"target":{"item":"event","eventId":"E"},"files":[{"path":"minutes.txt"}]}""");
    }

    @Test
    void aJobIsReadWithAllItsFields() throws IOException {
        var job = JobReader.strictMapper()
                .readValue(
                        """
                        { "id": "board-2026-11",
                          "target": { "item": "event", "userId": "cfo@contoso.com", "calendarGroupId": "G", "calendarId": "C",
                                      "eventCollection": "calendarView", "eventId": "E", "exceptionOccurrenceId": "O" },
                          "files":  [ { "path": "in/minutes.pdf", "name": "Minutes.pdf", "onExisting": "skip" },
                                      { "path": "in/logo.png", "contentType": "image/png", "inline": true, "contentId": "logo" } ] }
                        """,
                        Job.class);

        assertThat(job.id()).contains("board-2026-11");
        var target = (Target) job.destination();
        assertThat(target.item()).isEqualTo("event");
        assertThat(target.headers())
                .isEqualTo(Map.of(
                        "CamelGraphAttachUserId", "cfo@contoso.com",
                        "CamelGraphAttachCalendarGroupId", "G",
                        "CamelGraphAttachCalendarId", "C",
                        "CamelGraphAttachEventCollection", "calendarView",
                        "CamelGraphAttachEventId", "E",
                        "CamelGraphAttachExceptionOccurrenceId", "O"));
        assertThat(job.files())
                .containsExactly(
                        new JobFile("in/minutes.pdf", "Minutes.pdf", Map.of("CamelGraphAttachOnExisting", "skip")),
                        new JobFile(
                                "in/logo.png",
                                "logo.png",
                                Map.of(
                                        "CamelGraphAttachContentType", "image/png",
                                        "CamelGraphAttachInline", true,
                                        "CamelGraphAttachContentId", "logo")));
    }

    @Test
    void childFoldersAreAListOrOneText() throws IOException {
        var json = JobReader.strictMapper();

        assertThat(json.readValue("{\"item\": \"message\", \"childFolderIds\": [\"a\", \"b\"]}", Target.class))
                .isEqualTo(json.readValue("{\"item\": \"message\", \"childFolderIds\": \"a,b\"}", Target.class));
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    minutes for the board                                                  | notJson       | the job is not JSON (line 1, column 8)
                    {"target": {"item": "event"}, "files": [                               | notJson       | the job is not JSON (line 1, column
                    ``                                                                     | notJson       | the job is not JSON
                    {"target": {"item": "event"}, "files": [{"path": "a"}]} {}             | notJson       | the job is not JSON
                    []                                                                     | notJson       | the job is not JSON
                    {"target": {"item": "event"}, "files": [{"path": 1}]}                  | invalidField  | "files"[0]."path" has a value of the wrong kind
                    {"files": [{"path": "a"}], "files": []}                                | notJson       | the job is not JSON
                    {"files": [{"path": "a"}]}                                             | noTarget      | the job lacks a target
                    {"target": null, "files": [{"path": "a"}]}                             | noTarget      | the job lacks a target
                    {"target": {"eventId": "E"}, "files": [{"path": "a"}]}                 | invalidTarget | the target's field "item" is neither "message" nor "event"; write one of them
                    {"target": {"item": "task"}, "files": [{"path": "a"}]}                 | invalidTarget | the target's field "item" is neither "message" nor "event"; write one of them
                    {"target": {"item": "event", "eventId": " "}, "files": [{"path": "a"}]}| invalidTarget | the target's field "eventId" is blank or no text
                    {"target": {"item": "event", "eventId": 7}, "files": [{"path": "a"}]}  | invalidTarget | the target's field "eventId" is blank or no text
                    {"target": {"item": "event", "evntId": "E"}, "files": [{"path": "a"}]} | unknownField  | the target has an unknown field "evntId"; correct it or leave it out; its fields are item, calendarGroupId
                    {"target": "event", "files": [{"path": "a"}]}                          | invalidField  | "target" has a value of the wrong kind
                    {"target": {"item": "event"}}                                          | noFiles       | the job names no file
                    {"target": {"item": "event"}, "files": []}                             | noFiles       | the job names no file
                    {"target": {"item": "event"}, "files": [null]}                         | noFiles       | the job names no file
                    {"target": {"item": "event"}, "files": ["a"]}                          | invalidField  | "files"[0] has a value of the wrong kind
                    {"target": {"item": "event"}, "files": [{"name": "a"}]}                | noPath        | a file of the job lacks its path
                    {"target": {"item": "event"}, "files": [{"path": "a", "inline": 3}]}   | invalidField  | "files"[0]."inline" has a value of the wrong kind
                    {"target": {"item": "event"}, "files": [{"path": "a", "nme": "b"}]}    | unknownField  | "files"[0]."nme" is an unknown field; correct it or leave it out; the fields there are contentId, contentType
                    {"target": {"item": "event"}, "files": [{"path": "a"}], "by": "me"}    | unknownField  | "by" is an unknown field; correct it or leave it out; the fields there are files, id, mail, schema, target
                    {"schema": 2, "target": {"item": "event"}, "files": [{"path": "a"}]}   | unknownSchema | the field "schema" is not 1; write that, or leave it out
                    {"schema": "1", "target": {"item": "event"}, "files": [{"path": "a"}]} | unknownSchema | the field "schema" is not 1
                    {"target": {"item": "event"}, "mail": {"to": "a@b.de"}}                | targetAndMail | the job has both a target and a mail; leave one of them out
                    {"mail": "a@b.de"}                                                     | invalidField  | "mail" has a value of the wrong kind
                    {"id": "../x", "target": {"item": "event"}, "files": [{"path": "a"}]}  | invalidId     | the field "id" may hold letters
                    """)
    void aJobThatIsWrongIsRefusedInOneLine(String json, String code, String message) {
        var thrown = catchThrowableOfType(
                JsonProcessingException.class, () -> JobReader.strictMapper().readValue(json, Job.class));

        assertThat(thrown).as("what was thrown for %s", json).isNotNull();
        var refused = JobReader.refused(thrown);
        assertThat(refused.code()).as("code for %s", refused.getMessage()).isEqualTo(code);
        assertThat(refused).hasMessageStartingWith(message).hasMessageNotContaining("\n");
    }
}
