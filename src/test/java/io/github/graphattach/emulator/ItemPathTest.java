package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every item path that Graph has described for messages and events leads to its item, and to no other. */
class ItemPathTest {

    private static GraphEmulator emulator;
    private static Wire wire;

    @BeforeAll
    static void start() {
        emulator = GraphEmulator.builder().minimumSessionSize(1).start();
        wire = new Wire(emulator);
    }

    @AfterAll
    static void close() {
        emulator.close();
    }

    static Stream<String> templates() throws IOException {
        Stream.Builder<String> templates = Stream.builder();
        for (String file : List.of("graph-v1.0-2026-08.txt", "graph-v1.0-until-2025-06.txt")) {
            Files.readAllLines(Path.of("src/test/resources/paths", file)).stream()
                    .filter(line -> !line.contains("/posts/") && !line.contains("/todo/"))
                    .forEach(templates::add);
        }
        return templates.build().distinct();
    }

    /**
     * <pre>
     * server   an item made at the path of the template, ids with characters that need encoding
     * request  POST to the template, in both spellings of the action; then one range with the whole file
     * response 201, 201: the attachment is on that item
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("templates")
    void everyTemplateIsServed(String template) throws Exception {
        String path =
                template.replaceAll("\\{([^}]+)}", "$1-_%3D'%C3%A9").replace("/attachments/createUploadSession", "");
        EmulatedItem item = emulator.create(path);
        int before = item.attachments().size();

        byte[] file = Wire.bytes(10, 1);
        Wire.put(wire.uploadUrl(path, "a.bin", 10), file, 0, 9);
        var qualified = wire.post(
                path + "/attachments/microsoft.graph.createUploadSession",
                "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"a\",\"size\":10}}");

        assertThat(qualified.statusCode()).isEqualTo(201);
        assertThat(item.attachments()).hasSize(before + 1);
        assertThat(emulator.find(path)).containsSame(item);
    }

    /** The two files hold 106 templates of messages and events. */
    @Test
    void allTemplatesAreCovered() throws Exception {
        assertThat(templates()).hasSize(106);
    }

    /** A path is right only if each container holds the next: anything else is not found. */
    @Test
    void aPathThroughTheWrongContainerIsNotFound() throws Exception {
        EmulatedItem occurrence =
                emulator.create("/me/calendarGroups/G/calendars/C/calendarView/E/exceptionOccurrences/O");
        emulator.create("/me/calendarGroups/G2/calendars/C2/events/E2");
        wire.postFile("/me/calendarGroups/G/calendars/C/calendarView/E/exceptionOccurrences/O", "a", new byte[1]);

        assertThat(emulator.find("/me/events/O")).containsSame(occurrence);
        assertThat(emulator.find("/me/calendars/C/events/O")).containsSame(occurrence);
        assertThat(occurrence.attachments()).hasSize(1);
        for (String wrong : List.of(
                "/me/calendarGroups/G2/calendars/C/events/E",
                "/me/calendars/C2/events/E",
                "/me/calendar/events/E",
                "/me/events/E2/exceptionOccurrences/O",
                "/me/events/O/instances/E",
                "/users/other@contoso.com/events/O",
                "/me/messages/O")) {
            assertThat(wire.get(wrong + "/attachments").statusCode()).as(wrong).isEqualTo(404);
        }
    }

    /** A key may stand in parentheses, with quotes doubled, and names in any letter case; an id that looks so is an id. */
    @Test
    void keysMayStandInParentheses() throws Exception {
        emulator.create("/me/messages/it's");
        EmulatedItem odd = emulator.create("/me/messages/a('b')");

        assertThat(wire.get("/Users('demo@contoso.com')/Messages('it''s')/Attachments")
                        .statusCode())
                .isEqualTo(200);
        assertThat(emulator.find("/me/messages/a('b')")).containsSame(odd);
        assertThat(emulator.find("/me/messages('a(''b'')')")).containsSame(odd);
        assertThat(wire.get("/me/messages('')/attachments").statusCode()).isEqualTo(400);
    }

    /**
     * <pre>
     * server   an item whose id has the two characters in which the base64 alphabets differ
     * request  with Graph's alphabet; with the standard one, its slash as it is, escaped, or in a key
     * response 200; 400 RequestBroker--ParseUri, as a slash is a separator however it is written
     * </pre>
     *
     * <p>As reported in microsoft-graph-docs#6069, #10167, #15204, msgraph-sdk-python#658 and microsoft-mcp#18.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/me/messages/AA/b+c=/attachments",
                "/me/messages/AA%2Fb+c=/attachments",
                "/me/messages/AA%2fb%2Bc%3D/attachments",
                "/me/messages/AA%2Fb+c=",
                "/me/messages('AA/b+c=')/attachments",
                "/me/Messages('AA%2Fb+c=')/attachments",
                "/me/mailFolders/AA%2Fb+c=/messages/AA-b_c=/attachments",
                "/me/messages/AA-b_c=/attachments/AA%2Fb+c="
            })
    void aSlashInAnIdIsASeparator(String path) throws Exception {
        emulator.create("/me/messages/AA-b_c=");
        assertThat(wire.get("/me/messages/AA-b_c=/attachments").statusCode()).isEqualTo(200);
        assertThat(wire.get("/me/messages/AA-b_c%3D/attachments").statusCode()).isEqualTo(200);

        var refused = wire.get(path);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(Wire.errorCode(refused)).isEqualTo("RequestBroker--ParseUri");
        assertThat(Wire.json(refused).at("/error/message").asText()).startsWith("Resource not found for the segment '");
    }

    /** No test that runs with the emulator can make an item that the service could not have. */
    @Test
    void anItemWithASlashInItsIdCannotBeMade() {
        assertThatThrownBy(() -> emulator.create("/me/messages/AA%2Fb"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Resource not found for the segment 'b'");
        assertThat(emulator.create("/users/a%2Fb@contoso.com/messages/AA").path())
                .isEqualTo("/users/a%2Fb%40contoso.com/messages/AA");
    }

    /** Whatever is done with an id of the emulator meets both characters that are not the same in all alphabets. */
    @Test
    void everyIdThatIsMadeHasTheCharactersInWhichTheAlphabetsDiffer() throws Exception {
        String made = Wire.json(wire.post("/me/messages", "{}")).path("id").asText();
        EmulatedItem item = emulator.find("/me/messages/" + made).orElseThrow();
        wire.postFile("/me/messages/" + made, "a", new byte[1]);

        assertThat(List.of(made, item.attachments().get(0).id()))
                .allSatisfy(
                        id -> assertThat(id).matches("AAMkA[A-Za-z0-9_-]+=+").contains("-", "_"));
    }

    /** The signed-in user is also reachable by principal name, in any letter case. */
    @Test
    void meIsTheDemoUser() {
        EmulatedItem item = emulator.create("/me/messages/M");

        assertThat(emulator.find("/users/Demo@contoso.com/messages/M")).containsSame(item);
        assertThat(emulator.find("/users/demo%40contoso.com/mailFolders/drafts/messages/M"))
                .containsSame(item);
    }
}
