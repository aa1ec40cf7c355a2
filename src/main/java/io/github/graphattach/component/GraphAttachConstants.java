package io.github.graphattach.component;

import org.apache.camel.spi.Metadata;

/** The message headers of the component. A header may override data, never infrastructure. */
public final class GraphAttachConstants {

    @Metadata(
            label = "producer",
            description = "User id or principal name of the mailbox; overrides userId.",
            javaType = "String")
    public static final String USER_ID = "CamelGraphAttachUserId";

    @Metadata(
            label = "producer",
            description = "Id of the group whose calendar has the event; overrides groupId.",
            javaType = "String")
    public static final String GROUP_ID = "CamelGraphAttachGroupId";

    @Metadata(
            label = "producer",
            description = "Id of the message; overrides messageId. Result of createDraft: that of the draft.",
            javaType = "String")
    public static final String MESSAGE_ID = "CamelGraphAttachMessageId";

    @Metadata(
            label = "producer",
            description = "Id or well-known name of the message's folder; overrides mailFolderId.",
            javaType = "String")
    public static final String MAIL_FOLDER_ID = "CamelGraphAttachMailFolderId";

    @Metadata(
            label = "producer",
            description =
                    "Comma-separated ids of the folders below mailFolderId, outermost first; overrides childFolderIds.",
            javaType = "String")
    public static final String CHILD_FOLDER_IDS = "CamelGraphAttachChildFolderIds";

    @Metadata(
            label = "producer",
            description = "Id of the group of calendars; overrides calendarGroupId.",
            javaType = "String")
    public static final String CALENDAR_GROUP_ID = "CamelGraphAttachCalendarGroupId";

    @Metadata(label = "producer", description = "Id of the calendar; overrides calendarId.", javaType = "String")
    public static final String CALENDAR_ID = "CamelGraphAttachCalendarId";

    @Metadata(
            label = "producer",
            description = "Whether the event is addressed through the default calendar; overrides defaultCalendar.",
            javaType = "Boolean")
    public static final String DEFAULT_CALENDAR = "CamelGraphAttachDefaultCalendar";

    @Metadata(
            label = "producer",
            description = "The collection that the event is addressed through; overrides eventCollection.",
            javaType = "String",
            enums = "events,calendarView")
    public static final String EVENT_COLLECTION = "CamelGraphAttachEventCollection";

    @Metadata(
            label = "producer",
            description = "Id of the event or of the series; overrides eventId.",
            javaType = "String")
    public static final String EVENT_ID = "CamelGraphAttachEventId";

    @Metadata(
            label = "producer",
            description = "Id of an instance of the series; overrides instanceId.",
            javaType = "String")
    public static final String INSTANCE_ID = "CamelGraphAttachInstanceId";

    @Metadata(
            label = "producer",
            description = "Id of an exception occurrence of the series; overrides exceptionOccurrenceId.",
            javaType = "String")
    public static final String EXCEPTION_OCCURRENCE_ID = "CamelGraphAttachExceptionOccurrenceId";

    @Metadata(
            label = "producer",
            description = "Graph resource path or URL of the item; replaces all other address options and headers.",
            javaType = "String")
    public static final String ITEM_PATH = "CamelGraphAttachItemPath";

    @Metadata(
            label = "producer",
            description =
                    "Name of the attachment; overrides name. Without both it is the last segment of CamelFileName.",
            javaType = "String")
    public static final String NAME = "CamelGraphAttachName";

    @Metadata(
            label = "producer",
            description = "MIME type of the attachment; overrides contentType.",
            javaType = "String")
    public static final String CONTENT_TYPE = "CamelGraphAttachContentType";

    @Metadata(
            label = "producer",
            description = "Whether the item's HTML shows the attachment; overrides inline.",
            javaType = "Boolean")
    public static final String INLINE = "CamelGraphAttachInline";

    @Metadata(
            label = "producer",
            description =
                    "What the item's HTML calls an inline attachment, without cid: and angle brackets; overrides contentId.",
            javaType = "String")
    public static final String CONTENT_ID = "CamelGraphAttachContentId";

    @Metadata(
            label = "producer",
            description =
                    "Bytes of a body that does not know its length; the upload fails when it has more or fewer. 0 tells an empty stream from one that was read before.",
            javaType = "Long")
    public static final String SIZE = "CamelGraphAttachSize";

    @Metadata(
            label = "producer",
            description = "What makes two tries the same upload; overrides uploadId.",
            javaType = "String")
    public static final String UPLOAD_ID = "CamelGraphAttachUploadId";

    @Metadata(
            label = "producer",
            description = "What happens when the item has attachments of that name; overrides onExisting.",
            javaType = "String",
            enums = "add,skip,replace")
    public static final String ON_EXISTING = "CamelGraphAttachOnExisting";

    @Metadata(
            label = "producer",
            description =
                    "Result: Graph's id of the attachment. After an ItemNotFoundException: what an earlier try has"
                            + " attached the file as, where that is known. For operation=get and delete: which"
                            + " attachment is meant; overrides attachmentId.",
            javaType = "String")
    public static final String ATTACHMENT_ID = "CamelGraphAttachAttachmentId";

    @Metadata(
            label = "producer",
            description =
                    "Result: whether this exchange attached the file or created the draft, or has just seen it there.",
            javaType = "String",
            enums = "attached,already-present,created,already-sent,accepted,sent,unconfirmed,cancelled,unknown")
    public static final String OUTCOME = "CamelGraphAttachOutcome";

    @Metadata(label = "producer", description = "Result: bytes of the file.", javaType = "Long")
    public static final String UPLOADED_BYTES = "CamelGraphAttachUploadedBytes";

    @Metadata(
            label = "producer",
            description = "Result: the service's id of the request that completed the attachment.",
            javaType = "String")
    public static final String REQUEST_ID = "CamelGraphAttachRequestId";

    @Metadata(
            label = "producer",
            description =
                    "Result: SHA-256 of the file, lower-case hexadecimal. Not there for a file with verify=none, unless it had to be worked out.",
            javaType = "String")
    public static final String CONTENT_SHA256 = "CamelGraphAttachContentSha256";

    @Metadata(
            label = "producer",
            description = "Result: what is known of the stored bytes.",
            javaType = "String",
            enums = "none,size,content")
    public static final String VERIFIED = "CamelGraphAttachVerified";

    @Metadata(
            label = "producer",
            description =
                    "Result of status: the byte at which the service wants to go on; absent when it does not tell.",
            javaType = "Long")
    public static final String NEXT_OFFSET = "CamelGraphAttachNextOffset";

    @Metadata(
            label = "producer",
            description =
                    "Result of status: when the service forgets the session, in ISO 8601; absent when none is open.",
            javaType = "String")
    public static final String EXPIRY = "CamelGraphAttachExpiry";

    @Metadata(label = "producer", description = "Who sends the mail; overrides from.", javaType = "String")
    public static final String FROM = "CamelGraphAttachFrom";

    @Metadata(
            label = "producer",
            description = "Who gets the mail, a list as mail writes it or a collection of texts; overrides to.",
            javaType = "Object")
    public static final String TO = "CamelGraphAttachTo";

    @Metadata(
            label = "producer",
            description = "Who gets a copy, as for the recipients; overrides cc.",
            javaType = "Object")
    public static final String CC = "CamelGraphAttachCc";

    @Metadata(
            label = "producer",
            description = "Who gets a copy unseen by the others, as for the recipients; overrides bcc.",
            javaType = "Object")
    public static final String BCC = "CamelGraphAttachBcc";

    @Metadata(
            label = "producer",
            description = "Who gets the answers, as for the recipients; overrides replyTo.",
            javaType = "Object")
    public static final String REPLY_TO = "CamelGraphAttachReplyTo";

    @Metadata(label = "producer", description = "The subject of the mail; overrides subject.", javaType = "String")
    public static final String SUBJECT = "CamelGraphAttachSubject";

    @Metadata(
            label = "producer",
            description = "How urgent the mail is shown to be.",
            javaType = "String",
            enums = "low,normal,high")
    public static final String IMPORTANCE = "CamelGraphAttachImportance";

    @Metadata(
            label = "producer",
            description = "When the mail is sent, in ISO 8601 with an offset.",
            javaType = "String")
    public static final String SEND_AT = "CamelGraphAttachSendAt";

    @Metadata(
            label = "producer",
            description = "What makes two tries the same mail; overrides jobKey.",
            javaType = "String")
    public static final String JOB_KEY = "CamelGraphAttachJobKey";

    @Metadata(
            label = "producer",
            description = "Result of createDraft: the mail's Message-ID; absent when the service has not named it.",
            javaType = "String")
    public static final String INTERNET_MESSAGE_ID = "CamelGraphAttachInternetMessageId";

    @Metadata(
            label = "producer",
            description = "What operation=mail and send wait for; overrides confirm.",
            javaType = "String",
            enums = "none,sent")
    public static final String CONFIRM = "CamelGraphAttachConfirm";

    @Metadata(
            label = "producer",
            description = "For operation=send: the ids of the attachments that must be on the draft, none more and none"
                    + " less, a collection or separated by commas. Not needed where the exchange has made the draft.",
            javaType = "Object")
    public static final String REQUIRED = "CamelGraphAttachRequired";

    @Metadata(
            label = "producer",
            description =
                    "Result of operation=mail: a list of maps with id, name, bytes, sha256 and verified of each file.",
            javaType = "java.util.List")
    public static final String ATTACHMENTS = "CamelGraphAttachAttachments";

    private GraphAttachConstants() {}
}
