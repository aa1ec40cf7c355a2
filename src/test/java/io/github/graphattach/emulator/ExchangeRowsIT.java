package io.github.graphattach.emulator;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The requests of a client as the page lists them: what went wrong, what was said, what is under way. */
class ExchangeRowsIT extends PageScenario {

    private static final String MESSAGE = "/me/messages/first";
    private static final byte[] FILE = Wire.bytes(300, 4);

    private static Locator rows(Page page) {
        return page.locator("li.exchange");
    }

    private JsonNode exchanges(String rest) throws Exception {
        return Wire.json(Wire.send(HttpRequest.newBuilder(emulator.pageUrl().resolve("/_emulator/exchanges" + rest))));
    }

    private JsonNode latest() throws Exception {
        JsonNode all = exchanges("");
        return exchanges("/" + all.get(all.size() - 1).path("requestId").asText());
    }

    /** Why a request was refused is read on its row, of Graph's refusals and of scripted ones. */
    @Test
    void anErrorIsReadOnItsRow() throws Exception {
        emulator.create(MESSAGE);
        emulator.faults().on(RequestKind.LIST_ATTACHMENTS).answer(503);
        try (Chromium.Tab tab = open()) {
            wire.get("/me/messages/none");
            assertThat(rows(tab.page)).hasCount(1);
            assertThat(rows(tab.page).first().locator(".error"))
                    .containsText("ErrorItemNotFound The specified object was not found in the store.");
            wire.get(MESSAGE + "/attachments");
            assertThat(rows(tab.page)).hasCount(2);
            assertThat(rows(tab.page).first().locator(".error code")).not().isEmpty();
            wire.get(MESSAGE);
            assertThat(rows(tab.page)).hasCount(3);
            assertThat(rows(tab.page).first().locator(".error")).hasCount(0);
        }
    }

    /** A row opens to what was sent and answered, if that is JSON and small. */
    @Test
    void smallBodiesAreReadBehindTheRow() throws Exception {
        try (Chromium.Tab tab = open()) {
            wire.post("/me/messages", "{\"subject\":\"Minutes\"}");
            rows(tab.page).locator("summary").click();

            assertThat(tab.page.getByLabel("Request body")).hasText("{ \"subject\": \"Minutes\" }");
            assertThat(tab.page.getByLabel("Answer body")).containsText("\"internetMessageId\"");
        }
    }

    /** Neither files nor what opens a door: not of what was sent, nor of what was answered. */
    @Test
    void bodiesShowNoFilesAndNoSecrets() throws Exception {
        emulator.create(MESSAGE);

        wire.postFile(MESSAGE, "a.pdf", FILE);
        JsonNode posted = latest();
        assertThat(posted.at("/requestBody/name").asText()).isEqualTo("a.pdf");
        assertThat(posted.at("/requestBody/contentBytes").asText()).isEqualTo("***");
        assertThat(posted.at("/responseBody/contentBytes").asText()).isEqualTo("***");

        wire.get(MESSAGE + "/attachments");
        assertThat(latest().at("/responseBody/value/0/contentBytes").asText()).isEqualTo("***");

        URI url = wire.uploadUrl(MESSAGE, "b.json", 40);
        JsonNode opened = latest();
        assertThat(opened.at("/responseBody/expirationDateTime").asText()).isNotEmpty();
        assertThat(opened.at("/responseBody/uploadUrl").asText()).isEqualTo("***");
        assertThat(opened.toString()).doesNotContain(url.getRawQuery().substring("authtoken=".length()));

        byte[] json = "{\"secret\":\"of the one who uploads\" }    ".getBytes(StandardCharsets.UTF_8);
        Wire.put(url, json, 0, 19);
        assertThat(latest().path("requestBody").isMissingNode()).isTrue();
        Wire.put(url, json, 20, json.length - 1);

        String attachment = MESSAGE + "/attachments/"
                + emulator.find(MESSAGE).orElseThrow().attachments().get(1).id();
        assertThat(wire.get(attachment + "/$value").body()).isEqualTo(json);
        assertThat(latest().path("responseBody").isMissingNode()).isTrue();
        wire.post("/me/messages", "{\"subject\":\"" + "x".repeat(20_000) + "\"}");
        assertThat(latest().path("requestBody").isMissingNode()).as("20 kB").isTrue();
    }

    /** A scripted error may say whatever it likes; what one needs to find an exchange again stays. */
    @Test
    void errorsShowTheirWordsAndIdsButNoKeys() throws Exception {
        String key = "k3yThatNobodyCanRead_0123456789ABCDEF";
        emulator.faults().onAny().answer(400).error("Odd", "No entry with " + key + " at /me");

        wire.get("/me/messages");

        JsonNode refused = latest();
        assertThat(refused.path("errorMessage").asText()).isEqualTo("No entry with *** at /me");
        assertThat(refused.at("/responseBody/error/message").asText()).isEqualTo("No entry with *** at /me");
        assertThat(refused.at("/responseBody/error/innerError/request-id").asText())
                .isEqualTo(refused.path("requestId").asText());
        assertThat(refused.at("/responseBody/error/innerError/date").asText()).startsWith("20");
        assertThat(refused.toString()).doesNotContain(key);
    }

    /** What a token was asked for with is nobody's business; why it was refused is. */
    @Test
    void aLoginShowsOnlyItsError() throws Exception {
        emulator.close();
        emulator = GraphEmulator.builder().auth(GraphEmulator.Auth.STRICT).start();
        var client = java.net.http.HttpClient.newBuilder()
                .sslContext(emulator.sslContext())
                .build();
        client.send(
                HttpRequest.newBuilder(emulator.loginUrl().resolve("/contoso.com/oauth2/v2.0/token"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("grant_type=none&client_secret=hush-hush"))
                        .build(),
                java.net.http.HttpResponse.BodyHandlers.discarding());

        JsonNode login = latest();

        assertThat(login.path("host").asText()).isEqualTo("LOGIN");
        assertThat(login.path("errorCode").asText()).isNotEmpty();
        assertThat(login.toString()).doesNotContain("hush-hush", "requestBody", "responseBody");
    }

    /** Words find rows by path, code and message; a box leaves only what failed; both can be taken back. */
    @Test
    void errorsAreFoundAmongManyRequests() throws Exception {
        emulator.create(MESSAGE);
        for (int request = 0; request < 300; request++) {
            wire.get(MESSAGE);
        }
        wire.get("/me/messages/none");
        for (int request = 0; request < 300; request++) {
            wire.get(MESSAGE + "/attachments");
        }
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            assertThat(rows(page)).hasCount(200);

            page.getByLabel("errors only").check();
            assertThat(rows(page)).hasCount(1);
            assertThat(rows(page)).containsText("ErrorItemNotFound");
            assertThat(page.locator("#exchange-count")).hasText("1 of 601");

            page.getByLabel("errors only").uncheck();
            page.getByLabel("Search exchanges").fill("get ITEMNOTFOUND");
            assertThat(rows(page)).hasCount(1);
            wire.get("/me/messages/neither");
            assertThat(rows(page)).hasCount(2);
            page.getByLabel("Search exchanges").fill("nothing of the kind");
            assertThat(page.getByText("None of the latest is such")).isVisible();
            page.getByLabel("Search exchanges").fill("");
            assertThat(rows(page)).hasCount(200);
            assertThat(page.locator("#exchange-count")).isEmpty();
        }
    }

    /** A range that is half sent is seen under way, until its answer is there. */
    @Test
    void aRequestIsSeenUnderWay() throws Exception {
        emulator.create(MESSAGE);
        URI url = wire.uploadUrl(MESSAGE, "b.bin", FILE.length);
        try (Chromium.Tab tab = open();
                Socket client = new Socket(url.getHost(), url.getPort())) {
            OutputStream out = client.getOutputStream();
            String head = "PUT " + url.getRawPath() + "?" + url.getRawQuery() + " HTTP/1.1\r\nHost: "
                    + url.getAuthority() + "\r\nContent-Length: 300\r\nContent-Range: bytes 0-299/300\r\n\r\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            out.write(FILE, 0, 100);
            out.flush();

            Locator underWay = tab.page.locator("li.under-way");
            assertThat(underWay).containsText("PUT");
            assertThat(underWay).containsText("AttachmentSessions");
            assertThat(underWay).not().containsText("authtoken");

            out.write(FILE, 100, 200);
            out.flush();
            assertThat(rows(tab.page).first().locator(".status")).hasText("201");
            assertThat(tab.page.locator("#under-way-part")).isHidden();
        }
    }

    @ParameterizedTest
    @CsvSource({"errors-light, LIGHT, 1440", "errors-dark, DARK, 1440", "errors-phone, LIGHT, 360"})
    void pictures(String name, ColorScheme colours, int width) throws Exception {
        emulator.create(MESSAGE);
        wire.get("/me/messages/none");
        wire.get("/me/messages?$search=minutes");
        wire.postFile(MESSAGE, "a.pdf", FILE);
        wire.post("/me/messages", "{\"subject\":7}");
        wire.post("/me/events", "{\"subject\":\"without a time\"}");
        try (Chromium.Tab tab = open(window(colours, width))) {
            tab.page.getByLabel("errors only").check();
            assertThat(rows(tab.page)).hasCount(4);
            rows(tab.page)
                    .filter(new FilterOptions().setHasText("/me/events"))
                    .locator("summary")
                    .click();
            assertThat(tab.page.getByLabel("Answer body")).isVisible();
            Screenshots.take(tab.page, name);
            assertThat((int) tab.page.evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(width);
        }
    }
}
