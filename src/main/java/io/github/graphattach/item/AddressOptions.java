package io.github.graphattach.item;

import static io.github.graphattach.item.AddressOption.CALENDAR_GROUP_ID;
import static io.github.graphattach.item.AddressOption.CALENDAR_ID;
import static io.github.graphattach.item.AddressOption.CHILD_FOLDER_IDS;
import static io.github.graphattach.item.AddressOption.DEFAULT_CALENDAR;
import static io.github.graphattach.item.AddressOption.EVENT_COLLECTION;
import static io.github.graphattach.item.AddressOption.EXCEPTION_OCCURRENCE_ID;
import static io.github.graphattach.item.AddressOption.GROUP_ID;
import static io.github.graphattach.item.AddressOption.INSTANCE_ID;
import static io.github.graphattach.item.AddressOption.ITEM_PATH;
import static io.github.graphattach.item.AddressOption.MAIL_FOLDER_ID;
import static io.github.graphattach.item.AddressOption.MESSAGE_ID;
import static io.github.graphattach.item.AddressOption.USER_ID;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes an address from the options that were set, or says which of them do not fit together. */
final class AddressOptions {

    private static final Set<AddressOption> OF_MESSAGES = EnumSet.of(MESSAGE_ID, MAIL_FOLDER_ID, CHILD_FOLDER_IDS);
    private static final Set<AddressOption> OF_BOTH = EnumSet.of(USER_ID, ITEM_PATH);

    private final ItemKind kind;
    private final Map<AddressOption, String> values;
    private final List<Step> steps = new ArrayList<>();

    AddressOptions(ItemKind kind, Map<AddressOption, String> values) {
        this.kind = kind;
        this.values = Map.copyOf(values);
    }

    ItemAddress address(Set<String> knownAuthorities) {
        if (has(ITEM_PATH)) {
            return new ItemPathReader(value(ITEM_PATH)).read(kind, knownAuthorities);
        }
        refuseOptionsOfTheOtherKind();
        addMailbox();
        if (kind == ItemKind.MESSAGE) {
            addFolders();
            addRequired(kind.collection(), kind.id());
        } else {
            addCalendar();
            addRequired(eventCollection(), kind.id());
            addOccurrence();
        }
        return new ItemAddress(steps);
    }

    private void refuseOptionsOfTheOtherKind() {
        if (!kind.isInGroups() && has(GROUP_ID)) {
            throw new InvalidAddressException(
                    GROUP_ID,
                    "cannot address a " + kind.text() + ", as a group has only events",
                    "use " + USER_ID.label() + ", or graph-attach:event");
        }
        for (AddressOption option : AddressOption.values()) {
            ItemKind its = OF_MESSAGES.contains(option) ? ItemKind.MESSAGE : ItemKind.EVENT;
            if (has(option) && !OF_BOTH.contains(option) && its != kind) {
                throw new InvalidAddressException(
                        option,
                        "is for graph-attach:" + its.text() + ", not for graph-attach:" + kind.text(),
                        "remove it, or use the other endpoint");
            }
        }
    }

    private void addMailbox() {
        refuseBoth(USER_ID, GROUP_ID, "keep the one whose mailbox has the event");
        if (has(USER_ID)) {
            add(Segment.USERS, USER_ID);
        } else if (has(GROUP_ID)) {
            add(Segment.GROUPS, GROUP_ID);
        } else {
            steps.add(new Step(Segment.ME, ""));
        }
    }

    private void addFolders() {
        refuseAlone(CHILD_FOLDER_IDS, MAIL_FOLDER_ID, "add the id or well-known name of the outermost folder");
        if (has(MAIL_FOLDER_ID)) {
            add(Segment.MAIL_FOLDERS, MAIL_FOLDER_ID);
        }
        if (has(CHILD_FOLDER_IDS)) {
            for (String id : value(CHILD_FOLDER_IDS).split(",", -1)) {
                if (id.isBlank()) {
                    throw new InvalidAddressException(
                            CHILD_FOLDER_IDS,
                            "has an empty element",
                            "separate the ids by single commas, outermost folder first");
                }
                add(Segment.CHILD_FOLDERS, CHILD_FOLDER_IDS, id.strip());
            }
            if (ItemAddress.path(steps).length() > ItemAddress.LONGEST_PATH) {
                throw new InvalidAddressException(
                        CHILD_FOLDER_IDS,
                        "makes a path of more than " + ItemAddress.LONGEST_PATH + " characters",
                        "leave the folders out, as the id of a message is enough");
            }
        }
    }

    private void addCalendar() {
        boolean defaultCalendar = defaultCalendar();
        refuseBoth(GROUP_ID, CALENDAR_GROUP_ID, "a group has only its default calendar, so remove calendarGroupId");
        refuseBoth(GROUP_ID, CALENDAR_ID, "a group has only its default calendar, so remove calendarId");
        refuseAlone(CALENDAR_GROUP_ID, CALENDAR_ID, "add the id of the calendar in that group");
        if (defaultCalendar) {
            refuseBoth(DEFAULT_CALENDAR, CALENDAR_ID, "remove the one that does not have the event");
            steps.add(new Step(Segment.CALENDAR, ""));
        }
        if (has(CALENDAR_GROUP_ID)) {
            add(Segment.CALENDAR_GROUPS, CALENDAR_GROUP_ID);
        }
        if (has(CALENDAR_ID)) {
            add(Segment.CALENDARS, CALENDAR_ID);
        }
    }

    private boolean defaultCalendar() {
        String text = values.getOrDefault(DEFAULT_CALENDAR, "false");
        if (!text.equalsIgnoreCase("true") && !text.equalsIgnoreCase("false")) {
            throw new InvalidAddressException(DEFAULT_CALENDAR, "is " + Quoted.quote(text), "set it to true or false");
        }
        return text.equalsIgnoreCase("true");
    }

    private Segment eventCollection() {
        String text = values.getOrDefault(EVENT_COLLECTION, kind.collection().text());
        for (Segment collection : EnumSet.of(Segment.EVENTS, Segment.CALENDAR_VIEW)) {
            if (collection.text().equalsIgnoreCase(text)) {
                return collection;
            }
        }
        throw new InvalidAddressException(
                EVENT_COLLECTION, "is " + Quoted.quote(text), "set it to events or calendarView");
    }

    private void addOccurrence() {
        refuseBoth(
                INSTANCE_ID,
                EXCEPTION_OCCURRENCE_ID,
                "keep one, or give a path with both nestings as " + ITEM_PATH.label());
        if (has(INSTANCE_ID)) {
            add(Segment.INSTANCES, INSTANCE_ID);
        }
        if (has(EXCEPTION_OCCURRENCE_ID)) {
            add(Segment.EXCEPTION_OCCURRENCES, EXCEPTION_OCCURRENCE_ID);
        }
    }

    private void addRequired(Segment segment, AddressOption option) {
        if (!has(option)) {
            throw new InvalidAddressException(
                    option,
                    "is missing",
                    "set it to the id of the " + kind.text() + ", or give the whole path as " + ITEM_PATH.label());
        }
        add(segment, option);
    }

    private void add(Segment segment, AddressOption option) {
        add(segment, option, value(option));
    }

    private void add(Segment segment, AddressOption option, String id) {
        Step.defect(id).ifPresent(defect -> {
            throw new InvalidAddressException(option, defect, "set it to an id as Graph returns it, or leave it out");
        });
        steps.add(new Step(segment, id));
    }

    private void refuseBoth(AddressOption one, AddressOption other, String remedy) {
        if (has(one) && has(other)) {
            throw InvalidAddressException.exclusive(one, other, remedy);
        }
    }

    private void refuseAlone(AddressOption option, AddressOption needed, String remedy) {
        if (has(option) && !has(needed)) {
            throw new InvalidAddressException(option, "needs " + needed.label(), remedy);
        }
    }

    private boolean has(AddressOption option) {
        return values.containsKey(option);
    }

    private String value(AddressOption option) {
        return values.getOrDefault(option, "");
    }
}
