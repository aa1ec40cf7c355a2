package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.GraphEmulator;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The folders of a mailbox: which every mailbox has, how they are found, counted and made. */
class MailFolderTest {

    private static final List<String> NAMES =
            List.of("Archive", "Deleted Items", "Drafts", "Inbox", "Junk Email", "Outbox", "Sent Items");

    private GraphEmulator emulator;
    private PlainHttp http;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.start();
        http = new PlainHttp(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private JsonNode get(String path) throws Exception {
        HttpResponse<byte[]> response = http.send("GET " + path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return json(response);
    }

    private HttpResponse<byte[]> post(String path, String body) throws Exception {
        return http.send("POST " + path + "\nContent-Type: application/json\n\n" + body.replace('\'', '"'));
    }

    private static List<String> names(JsonNode list) {
        return list.path("value").findValuesAsText("displayName");
    }

    /**
     * <pre>
     * request  GET /me/mailFolders
     * response 200 with the folders directly under the root, by name
     * </pre>
     */
    @Test
    void everyMailboxHasItsFolders() throws Exception {
        JsonNode list = get("/me/mailFolders");

        assertThat(names(list)).containsExactlyElementsOf(NAMES);
        assertThat(list.path("@odata.context").asText())
                .startsWith("https://graph.microsoft.com/v1.0/$metadata#users('")
                .endsWith("')/mailFolders");
        assertThat(list.at("/value/0").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "id",
                        "displayName",
                        "parentFolderId",
                        "childFolderCount",
                        "unreadItemCount",
                        "totalItemCount",
                        "isHidden");
        assertThat(names(get("/me/mailFolders/msgfolderroot/childFolders"))).containsExactlyElementsOf(NAMES);
    }

    /** A well-known name, in any letter case, and the id lead to the same folder; all lie in the root, which lies nowhere. */
    @ParameterizedTest
    @CsvSource({
        "inbox, Inbox",
        "SentItems, Sent Items",
        "DeletedItems, Deleted Items",
        "junkemail, Junk Email",
        "drafts, Drafts",
        "outbox, Outbox",
        "archive, Archive"
    })
    void aWellKnownNameStandsForTheId(String name, String displayName) throws Exception {
        JsonNode folder = get("/me/mailFolders/" + name);
        JsonNode root = get("/me/mailFolders/msgfolderroot");

        assertThat(folder.path("displayName").asText()).isEqualTo(displayName);
        assertThat(get("/me/mailFolders/" + folder.path("id").asText())).isEqualTo(folder.deepCopy());
        assertThat(folder.path("parentFolderId")).isEqualTo(root.path("id"));
        assertThat(root.path("childFolderCount").asInt()).isEqualTo(NAMES.size());
        assertThat(root.has("parentFolderId")).isFalse();
    }

    /** The counts are those of the folder itself: messages, those not read, folders directly under it. */
    @Test
    void whatLiesInAFolderIsCounted() throws Exception {
        emulator.create("/me/mailFolders/inbox/messages/M");
        post("/me/mailFolders/inbox/messages", "{'isRead': false}");
        emulator.create("/me/mailFolders/inbox/childFolders/F/messages/N");

        JsonNode inbox = get("/me/mailFolders/inbox");

        assertThat(inbox.path("totalItemCount").asInt()).isEqualTo(2);
        assertThat(inbox.path("unreadItemCount").asInt()).isEqualTo(1);
        assertThat(inbox.path("childFolderCount").asInt()).isEqualTo(1);
        JsonNode child = get("/me/mailFolders/inbox/childFolders").at("/value/0");
        assertThat(child.path("id").asText()).isEqualTo("F");
        assertThat(child.path("parentFolderId")).isEqualTo(inbox.path("id"));
        assertThat(names(get("/me/mailFolders"))).as("only the first level").containsExactlyElementsOf(NAMES);
    }

    /**
     * <pre>
     * request  POST /me/mailFolders {"displayName": ...}; POST .../childFolders
     * response 201 with the folder, which is empty; it takes messages
     * </pre>
     */
    @Test
    void aFolderIsMade() throws Exception {
        var response = post("/me/mailFolders", "{'displayName': 'Jobs'}");
        JsonNode folder = json(response);
        String path = "/me/mailFolders/" + folder.path("id").asText();
        JsonNode child = json(post(path + "/childFolders", "{'displayName': 'Done'}"));

        assertThat(response.statusCode()).isEqualTo(201);
        assertThat(folder.path("totalItemCount").asInt()).isZero();
        assertThat(folder.path("isHidden").asBoolean()).isFalse();
        assertThat(folder.path("@odata.context").asText()).endsWith("/mailFolders/$entity");
        assertThat(names(get("/me/mailFolders"))).contains("Jobs").doesNotContain("Done");
        assertThat(child.path("parentFolderId")).isEqualTo(folder.path("id"));
        assertThat(names(get(path + "/childFolders"))).containsExactly("Done");
        assertThat(json(post(path + "/messages", "{}")).path("parentFolderId")).isEqualTo(folder.path("id"));
        assertThat(get(path).path("totalItemCount").asInt()).isEqualTo(1);
    }

    /**
     * <pre>
     * server   a folder of that name, in whatever letter case, under the same folder
     * response 409 ErrorFolderExists; no conflict under another
     * </pre>
     */
    @Test
    void noTwoFoldersHaveOneName() throws Exception {
        post("/me/mailFolders", "{'displayName': 'Jobs'}");

        assertRefused(post("/me/mailFolders", "{'displayName': 'jobs'}"), 409, "ErrorFolderExists");
        assertRefused(post("/me/mailFolders", "{'displayName': 'Inbox'}"), 409, "ErrorFolderExists");
        assertThat(post("/me/mailFolders/inbox/childFolders", "{'displayName': 'Jobs'}")
                        .statusCode())
                .isEqualTo(201);
    }

    /** A folder needs a name, and a folder to lie in; properties that the service sets are not set. */
    @Test
    void aFolderThatCannotBeIsRefused() throws Exception {
        assertRefused(post("/me/mailFolders", "{}"), 400, "ErrorRequiredPropertyMissing");
        assertRefused(post("/me/mailFolders", "{'displayName': ' '}"), 400, "ErrorRequiredPropertyMissing");
        assertRefused(post("/me/mailFolders", "{'displayName': 5}"), 400, "UnableToDeserializePostBody");
        assertRefused(post("/me/mailFolders", "{'name': 'x'}"), 400, "RequestBodyRead");
        assertRefused(post("/me/mailFolders", "{'displayName': 'x', 'totalItemCount': 1}"), 501, "NotImplemented");
        assertRefused(post("/me/mailFolders/unknown/childFolders", "{'displayName': 'x'}"), 404, "ErrorItemNotFound");
        assertThat(names(get("/me/mailFolders"))).containsExactlyElementsOf(NAMES);
    }

    /** A hidden folder is listed for those who ask for hidden ones, and found by its id. */
    @Test
    void aHiddenFolderIsListedOnRequest() throws Exception {
        JsonNode hidden = json(post("/me/mailFolders", "{'displayName': 'Jobs', 'isHidden': true}"));

        assertThat(hidden.path("isHidden").asBoolean()).isTrue();
        assertThat(names(get("/me/mailFolders"))).doesNotContain("Jobs");
        assertThat(names(get("/me/mailFolders?includeHiddenFolders=true"))).contains("Jobs");
        assertThat(get("/me/mailFolders/" + hidden.path("id").asText())
                        .path("displayName")
                        .asText())
                .isEqualTo("Jobs");
        assertRefused(http.send("GET /me/mailFolders?includeHiddenFolders=yes"), 400, "BadRequest");
    }

    /** Folders come in pages, too, and can be asked for by name. */
    @Test
    void foldersAreListedLikeMessages() throws Exception {
        for (int i = 0; i < 5; i++) {
            post("/me/mailFolders", "{'displayName': 'Z" + i + "'}");
        }
        List<String> all = new ArrayList<>();

        JsonNode page = get("/me/mailFolders?$count=true");
        all.addAll(names(page));
        assertThat(all).as("a page").hasSize(10);
        assertThat(page.path("@odata.count").asInt()).isEqualTo(12);
        all.addAll(names(get(page.path("@odata.nextLink").asText() + "\nAuthorization: Bearer any-token")));

        assertThat(all).hasSize(12).isSortedAccordingTo(String.CASE_INSENSITIVE_ORDER);
        assertThat(names(get("/me/mailFolders?$filter=displayName%20eq%20'z1'")))
                .containsExactly("Z1");
        assertThat(names(get("/me/mailFolders?$orderby=displayName%20desc&$top=1")))
                .containsExactly("Z4");
        assertThat(get("/me/mailFolders?$select=displayName").at("/value/0").fieldNames())
                .toIterable()
                .containsExactly("id", "displayName");
    }
}
