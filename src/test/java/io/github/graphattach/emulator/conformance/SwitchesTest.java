package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.PlainHttp.assertRefused;
import static io.github.graphattach.emulator.conformance.PlainHttp.header;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.Sending;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users have seen the service do now and then: each switch in both positions. */
class SwitchesTest {

    private static final Duration LATE = Duration.ofSeconds(30);
    private static final Duration ALMOST = LATE.minusSeconds(1);

    private static GraphEmulator emulator;
    private static PlainHttp http;

    @BeforeAll
    static void start() {
        emulator = GraphEmulator.builder().minimumSessionSize(1).start();
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

    private static HttpResponse<byte[]> get(String path) throws Exception {
        return http.send("GET " + path);
    }

    private static HttpResponse<byte[]> send(String method, String path, String body) throws Exception {
        return http.send(method + " " + path + "\nContent-Type: application/json\n\n" + body.replace('\'', '"'));
    }

    private static String draft(String properties) throws Exception {
        var created = send("POST", "/me/messages", "{" + properties + "}");
        assertThat(created.statusCode()).isEqualTo(201);
        return "/me/messages/" + json(created).path("id").asText();
    }

    private static List<String> subjects(String path) throws Exception {
        List<String> subjects = new ArrayList<>();
        for (JsonNode message : json(get(path)).path("value")) {
            subjects.add(message.path("subject").asText());
        }
        return subjects;
    }

    /**
     * <pre>
     * switch   occurrencePaths, true: as described until June 2025
     * request  for an event by a path that leads through a view, or through its series
     * response 200; when false 400 RequestBroker--ParseUri, and the event has its path among the events
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/me/calendarView/E",
                "/me/calendar/calendarView/E/attachments",
                "/me/events/E/instances/I",
                "/me/events/E/exceptionOccurrences/O/attachments",
                "/me/events/E/exceptionOccurrences"
            })
    void viewsHavePathsOrNot(String path) throws Exception {
        emulator.create("/me/events/E/instances/I");
        emulator.create("/me/events/E/exceptionOccurrences/O");

        assertThat(get(path).statusCode()).isEqualTo(200);
        emulator.answers().occurrencePaths(false);
        assertRefused(get(path), 400, "RequestBroker--ParseUri");
        assertThat(get("/me/events/O/attachments").statusCode()).isEqualTo(200);
    }

    /** What is in a view can be listed as before; that needs no path of its members. */
    @Test
    void viewsAreListedWithoutPathsOfTheirMembers() throws Exception {
        String window = "?startDateTime=2026-01-01T00:00:00Z&endDateTime=2026-12-31T00:00:00Z";
        emulator.create("/me/events/E");
        emulator.answers().occurrencePaths(false);

        assertThat(get("/me/calendarView" + window).statusCode()).isEqualTo(200);
        assertThat(get("/me/events/E/instances" + window).statusCode()).isEqualTo(200);
        assertThat(get("/me/events/E?$expand=exceptionOccurrences").statusCode())
                .isEqualTo(200);
    }

    /**
     * <pre>
     * switch   draftsLate, nothing
     * request  for a draft that was just made, what is attached to it, and the list it should be in
     * response 200; when set 404 ErrorItemNotFound, and it is not in the list, until that time has passed
     * </pre>
     */
    @Test
    void aDraftIsThereAtOnceOrLate() throws Exception {
        String early = draft("'subject': 'early'");
        assertThat(get(early).statusCode()).isEqualTo(200);

        emulator.answers().draftsLate(LATE);
        emulator.advanceClock(LATE);
        String late = draft("'subject': 'late'");

        assertRefused(get(late), 404, "ErrorItemNotFound");
        assertRefused(get(late + "/attachments"), 404, "ErrorItemNotFound");
        assertRefused(
                send(
                        "POST",
                        late + "/attachments/createUploadSession",
                        "{'AttachmentItem': {'attachmentType': 'file', 'name': 'a', 'size': 10}}"),
                404,
                "ErrorItemNotFound");
        assertThat(subjects("/me/messages")).containsExactly("early");
        emulator.advanceClock(ALMOST);
        assertRefused(get(late), 404, "ErrorItemNotFound");
        emulator.advanceClock(Duration.ofSeconds(1));
        assertThat(get(late).statusCode()).isEqualTo(200);
        assertThat(get(late + "/attachments").statusCode()).isEqualTo(200);
        assertThat(subjects("/me/messages")).contains("late");
    }

    /** Only drafts are late: what was sent or received, and events, are there. */
    @Test
    void whatIsNoDraftIsNotLate() throws Exception {
        emulator.answers().draftsLate(LATE);
        emulator.answers().sending().delay(Duration.ZERO);
        emulator.create("/me/events/E");

        send(
                "POST",
                "/me/sendMail",
                "{'message': {'subject': 'sent', 'toRecipients': [{'emailAddress': {'address': 'demo@contoso.com'}}]}}");

        assertThat(get("/me/events/E").statusCode()).isEqualTo(200);
        assertThat(subjects("/me/mailFolders/sentitems/messages")).containsExactly("sent");
        assertThat(subjects("/me/mailFolders/inbox/messages")).containsExactly("sent");
    }

    /**
     * <pre>
     * switch   filtersLate, nothing
     * request  for a draft, and then for the sent copy, by $filter and without
     * response both find it; when set the filter finds nothing until that time has passed since the message came there
     * </pre>
     */
    @Test
    void aFilterFindsAtOnceOrLate() throws Exception {
        String byFilter = "/me/messages?$filter=subject%20eq%20'Minutes'";
        String sentByFilter = "/me/mailFolders/sentitems/messages?$filter=subject%20eq%20'Minutes'";
        draft("'subject': 'Minutes'");
        assertThat(subjects(byFilter)).hasSize(1);
        emulator.reset();
        emulator.answers().filtersLate(LATE);
        emulator.answers().sending().delay(Duration.ZERO).ids(Sending.SentIds.IMMUTABLE_KEPT);

        String draft = draft("'subject': 'Minutes', 'toRecipients': [{'emailAddress': {'address': 'a@example.com'}}]");
        assertThat(subjects(byFilter)).isEmpty();
        assertThat(subjects("/me/messages")).containsExactly("Minutes");
        assertThat(get(draft).statusCode()).isEqualTo(200);
        emulator.advanceClock(ALMOST);
        assertThat(subjects(byFilter)).isEmpty();
        emulator.advanceClock(Duration.ofSeconds(1));
        assertThat(subjects(byFilter)).containsExactly("Minutes");

        assertThat(http.send("POST " + draft + "/send").statusCode()).isEqualTo(202);
        assertThat(subjects("/me/mailFolders/sentitems/messages")).containsExactly("Minutes");
        assertThat(subjects(sentByFilter)).isEmpty();
        emulator.advanceClock(LATE);
        assertThat(subjects(sentByFilter)).containsExactly("Minutes");
    }

    /** Time does not run backwards here either. */
    @Test
    void nothingIsEarlierThanAtOnce() {
        assertThatIllegalArgumentException().isThrownBy(() -> emulator.answers().draftsLate(LATE.negated()));
        assertThatIllegalArgumentException().isThrownBy(() -> emulator.answers().filtersLate(LATE.negated()));
    }

    /**
     * <pre>
     * switch   mailAdvancedSince, 31 December 2026
     * request  PATCH of what was sent: a property that only drafts should change
     * response 200 until that day, 403 ErrorAccessDenied from then on; other properties, and drafts, stay free
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'subject': 'other'",
                "'body': {'contentType': 'text', 'content': 'other'}",
                "'toRecipients': []",
                "'internetMessageId': '<other@contoso.com>'"
            })
    void whatWasSentMayBeChangedUntilThatDay(String change) throws Exception {
        String draft = draft("'subject': 'Draft'");
        String sent = sent();
        emulator.answers().mailAdvancedSince(Instant.MAX);

        assertThat(send("PATCH", sent, "{" + change + "}").statusCode()).isEqualTo(200);
        emulator.answers().mailAdvancedSince(Instant.EPOCH);
        assertRefused(send("PATCH", sent, "{" + change + "}"), 403, "ErrorAccessDenied");
        assertThat(send("PATCH", sent, "{'isRead': true, 'categories': ['a']}").statusCode())
                .isEqualTo(200);
        assertThat(send("PATCH", draft, "{" + change + "}").statusCode()).isEqualTo(200);
    }

    private static String sent() throws Exception {
        emulator.answers().sending().delay(Duration.ZERO);
        send(
                "POST",
                "/me/sendMail",
                "{'message': {'subject': 'sent', 'toRecipients': [{'emailAddress': {'address': 'a@example.com'}}]}}");
        return "/me/messages/"
                + json(get("/me/mailFolders/sentitems/messages"))
                        .at("/value/0/id")
                        .asText();
    }

    /** The day is one of the emulator's clock, and the one that Microsoft has announced. */
    @Test
    void thatDayComesWithTheEmulatorsClock() throws Exception {
        String sent = sent();
        emulator.answers().mailAdvancedSince(Instant.now().plus(Duration.ofDays(9)));

        assertThat(send("PATCH", sent, "{'subject': 'a'}").statusCode()).isEqualTo(200);
        emulator.advanceClock(Duration.ofDays(10));
        assertRefused(send("PATCH", sent, "{'subject': 'b'}"), 403, "ErrorAccessDenied");
    }

    /** With the permission of that name it stays possible. */
    @ParameterizedTest
    @CsvSource({"Mail-Advanced.ReadWrite.All, 200", "Calendars.ReadWrite, 403"})
    void aPermissionOfItsOwnAllowsIt(String permission, int status) throws Exception {
        try (GraphEmulator strict =
                GraphEmulator.builder().auth(GraphEmulator.Auth.STRICT).start()) {
            strict.answers().mailAdvancedSince(Instant.EPOCH).sending().delay(Duration.ZERO);
            String token = strict.tokens()
                    .permissions("Mail.ReadWrite", "Mail.Send", permission)
                    .issueToApplication();
            PlainHttp client = new PlainHttp(strict);
            String headers = "\nAuthorization: Bearer " + token + "\nContent-Type: application/json";
            String user = "/users/ann@contoso.com";
            client.send("POST " + user + "/sendMail" + headers
                    + "\n\n{\"message\": {\"toRecipients\": [{\"emailAddress\": {\"address\": \"a@example.com\"}}]}}");
            String id = json(client.send("GET " + user + "/mailFolders/sentitems/messages" + headers))
                    .at("/value/0/id")
                    .asText();

            var changed = client.send("PATCH " + user + "/messages/" + id + headers + "\n\n{\"subject\": \"b\"}");

            assertThat(changed.statusCode()).isEqualTo(status);
        }
    }

    /**
     * <pre>
     * switch   inlineKept, true
     * request  for a file of which it was said that it is shown in place
     * response it is inline and has its contentId; when false it is a plain attachment, by either route
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"true, true, logo", "false, false, ''"})
    void inlineIsKeptOrDropped(boolean kept, boolean inline, String contentId) throws Exception {
        EmulatedItem message = emulator.create("/me/messages/M");
        emulator.answers().inlineKept(kept);

        send(
                "POST",
                "/me/messages/M/attachments",
                "{'@odata.type': '#microsoft.graph.fileAttachment', 'name': 'a', 'contentBytes': 'QUJD',"
                        + "'isInline': true, 'contentId': 'logo'}");
        var opened = send(
                "POST",
                "/me/messages/M/attachments/createUploadSession",
                "{'AttachmentItem': {'attachmentType': 'file', 'name': 'b', 'size': 3, 'isInline': true,"
                        + "'contentId': 'logo'}}");
        http.send(PlainHttp.put(json(opened).path("uploadUrl").asText(), "0-2/3"), new byte[3]);

        assertThat(message.attachments()).hasSize(2).allSatisfy(file -> {
            assertThat(file.isInline()).isEqualTo(inline);
            assertThat(file.contentId().orElse("")).isEqualTo(contentId);
        });
    }

    /** Switch groupEventsKeepAttachments, true: what is attached to an event of a group stays, or is lost without a word. */
    @ParameterizedTest
    @CsvSource({"true, 1", "false, 0"})
    void eventsOfGroupsKeepTheirFilesOrNot(boolean kept, int files) throws Exception {
        EmulatedItem event = emulator.create("/groups/G/events/E");
        emulator.answers().groupEventsKeepAttachments(kept);

        var posted = send(
                "POST",
                "/groups/G/events/E/attachments",
                "{'@odata.type': '#microsoft.graph.fileAttachment', 'name': 'a', 'contentBytes': 'QUJD'}");

        assertThat(posted.statusCode()).isEqualTo(201);
        assertThat(event.attachments()).hasSize(files);
    }

    /**
     * <pre>
     * switch   gzipUnasked, false
     * request  without Accept-Encoding
     * response as it is; when set it is compressed all the same, and says so
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(strings = {"/me/messages/M", "/me/messages", "/me/messages/M/attachments", "/me/messages/gone"})
    void answersAreCompressedOrNot(String path) throws Exception {
        emulator.create("/me/messages/M");
        byte[] plain = get(path).body();

        emulator.answers().gzipUnasked(true);
        var compressed = get(path);

        assertThat(header(compressed, "Content-Encoding")).isEqualTo("gzip");
        assertThat(withoutIds(unzipped(compressed))).isEqualTo(withoutIds(plain));
        emulator.answers().gzipUnasked(false);
        assertThat(header(get(path), "Content-Encoding")).isEmpty();
    }

    /** The bytes of a file are compressed as well, so that their length is not announced any more. */
    @Test
    void filesAreCompressedOrNot() throws Exception {
        emulator.create("/me/messages/M");
        String id = json(send(
                        "POST",
                        "/me/messages/M/attachments",
                        "{'@odata.type': '#microsoft.graph.fileAttachment', 'name': 'a', 'contentBytes': 'QUJD'}"))
                .path("id")
                .asText();
        String value = "/me/messages/M/attachments/" + id + "/$value";

        assertThat(header(get(value), "Content-Length")).isEqualTo("3");
        emulator.answers().gzipUnasked(true);
        assertThat(header(get(value), "Content-Length")).isEmpty();
        assertThat(new String(unzipped(get(value)), StandardCharsets.UTF_8)).isEqualTo("ABC");
    }

    /** Where there is nothing to compress, nothing is. */
    @Test
    void anEmptyAnswerStaysEmpty() throws Exception {
        emulator.create("/me/messages/M");
        emulator.answers().gzipUnasked(true);

        var deleted = http.send("DELETE /me/messages/M");

        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.body()).isEmpty();
        assertThat(header(deleted, "Content-Encoding")).isEmpty();
    }

    private static byte[] unzipped(HttpResponse<byte[]> response) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            return in.readAllBytes();
        }
    }

    /** Each error has ids and a date of its own. */
    private static String withoutIds(byte[] json) {
        return new String(json, StandardCharsets.UTF_8).replaceAll("\"innerError\":\\{.*?}", "");
    }

    /**
     * <pre>
     * switch   refusalsEarly, false
     * request  POST of which only the headers are sent, and which is refused for want of a token, an item, or by a fault
     * response nothing until the body has come; when set, at once, and the connection ends
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"'', M, 401", "Bearer t, gone, 404", "Bearer t, M, 503"})
    void aRefusalWaitsForTheBodyOrNot(String authorization, String message, int status) throws Exception {
        emulator.create("/me/messages/M");
        if (status == 503) {
            emulator.faults().onAny().always().answer(503);
        }
        String head =
                "POST /v1.0/me/messages/" + message + "/attachments HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                        + authorization + "\r\nContent-Length: 1000\r\n\r\n";
        emulator.answers().refusalsEarly(true);
        try (Socket socket = connect()) {
            write(socket, head);
            assertThat(answer(socket))
                    .startsWith("HTTP/1.1 " + status)
                    .containsIgnoringCase("\r\nConnection: close\r\n");
        }
        assertThat(bodyOfLatest()).isZero();

        emulator.answers().refusalsEarly(false);
        try (Socket socket = connect()) {
            write(socket, head + "x".repeat(1000) + "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertThat(answer(socket)).startsWith("HTTP/1.1 " + status).contains("HTTP/1.1 200 OK");
        }
        assertThat(bodyOfLatest()).isEqualTo(1000);
    }

    private static long bodyOfLatest() {
        var exchanges = emulator.exchanges();
        return exchanges.get(exchanges.size() - 1).requestBytes();
    }

    private static Socket connect() throws IOException {
        Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), emulator.graphUrl().getPort());
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    /** {@return all that comes until the connection ends} */
    private static String answer(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
