package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.Answers.EscapedSlash;
import io.github.graphattach.emulator.GraphEmulator;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ids name: items in either alphabet of base64, items of one mailbox only, and the mailboxes themselves. */
class IdsTest {

    private static final String OWNER_IN_CONTEXT = "users\\('([^']+)'\\)";

    private static GraphEmulator emulator;
    private static PlainHttp http;

    @BeforeAll
    static void start() {
        emulator = GraphEmulator.start();
        http = new PlainHttp(emulator);
    }

    @AfterEach
    void reset() {
        emulator.reset();
    }

    @AfterAll
    static void close() {
        emulator.close();
    }

    private static int status(String path) throws Exception {
        return http.send("GET " + path).statusCode();
    }

    /**
     * <pre>
     * server   an item whose id has the two characters in which the alphabets of base64 differ
     * request  with the id as EWS, Office.js and the search write it, its slash escaped
     * response 400 RequestBroker--ParseUri, as Graph decodes a path before it takes it apart; or 200
     * </pre>
     */
    @Test
    void anEscapedSlashIsASeparatorOrAPartOfTheId() throws Exception {
        emulator.create("/me/messages/AA-b_c=");

        assertRefused(http.send("GET /me/messages/AA%2Fb+c="), 400, "RequestBroker--ParseUri");
        emulator.answers().escapedSlash(EscapedSlash.PART_OF_ID);
        assertThat(status("/me/messages/AA%2Fb+c=")).isEqualTo(200);
        assertThat(status("/me/messages('AA%2Fb%2Bc=')/attachments")).isEqualTo(200);
        assertThat(status("/me/messages/AA-b_c=")).isEqualTo(200);
    }

    /** An id with no slash in it needs no escape: its plus sign is Graph's underscore. */
    @Test
    void aPlusSignIsAnUnderscore() throws Exception {
        emulator.create("/me/messages/AAb_c=");

        assertThat(json(http.send("GET /me/messages/AAb+c=")).path("id").asText())
                .isEqualTo("AAb_c=");
        assertThat(status("/me/messages/AAb%2Bc=")).isEqualTo(200);
    }

    /** Ids that differ in the case of a letter are ids of different things. */
    @Test
    void lettersHaveACase() throws Exception {
        emulator.create("/me/messages/AAb=");

        assertRefused(http.send("GET /me/messages/aab="), 404, "ErrorItemNotFound");
    }

    /**
     * <pre>
     * request  with something for an id that is none: here the Message-ID of a mail, which users of Graph did ask for
     * response 400 ErrorInvalidIdMalformed "Id is malformed.", wherever on the path it stands
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/me/messages/{id}",
                "/me/events/{id}",
                "/me/mailFolders/{id}",
                "/me/calendars/{id}/events",
                "/me/mailFolders/{id}/messages",
                "/me/messages/AAA=/attachments/{id}",
                "/users/nobody@contoso.com/messages/{id}"
            })
    void whatIsNoIdIsMalformed(String path) throws Exception {
        emulator.create("/me/messages/AAA=");

        var response = http.send("GET " + path.replace("{id}", "%3CALns5xj%40mail.gmail.com%3E"));

        assertRefused(response, 400, "ErrorInvalidIdMalformed");
        assertThat(json(response).at("/error/message").asText()).isEqualTo("Id is malformed.");
        assertRefused(http.send("GET " + path.replace("{id}", "AAMkAGone=")), 404, "ErrorItemNotFound");
    }

    /**
     * <pre>
     * server   an item in one mailbox
     * request  for it, in another one: of a message, an event, a folder
     * response 404 ErrorInvalidMailboxItemId "Item '...' doesn't belong to the targeted mailbox '...'."; or 400
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"/messages/AAA=", "/events/AAA=", "/mailFolders/AAA=/messages/BBB="})
    void anIdOfAnotherMailboxSaysSo(String item) throws Exception {
        emulator.create("/users/other@contoso.com" + item);

        var response = http.send("GET /me" + item);
        emulator.answers().foreignIdStatus(400);
        var again = http.send("GET /me" + item);

        assertRefused(response, 404, "ErrorInvalidMailboxItemId");
        assertThat(json(response).at("/error/message").asText())
                .isEqualTo("Item 'AAA=' doesn't belong to the targeted mailbox 'demo@contoso.com'.");
        assertRefused(again, 400, "ErrorInvalidMailboxItemId");
        assertThat(status("/users/other@contoso.com" + item)).isEqualTo(200);
    }

    /** An id that two mailboxes use, as only tests can make one, is found in each. */
    @Test
    void anIdOfThisMailboxIsNotAnothers() throws Exception {
        emulator.create("/me/messages/AAA=");
        emulator.create("/users/other@contoso.com/messages/AAA=");

        assertThat(status("/me/messages/AAA=")).isEqualTo(200);
    }

    /**
     * <pre>
     * request  for the root of the in-place archive, which Graph does not reach
     * response 200, but it is the root of the mailbox itself, as msgraph-sdk-java#236 and microsoft-graph-docs#2910 found
     * </pre>
     */
    @Test
    void theRootOfTheArchiveIsThatOfTheMailbox() throws Exception {
        var root = json(http.send("GET /me/mailFolders/msgfolderroot"));

        var archive = json(http.send("GET /me/mailFolders/ArchiveMsgFolderRoot"));

        assertThat(archive.path("displayName").asText()).isEqualTo("Top of Information Store");
        assertThat(archive.path("id")).isEqualTo(root.path("id"));
    }

    /**
     * <pre>
     * server   a mailbox that was named by its principal name
     * request  with the owner's object id, which each answer's @odata.context has
     * response 200: it is the same mailbox
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"/me", "/users/Demo@contoso.com", "/users/Ann.Lee@contoso.com"})
    void anObjectIdNamesTheSameMailbox(String owner) throws Exception {
        emulator.create(owner + "/messages/AAA=");
        String objectId = objectId(owner);

        assertThat(objectId).matches("[0-9a-f-]{36}");
        assertThat(status("/users/" + objectId + "/messages/AAA=")).isEqualTo(200);
        assertThat(status("/Users('" + objectId.toUpperCase(Locale.ROOT) + "')/messages/AAA="))
                .isEqualTo(200);
        assertThat(objectId("/users/" + objectId)).isEqualTo(objectId);
        assertThat(objectId(owner.toLowerCase(Locale.ROOT))).isEqualTo(objectId);
        emulator.reset();
        emulator.create(owner.toLowerCase(Locale.ROOT) + "/messages/AAA=");
        assertThat(objectId(owner)).as("from the start").isEqualTo(objectId);
    }

    private static String objectId(String owner) throws Exception {
        String context = json(http.send("GET " + owner + "/messages"))
                .path("@odata.context")
                .asText();
        return Pattern.compile(OWNER_IN_CONTEXT)
                .matcher(context)
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
    }

    /** Whoever has an object id that nobody was given finds no mailbox. */
    @Test
    void anUnknownObjectIdNamesNoMailbox() throws Exception {
        emulator.create("/me/messages/AAA=");

        assertThat(status("/users/6b1d1d6e-1111-4444-8888-000000000000/messages"))
                .isEqualTo(404);
    }
}
