package io.github.graphattach.item;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The fixed segments of item paths, and which may follow which: the whole grammar of addresses.
 *
 * <p>It covers every message and event path of Graph's description, also the forms through {@code calendarView},
 * {@code instances} and {@code exceptionOccurrences} that left the description in June 2025 but are still answered, and
 * child folders of any depth, which the model has although the description stops at one level.
 */
enum Segment {
    ME("me", false),
    USERS("users", true),
    GROUPS("groups", true),
    MAIL_FOLDERS("mailFolders", true),
    CHILD_FOLDERS("childFolders", true),
    MESSAGES("messages", true),
    CALENDAR("calendar", false),
    CALENDAR_GROUPS("calendarGroups", true),
    CALENDARS("calendars", true),
    EVENTS("events", true),
    CALENDAR_VIEW("calendarView", true),
    INSTANCES("instances", true),
    EXCEPTION_OCCURRENCES("exceptionOccurrences", true);

    private final String text;
    private final boolean keyed;

    Segment(String text, boolean keyed) {
        this.text = text;
        this.keyed = keyed;
    }

    /** {@return the segment as it is written in a path} */
    String text() {
        return text;
    }

    /** {@return whether an id follows} */
    boolean keyed() {
        return keyed;
    }

    /** {@return whether an id follows that Exchange made; those of users and groups come from the directory} */
    boolean hasExchangeId() {
        return keyed && this != USERS && this != GROUPS;
    }

    /** {@return the segments a path can start with} */
    static Set<Segment> roots() {
        return EnumSet.of(ME, USERS, GROUPS);
    }

    /** {@return the segments that may come next} */
    Set<Segment> followers() {
        return switch (this) {
            case ME, USERS ->
                EnumSet.of(MESSAGES, MAIL_FOLDERS, EVENTS, CALENDAR_VIEW, CALENDAR, CALENDARS, CALENDAR_GROUPS);
            case GROUPS -> EnumSet.of(EVENTS, CALENDAR_VIEW, CALENDAR);
            case MAIL_FOLDERS, CHILD_FOLDERS -> EnumSet.of(MESSAGES, CHILD_FOLDERS);
            case CALENDAR_GROUPS -> EnumSet.of(CALENDARS);
            case CALENDAR, CALENDARS -> EnumSet.of(EVENTS, CALENDAR_VIEW);
            case EVENTS, CALENDAR_VIEW -> EnumSet.of(INSTANCES, EXCEPTION_OCCURRENCES);
            case INSTANCES -> EnumSet.of(EXCEPTION_OCCURRENCES);
            case EXCEPTION_OCCURRENCES -> EnumSet.of(INSTANCES);
            case MESSAGES -> EnumSet.noneOf(Segment.class);
        };
    }

    /** {@return the kind of item that a path ending here names; empty when it ends before an item} */
    Optional<ItemKind> names() {
        return switch (this) {
            case MESSAGES -> Optional.of(ItemKind.MESSAGE);
            case EVENTS, CALENDAR_VIEW, INSTANCES, EXCEPTION_OCCURRENCES -> Optional.of(ItemKind.EVENT);
            default -> Optional.empty();
        };
    }
}
