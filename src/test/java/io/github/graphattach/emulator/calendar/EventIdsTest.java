package io.github.graphattach.emulator.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The two ids of an occurrence, byte by byte. */
class EventIdsTest {

    private static final LocalDate DATE = LocalDate.of(2019, 4, 15);

    /** Days since the year 1, of 864,000,000,000 times 100 ns. */
    private static final long TICKS = 636_908_832_000_000_000L;

    /** Base64url of ..., 08, ticks of midnight big-endian, length, id of the series, 10: as Microsoft's samples decode. */
    @Test
    void theIdOfAnOccurrenceHasItsDateInTicks() {
        byte[] id = Base64.getUrlDecoder().decode(new OccurrenceId("AAMkAD=", DATE).toString());

        assertThat(HexFormat.of().formatHex(id))
                .isEqualTo("0003240008" + HexFormat.of().toHexDigits(TICKS) + "0007"
                        + HexFormat.of().formatHex("AAMkAD=".getBytes(StandardCharsets.US_ASCII)) + "10");
    }

    /** Who has the id has series and date, also of a date before 1970. */
    @ParameterizedTest
    @ValueSource(strings = {"2019-04-15", "1969-12-31", "0001-01-01"})
    void anIdSaysSeriesAndDate(LocalDate date) {
        OccurrenceId id = new OccurrenceId("AAMkAD=", date);

        assertThat(OccurrenceId.parse(id.toString())).hasValue(id);
    }

    /** Each part must be right: the header, a midnight from the year 1 on, the length, the end, and nothing after it. */
    @ParameterizedTest
    @CsvSource({
        "0003240008, 08D6C1354DAB4000, 10, true",
        "0003240009, 08D6C1354DAB4000, 10, false",
        "0003240008, 08D6C1354DAB4001, 10, false",
        "0003240008, FFFFFF36D5964000, 10, false",
        "0003240008, 08D6C1354DAB4000, 11, false",
        "0003240008, 08D6C1354DAB4000, 1000, false"
    })
    void anIdIsRightAsAWhole(String header, String ticks, String end, boolean right) {
        String hex =
                header + ticks + "0007" + HexFormat.of().formatHex("AAMkAD=".getBytes(StandardCharsets.US_ASCII)) + end;

        assertThat(OccurrenceId.parse(Base64.getUrlEncoder()
                                .encodeToString(HexFormat.of().parseHex(hex)))
                        .isPresent())
                .isEqualTo(right);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "M", "AAMkAD=", "not base64!", "AAMkAGI2TG93AAA=", "AAMkAAgI1sFEg4AAAAAHQUFNa0FEPQ=="})
    void noOtherIdIsTakenForOne(String id) {
        assertThat(OccurrenceId.parse(id)).isEmpty();
    }

    /** 16 fixed bytes, the date (07D80319 is 25 March 2008, as in the specification), time of creation, 8 zero, length, data. */
    @Test
    void theGlobalIdOfAnOccurrenceHasItsDate() {
        var series = new GlobalObjectId(
                Optional.empty(),
                Instant.parse("2026-01-01T00:00:00.0000001Z"),
                UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));

        String clean = "040000008200E00074C5B7101A82E008" + "00000000" + "01008192B17ADC01" + "0000000000000000"
                + "10000000" + "00112233445566778899AABBCCDDEEFF";
        assertThat(series).hasToString(clean);
        assertThat(series.on(LocalDate.of(2008, 3, 25)))
                .hasToString(clean.substring(0, 32) + "07D80319" + clean.substring(40));
    }
}
