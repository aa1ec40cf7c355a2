package io.github.graphattach.emulator;

import static io.github.graphattach.emulator.EntityType.complex;
import static io.github.graphattach.emulator.Shape.BOOLEAN;
import static io.github.graphattach.emulator.Shape.NUMBER;
import static io.github.graphattach.emulator.Shape.TEXT;
import static io.github.graphattach.emulator.Shape.listOf;
import static io.github.graphattach.emulator.Shape.oneOf;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Events in Graph's model: which properties there are, and what clients may set of them. */
final class EventTypes {

    static final String START = "start";
    static final String END = "end";
    static final String RECURRENCE = "recurrence";
    static final String ALL_DAY = "isAllDay";
    static final String ATTENDEES = "attendees";
    static final String TRANSACTION_ID = "transactionId";
    static final String CANCELLED_OCCURRENCES = "cancelledOccurrences";

    static final String UID = "uid";
    static final String OCCURRENCE_ID = "occurrenceId";

    /** Used by Microsoft's samples of v1.0, although its metadata does not have them. */
    static final Set<String> UNDECLARED = Set.of(UID, OCCURRENCE_ID);

    /** What only an answer to a request has that selects it. */
    static final Set<String> ON_REQUEST = Set.of(CANCELLED_OCCURRENCES, UID, OCCURRENCE_ID);

    private static final Shape DAY =
            oneOf("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");

    private static final EntityType PATTERN = complex(
            "recurrencePattern",
            Map.of(
                    "type",
                    oneOf("daily", "weekly", "absoluteMonthly", "relativeMonthly", "absoluteYearly", "relativeYearly"),
                    "interval",
                    NUMBER,
                    "month",
                    NUMBER,
                    "dayOfMonth",
                    NUMBER,
                    "daysOfWeek",
                    listOf(DAY),
                    "firstDayOfWeek",
                    DAY,
                    "index",
                    oneOf("first", "second", "third", "fourth", "last")));

    private static final EntityType RANGE = complex(
            "recurrenceRange",
            Map.of(
                    "type", oneOf("endDate", "noEnd", "numbered"),
                    "startDate", TEXT,
                    "endDate", TEXT,
                    "recurrenceTimeZone", TEXT,
                    "numberOfOccurrences", NUMBER));

    private static final EntityType LOCATION = new EntityType(
            "microsoft.graph.location",
            Map.of("displayName", TEXT),
            Set.of(),
            Set.of(
                    "address",
                    "coordinates",
                    "locationEmailAddress",
                    "locationType",
                    "locationUri",
                    "uniqueId",
                    "uniqueIdType"));

    private static final EntityType ATTENDEE = new EntityType(
            "microsoft.graph.attendee",
            Map.of("emailAddress", ItemTypes.EMAIL_ADDRESS, "type", oneOf("required", "optional", "resource")),
            Set.of(),
            Set.of("proposedNewTime", "status"));

    private static final Map<String, Shape> STORED = Map.ofEntries(
            Map.entry("subject", TEXT),
            Map.entry("body", MessageTypes.BODY),
            Map.entry(START, ItemTypes.TIME),
            Map.entry(END, ItemTypes.TIME),
            Map.entry("location", LOCATION),
            Map.entry(ATTENDEES, listOf(ATTENDEE)),
            Map.entry(RECURRENCE, complex("patternedRecurrence", Map.of("pattern", PATTERN, "range", RANGE))),
            Map.entry(ALL_DAY, BOOLEAN),
            Map.entry(TRANSACTION_ID, TEXT),
            Map.entry("importance", ItemTypes.IMPORTANCE),
            Map.entry("sensitivity", oneOf("normal", "personal", "private", "confidential")),
            Map.entry("showAs", oneOf("unknown", "free", "tentative", "busy", "oof", "workingElsewhere")),
            Map.entry("categories", listOf(TEXT)),
            Map.entry("isReminderOn", BOOLEAN),
            Map.entry("reminderMinutesBeforeStart", NUMBER),
            Map.entry("responseRequested", BOOLEAN),
            Map.entry("allowNewTimeProposals", BOOLEAN),
            Map.entry("hideAttendees", BOOLEAN));

    private static final Set<String> SHOWN = Set.of(
            "id",
            "bodyPreview",
            CANCELLED_OCCURRENCES,
            "changeKey",
            "createdDateTime",
            "hasAttachments",
            "iCalUId",
            "isCancelled",
            "isDraft",
            "isOrganizer",
            "lastModifiedDateTime",
            "organizer",
            "originalEndTimeZone",
            "originalStart",
            "originalStartTimeZone",
            "responseStatus",
            "seriesMasterId",
            "type",
            "webLink");

    private static final Set<String> LACKING = Set.of(
            "attachments",
            "calendar",
            "exceptionOccurrences",
            "extensions",
            "instances",
            "isOnlineMeeting",
            "locations",
            "multiValueExtendedProperties",
            "onlineMeeting",
            "onlineMeetingProvider",
            "onlineMeetingUrl",
            "singleValueExtendedProperties");

    private static final String NAME = "microsoft.graph.event";

    static final EntityType EVENT = new EntityType(NAME, STORED, SHOWN, LACKING);

    /** The same where {@code uid} and {@code occurrenceId} can be selected. */
    static final EntityType EVENT_WITH_UID = new EntityType(NAME, STORED, union(SHOWN, UNDECLARED), LACKING);

    private EventTypes() {}

    private static Set<String> union(Set<String> some, Set<String> others) {
        Set<String> all = new HashSet<>(some);
        all.addAll(others);
        return Set.copyOf(all);
    }
}
