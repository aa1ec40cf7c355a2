package io.github.graphattach.emulator.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both kinds of names that Microsoft's page names, and no others. */
class TimeZonesTest {

    @ParameterizedTest
    @CsvSource({
        "W. Europe Standard Time, Europe/Berlin",
        "pacific standard time, America/Los_Angeles",
        "Tokyo Standard Time, Asia/Tokyo",
        "UTC, Etc/UTC",
        "UTC-02, Etc/GMT+2",
        "Europe/Vienna, Europe/Vienna",
        "Etc/GMT+5, Etc/GMT+5"
    })
    void aZoneIsFoundByEitherName(String name, ZoneId zone) {
        assertThat(TimeZones.find(name)).hasValue(zone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Local", "Mars/Olympus", "+02:00", "CEST", "europe/vienna", "tzone://Microsoft/Custom"})
    void anythingElseIsNone(String name) {
        assertThat(TimeZones.find(name)).isEmpty();
    }

    /** The name that Windows has for a zone, however the zone is written; zones that its table does not name have none. */
    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, W. Europe Standard Time",
        "Asia/Tokyo, Tokyo Standard Time",
        "Etc/UTC, UTC",
        "Z, UTC",
        "Europe/Busingen, ''"
    })
    void aZoneHasItsWindowsName(ZoneId zone, String name) {
        assertThat(TimeZones.windowsName(zone).orElse("")).isEqualTo(name);
    }

    @Test
    void theTableIsWhole() {
        assertThat(TimeZones.windowsNames()).hasSizeGreaterThan(130);
    }
}
