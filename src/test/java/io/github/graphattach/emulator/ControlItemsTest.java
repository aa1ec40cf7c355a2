package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What pages and scripts ask of single items, and of the emulator's settings, under {@code /_emulator/}. */
class ControlItemsTest {

    private static final String SERIES = "/me/calendarGroups/G/calendars/C/calendarView/E";
    private static final String OCCURRENCE = SERIES + "/exceptionOccurrences/O";
    private static final byte[] FILE = Wire.bytes(300, 5);

    private GraphEmulator emulator;
    private Wire wire;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.builder().minimumSessionSize(1).start();
        wire = new Wire(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private HttpRequest.Builder control(String resource) {
        return HttpRequest.newBuilder(emulator.pageUrl().resolve("/_emulator/" + resource));
    }

    private HttpResponse<byte[]> get(String resource) throws Exception {
        return Wire.send(control(resource));
    }

    private HttpResponse<byte[]> post(String resource, String json) throws Exception {
        return Wire.send(control(resource).POST(BodyPublishers.ofString(json)));
    }

    private HttpResponse<byte[]> delete(String resource) throws Exception {
        return Wire.send(control(resource).DELETE());
    }

    private static String segment(String path) {
        return path.replace("%", "%25").replace("/", "%2F");
    }

    /** A message is shown as Graph shows it, with its attachments; what is not there is not found. */
    @Test
    void anItemIsReadByItsPath() throws Exception {
        emulator.create("/me/messages/M");
        wire.postFile("/me/messages/M", "a.txt", FILE);

        JsonNode read = Wire.json(get("items/" + segment("/me/messages/M")));

        assertThat(read.path("kind").asText()).isEqualTo("message");
        assertThat(read.at("/item/changeKey"))
                .isEqualTo(Wire.json(wire.get("/me/messages/M")).path("changeKey"));
        assertThat(read.at("/attachments/0/sha256").asText()).isEqualTo(Wire.sha256(FILE));
        assertThat(get("items/" + segment("/me/messages/none")).statusCode()).isEqualTo(404);
        assertThat(get("items/nothing").statusCode()).isEqualTo(400);
    }

    /** An occurrence goes alone, a series with all its occurrences; their files go too. */
    @Test
    void itemsAreDeletedWithTheirFiles() throws Exception {
        EmulatedItem occurrence = emulator.create(OCCURRENCE);
        wire.postFile(OCCURRENCE, "a", FILE);
        Path content = occurrence.attachments().get(0).content();

        assertThat(delete("items/" + segment(OCCURRENCE)).statusCode()).isEqualTo(204);

        assertThat(emulator.find(OCCURRENCE)).isEmpty();
        assertThat(emulator.find(SERIES)).isPresent();
        assertThat(content).doesNotExist();
        emulator.create(OCCURRENCE);
        assertThat(delete("items/" + segment(SERIES)).statusCode()).isEqualTo(204);
        assertThat(emulator.find(OCCURRENCE)).isEmpty();
        assertThat(delete("items/" + segment(SERIES)).statusCode()).isEqualTo(404);
    }

    /** An attachment is taken off its item, and its bytes go. */
    @Test
    void anAttachmentIsTakenOffItsItem() throws Exception {
        EmulatedItem item = emulator.create("/me/messages/M");
        wire.postFile("/me/messages/M", "a", FILE);
        wire.postFile("/me/messages/M", "b", FILE);
        EmulatedAttachment first = item.attachments().get(0);

        assertThat(delete("content/" + segment(first.id())).statusCode()).isEqualTo(204);

        assertThat(item.attachments()).extracting(EmulatedAttachment::name).containsExactly("b");
        assertThat(Files.exists(first.content())).isFalse();
        assertThat(delete("content/" + segment(first.id())).statusCode()).isEqualTo(404);
    }

    /** Drafts and events are made with Graph's properties and an id of their own; what is wrong makes nothing. */
    @Test
    void draftsAndEventsAreMade() throws Exception {
        var draft = post("messages", "{\"mailbox\":\"/users/a@contoso.com\",\"subject\":\"Minutes\"}");
        var event = post("events", "{\"subject\":\"Board\"}");

        assertThat(draft.statusCode()).isEqualTo(201);
        String path = Wire.json(draft).path("path").asText();
        assertThat(path).startsWith("/users/a%40contoso.com/messages/");
        assertThat(Wire.json(wire.get(path)).path("subject").asText()).isEqualTo("Minutes");
        assertThat(Wire.json(wire.get(path)).path("isDraft").asBoolean()).isTrue();
        assertThat(Wire.json(wire.get(Wire.json(event).path("path").asText()))
                        .path("subject")
                        .asText())
                .isEqualTo("Board");
        for (String wrong : List.of(
                "{\"colour\":\"red\"}",
                "{\"mailbox\":\"nobody\"}",
                "{\"start\":{\"dateTime\":\"2999-01-01T00:00:00\",\"timeZone\":\"Nowhere\"}}",
                "[]")) {
            assertThat(post("events", wrong).statusCode()).as(wrong).isBetween(400, 501);
        }
        assertThat(Wire.json(wire.get("/me/events")).path("value")).hasSize(1);
    }

    /** Each setting has its default, those of a few values these; the ones in a group are in it. */
    @Test
    void theChoicesOfAnswersAreToBeHad() throws Exception {
        JsonNode choices = Wire.json(get("answerChoices"));

        assertThat(choices.at("/progress/default").asText()).isEqualTo("CAMEL_CASE");
        assertThat(choices.at("/progress/choices"))
                .hasToString("[\"CAMEL_CASE\",\"DOCUMENTED\",\"PASCAL_CASE\",\"WITHOUT_RANGES\"]");
        assertThat(choices.at("/sending/outcome/choices")).hasSize(3);
        assertThat(choices.path("progressStatus").has("choices")).isFalse();
    }

    /** The clock is read as it is moved. */
    @Test
    void theClockIsRead() throws Exception {
        post("clock", "{\"advance\":\"PT90M\"}");

        JsonNode clock = Wire.json(get("clock"));

        assertThat(clock.path("ahead").asText()).isEqualTo("PT1H30M");
        assertThat(clock.path("now").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    }
}
