package io.github.graphattach.emulator.calendar;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * Time zones by the names that Outlook takes: those of Windows, in any letter case, and those of IANA.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/resources/datetimetimezone">dateTimeTimeZone</a>
 */
public final class TimeZones {

    private static final Set<String> IANA = ZoneId.getAvailableZoneIds();
    private static final Map<String, ZoneId> WINDOWS = windows();

    private TimeZones() {}

    /** {@return the zone of that name, if there is one} */
    public static Optional<ZoneId> find(String name) {
        return Optional.ofNullable(WINDOWS.get(name))
                .or(() -> Optional.of(name).filter(IANA::contains).map(ZoneId::of));
    }

    /** {@return the name that Windows has for a zone, if it is one of those that its table names} */
    public static Optional<String> windowsName(ZoneId zone) {
        return WINDOWS.entrySet().stream()
                .filter(entry -> entry.getValue().normalized().equals(zone.normalized()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** {@return all Windows names} */
    static Set<String> windowsNames() {
        return WINDOWS.keySet();
    }

    private static Map<String, ZoneId> windows() {
        Properties table = new Properties();
        try (InputStream in = TimeZones.class.getResourceAsStream("windows-zones.properties")) {
            table.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Tried to read the table of time zones but failed", e);
        }
        Map<String, ZoneId> zones = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        table.stringPropertyNames().forEach(name -> zones.put(name, ZoneId.of(table.getProperty(name))));
        return zones;
    }
}
