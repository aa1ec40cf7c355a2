package io.github.graphattach.emulator;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Uploads as the page shows them: how fast they are, how long they may take, which of them stand still. */
class UploadRowsIT extends PageScenario {

    private static final String MESSAGE = "/me/messages/first";
    private static final byte[] FILE = Wire.bytes(600_000, 5);

    /** While a range comes in, its speed is seen, and until when the session is good. */
    @Test
    void anUploadShowsItsSpeed() throws Exception {
        emulator.create(MESSAGE);
        URI url = wire.uploadUrl(MESSAGE, "slow.bin", FILE.length);
        emulator.faults().on(RequestKind.PUT_RANGE).bandwidth(20_000);
        try (Chromium.Tab tab = open()) {
            assertThat(tab.page.locator("#upload-list .expiry")).containsText("expires in");

            var put = HttpClient.newHttpClient()
                    .sendAsync(
                            HttpRequest.newBuilder(url)
                                    .header("Content-Range", "bytes 0-599999/600000")
                                    .PUT(BodyPublishers.ofByteArray(FILE))
                                    .build(),
                            BodyHandlers.discarding());

            assertThat(tab.page.locator("#upload-list .amount")).containsText("kB/s");
            assertThat(put).isNotDone();
            put.cancel(true);
        }
    }

    /** Where nothing comes for long, a session stands apart; with its next range it is back, and in the end it expires. */
    @Test
    void anIdleSessionStandsApart() throws Exception {
        emulator.create(MESSAGE);
        URI idle = wire.uploadUrl(MESSAGE, "idle.bin", FILE.length);
        emulator.advanceClock(Duration.ofMinutes(20));
        wire.uploadUrl(MESSAGE, "fresh.bin", FILE.length);
        try (Chromium.Tab tab = open()) {
            Page page = tab.page;
            Locator apart = page.locator("#idle-list li");
            assertThat(apart).hasCount(1);
            assertThat(apart).containsText("idle.bin");
            assertThat(apart).containsText("nothing came for 20 min");
            assertThat(page.locator("#upload-list li").first()).containsText("fresh.bin");

            Wire.put(idle, FILE, 0, 99_999);
            assertThat(page.locator("#upload-list li").filter(new Locator.FilterOptions().setHasText("idle.bin")))
                    .containsText("16 %");

            emulator.advanceClock(Duration.ofDays(2));
            assertThat(apart).hasCount(2);
            assertThat(apart.first()).containsText("expired");
            assertThat(page.locator("#no-uploads")).isVisible();
        }
    }
}
