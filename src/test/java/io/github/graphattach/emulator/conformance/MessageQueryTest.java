package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.GraphEmulator;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How messages are found: {@code $filter}, {@code $orderby}, pages, {@code $expand}. There are four messages, A to D, an hour
 * apart from 2026-01-01T00:00Z on; the names of those that a request finds are their subjects' first letters.
 */
class MessageQueryTest {

    private static final String JOB = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Job";

    private static GraphEmulator emulator;
    private static PlainHttp http;
    private static JsonNode first;

    @BeforeAll
    static void start() throws Exception {
        emulator = GraphEmulator.builder()
                .clock(Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC))
                .start();
        http = new PlainHttp(emulator);
        first = post("/me/messages", "{'subject': 'A report', 'importance': 'high', 'isRead': false}");
        post("/me/mailFolders/inbox/messages", "{'subject': 'B it''s mine', 'internetMessageId': '<b@Contoso.com>'}");
        post("/me/messages", "{'subject': 'C Report', 'from': {'emailAddress': {'address': 'Adele@contoso.com'}}}");
        post(
                "/me/mailFolders/deleteditems/messages",
                "{'subject': 'D', 'attachments': [" + FILE + "], 'singleValueExtendedProperties': [{'id': '" + JOB
                        + "', 'value': 'Run-7'}, {'id': 'Integer 0x0036', 'value': '2'}]}");
    }

    private static final String FILE =
            "{'@odata.type': '#microsoft.graph.fileAttachment', 'name': 'a.txt', 'contentBytes': 'QUJD'}";

    @AfterAll
    static void close() {
        emulator.close();
    }

    private static JsonNode post(String path, String body) throws Exception {
        var response = http.send("POST " + path + "\nContent-Type: application/json\n\n"
                + body.replace("''", "\u0000").replace('\'', '"').replace('\u0000', '\''));
        assertThat(response.statusCode()).isEqualTo(201);
        emulator.advanceClock(Duration.ofHours(1));
        return json(response);
    }

    private static HttpResponse<byte[]> list(String option, String value) throws Exception {
        return http.send("GET /me/messages?" + option + "=" + encoded(value));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String found(HttpResponse<byte[]> response) throws Exception {
        assertThat(response.statusCode())
                .as(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(200);
        StringBuilder found = new StringBuilder();
        json(response)
                .path("value")
                .forEach(message -> found.append(message.path("subject").asText(), 0, 1));
        return found.toString();
    }

    /**
     * <pre>
     * request  GET /me/messages
     * response 200 with the messages of all folders, those of Deleted Items among them, the newest first
     * </pre>
     */
    @Test
    void theMailboxIsSearchedInAllFolders() throws Exception {
        assertThat(found(http.send("GET /me/messages"))).isEqualTo("DCBA");
        assertThat(found(http.send("GET /me/mailFolders/drafts/messages"))).isEqualTo("CA");
        assertThat(found(http.send("GET /me/mailFolders/inbox/messages"))).isEqualTo("B");
    }

    /**
     * <pre>
     * request  GET /me/messages?$filter=...
     * response 200 with the messages for which the expression holds
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "subject eq 'A report' | A",
                "subject ne 'D' | CBA",
                "subject eq 'B it''s mine' | B",
                "subject eq 'c report' | C",
                "startswith(subject,'a') | A",
                "startswith(subject, 'report') | \"\"",
                "contains(subject,'REPORT') | CA",
                "isDraft eq true | DCBA",
                "isDraft ne true | \"\"",
                "isRead eq false | A",
                "hasAttachments eq true | D",
                "importance eq 'high' | A",
                "inferenceClassification eq 'focused' | DCBA",
                "internetMessageId eq '<b@Contoso.com>' | B",
                "internetMessageId eq '<b@contoso.com>' | \"\"",
                "from/emailAddress/address eq 'adele@contoso.com' | C",
                "from/emailAddress/address ne 'adele@contoso.com' | DBA",
                "receivedDateTime ge 2026-01-01T02:00:00Z | DC",
                "receivedDateTime gt 2026-01-01T02:00:00Z | D",
                "receivedDateTime le 2026-01-01T01:00:00Z | BA",
                "receivedDateTime lt 2026-01-01T01:00:00.000Z | A",
                "sentDateTime eq 2026-01-01T03:00:00+01:00 | C",
                "createdDateTime ge 2026-01-01 | DCBA",
                "lastModifiedDateTime ge 2026-01-02 | \"\"",
                "isRead eq false or hasAttachments eq true | DA",
                "isDraft eq true and isRead eq false or hasAttachments eq true | DA",
                "isDraft eq true and (isRead eq false or hasAttachments eq true) | DA",
                "(isRead eq false or hasAttachments eq true) and subject eq 'D' | D",
                "not(startswith(subject,'A')) | DCB",
                "not startswith(subject,'A') and not (subject eq 'B it''s mine') | DC",
                "not (not (subject eq 'D')) | D"
            })
    void theFilterHolds(String filter, String expected) throws Exception {
        assertThat(found(list("$filter", filter))).isEqualTo(expected);
    }

    /** Ids that a message shows find it. */
    @Test
    void aConversationAndAFolderAreFoundByTheirIds() throws Exception {
        for (String id : List.of("conversationId", "internetMessageId")) {
            assertThat(found(list("$filter", id + " eq '" + first.path(id).asText() + "'")))
                    .as(id)
                    .isEqualTo("A");
        }
        assertThat(found(list(
                        "$filter",
                        "parentFolderId ne '" + first.path("parentFolderId").asText() + "'")))
                .isEqualTo("DB");
    }

    /**
     * <pre>
     * request  $filter=singleValueExtendedProperties/Any(ep: ep/id eq '...' and ep/value eq '...')
     * response 200; the id in whatever writing, its name in this letter case only, the value in any; without the property
     * </pre>
     */
    @Test
    void anExtendedPropertyFindsItsMessage() throws Exception {
        String any = "singleValueExtendedProperties/Any(ep: ep/id eq '%s' and ep/value eq '%s')";

        assertThat(found(list("$filter", any.formatted(JOB, "Run-7")))).isEqualTo("D");
        assertThat(found(list("$filter", any.formatted(JOB, "rUN-7")))).isEqualTo("D");
        assertThat(found(list("$filter", any.formatted(JOB.replace("66f5a359", "66F5A359"), "Run-7"))))
                .isEqualTo("D");
        assertThat(found(list("$filter", "isDraft eq true and " + any.formatted(JOB, "Run-7"))))
                .isEqualTo("D");
        assertThat(found(list("$filter", any.formatted(JOB.replace("Job", "job"), "Run-7"))))
                .isEmpty();
        assertThat(found(list("$filter", any.formatted(JOB, "Run-8")))).isEmpty();
        assertThat(json(list("$filter", any.formatted(JOB, "Run-7")))
                        .at("/value/0")
                        .has("singleValueExtendedProperties"))
                .isFalse();
        assertRefused(list("$filter", any.formatted("Job", "Run-7")), 400, "ErrorInvalidProperty");
    }

    /**
     * <pre>
     * request  $filter with what the emulator has not, though Graph may
     * response 501 naming it
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endswith(subject,'x') | endswith",
                "tolower(subject) eq 'x' | tolower",
                "length(subject) gt 5 | length",
                "startswith(subject,'x') eq true | eq",
                "startswith(conversationId,'x') | conversationId",
                "subject ge 'x' | ge",
                "isRead gt false | gt",
                "subject in ('x') | in",
                "subject eq null | null",
                "isDraft | isDraft",
                "not isDraft | not",
                "not isDraft eq true | not",
                "true eq isDraft | true",
                "'x' eq subject | 'x'",
                "2026-01-01 lt receivedDateTime | 2026-01-01",
                "id eq 'x' | id",
                "changeKey eq 'x' | changeKey",
                "bodyPreview eq 'x' | bodyPreview",
                "body/content eq 'x' | body/content",
                "flag/flagStatus eq 'flagged' | flag/flagStatus",
                "categories/any(c: c eq 'x') | categories/any",
                "toRecipients/any(r: r/emailAddress/address eq 'x') | toRecipients/any",
                "singleValueExtendedProperties/any(ep: ep/id eq 'String 0x1' or ep/value eq 'x') | or",
                "singleValueExtendedProperties/any(ep: ep/value eq 'x' and ep/id eq 'String 0x1') | ep/value",
                "singleValueExtendedProperties/any(ep: ep/id eq 'String 0x1' and ep/value ne 'x') | ne",
                "singleValueExtendedProperties/any(ep: ep/id eq 'Integer 0x1' and cast(ep/value, Edm.Int32) gt 1) | cast",
                "singleValueExtendedProperties/any(ep: ep/id eq 'Integer 0x36' and ep/value eq '2') | Integer 0x36",
                "singleValueExtendedProperties/all(ep: ep/id eq 'x') | singleValueExtendedProperties/all"
            })
    void anotherFilterIsNotImplemented(String filter, String name) throws Exception {
        var response = list("$filter", filter);

        assertRefused(response, 501, "NotImplemented");
        assertThat(json(response).at("/error/message").asText()).contains("'" + name + "'");
    }

    /**
     * <pre>
     * request  $filter that is no expression of OData, or not of this type
     * response 400 RequestBroker--ParseUri
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "subject",
                "subject eq",
                "subject eq 'x",
                "subject eq x",
                "subject eq \"x\"",
                "subject = 'x'",
                "subject == 'x'",
                "subject eq 'x' and",
                "subject eq 'x' subject eq 'x'",
                "and subject eq 'x'",
                "(subject eq 'x'",
                "subject eq 'x')",
                "not",
                "startswith(subject)",
                "startswith('x',subject)",
                "startswith(subject,'x'",
                "subject eq 5",
                "isDraft eq 'true'",
                "isDraft eq yes",
                "receivedDateTime ge '2026-01-01T00:00:00Z'",
                "receivedDateTime ge 2026-01-01T00:00:00",
                "receivedDateTime ge 2026-13-01",
                "receivedDateTime ge 5",
                "importance eq 'urgent'",
                "Subject eq 'x'",
                "nothing eq 'x'",
                "sensitivity eq 'private'",
                "subject eq 'x';drop",
                "nothing/any(n: n eq 'x')"
            })
    void aMalformedFilterIsRefusedAsGraphDoes(String filter) throws Exception {
        assertRefused(list("$filter", filter), 400, "RequestBroker--ParseUri");
    }

    /** Neither depth nor length of an expression gets the emulator out of step. */
    @Test
    void aHugeFilterIsAnsweredToo() throws Exception {
        assertRefused(list("$filter", "(".repeat(1500)), 400, "RequestBroker--ParseUri");
        assertThat(found(list("$filter", "subject eq '" + "''".repeat(500) + "a".repeat(1000) + "'")))
                .isEmpty();
        assertRefused(list("$filter", "a/".repeat(1500) + "b eq 'x'"), 400, "RequestBroker--ParseUri");
    }

    /**
     * <pre>
     * request  GET /me/messages?$orderby=...
     * response 200 in that order; ascending unless it says desc; by the next property where the first is equal
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "subject | ABCD",
                "subject desc | DCBA",
                "receivedDateTime | ABCD",
                "receivedDateTime asc | ABCD",
                "sentDateTime desc | DCBA",
                "isRead,subject | ABCD",
                "isRead desc, subject asc | BCDA",
                "hasAttachments desc,receivedDateTime | DABC"
            })
    void theOrderHolds(String orderBy, String expected) throws Exception {
        assertThat(found(list("$orderby", orderBy))).isEqualTo(expected);
    }

    /**
     * <pre>
     * request  $orderby by what is no property; in no direction; by a property that cannot be sorted by here
     * response 400 RequestBroker--ParseUri; 501 naming it
     * </pre>
     */
    @Test
    void anotherOrderIsRefused() throws Exception {
        for (String malformed :
                List.of("", "nothing", "subject up", "subject,", "subject desc desc", "subject,subject")) {
            assertRefused(list("$orderby", malformed), 400, "RequestBroker--ParseUri");
        }
        for (String missing : List.of("importance", "body/content", "id", "internetMessageId")) {
            var response = list("$orderby", missing);
            assertRefused(response, 501, "NotImplemented");
            assertThat(json(response).at("/error/message").asText()).contains("'" + missing + "'");
        }
    }

    /**
     * <pre>
     * request  $filter and $orderby; the properties of $orderby are the first in $filter and in that order
     * response 200
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "receivedDateTime ge 2026-01-01 | receivedDateTime | ABCD",
                "receivedDateTime ge 2026-01-01 and isRead eq true | receivedDateTime desc | DCB",
                "receivedDateTime ge 2026-01-01 and receivedDateTime lt 2026-01-01T02:00:00Z and isDraft eq true | receivedDateTime | AB",
                "isRead eq true and subject ne 'D' | isRead,subject | BC"
            })
    void whatIsSortedByIsFilteredFirst(String filter, String orderBy, String expected) throws Exception {
        assertThat(found(http.send("GET /me/messages?$filter=" + encoded(filter) + "&$orderby=" + encoded(orderBy))))
                .isEqualTo(expected);
    }

    /**
     * <pre>
     * request  $filter and $orderby; a property of $orderby is not in $filter, or behind another, or in another order
     * response 400 InefficientFilter
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "isRead eq true | receivedDateTime desc",
                "isRead eq true and receivedDateTime ge 2026-01-01 | receivedDateTime",
                "receivedDateTime ge 2026-01-01 | receivedDateTime,subject",
                "subject ne 'D' and isRead eq true | isRead,subject",
                "singleValueExtendedProperties/any(ep: ep/id eq 'String 0x1' and ep/value eq 'x') | receivedDateTime"
            })
    void anInefficientFilterIsRefused(String filter, String orderBy) throws Exception {
        var response = http.send("GET /me/messages?$orderby=" + encoded(orderBy) + "&$filter=" + encoded(filter));

        assertRefused(response, 400, "InefficientFilter");
        assertThat(json(response).at("/error/message").asText())
                .isEqualTo("The restriction or sort order is too complex for this operation.");
    }

    /**
     * <pre>
     * request  $top=3 and more of a query; then the @odata.nextLink as it came, until there is none
     * response 200 with pages of 3, the query holding for each; @odata.count of all that is found
     * </pre>
     */
    @Test
    void aPageLeadsToTheNext() throws Exception {
        List<String> pages = new ArrayList<>();
        String next = "/me/messages?$select=subject&$top=2&$count=true&$filter="
                + encoded("receivedDateTime ge 2026-01-01 and subject ne 'B it''s mine'")
                + "&$orderby=receivedDateTime";

        while (!next.isEmpty()) {
            var page = http.send("GET " + next + (next.startsWith("/") ? "" : "\nAuthorization: Bearer any-token"));
            pages.add(found(page));
            assertThat(json(page).path("@odata.count").asInt()).isEqualTo(3);
            assertThat(json(page).at("/value/0").has("body"))
                    .as("$select holds")
                    .isFalse();
            next = json(page).path("@odata.nextLink").asText();
        }

        assertThat(pages).containsExactly("AC", "D");
    }

    /** {@code $skip} leaves out the first; behind the last there is nothing, and no way on. */
    @Test
    void theFirstCanBeSkipped() throws Exception {
        assertThat(found(http.send("GET /me/messages?$skip=1&$top=2"))).isEqualTo("CB");
        assertThat(found(list("$skip", "4"))).isEmpty();
        assertThat(json(list("$skip", "4")).has("@odata.nextLink")).isFalse();
        assertThat(json(http.send("GET /me/messages?$top=4")).has("@odata.nextLink"))
                .isFalse();
        assertThat(json(http.send("GET /me/messages")).has("@odata.count")).isFalse();
        assertThat(json(list("$count", "false")).has("@odata.count")).isFalse();
    }

    /** Without {@code $top} a page has ten messages. */
    @Test
    void aPageHasTenMessages() throws Exception {
        for (int i = 0; i < 11; i++) {
            emulator.create("/users/many@contoso.com/messages/M" + i);
        }

        JsonNode page = json(http.send("GET /users/many@contoso.com/messages"));

        assertThat(page.path("value")).hasSize(10);
        assertThat(json(http.send("GET " + page.path("@odata.nextLink").asText() + "\nAuthorization: Bearer any-token"))
                        .path("value"))
                .hasSize(1);
    }

    /** Pages have 1 to 1000 messages; a token is one that was given out. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$top=0",
                "$top=1001",
                "$top=-1",
                "$top=ten",
                "$top",
                "$skip=-1",
                "$skip=x",
                "$count=yes",
                "$skiptoken=1",
                "$skiptoken=",
                "$skiptoken=cG9zaXRpb24gLTE"
            })
    void aPageThatCannotBeIsRefused(String query) throws Exception {
        assertRefused(http.send("GET /me/messages?" + query), 400, "BadRequest");
    }

    /**
     * <pre>
     * request  GET of a list and of one with $expand=attachments; with $select within
     * response 200; each attachment as its own request shows it
     * </pre>
     */
    @Test
    void attachmentsComeAlong() throws Exception {
        JsonNode found = json(http.send("GET /me/messages?$expand=attachments&$filter=hasAttachments%20eq%20true"))
                .at("/value/0");
        String path = "/me/messages/" + found.path("id").asText();

        assertThat(found.at("/attachments/0/contentBytes").asText()).isEqualTo("QUJD");
        assertThat(json(http.send("GET " + path + "?$expand=attachments($select=id,name)&$select=subject"))
                        .at("/attachments/0")
                        .fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("@odata.type", "@odata.mediaContentType", "id", "name");
        assertThat(json(http.send("GET /me/messages/" + first.path("id").asText() + "?$expand=attachments"))
                        .path("attachments"))
                .isEmpty();
    }

    /**
     * <pre>
     * request  $expand=singleValueExtendedProperties($filter=id eq '...')
     * response 200 with those, their ids as the service writes them: GUID in lower case, numbers without zeros in front
     * </pre>
     */
    @Test
    void extendedPropertiesComeAlongWhenNamed() throws Exception {
        String path = "/me/messages/"
                + json(list("$filter", "subject eq 'D'")).at("/value/0/id").asText();
        String expand = "?$expand="
                + encoded("attachments,singleValueExtendedProperties($filter=id eq '" + JOB.replace("66f5", "66F5")
                        + "' or id eq 'Integer 0x00000036')");

        JsonNode message = json(http.send("GET " + path + expand));

        assertThat(message.path("singleValueExtendedProperties"))
                .isEqualTo(PlainHttp.tree("[{\"id\": \"" + JOB
                        + "\", \"value\": \"Run-7\"}, {\"id\": \"Integer 0x36\", \"value\": \"2\"}]"));
        assertThat(message.path("attachments")).hasSize(1);
        assertThat(json(http.send("GET /me/messages/" + first.path("id").asText() + expand))
                        .has("singleValueExtendedProperties"))
                .isFalse();
    }

    /**
     * <pre>
     * request  $expand with something else
     * response 501 naming it, or 400 RequestBroker--ParseUri when it is no property, or no expression
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "singleValueExtendedProperties | 501 | NotImplemented",
                "singleValueExtendedProperties($filter=id ne 'String 0x1') | 501 | NotImplemented",
                "singleValueExtendedProperties($filter=id eq 'String 0x1' and id eq 'String 0x2') | 501 | NotImplemented",
                "singleValueExtendedProperties($filter=value eq 'x') | 501 | NotImplemented",
                "singleValueExtendedProperties($filter=id eq 'Job') | 400 | ErrorInvalidProperty",
                "singleValueExtendedProperties($top=1) | 501 | NotImplemented",
                "attachments($filter=x) | 501 | NotImplemented",
                "attachments($select=id;$top=1) | 501 | NotImplemented",
                "attachments($select=nothing) | 400 | RequestBroker--ParseUri",
                "extensions | 501 | NotImplemented",
                "subject | 501 | NotImplemented",
                "nothing | 400 | RequestBroker--ParseUri",
                "attachments, | 400 | RequestBroker--ParseUri",
                "attachments( | 400 | RequestBroker--ParseUri",
                "attachments() | 400 | RequestBroker--ParseUri",
                "attachments attachments | 400 | RequestBroker--ParseUri",
                "'' | 400 | RequestBroker--ParseUri"
            })
    void anotherExpansionIsRefused(String expand, int status, String code) throws Exception {
        assertRefused(list("$expand", expand), status, code);
        assertRefused(
                http.send("GET /me/messages/" + first.path("id").asText() + "?$expand=" + encoded(expand)),
                status,
                code);
    }
}
