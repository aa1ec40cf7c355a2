package io.github.graphattach.emulator;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Points in time as HTTP headers write them. */
final class HttpDate {

    /** RFC 9110 wants two digits for the day; the JDK's own RFC 1123 format writes one where that is enough. */
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH);

    private HttpDate() {}

    static String of(Instant instant) {
        return FORMAT.format(instant.atOffset(ZoneOffset.UTC));
    }
}
