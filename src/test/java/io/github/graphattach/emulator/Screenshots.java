package io.github.graphattach.emulator;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import java.nio.file.Path;

/** Pictures of the page for people to look at, in {@code target/screenshots}. */
final class Screenshots {

    private static final Path FOLDER = Path.of("target", "screenshots");

    private Screenshots() {}

    /** The page as a whole. */
    static void take(Page page, String name) {
        page.screenshot(options(name).setFullPage(true));
    }

    /** What the window shows of it. */
    static void takeWindow(Page page, String name) {
        page.screenshot(options(name));
    }

    private static ScreenshotOptions options(String name) {
        return new ScreenshotOptions().setPath(FOLDER.resolve(name + ".png"));
    }
}
