package io.github.graphattach.emulator;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Locator.FilterOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of the running application: files are dropped into its inbox, and people watch. */
class ApplicationPageIT {

    private static Chromium chromium;
    private static DemonstrationProcess application;

    private Chromium.Tab tab;
    private Page page;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        chromium = Chromium.start();
        application = new DemonstrationProcess(folder);
    }

    @AfterAll
    static void stop() {
        if (application != null) {
            application.close();
        }
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void open() {
        tab = chromium.open(application.page());
        page = tab.page;
    }

    @AfterEach
    void close() {
        tab.close();
    }

    /** Every range is slowed down, so that the bar can be seen to move within a range too. */
    @Test
    void anUploadIsWatchedUntilItsDownloadIsTheSource() throws IOException {
        byte[] source = Wire.bytes(12_000_000, 1);
        String name = "Minutes <b>final</b>.pdf";
        toggle("Slow: 1 MB/s", "true");

        application.drop(source, name);

        Locator bar = page.getByRole(AriaRole.PROGRESSBAR, new GetByRoleOptions().setName(name));
        int earlier = 0;
        for (int moves = 0; moves < 5; moves++) {
            int seen = earlier;
            page.waitForCondition(() -> percent(bar) > seen);
            earlier = percent(bar);
        }
        assertThat(earlier).as("percent while the upload is slow").isLessThan(100);
        assertThat(bar).hasAttribute("aria-valuetext", Pattern.compile(" of 12\\.0 MB$"));
        Screenshots.take(page, "upload");

        toggle("Slow: 1 MB/s", "false");
        assertThat(attachment(name)).isVisible();
        assertThat(bar).hasCount(0);
        assertIsDownloaded(source, name);
    }

    /** What the engine does about it is the engine's business: here the file arrives whole, and the page tells the story. */
    @Test
    void aResetThatIsSwitchedOnHereIsSurvived() throws IOException {
        byte[] source = Wire.bytes(6_000_000, 2);
        String name = "Agenda.pdf";
        toggle("Reset the next PUT", "true");
        assertThat(page.locator("li.fault").filter(has("Reset the next PUT"))).containsText("pending");

        application.drop(source, name);

        assertThat(attachment(name)).isVisible();
        assertThat(fault("Reset the next PUT")).hasAttribute("aria-checked", "false");
        assertThat(page.locator("li.fault").filter(has("Reset the next PUT"))).containsText("happened at");
        Locator broken = page.locator("li.exchange").filter(has("no answer"));
        assertThat(broken).hasCount(1);
        assertThat(broken).containsText("Reset the next PUT");
        assertIsDownloaded(source, name);
    }

    /** What the meeting got is in the inbox of the mail's reader as well, once. */
    @Test
    void theSampleIsReadInTheInboxOfItsReader() {
        Locator mail = page.locator("li.mailbox:has(h3:has-text('erika@contoso.com'))")
                .locator("li.container:has(h4:has-text('Inbox'))")
                .locator("button.read");
        assertThat(mail).hasText(new String[] {"The file of our meeting"});
        mail.click();
        Locator reader = page.getByRole(AriaRole.DIALOG, new GetByRoleOptions().setName("The file of our meeting"));
        assertThat(reader).containsText("Erika Example <erika@contoso.com>");
        reader.getByRole(AriaRole.TAB, new Locator.GetByRoleOptions().setName("Files (1)"))
                .click();
        assertThat(reader.locator("li.attachment")).containsText("sample.bin");
        Screenshots.takeWindow(page, "mailed-sample");
    }

    private void toggle(String name, String state) {
        page.locator("#faults details").evaluate("fold => { fold.open = true; }");
        fault(name).click();
        assertThat(fault(name)).hasAttribute("aria-checked", state);
    }

    private Locator fault(String name) {
        return page.getByRole(AriaRole.SWITCH, new GetByRoleOptions().setName(name));
    }

    private Locator attachment(String name) {
        return page.locator("li.item li.item li.attachment").filter(has(name));
    }

    private static FilterOptions has(String text) {
        return new FilterOptions().setHasText(text);
    }

    private static int percent(Locator bar) {
        return Integer.parseInt(bar.getAttribute("aria-valuenow"));
    }

    private void assertIsDownloaded(byte[] source, String name) throws IOException {
        Download download = page.waitForDownload(
                () -> attachment(name).getByRole(AriaRole.LINK).click());
        byte[] downloaded = Files.readAllBytes(download.path());
        assertThat(Wire.sha256(downloaded)).as("SHA-256 of the download").isEqualTo(Wire.sha256(source));

        Locator hash = attachment(name).locator("button.hash");
        assertThat(hash).containsText(Wire.sha256(source).substring(0, 12) + "…");
        hash.click();
        assertThat(hash).containsText(Wire.sha256(source));
    }
}
