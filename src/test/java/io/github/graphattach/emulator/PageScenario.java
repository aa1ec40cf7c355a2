package io.github.graphattach.emulator;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A browser for all tests of a class, and an emulator for each. */
abstract class PageScenario {

    private static Chromium chromium;

    GraphEmulator emulator;
    Wire wire;

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

    Chromium.Tab open() {
        return chromium.open(emulator.pageUrl());
    }

    Chromium.Tab open(NewContextOptions options) {
        return chromium.open(emulator.pageUrl(), options);
    }

    /** A window of that width and those colours. */
    static NewContextOptions window(ColorScheme colours, int width) {
        return new NewContextOptions().setColorScheme(colours).setViewportSize(width, 900);
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }
}
