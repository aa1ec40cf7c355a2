package io.github.graphattach.emulator;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The week of a calendar as the page shows it to somebody in Berlin, on Wednesday, 4 November 2026. */
class CalendarWeekIT extends PageScenario {

    private static final String BERLIN = "Europe/Berlin";

    @BeforeEach
    @Override
    void start() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-04T12:00:00Z"), ZoneOffset.UTC);
        emulator = GraphEmulator.builder().clock(clock).minimumSessionSize(1).start();
        wire = new Wire(emulator);
    }

    private Chromium.Tab openInBerlin() {
        return open(window(ColorScheme.LIGHT, 1440).setTimezoneId(BERLIN));
    }

    private String event(String mailbox, String properties) throws Exception {
        var created = wire.post(mailbox + "/events", "{" + properties.replace('\'', '"') + "}");
        assertThat(created.statusCode()).as("%s", Wire.json(created)).isEqualTo(201);
        return mailbox + "/events/" + Wire.json(created).path("id").asText();
    }

    private static String at(String start, String end) {
        return "'start':{'dateTime':'" + start + "','timeZone':'" + BERLIN + "'},'end':{'dateTime':'" + end
                + "','timeZone':'" + BERLIN + "'}";
    }

    private String daily() throws Exception {
        return event(
                "/me",
                "'subject':'Stand-up'," + at("2026-11-02T09:00:00", "2026-11-02T09:15:00")
                        + ",'recurrence':{'pattern':{'type':'daily','interval':1},"
                        + "'range':{'type':'numbered','startDate':'2026-11-02','numberOfOccurrences':5}}");
    }

    /** {@return the path of the occurrence of that day} */
    private String occurrence(String series, String date) throws Exception {
        var instances =
                wire.get(series + "/instances?startDateTime=" + date + "T00:00:00Z&endDateTime=" + date + "T23:00:00Z");
        return series + "/instances/" + Wire.json(instances).at("/value/0/id").asText();
    }

    private void patch(String path, String properties) throws Exception {
        var patched = new MailWire(wire).patch(path, properties.replace('\'', '"'));
        assertThat(patched.statusCode()).as("%s", Wire.json(patched)).isEqualTo(200);
    }

    private static Locator day(Page page, String name) {
        return page.locator("#week > li").filter(new FilterOptions().setHasText(name));
    }

    private void fill() throws Exception {
        String series = daily();
        wire.postFile(series, "agenda.pdf", Wire.bytes(300, 1));
        String tuesday = occurrence(series, "2026-11-03");
        wire.postFile(tuesday, "minutes.pdf", Wire.bytes(300, 2));
        patch(
                occurrence(series, "2026-11-04"),
                at("2026-11-04T16:00:00", "2026-11-04T16:15:00") + ",'subject':'Stand-up, late'");
        assertThat(wire.delete(occurrence(series, "2026-11-05")).statusCode()).isEqualTo(204);
        event(
                "/me",
                "'subject':'Trade fair','isAllDay':true,"
                        + at("2026-11-05T00:00:00", "2026-11-07T00:00:00").replace(BERLIN, "Tokyo Standard Time"));
        event("/users/cfo@contoso.com", "'subject':'Audit'," + at("2026-11-06T23:00:00", "2026-11-07T01:00:00"));
    }

    /** A series is seen on each of its days: unchanged, changed, moved, cancelled; with the files of each. */
    @Test
    void theWeekShowsWhatBecameOfASeries() throws Exception {
        fill();
        try (Chromium.Tab tab = openInBerlin()) {
            Page page = tab.page;

            assertThat(page.locator("#week-title")).hasText("Week of 2 November 2026.");
            assertThat(page.locator("#week > li.today h3")).hasText("Wed 4 Nov");
            assertThat(day(page, "Mon 2 Nov").locator(".when")).hasText("09:00 – 09:15");
            assertThat(day(page, "Mon 2 Nov").locator("h4")).hasText("Stand-up series");
            assertThat(day(page, "Mon 2 Nov").locator(".files li")).hasText("agenda.pdf");
            assertThat(day(page, "Tue 3 Nov").locator("h4")).hasText("Stand-up exception");
            assertThat(day(page, "Tue 3 Nov").locator(".files li")).hasText(new String[] {"agenda.pdf", "minutes.pdf"});
            assertThat(day(page, "Wed 4 Nov").locator(".when")).hasText("16:00 – 16:15");
            assertThat(day(page, "Wed 4 Nov").locator("h4"))
                    .hasText("Stand-up, late exception moved from Wed 4 Nov, 09:00");
            Locator cancelled = day(page, "Thu 5 Nov").locator(".cancelled");
            assertThat(cancelled.locator("h4")).hasText("Stand-up series cancelled");
            assertThat(cancelled.locator("button")).hasCSS("text-decoration-line", "line-through");
            assertThat(day(page, "Sun 8 Nov").locator(".happening")).hasCount(0);
        }
    }

    /** Whole days are on their days; what goes past midnight is on both. */
    @Test
    void wholeDaysAndNightsAreOnTheirDays() throws Exception {
        fill();
        try (Chromium.Tab tab = openInBerlin()) {
            Page page = tab.page;
            Locator fair = page.locator(".happening").filter(new FilterOptions().setHasText("Trade fair"));
            Locator audit = page.locator(".happening").filter(new FilterOptions().setHasText("Audit"));

            assertThat(fair).hasCount(2);
            assertThat(fair.first().locator(".when")).hasText("all day");
            assertThat(day(page, "Thu 5 Nov")).containsText("Trade fair");
            assertThat(day(page, "Fri 6 Nov")).containsText("Trade fair");
            assertThat(audit).hasCount(2);
            assertThat(day(page, "Sat 7 Nov")).containsText("Audit");

            page.getByRole(AriaRole.COMBOBOX).selectOption("cfo@contoso.com");
            assertThat(fair).hasCount(0);
            assertThat(audit).hasCount(2);
        }
    }

    /** An occurrence is read by a click; what becomes of it is seen at once. */
    @Test
    void anOccurrenceIsReadAndFollowed() throws Exception {
        String series = daily();
        try (Chromium.Tab tab = openInBerlin()) {
            Page page = tab.page;
            Locator friday = day(page, "Fri 6 Nov");
            friday.getByRole(AriaRole.BUTTON).click();
            Locator reader = page.getByRole(AriaRole.DIALOG, new GetByRoleOptions().setName("Stand-up"));
            assertThat(reader).containsText("2026-11-06 08:00:00 UTC");
            assertThat(reader).containsText("occurrence");
            button(page, "Close").click();

            wire.postFile(occurrence(series, "2026-11-06"), "late.pdf", Wire.bytes(300, 3));

            assertThat(friday.locator("h4")).hasText("Stand-up exception");
            assertThat(friday.locator(".files")).hasText("late.pdf");
        }
    }

    /** Weeks are turned over; the emulator's clock says which is today's. */
    @Test
    void weeksAreTurnedOver() throws Exception {
        event("/me", "'subject':'Next year'," + at("2026-11-11T10:00:00", "2026-11-11T11:00:00"));
        try (Chromium.Tab tab = openInBerlin()) {
            Page page = tab.page;
            assertThat(page.locator("#week > li.today")).hasCount(1);
            button(page, "Week after").click();
            assertThat(day(page, "Wed 11 Nov")).containsText("Next year");
            assertThat(page.locator("#week > li.today")).hasCount(0);
            button(page, "Week before").click();
            button(page, "Week before").click();
            assertThat(page.locator("#week-title")).hasText("Week of 26 October 2026.");

            Wire.send(HttpRequest.newBuilder(emulator.pageUrl().resolve("/_emulator/clock"))
                    .POST(BodyPublishers.ofString("{\"advance\":\"P7D\"}")));
            button(page, "Today").click();
            assertThat(page.locator("#week > li.today")).containsText("Next year");
        }
    }

    /** The same for scripts. */
    @Test
    void theViewIsToBeHadAsJson() throws Exception {
        fill();
        String window = "startDateTime=2026-11-02T00:00:00Z&endDateTime=2026-11-09T00:00:00Z";

        var view = Wire.json(
                Wire.send(HttpRequest.newBuilder(emulator.pageUrl().resolve("/_emulator/calendarView?" + window))));

        assertThat(view.findValuesAsText("subject"))
                .containsExactlyInAnyOrder(
                        "Stand-up", "Stand-up", "Stand-up", "Stand-up", "Stand-up, late", "Trade fair", "Audit");
        assertThat(view.findValuesAsText("movedFrom")).containsExactly("2026-11-04T08:00:00Z");
        assertThat(view.findValuesAsText("isCancelled")).containsOnlyOnce("true");
        var refused = Wire.send(HttpRequest.newBuilder(emulator.pageUrl().resolve("/_emulator/calendarView")));
        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"week-light, LIGHT, 1440", "week-dark, DARK, 1440", "week-phone, LIGHT, 360"})
    void pictures(String name, ColorScheme colours, int width) throws Exception {
        fill();
        try (Chromium.Tab tab = open(window(colours, width).setTimezoneId(BERLIN))) {
            assertThat(tab.page.locator(".happening")).hasCount(9);
            Screenshots.take(tab.page, name);
            assertThat((int) tab.page.evaluate("document.documentElement.scrollWidth"))
                    .isLessThanOrEqualTo(width);
        }
    }
}
