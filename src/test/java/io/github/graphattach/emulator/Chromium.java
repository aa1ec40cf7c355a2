package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.Playwright.CreateOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Chromium. Whatever one of its pages complains of fails the test that has it open. */
final class Chromium implements AutoCloseable {

    private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");
    private static final double PATIENCE_MILLIS = 60_000;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium() {
        playwright = Playwright.create(new CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(EXECUTABLE)
                        .setTimeout(PATIENCE_MILLIS)
                        // There is no sandbox for root, and nothing here is to talk to the rest of the world.
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    /** Starts the browser, or skips the test where there is none. */
    static Chromium start() {
        assumeTrue(
                Files.isExecutable(EXECUTABLE),
                "there is no " + EXECUTABLE + ": .ci/install-chromium installs it, then the page is tested too");
        return new Chromium();
    }

    Tab open(URI url) {
        return open(url, new NewContextOptions().setViewportSize(1440, 1000));
    }

    Tab open(URI url, NewContextOptions options) {
        Tab tab = new Tab(browser.newContext(options));
        tab.page.navigate(url.toString());
        return tab;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    /** An open page, in a profile of its own. */
    static final class Tab implements AutoCloseable {

        /** Errors of the console (a violated content security policy is one), exceptions, dialogs. */
        final List<String> complaints = new ArrayList<>();

        final Page page;
        private final BrowserContext context;

        private Tab(BrowserContext context) {
            this.context = context;
            context.setDefaultTimeout(PATIENCE_MILLIS);
            PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
            page = context.newPage();
            page.onConsoleMessage(message -> complain(message.type() + ": " + message.text()));
            page.onPageError(complaints::add);
            page.onDialog(dialog -> {
                complaints.add("dialog: " + dialog.message());
                dialog.dismiss();
            });
        }

        /** What drives the browser tries its scripts in the frame of a mail too, which refuses any. */
        private void complain(String complaint) {
            if (!complaint.matches("error: Blocked script execution in '[^']*/page/mail.html'.*")) {
                complaints.add(complaint);
            }
        }

        @Override
        public void close() {
            assertThat(complaints).as("complaints of the page").isEmpty();
            context.close();
        }
    }
}
