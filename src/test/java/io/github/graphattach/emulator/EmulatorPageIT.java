package io.github.graphattach.emulator;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The emulator's page as people use it: with a mouse, with a keyboard, on a phone, against hostile names. */
class EmulatorPageIT {

    private static final String MESSAGE = "/me/messages/first";
    private static final String OCCURRENCE =
            "/me/calendarGroups/Board/calendars/Meetings/calendarView/weekly/exceptionOccurrences/moved";
    private static final byte[] FILE = Wire.bytes(5000, 3);
    private static Chromium chromium;

    private GraphEmulator emulator;
    private Wire wire;

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
    }

    @AfterAll
    static void stopBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void start() {
        emulator = GraphEmulator.builder().minimumSessionSize(1).start();
        wire = new Wire(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private Chromium.Tab open() {
        return chromium.open(emulator.pageUrl());
    }

    /** The lines are run as they stand; what they make appears without a reload. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEmptyEmulatorSaysWhatToDo(boolean withTlsAndLogin) throws Exception {
        if (withTlsAndLogin) {
            emulator.close();
            emulator = GraphEmulator.builder()
                    .tls(true)
                    .auth(GraphEmulator.Auth.STRICT)
                    .start();
        }
        try (Chromium.Tab tab = chromium.open(emulator.pageUrl(), new NewContextOptions().setIgnoreHTTPSErrors(true))) {
            Page page = tab.page;
            assertThat(page.getByText("There is no message and no event yet")).isVisible();
            assertThat(page.getByText("No request yet")).isVisible();
            assertThat(page.locator("#first-steps")).containsText("hello.txt");
            Screenshots.take(page, withTlsAndLogin ? "empty-with-login" : "empty");

            String lines = page.locator("#first-steps").textContent();
            Process shell = new ProcessBuilder("bash", "-euc", lines)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(shell.waitFor()).as(output).isZero();
            assertThat(page.locator("li.attachment")).containsText("hello.txt");
            assertThat(page.locator("li.attachment")).containsText("5 bytes");
            assertThat(page.getByText("There is no message and no event yet")).isHidden();
        }
    }

    /** The occurrence that was changed stands inside its series and is called what it is. */
    @Test
    void anExceptionOccurrenceIsSeenInItsSeries() throws Exception {
        emulator.create(OCCURRENCE);
        wire.postFile(OCCURRENCE, "minutes.pdf", FILE);
        try (Chromium.Tab tab = open()) {
            Locator series = tab.page.locator(".items > li.item");

            assertThat(series.locator("> h5")).hasText("weekly series");
            assertThat(series.locator("li.item > h5")).hasText("moved exception occurrence");
            assertThat(series.locator("li.item .path")).hasText(OCCURRENCE);
            assertThat(series.locator("li.item li.attachment")).containsText("minutes.pdf");
        }
    }

    /** Names, ids and subjects are shown character by character; invisible ones are made visible. */
    @Test
    void hostileNamesAreShownAsText() throws Exception {
        String id = "it's \"quoted\" <img src=x onerror=alert(2)>";
        String item = "/users/%3Cimg%20src=x%20onerror=alert(3)%3E/messages/"
                + id.replace(" ", "%20")
                        .replace("\"", "%22")
                        .replace("<", "%3C")
                        .replace(">", "%3E");
        emulator.create(item);
        List<String> names = List.of(
                "<img src=x onerror=alert(1)>.pdf",
                "😀".repeat(255),
                "../../x",
                "javascript:alert(4)",
                "</script><script>alert(5)</script>");
        for (String name : names) {
            wire.postFile(item, name, FILE);
        }
        wire.postFile(item, "budget \u202Efdp.exe\u0007", FILE);
        wire.openSession(item, "<b>open</b>", 5000);
        emulator.faults().onAny().named("<i>fault</i>").item(item);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            assertThat(page.locator("li.attachment .name")).hasCount(names.size() + 1);
            for (String name : names) {
                assertThat(page.locator("li.attachment .name").filter(new FilterOptions().setHasText(name)))
                        .hasCount(1);
            }
            assertThat(page.getByText("budget ⟨U+202E⟩fdp.exe⟨U+0007⟩").first()).isVisible();
            assertThat(page.locator("h5 .subject")).hasText(id);
            assertThat(page.locator(".mailbox h3").first()).containsText("<img src=x onerror=alert(3)>");
            assertThat(page.locator("li.upload .name")).hasText("<b>open</b>");
            assertThat(page.locator("li.scripted .name")).hasText("<i>fault</i>");
            assertThat(page.locator("li.exchange summary")).hasCount(names.size() + 2);
            for (Locator exchange : page.locator("li.exchange summary").all()) {
                exchange.click();
            }
            assertThat(page.locator(".detail").first()).containsText("authorization");
            assertThat(page.locator("body")).not().containsText("any-token");
            Screenshots.take(page, "hostile-names");

            // The page's own.
            assertThat(page.locator("img")).hasCount(1);
            assertThat(page.locator("main script, main b, main i")).hasCount(0);

            Download download = page.waitForDownload(() -> page.locator("li.attachment")
                    .filter(new FilterOptions().setHasText("../../x"))
                    .getByRole(AriaRole.LINK)
                    .click());
            assertThat(download.suggestedFilename()).doesNotContain("/");
            assertThat(Files.readAllBytes(download.path())).isEqualTo(FILE);
        }
    }

    /** Even if somebody found a way to write markup into the page, it would not run. */
    @Test
    void aScriptThatWasSmuggledInDoesNotRun() {
        try (Chromium.Tab tab = open()) {
            Object ran = tab.page.evaluate(
                    """
                    () => {
                      const script = document.createElement('script');
                      script.textContent = 'window.smuggled = true';
                      document.body.append(script);
                      return window.smuggled === true;
                    }
                    """);

            assertThat(ran).isEqualTo(false);
            assertThat(tab.complaints).hasSize(1);
            assertThat(tab.complaints.get(0)).contains("Content Security Policy");
            tab.complaints.clear();
        }
    }

    private static void unfoldFaults(Page page) {
        page.locator("#faults summary").click();
    }

    /** Each switch scripts a fault and takes it back, on every page that is open. */
    @Test
    void switchesScriptFaultsAndTakeThemBack() {
        emulator.faults().on(RequestKind.CANCEL_SESSION).answer(500);
        try (Chromium.Tab tab = open();
                Chromium.Tab other = open()) {
            unfoldFaults(tab.page);
            unfoldFaults(other.page);
            Locator switches = tab.page.getByRole(AriaRole.SWITCH);
            Locator on = other.page.locator("[role=switch][aria-checked=true]");
            assertThat(other.page.locator("li.scripted")).containsText("[CANCEL_SESSION], answer 500");

            int count = switches.count();
            IntStream.range(0, count).forEach(index -> switches.nth(index).click());

            assertThat(on).hasCount(count);
            // What a click does follows from what this page shows.
            assertThat(tab.page.locator("[role=switch][aria-checked=true]")).hasCount(count);
            assertThat(emulator.faults().pending()).hasSize(count + 1);

            IntStream.range(0, count).forEach(index -> switches.nth(index).click());

            assertThat(on).hasCount(0);
            other.page
                    .getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Remove [CANCEL_SESSION], answer 500"))
                    .click();
            assertThat(tab.page.locator("li.scripted")).hasCount(0);
            assertThat(emulator.faults().pending()).isEmpty();
        }
    }

    /** A switch goes off by itself when its fault has happened. */
    @Test
    void aSwitchIsOffAfterItsFault() throws Exception {
        emulator.create(MESSAGE);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            unfoldFaults(page);
            Locator fault = page.locator("li.fault").filter(new FilterOptions().setHasText("429 with Retry-After 2"));
            fault.getByRole(AriaRole.SWITCH).click();
            assertThat(fault).containsText("pending");

            var answer = wire.postFile(MESSAGE, "a.pdf", FILE);

            assertThat(answer.statusCode()).isEqualTo(429);
            assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
            assertThat(fault).containsText("happened at");
            assertThat(fault.getByRole(AriaRole.SWITCH)).hasAttribute("aria-checked", "false");
            assertThat(page.locator("li.exchange").first()).containsText("429");
        }
    }

    /** Tab goes through everything that can be used, in the order it is seen, and Enter uses it. */
    @Test
    void aKeyboardIsEnough() throws Exception {
        emulator.create(OCCURRENCE);
        wire.postFile(OCCURRENCE, "minutes.pdf", FILE);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            assertThat(page.locator("li.attachment")).isVisible();
            assertThat(page.locator("li.exchange")).isVisible();
            int stops = (int)
                    page.evaluate(
                            """
                    () => [...document.querySelectorAll('a[href], button, summary, input, select')]
                        .filter(stop => stop.checkVisibility())
                        .map((stop, index) => { stop.dataset.stop = index; })
                        .length
                    """);
            for (int stop = 0; stop < stops; stop++) {
                page.keyboard().press("Tab");
                assertThat(focused(page, "e.dataset.stop")).as("focus").isEqualTo(Integer.toString(stop));
                assertThat(focused(page, "getComputedStyle(e).outlineStyle"))
                        .as("outline of stop %d", stop)
                        .isEqualTo("solid");
            }

            tabTo(page, "Download minutes.pdf");
            Screenshots.takeWindow(page, "focus");
            Download download = page.waitForDownload(() -> page.keyboard().press("Enter"));
            assertThat(Files.readAllBytes(download.path())).isEqualTo(FILE);

            tabTo(page, "Reset …");
            page.keyboard().press("Enter");
            assertThat(page.getByRole(AriaRole.DIALOG)).isVisible();
            Screenshots.takeWindow(page, "reset");
            page.keyboard().press("Escape");
            assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
            assertThat(emulator.find(OCCURRENCE)).as("after Escape").isPresent();

            page.keyboard().press("Enter");
            assertThat(focused(page, "e.textContent")).isEqualTo("Cancel");
            page.keyboard().press("Tab");
            page.keyboard().press("Enter");
            assertThat(page.getByText("There is no message and no event yet")).isVisible();
            assertThat(page.locator("li.exchange")).hasCount(0);
            assertThat(emulator.find(OCCURRENCE)).isEmpty();
        }
    }

    private static String focused(Page page, String property) {
        return String.valueOf(page.evaluate("() => { const e = document.activeElement; return " + property + "; }"));
    }

    private static void tabTo(Page page, String text) {
        for (int presses = 0; !focused(page, "e.textContent.trim()").equals(text); presses++) {
            assertThat(presses).as("presses of Tab on the way to " + text).isLessThan(100);
            page.keyboard().press("Tab");
        }
    }

    /** A client in full flight neither fills the page nor takes away what somebody is reading. */
    @Test
    void aThousandExchangesDoNotFloodThePage() throws Exception {
        emulator.create(MESSAGE);
        wire.get(MESSAGE + "?read=this");
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            Locator exchanges = page.locator("li.exchange");
            exchanges.first().locator("summary").click();
            assertThat(exchanges.first()).containsText("read=this");

            for (int request = 0; request < 1000; request++) {
                wire.get(MESSAGE);
            }
            wire.get(MESSAGE + "/attachments");

            assertThat(exchanges.first()).containsText("/attachments");
            assertThat(exchanges).hasCount(201);
            assertThat(exchanges.last()).containsText("read=this");
            assertThat(page.locator("#more-exchanges")).isVisible();
            Number wait = (Number)
                    page.evaluate(
                            """
                    async () => {
                      const start = performance.now();
                      await new Promise(resolve => { requestAnimationFrame(() => setTimeout(resolve)); });
                      return performance.now() - start;
                    }
                    """);
            assertThat(wait.doubleValue())
                    .as("milliseconds until the page is free")
                    .isLessThan(2000);
        }
    }

    /** Who reads a 501 sees at once that it is the emulator's, and what it is about; no other row has such a mark. */
    @Test
    void whatTheEmulatorHasNotIsMarkedOnItsRow() throws Exception {
        emulator.create(MESSAGE);
        try (Chromium.Tab tab = open()) {
            Locator exchanges = tab.page.locator("li.exchange");
            wire.get("/me/messages/none");
            assertThat(exchanges).hasCount(1);
            wire.get("/me/messages?%24search=minutes");
            assertThat(exchanges).hasCount(2);

            Locator row = exchanges.first();
            assertThat(row.locator(".status")).hasText("501");
            assertThat(row.locator("summary .tag.missing"))
                    .hasText("not implemented here: the query option '$search' on this request");
            assertThat(exchanges.last().locator(".tag")).hasCount(0);
            row.locator("summary").click();
            assertThat(row.locator("dl").first()).containsText("not implemented here");
        }
    }

    /** When the emulator is gone the page says so, and when it is back the page shows what is there now. */
    @Test
    void aLostConnectionIsSeenAndFoundAgain() throws Exception {
        emulator.close();
        emulator = onAFixedPort();
        int port = emulator.pageUrl().getPort();
        emulator.create(MESSAGE);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            assertThat(page.locator("#connection")).hasText("Live");

            emulator.close();
            assertThat(page.locator("#connection")).containsText("Connection lost");
            Screenshots.takeWindow(page, "connection-lost");

            emulator = GraphEmulator.builder().port(port).start();
            emulator.create("/me/messages/second");
            assertThat(page.locator("#connection")).hasText("Live");
            assertThat(page.locator("h5 .subject")).hasText("second");
            // The browser itself writes down each time it was refused.
            tab.complaints.removeIf(complaint -> complaint.contains("ERR_"));
        }
    }

    /** Below the ports that the system gives away by itself, so that it is still free after a restart. */
    private static GraphEmulator onAFixedPort() {
        for (int port = 20_000; port < 30_000; port += 10) {
            try {
                return GraphEmulator.builder().port(port).start();
            } catch (UncheckedIOException e) {
                // Taken: the next one.
            }
        }
        throw new AssertionError("no two neighbouring ports are free");
    }

    @ParameterizedTest
    @CsvSource({"light, LIGHT, 1440", "dark, DARK, 1440", "phone, LIGHT, 360", "phone-dark, DARK, 360"})
    void pictures(String name, ColorScheme colours, int width) throws Exception {
        fill();
        NewContextOptions window =
                new NewContextOptions().setColorScheme(colours).setViewportSize(width, 780);
        try (Chromium.Tab tab = chromium.open(emulator.pageUrl(), window)) {
            Page page = tab.page;
            assertThat(page.locator("li.attachment")).hasCount(3);
            assertThat(page.locator("li.upload")).isVisible();
            unfoldFaults(page);
            assertThat(page.getByRole(AriaRole.SWITCH).first()).isVisible();
            page.locator("li.exchange summary").nth(1).click();
            assertThat(page.getByText("Answer headers")).isVisible();

            Screenshots.take(page, name);

            assertThat((int) page.evaluate("document.documentElement.scrollWidth"))
                    .as("width of what is to be scrolled sideways")
                    .isLessThanOrEqualTo(width);
        }
    }

    private void fill() throws IOException, InterruptedException {
        emulator.create(OCCURRENCE);
        emulator.create(MESSAGE);
        emulator.create("/users/cfo@contoso.com/mailFolders/inbox/childFolders/Board/messages/AAMkADk0MGFkODE3LWE4Mm");
        wire.postFile(OCCURRENCE, "minutes.pdf", FILE);
        wire.postFile(OCCURRENCE, "Vorlage für den Aufsichtsrat, 2. Fassung.docx", FILE);
        wire.postFile(MESSAGE, "invoice-4711.pdf", FILE);
        wire.get("/me/messages/none");
        wire.get("/me/messages?%24search=minutes&%24select=subject");
        byte[] large = Wire.bytes(300_000, 4);
        URI upload = wire.uploadUrl(OCCURRENCE, "board-pack.pptx", large.length);
        emulator.faults().on(RequestKind.PUT_RANGE).named("Reset the next PUT").resetWhileReading(65_536);
        Throwable reset = catchThrowable(() -> Wire.put(upload, large, 0, 99_999));
        assertThat(reset).isInstanceOf(IOException.class);
        Wire.put(upload, large, 0, 99_999);
        Wire.put(upload, large, 100_000, 139_999);
        emulator.faults().on(RequestKind.PUT_RANGE).named("503").answer(503);
        emulator.faults().on(RequestKind.OPEN_SESSION).nth(3).delay(Duration.ofSeconds(2));
    }
}
