package io.github.graphattach.item;

/** The endpoint options that say which item is meant; each has a message header of the same meaning. */
public enum AddressOption {
    /** Id or principal name of the user whose mailbox holds the item; the signed-in user ({@code /me}) when absent. */
    USER_ID("userId", "CamelGraphAttachUserId"),
    /** Id of the group whose calendar holds the event; excludes {@link #USER_ID}. */
    GROUP_ID("groupId", "CamelGraphAttachGroupId"),
    /** Id of the message. */
    MESSAGE_ID("messageId", "CamelGraphAttachMessageId"),
    /** Id or well-known name, such as {@code inbox}, of the outermost mail folder. */
    MAIL_FOLDER_ID("mailFolderId", "CamelGraphAttachMailFolderId"),
    /** Ids of the folders below it, outermost first, separated by commas; white space around an id is dropped. */
    CHILD_FOLDER_IDS("childFolderIds", "CamelGraphAttachChildFolderIds"),
    /** Id of the calendar group that holds the calendar. */
    CALENDAR_GROUP_ID("calendarGroupId", "CamelGraphAttachCalendarGroupId"),
    /** Id of the calendar that holds the event. */
    CALENDAR_ID("calendarId", "CamelGraphAttachCalendarId"),
    /** {@code true}: the event is addressed through the default calendar, {@code /calendar}. */
    DEFAULT_CALENDAR("defaultCalendar", "CamelGraphAttachDefaultCalendar"),
    /** {@code events}, the default, or {@code calendarView}. */
    EVENT_COLLECTION("eventCollection", "CamelGraphAttachEventCollection"),
    /** Id of the event, or of the series that has the occurrence. */
    EVENT_ID("eventId", "CamelGraphAttachEventId"),
    /** Id of an instance of the series. */
    INSTANCE_ID("instanceId", "CamelGraphAttachInstanceId"),
    /** Id of an occurrence that differs from its series. */
    EXCEPTION_OCCURRENCE_ID("exceptionOccurrenceId", "CamelGraphAttachExceptionOccurrenceId"),
    /** A resource path or URL of the item; replaces all the others. */
    ITEM_PATH("itemPath", "CamelGraphAttachItemPath");

    private final String option;
    private final String header;

    AddressOption(String option, String header) {
        this.option = option;
        this.header = header;
    }

    /** {@return the name of the endpoint option} */
    public String option() {
        return option;
    }

    /** {@return the name of the message header, which wins over the option} */
    public String header() {
        return header;
    }

    /** {@return both names, as errors say them} */
    public String label() {
        return option + " (header " + header + ")";
    }
}
