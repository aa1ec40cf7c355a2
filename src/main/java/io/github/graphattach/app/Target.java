package io.github.graphattach.app;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The message or event that a job's files are attached to. Its fields are the address options of the endpoint, under the
 * same names; whether they make an address together is the component's to say.
 *
 * @param item {@code message} or {@code event}
 * @param address the address options by name
 */
public record Target(String item, Map<String, Object> address) implements Destination {

    /** What every header of the component begins with; the option's name follows, its first letter in upper case. */
    static final String HEADER_PREFIX = "CamelGraphAttach";

    private static final Set<String> ITEMS = Set.of("message", "event");

    static final Set<String> OPTIONS = Set.of(
            "userId",
            "groupId",
            "messageId",
            "mailFolderId",
            "childFolderIds",
            "calendarGroupId",
            "calendarId",
            "defaultCalendar",
            "eventCollection",
            "eventId",
            "instanceId",
            "exceptionOccurrenceId",
            "itemPath");

    public Target {
        if (!ITEMS.contains(item)) {
            throw new JobException(
                    "invalidTarget",
                    "the target's field \"item\" is neither \"message\" nor \"event\"",
                    "write one of them");
        }
        address = Collections.unmodifiableMap(new LinkedHashMap<>(address));
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Target of(Map<String, Object> fields) {
        var address = new LinkedHashMap<String, Object>();
        fields.forEach((name, value) -> {
            if (!name.equals("item")) {
                address.put(name, checked(name, value));
            }
        });
        return new Target(String.valueOf(fields.get("item")), address);
    }

    /** {@return the headers by which the component finds the item} */
    Map<String, Object> headers() {
        return address.entrySet().stream().collect(Collectors.toMap(e -> header(e.getKey()), Map.Entry::getValue));
    }

    @Override
    @JsonValue
    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("item", item);
        fields.putAll(address);
        return fields;
    }

    private static Object checked(String name, Object value) {
        if (!OPTIONS.contains(name)) {
            throw new JobException(
                    "unknownField",
                    "the target has an unknown field \"%s\"".formatted(JobReader.printable(name)),
                    "correct it or leave it out; its fields are item, " + String.join(", ", new TreeSet<>(OPTIONS)));
        }
        if (name.equals("defaultCalendar") && value instanceof Boolean) {
            return value;
        }
        if (name.equals("childFolderIds") && value instanceof Collection<?> ids && texts(ids)) {
            return ids.stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        if (!(value instanceof String text) || text.isBlank()) {
            throw new JobException(
                    "invalidTarget",
                    "the target's field \"%s\" is blank or no text".formatted(name),
                    "correct it or leave it out");
        }
        return value;
    }

    private static boolean texts(Collection<?> ids) {
        return ids.stream().allMatch(id -> id instanceof String text && !text.contains(","));
    }

    private static String header(String option) {
        return HEADER_PREFIX + Character.toUpperCase(option.charAt(0)) + option.substring(1);
    }
}
