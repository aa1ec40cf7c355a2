package io.github.graphattach.emulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The mail folders, calendar groups and calendars of one mailbox, whose lock guards them. */
final class Containers {

    static final String ROOT = "msgfolderroot";

    /**
     * Graph does not reach the in-place archive. Its root is answered with that of the mailbox itself, as seen in
     * msgraph-sdk-java#236 and microsoft-graph-docs#2910.
     */
    private static final String ARCHIVE_ROOT = "archivemsgfolderroot";

    private static final List<String> TOP_FOLDERS =
            List.of("Inbox", "Drafts", "Sent Items", "Deleted Items", "Archive", "Junk Email", "Outbox");

    /** The folders that Graph knows by a name besides, and that are not here. */
    private static final Set<String> MISSING = Set.of(
            "clutter",
            "conflicts",
            "conversationhistory",
            "localfailures",
            "recoverableitemsdeletions",
            "scheduled",
            "searchfolders",
            "serverfailures",
            "syncissues");

    private final Map<String, Container> folders = new LinkedHashMap<>();
    private final Map<String, Container> calendarGroups = new LinkedHashMap<>();
    private final Map<String, Container> calendars = new LinkedHashMap<>();
    private final Map<String, String> wellKnownFolders = new LinkedHashMap<>();
    private final Container defaultGroup = new Container(Ids.entry(), "My Calendars", Optional.empty());
    private final Container defaultCalendar = new Container(Ids.entry(), "Calendar", Optional.of(defaultGroup.id()));

    Containers() {
        calendarGroups.put(defaultGroup.id(), defaultGroup);
        calendars.put(defaultCalendar.id(), defaultCalendar);
        Container root = add(new Container(Ids.entry(), "Top of Information Store", Optional.empty()));
        wellKnownFolders.put(ROOT, root.id());
        wellKnownFolders.put(ARCHIVE_ROOT, root.id());
        for (String name : TOP_FOLDERS) {
            Container folder = add(new Container(Ids.entry(), name, Optional.of(root.id())));
            wellKnownFolders.put(name.toLowerCase(Locale.ROOT).replace(" ", ""), folder.id());
        }
    }

    /**
     * Sees that a folder is not one that every mailbox has, except those here.
     *
     * @throws GraphFailure 501 naming it
     */
    static void requireImplemented(String folderIdOrName) {
        if (MISSING.contains(folderIdOrName.toLowerCase(Locale.ROOT))) {
            throw GraphFailure.notImplemented("the folder '" + folderIdOrName + "'");
        }
    }

    /**
     * {@return a new folder}
     *
     * @throws GraphFailure 409 when there is one of that name under the same folder
     */
    Container makeFolder(Container parent, String displayName, boolean hidden) {
        if (folders.values().stream()
                .anyMatch(folder ->
                        folder.isIn(parent.id()) && folder.displayName().equalsIgnoreCase(displayName))) {
            throw new GraphFailure(409, "ErrorFolderExists", "A folder with the specified name already exists.");
        }
        return add(new Container(Ids.entry(), displayName, Optional.of(parent.id()), hidden));
    }

    private Container add(Container folder) {
        folders.put(folder.id(), folder);
        return folder;
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

    /** {@return whether one of them has that id or well-known name} */
    boolean hold(String id) {
        return folders.containsKey(folderId(id)) || calendarGroups.containsKey(id) || calendars.containsKey(id);
    }

    /** {@return a new container of that id, in place of one that lies elsewhere} */
    Container make(Segment segment, String id, Optional<String> within) {
        Container made = new Container(id, id, within.or(() -> around(segment)));
        of(segment).put(id, made);
        return made;
    }

    /** {@return what is around a container that is not said to lie in another} */
    private Optional<String> around(Segment segment) {
        return switch (segment) {
            case MAIL_FOLDERS -> Optional.of(folderId(ROOT));
            case CALENDARS -> Optional.of(defaultGroup.id());
            default -> Optional.empty();
        };
    }

    /** {@return what a request for the collection lists} */
    List<Container> listed(Segment collection, Optional<String> within) {
        Optional<String> around = collection == Segment.MAIL_FOLDERS ? around(collection) : within;
        return of(collection).values().stream()
                .filter(container -> isIn(container, around))
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
