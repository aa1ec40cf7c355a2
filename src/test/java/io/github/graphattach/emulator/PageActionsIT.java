package io.github.graphattach.emulator;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByLabelOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people do with the emulator on its page: make, delete, find, move the clock, set how it answers. */
class PageActionsIT extends PageScenario {

    private static final byte[] FILE = Wire.bytes(300, 6);

    private static Locator labelled(Page page, String label) {
        return page.getByLabel(label, new GetByLabelOptions().setExact(true));
    }

    private JsonNode messages() throws Exception {
        return Wire.json(wire.get("/me/messages")).path("value");
    }

    /** A draft is made by a button and a subject; it is Graph's at once. */
    @Test
    void aDraftIsMadeWithAButton() throws Exception {
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            button(page, "New draft").click();
            assertThat(labelled(page, "Subject")).isFocused();
            labelled(page, "Subject").fill("Minutes of the board");
            labelled(page, "To").fill("a@contoso.com, b@example.com");
            Screenshots.takeWindow(page, "new-draft");
            page.keyboard().press("Enter");

            assertThat(page.getByRole(AriaRole.DIALOG)).isHidden();
            assertThat(page.locator("li.item h5")).hasText("Minutes of the board draft");
            assertThat(page.locator("li.item .people")).hasText("to a@contoso.com, b@example.com");
            assertThat(messages()).hasSize(1);
            assertThat(messages().get(0).path("toRecipients").findValuesAsText("address"))
                    .containsExactly("a@contoso.com", "b@example.com");
        }
    }

    /** A series is made by a button, at the time that the clocks show where the browser is. */
    @Test
    void aSeriesIsMadeWithAButton() throws Exception {
        emulator.close();
        Clock clock = Clock.fixed(Instant.parse("2026-11-04T12:30:00Z"), ZoneOffset.UTC);
        emulator = GraphEmulator.builder().clock(clock).start();
        wire = new Wire(emulator);
        try (Chromium.Tab tab = open(window(ColorScheme.LIGHT, 1440).setTimezoneId("Europe/Berlin"))) {
            Page page = tab.page;
            assertThat(page.locator("#week > li.today")).hasCount(1);
            button(page, "New event").click();
            labelled(page, "Subject").fill("Stand-up");
            assertThat(labelled(page, "Start")).hasValue("2026-11-04T14:00");
            labelled(page, "Minutes").fill("15");
            labelled(page, "Repeats").selectOption("weekly");
            labelled(page, "Times").fill("3");
            Screenshots.takeWindow(page, "new-event");
            button(page, "Make it").click();

            assertThat(page.locator("#week > li.today .when")).hasText("14:00 – 14:15");
            JsonNode series = Wire.json(wire.get("/me/events")).at("/value/0");
            assertThat(series.at("/start/dateTime").asText()).startsWith("2026-11-04T13:00");
            assertThat(series.at("/recurrence/pattern/daysOfWeek/0").asText()).isEqualTo("wednesday");
            assertThat(series.at("/recurrence/range/numberOfOccurrences").asInt())
                    .isEqualTo(3);
        }
    }

    /** One attachment, one draft, one occurrence is deleted; the rest stays, and the focus is not lost. */
    @Test
    void oneThingIsDeletedAtATime() throws Exception {
        String occurrence =
                "/me/calendarGroups/Board/calendars/Meetings/calendarView/weekly/exceptionOccurrences/moved";
        emulator.create(occurrence);
        emulator.create("/me/messages/first");
        emulator.create("/me/messages/second");
        wire.postFile("/me/messages/first", "a.pdf", FILE);
        wire.postFile("/me/messages/first", "b.pdf", FILE);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            button(page, "Delete a.pdf").click();
            assertThat(page.locator("li.attachment .name")).hasText(new String[] {"b.pdf"});
            assertThat(page.locator("#mailboxes-title")).isFocused();
            button(page, "Delete second").click();
            assertThat(page.locator("li.item h5"))
                    .hasText(new String[] {"first draft", "weekly series", "moved exception occurrence"});
            button(page, "Delete moved").click();
            assertThat(page.locator("li.item h5")).hasText(new String[] {"first draft", "weekly series"});

            assertThat(emulator.find("/me/messages/second")).isEmpty();
            assertThat(emulator.find(occurrence)).isEmpty();
            assertThat(emulator.find("/me/messages/first").orElseThrow().attachments())
                    .extracting(EmulatedAttachment::name)
                    .containsExactly("b.pdf");
            assertThat(emulator.exchanges())
                    .as("what the page does is no request of a client")
                    .hasSize(2);
        }
    }

    /** 72 drafts: the newest are seen, twenty at a time; any is found by its subject, its recipients, its files. */
    @Test
    void seventyTwoDraftsStayUsable() throws Exception {
        for (int draft = 1; draft <= 72; draft++) {
            wire.post(
                    "/me/messages",
                    "{\"subject\":\"Statement " + draft + "\",\"toRecipients\":"
                            + MailWire.recipients("c" + draft + "@contoso.com") + "}");
        }
        wire.postFile("/me/messages/" + messages().at("/0/id").asText(), "closing.pdf", FILE);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            Locator items = page.locator("li.item");
            assertThat(items).hasCount(20);
            assertThat(items.first().locator(".subject")).hasText("Statement 72");
            Screenshots.takeWindow(page, "many-drafts");
            button(page, "Show 20 more of 52").click();
            assertThat(items).hasCount(40);

            labelled(page, "Search mailboxes").fill("statement 7");
            assertThat(items).hasCount(4);
            labelled(page, "Search mailboxes").fill("C33@contoso");
            assertThat(items.locator(".subject")).hasText(new String[] {"Statement 33"});
            labelled(page, "Search mailboxes").fill("closing.pdf");
            assertThat(items).hasCount(1);
            labelled(page, "Search mailboxes").fill("nobody");
            assertThat(page.getByText("Nothing is such.")).isVisible();
            labelled(page, "Search mailboxes").fill("");
            assertThat(items).hasCount(40);
        }
    }

    /** The clock goes on by a button, for the emulator and for the page. */
    @Test
    void theClockIsMoved() throws Exception {
        emulator.close();
        Clock clock = Clock.fixed(Instant.parse("2026-11-04T12:00:00Z"), ZoneOffset.UTC);
        emulator = GraphEmulator.builder().clock(clock).start();
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            assertThat(page.locator("#clock-now")).containsText("4 Nov 2026");
            button(page, "+1 day").click();
            button(page, "+1 h").click();

            assertThat(page.locator("#clock-ahead")).hasText("moved by 25h");
            assertThat(page.locator("#clock-now")).containsText("5 Nov 2026");
            assertThat(page.locator("#week > li.today h3")).hasText("Thu 5 Nov");
        }
    }

    /** Whatever can be set is there by its name, with what it can be; what was set is seen, and counted. */
    @Test
    void anyAnswerIsSetByItsName() {
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            page.locator("#answers summary").click();
            assertThat(page.locator(".setting .name"))
                    .hasText(names(emulator.answers().toJson(), "").toArray(String[]::new));

            labelled(page, "progress").selectOption("PASCAL_CASE");
            labelled(page, "inlineKept").uncheck();
            labelled(page, "sending.outcome").selectOption("NO_COPY");
            labelled(page, "progressStatus").fill("202");
            page.keyboard().press("Enter");

            assertThat(page.locator("#answer-count")).hasText("4 changed");
            assertThat(page.locator(".setting").filter(new Locator.FilterOptions().setHasText("progressStatus")))
                    .containsText("instead of 200");
            ObjectNode answers = emulator.answers().toJson();
            assertThat(answers.path("progress").asText()).isEqualTo("PASCAL_CASE");
            assertThat(answers.path("inlineKept").asBoolean()).isFalse();
            assertThat(answers.at("/sending/outcome").asText()).isEqualTo("NO_COPY");
            assertThat(answers.path("progressStatus").asInt()).isEqualTo(202);
            Screenshots.take(page, "answers");

            labelled(page, "sending.delay").fill("soon");
            page.keyboard().press("Enter");
            assertThat(page.getByRole(AriaRole.ALERT)).containsText("sending.delay could not be set");
            assertThat(labelled(page, "sending.delay")).hasValue("PT5S");
            // The browser writes down that it was refused.
            tab.complaints.removeIf(complaint -> complaint.contains("400"));
        }
    }

    private static List<String> names(JsonNode settings, String group) {
        List<String> names = new ArrayList<>();
        settings.properties().forEach(setting -> {
            if (setting.getValue().isObject()) {
                names.addAll(names(setting.getValue(), group + setting.getKey() + "."));
            } else {
                names.add(group + setting.getKey());
            }
        });
        return names;
    }

    /** Where a client needs a certificate and a login, both are to be had on the page. */
    @Test
    void certificateAndLoginAreShown() {
        emulator.close();
        emulator = GraphEmulator.builder()
                .tls(true)
                .auth(GraphEmulator.Auth.STRICT)
                .start();
        try (Chromium.Tab tab = open(new NewContextOptions().setIgnoreHTTPSErrors(true))) {
            Page page = tab.page;
            assertThat(page.locator("#graph-url")).hasText(emulator.graphUrl().toString());
            assertThat(page.locator("#login-url")).hasText(emulator.loginUrl().toString());
            page.getByText("Certificate to trust").click();
            assertThat(page.locator("#certificate-pem"))
                    .hasText(emulator.certificatePem().orElseThrow().strip());
            Screenshots.takeWindow(page, "certificate");
        }
        emulator.close();
        emulator = GraphEmulator.builder().start();
        try (Chromium.Tab tab = open()) {
            assertThat(tab.page.locator("#graph-url"))
                    .hasText(emulator.graphUrl().toString());
            assertThat(tab.page.locator("#login")).isHidden();
            assertThat(tab.page.locator("#certificate")).isHidden();
        }
    }

    /** Long ids are shortened to be told apart, not to be read; whoever points at one, or copies it, has the whole. */
    @Test
    void longIdsAreShort() throws Exception {
        wire.post("/me/messages", "{\"subject\":\"Minutes\"}");
        try (Chromium.Tab tab = open()) {
            Locator path = tab.page.locator("li.item .path");
            assertThat(path).hasText(Pattern.compile("/me/messages/.{10}….{6}"));
            String whole = path.getAttribute("title");
            assertThat(emulator.find(whole)).isPresent();
            button(tab.page, "Copy the path").click();
            assertThat(tab.page.locator("#announcement")).hasText(Pattern.compile("(Copied|Selected) the path"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "page-light, LIGHT, 1440",
        "page-dark, DARK, 1440",
        "page-phone, LIGHT, 360",
        "page-phone-dark, DARK, 360"
    })
    void pictures(String name, ColorScheme colours, int width) throws Exception {
        for (int draft = 1; draft <= 3; draft++) {
            wire.post("/me/messages", "{\"subject\":\"Statement " + draft + "\"," + MailWire.TO_READER + "}");
        }
        wire.postFile("/me/messages/" + messages().at("/0/id").asText(), "closing.pdf", FILE);
        wire.get("/me/messages/none");
        wire.uploadUrl("/me/messages/" + messages().at("/0/id").asText(), "board-pack.pptx", 300_000);
        try (Chromium.Tab tab = open(window(colours, width))) {
            assertThat(tab.page.locator("li.item")).hasCount(3);
            assertThat(tab.page.locator("li.exchange").first()).isVisible();
            Screenshots.take(tab.page, name);
            assertThat((int) tab.page.evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(width);
        }
    }
}
