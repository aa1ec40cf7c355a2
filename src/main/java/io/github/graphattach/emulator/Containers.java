package io.github.graphattach.emulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The mail folders, calendar groups and calendars of one mailbox, whose lock guards them. */
final class Containers {

    private static final List<String> WELL_KNOWN_FOLDERS =
            List.of("inbox", "drafts", "sentitems", "deleteditems", "archive", "junkemail", "outbox");

    private final Map<String, Container> folders = new LinkedHashMap<>();
    private final Map<String, Container> calendarGroups = new LinkedHashMap<>();
    private final Map<String, Container> calendars = new LinkedHashMap<>();
    private final Map<String, String> wellKnownFolders = new LinkedHashMap<>();
    private final Container defaultGroup = new Container(Ids.entry(), "My Calendars", Optional.empty());
    private final Container defaultCalendar = new Container(Ids.entry(), "Calendar", Optional.of(defaultGroup.id()));

    Containers() {
        calendarGroups.put(defaultGroup.id(), defaultGroup);
        calendars.put(defaultCalendar.id(), defaultCalendar);
        for (String name : WELL_KNOWN_FOLDERS) {
            Container folder = new Container(Ids.entry(), name, Optional.empty());
            folders.put(folder.id(), folder);
            wellKnownFolders.put(name, folder.id());
        }
    }

    /** {@return the id of the folder of that well-known name in any letter case; any other id as it is} */
    String folderId(String idOrName) {
        return wellKnownFolders.getOrDefault(idOrName.toLowerCase(Locale.ROOT), idOrName);
    }

    Container defaultCalendar() {
        return defaultCalendar;
    }

    /**
     * {@return the container that a step of a path names}
     *
     * @param within the container that the path has come to before; what is found must lie in it
     */
    Optional<Container> find(Segment segment, String id, Optional<String> within) {
        return switch (segment) {
            case MAIL_FOLDERS -> Optional.ofNullable(folders.get(folderId(id)));
            case CHILD_FOLDERS -> Optional.ofNullable(folders.get(folderId(id))).filter(folder -> isIn(folder, within));
            case CALENDAR_GROUPS -> Optional.ofNullable(calendarGroups.get(id));
            case CALENDARS -> Optional.ofNullable(calendars.get(id)).filter(calendar -> isIn(calendar, within));
            case CALENDAR -> Optional.of(defaultCalendar);
            default -> Optional.empty();
        };
    }

    /** {@return a new container of that id, in place of one that lies elsewhere} */
    Container make(Segment segment, String id, Optional<String> within) {
        boolean groupless = segment == Segment.CALENDARS && within.isEmpty();
        Container made = new Container(id, id, groupless ? Optional.of(defaultGroup.id()) : within);
        of(segment).put(id, made);
        return made;
    }

    /** {@return what a request for the collection lists} */
    List<Container> listed(Segment collection, Optional<String> within) {
        return of(collection).values().stream()
                .filter(container ->
                        collection == Segment.MAIL_FOLDERS ? container.parent().isEmpty() : isIn(container, within))
                .toList();
    }

    /** {@return all folders, calendar groups or calendars} */
    List<Container> all(Segment collection) {
        return List.copyOf(of(collection).values());
    }

    private static boolean isIn(Container container, Optional<String> within) {
        return within.map(container::isIn).orElse(true);
    }

    private Map<String, Container> of(Segment segment) {
        return switch (segment) {
            case CALENDAR_GROUPS -> calendarGroups;
            case CALENDARS -> calendars;
            default -> folders;
        };
    }
}
