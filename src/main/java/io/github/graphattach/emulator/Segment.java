package io.github.graphattach.emulator;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The segments below a mailbox, and which may follow which (v1.0 as described until June 2025). */
enum Segment {
    MAIL_FOLDERS("mailFolders", true),
    CHILD_FOLDERS("childFolders", true),
    MESSAGES("messages", true),
    CALENDAR_GROUPS("calendarGroups", true),
    CALENDARS("calendars", true),
    CALENDAR("calendar", false),
    EVENTS("events", true),
    CALENDAR_VIEW("calendarView", true),
    INSTANCES("instances", true),
    EXCEPTION_OCCURRENCES("exceptionOccurrences", true),
    ATTACHMENTS("attachments", true),
    VALUE("$value", false),
    CREATE_UPLOAD_SESSION("createUploadSession", false),
    SEND("send", false),
    MOVE("move", false),
    COPY("copy", false),
    PERMANENT_DELETE("permanentDelete", false),
    SEND_MAIL("sendMail", false),
    GET_MAIL_TIPS("getMailTips", false),
    CREATE_REPLY("createReply", false),
    CREATE_REPLY_ALL("createReplyAll", false),
    CREATE_FORWARD("createForward", false),
    REPLY("reply", false),
    REPLY_ALL("replyAll", false),
    FORWARD("forward", false),
    CANCEL("cancel", false);

    private static final String NAMESPACE = "microsoft.graph.";

    static final Set<Segment> OF_USER = EnumSet.of(
            MAIL_FOLDERS,
            MESSAGES,
            CALENDAR_GROUPS,
            CALENDARS,
            CALENDAR,
            EVENTS,
            CALENDAR_VIEW,
            SEND_MAIL,
            GET_MAIL_TIPS);
    static final Set<Segment> OF_GROUP = EnumSet.of(CALENDAR, EVENTS, CALENDAR_VIEW);
    static final Set<Segment> FOLDERS = EnumSet.of(MAIL_FOLDERS, CHILD_FOLDERS);
    static final Set<Segment> CALENDAR_CONTAINERS = EnumSet.of(CALENDAR_GROUPS, CALENDARS, CALENDAR);
    static final Set<Segment> EVENT_COLLECTIONS = EnumSet.of(EVENTS, CALENDAR_VIEW, INSTANCES, EXCEPTION_OCCURRENCES);

    /** Whose members are events that have another path as well. */
    static final Set<Segment> VIEWS = EnumSet.of(CALENDAR_VIEW, INSTANCES, EXCEPTION_OCCURRENCES);

    static final Set<Segment> ITEMS = EnumSet.of(MESSAGES, EVENTS, CALENDAR_VIEW, INSTANCES, EXCEPTION_OCCURRENCES);

    /** The actions that make a draft which answers a message. */
    static final Set<Segment> REPLY_DRAFTS = EnumSet.of(CREATE_REPLY, CREATE_REPLY_ALL, CREATE_FORWARD);

    /** The actions that answer a message at once. */
    static final Set<Segment> REPLIES = EnumSet.of(REPLY, REPLY_ALL, FORWARD);

    /** The actions that need the permission to send. */
    static final Set<Segment> SENDING = EnumSet.of(SEND, SEND_MAIL, REPLY, REPLY_ALL, FORWARD);

    private static final Set<Segment> OF_MESSAGE = EnumSet.of(
            ATTACHMENTS,
            SEND,
            MOVE,
            COPY,
            PERMANENT_DELETE,
            CREATE_REPLY,
            CREATE_REPLY_ALL,
            CREATE_FORWARD,
            REPLY,
            REPLY_ALL,
            FORWARD);

    private static final Set<Segment> ACTIONS = EnumSet.range(CREATE_UPLOAD_SESSION, CANCEL);

    private final String text;
    private final boolean keyed;

    Segment(String text, boolean keyed) {
        this.text = text;
        this.keyed = keyed;
    }

    /** {@return the segment of that name in any letter case; actions also by their name with namespace} */
    static Optional<Segment> named(String name) {
        return Arrays.stream(values())
                .filter(segment -> segment.text.equalsIgnoreCase(name)
                        || (segment.isAction() && (NAMESPACE + segment.text).equalsIgnoreCase(name)))
                .findFirst();
    }

    String text() {
        return text;
    }

    /** {@return whether this is a collection whose members are addressed by an id in the next segment} */
    boolean isKeyed() {
        return keyed;
    }

    /** {@return what may follow, once the collection's member is named} */
    Set<Segment> next() {
        return switch (this) {
            case MAIL_FOLDERS, CHILD_FOLDERS -> EnumSet.of(CHILD_FOLDERS, MESSAGES);
            case CALENDAR_GROUPS -> EnumSet.of(CALENDARS);
            case CALENDARS, CALENDAR -> EnumSet.of(EVENTS, CALENDAR_VIEW);
            case EVENTS, CALENDAR_VIEW -> EnumSet.of(INSTANCES, EXCEPTION_OCCURRENCES, ATTACHMENTS, CANCEL);
            case INSTANCES -> EnumSet.of(EXCEPTION_OCCURRENCES, ATTACHMENTS, CANCEL);
            case EXCEPTION_OCCURRENCES -> EnumSet.of(INSTANCES, ATTACHMENTS, CANCEL);
            case MESSAGES -> OF_MESSAGE;
            case ATTACHMENTS -> EnumSet.of(VALUE);
            default -> EnumSet.noneOf(Segment.class);
        };
    }

    private boolean isAction() {
        return ACTIONS.contains(this);
    }
}
