package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.statistics.Statistics;

/** The schema of a job and its reader say the same of every document. */
class JobSchemaProperties {

    /** What the schema leaves to the reader; its comment says so. */
    private static final Pattern ONLY_THE_READER_KNOWS = Pattern.compile(String.join(
            "|",
            "no e-mail address",
            "\\d+ recipients in to, cc and bcc",
            "mail\\.from has \\d+ senders",
            "mail\\.sendAt (is no time|has no offset)",
            "mail\\.headers has the same name in two spellings",
            "more than 1000 characters"));

    private static final List<String> JOBS = List.of(
            """
            { "id": "board", "target": { "item": "event", "userId": "u", "calendarId": "C", "eventId": "E" },
              "files": [ { "path": "a.pdf", "name": "A.pdf", "contentType": "a/b", "onExisting": "skip" }, { "path": "b" } ] }
            """,
            """
            { "target": { "item": "message", "messageId": "M", "childFolderIds": ["a", "b"], "defaultCalendar": true },
              "files": [ { "path": "a.pdf", "inline": true, "contentId": "c" } ] }
            """,
            """
            { "schema": 1, "id": "offer-7",
              "mail": { "userId": "u", "from": "S <s@b.de>", "to": ["a@b.de", "B <b@b.de>"], "cc": "c@b.de, d@b.de",
                        "bcc": [], "replyTo": "r@b.de", "subject": "Offer", "html": "<p>", "importance": "high",
                        "headers": {"x-case": "7"}, "sendAt": "2030-01-01T08:00:00+01:00",
                        "onFailure": "delete", "confirm": "none" },
              "files": [ { "path": "logo.png", "inline": true, "contentId": "logo" } ] }
            """,
            """
            { "mail": { "bcc": "a@b.de", "text": "hello", "confirm": "sent" }, "files": [] }
            """);

    /** Values for any field, many of them right somewhere. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "1.0",
            "1.5",
            "2",
            "\"\"",
            "\" \"",
            "\"\\u2003\"",
            "\"\\u00a0\"",
            "\",\"",
            "\" , \"",
            "\"a\"",
            "\"a,b\"",
            "\"a\\n\"",
            "\"a\\u0085b\"",
            "\"-a\"",
            "\"1\"",
            "\"true\"",
            "\"a@b.de\"",
            "\"A <a@b.de>, c@d.de\"",
            "\"event\"",
            "\"message\"",
            "\"Event\"",
            "\"keep\"",
            "\"delete\"",
            "\"none\"",
            "\"sent\"",
            "\"NorMal \"",
            "\"2030-01-01T08:00Z\"",
            "[]",
            "[null]",
            "[1]",
            "[\"\"]",
            "[\"a@b.de\", \"\"]",
            "[\"a,b\"]",
            "[\"a@b.de\", null]",
            "{}",
            "{\"x-a\": \"b\"}",
            "{\"x-a\": \"b\", \"X-A\": \"c\"}",
            "{\"x-\": \"b\"}",
            "{\"x-a\": \"b\\n\"}",
            "{\"x-a\": null}",
            "{\"X-a:\": \"b\"}",
            "{\"x-1\": \"\", \"x-2\": \"\", \"x-3\": \"\", \"x-4\": \"\", \"x-5\": \"\", \"x-6\": \"\"}",
            "{\"path\": \"a\"}",
            "{\"item\": \"event\"}",
            "{\"to\": \"a@b.de\"}",
            "{\"cc\": [\" \", \"a@b.de\"]}",
            "[{\"path\": \"a\"}]",
            "[{\"path\": \"a\"}, null]",
            "[[]]");

    private static final List<String> NAMES = List.of(
            "schema",
            "id",
            "target",
            "mail",
            "files",
            "item",
            "userId",
            "messageId",
            "childFolderIds",
            "path",
            "name",
            "inline",
            "to",
            "cc",
            "text",
            "html",
            "headers",
            "sendAt",
            "importance",
            "subject",
            "confirm",
            "onFailure",
            "find",
            "x");

    private final ObjectMapper json = JobReader.strictMapper();
    private final JsonSchema schema;

    JobSchemaProperties() throws IOException {
        try (var text = Objects.requireNonNull(Job.class.getResourceAsStream("job.schema.json"))) {
            schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(json.readTree(text));
        }
    }

    @Provide
    Arbitrary<JsonNode> documents() {
        return Arbitraries.randomValue(this::document);
    }

    private JsonNode document(Random random) {
        var job = read(pick(JOBS, random));
        for (var changes = random.nextInt(4); changes > 0; changes--) {
            change(job, random);
        }
        return job;
    }

    private void change(JsonNode job, Random random) {
        var containers = new ArrayList<JsonNode>();
        collect(job, containers);
        var value = read(pick(VALUES, random));
        if (pick(containers, random) instanceof ObjectNode object) {
            var names = new ArrayList<String>();
            object.fieldNames().forEachRemaining(names::add);
            var name = names.isEmpty() || random.nextInt(4) == 0 ? pick(NAMES, random) : pick(names, random);
            if (random.nextInt(4) == 0) {
                object.remove(name);
            } else {
                object.set(name, value);
            }
        } else if (pick(containers, random) instanceof ArrayNode array) {
            array.insert(random.nextInt(array.size() + 1), value);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(below -> collect(below, containers));
        }
    }

    private static <T> T pick(List<T> from, Random random) {
        return from.get(random.nextInt(from.size()));
    }

    @Property(tries = 20_000)
    void whatTheOneAcceptsTheOtherAccepts(@ForAll("documents") JsonNode document) throws JsonProcessingException {
        var refusal = refusal(document.toString());
        var errors = schema.validate(document);

        Statistics.collect(refusal.isEmpty() ? "taken" : errors.isEmpty() ? "refused by the reader only" : "refused");
        Statistics.coverage(coverage -> {
            coverage.check("taken").percentage(share -> share > 25);
            coverage.check("refused").percentage(share -> share > 25);
            coverage.check("refused by the reader only").percentage(share -> share < 15);
        });
        if (refusal.isEmpty()) {
            assertThat(errors).as("what the schema finds in %s", document).isEmpty();
        } else if (errors.isEmpty()) {
            assertThat(refusal.get())
                    .as("why the reader alone refuses %s", document)
                    .containsPattern(ONLY_THE_READER_KNOWS);
        }
    }

    /** What people copy. */
    @Example
    void theJobsOfTheReadmeKeepToTheSchema() throws IOException {
        var jobs = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(match -> match.group(1))
                .filter(text -> text.contains("\"files\""))
                .toList();
        assertThat(jobs).hasSizeGreaterThanOrEqualTo(1);
        for (var job : jobs) {
            assertThat(schema.validate(read(job))).as(job).isEmpty();
            assertThat(refusal(job)).as(job).isEmpty();
        }
    }

    private Optional<String> refusal(String text) {
        try {
            json.readValue(text, Job.class);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(JobReader.refused(e).getMessage()));
        }
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
