package io.github.graphattach.emulator;

import static io.github.graphattach.emulator.EntityType.complex;
import static io.github.graphattach.emulator.Shape.BOOLEAN;
import static io.github.graphattach.emulator.Shape.NUMBER;
import static io.github.graphattach.emulator.Shape.TEXT;
import static io.github.graphattach.emulator.Shape.listOf;
import static io.github.graphattach.emulator.Shape.oneOf;

import java.util.Map;
import java.util.Set;

/**
 * Messages, events and what is attached to them in Graph's model (v1.0, August 2026): which properties are stored and given
 * back, and which are missing here.
 *
 * <p>Stored is what the service, too, only keeps. Not implemented is what it would act upon: {@code transactionId} refuses a
 * second event, {@code isAllDay} wants midnights.
 */
final class ItemTypes {

    static final EntityType EMAIL_ADDRESS = complex("emailAddress", Map.of("name", TEXT, "address", TEXT));
    private static final EntityType RECIPIENT = complex("recipient", Map.of("emailAddress", EMAIL_ADDRESS));
    private static final Shape RECIPIENTS = listOf(RECIPIENT);
    static final EntityType TIME = complex("dateTimeTimeZone", Map.of("dateTime", TEXT, "timeZone", TEXT));
    static final Shape IMPORTANCE = oneOf("low", "normal", "high");

    private static final EntityType FLAG = complex(
            "followupFlag",
            Map.of(
                    "flagStatus", oneOf("notFlagged", "complete", "flagged"),
                    "startDateTime", TIME,
                    "dueDateTime", TIME,
                    "completedDateTime", TIME));

    private static final EntityType MESSAGE = new EntityType(
            "microsoft.graph.message",
            Map.ofEntries(
                    Map.entry("subject", TEXT),
                    Map.entry("body", MessageTypes.BODY),
                    Map.entry("toRecipients", RECIPIENTS),
                    Map.entry("ccRecipients", RECIPIENTS),
                    Map.entry("bccRecipients", RECIPIENTS),
                    Map.entry("replyTo", RECIPIENTS),
                    Map.entry("from", RECIPIENT),
                    Map.entry("sender", RECIPIENT),
                    Map.entry("importance", IMPORTANCE),
                    Map.entry("inferenceClassification", oneOf("focused", "other")),
                    Map.entry("categories", listOf(TEXT)),
                    Map.entry("flag", FLAG),
                    Map.entry("isRead", BOOLEAN),
                    Map.entry("isReadReceiptRequested", BOOLEAN),
                    Map.entry("isDeliveryReceiptRequested", BOOLEAN),
                    Map.entry("internetMessageId", TEXT),
                    Map.entry(MessageTypes.HEADERS, MessageTypes.CUSTOM_HEADERS),
                    Map.entry(MessageTypes.EXTENDED, MessageTypes.EXTENDED_PROPERTIES)),
            Set.of(
                    "id",
                    "bodyPreview",
                    "changeKey",
                    "conversationId",
                    "conversationIndex",
                    "createdDateTime",
                    "hasAttachments",
                    "isDraft",
                    "lastModifiedDateTime",
                    "parentFolderId",
                    "receivedDateTime",
                    "sentDateTime",
                    "webLink"),
            Set.of("attachments", "extensions", "multiValueExtendedProperties", MessageTypes.EXTENDED, "uniqueBody"));

    /** What an upload session is opened for. */
    static final EntityType ATTACHMENT_ITEM = complex(
            "attachmentItem",
            Map.of(
                    "attachmentType",
                    TEXT,
                    "name",
                    TEXT,
                    "size",
                    NUMBER,
                    "contentType",
                    TEXT,
                    "isInline",
                    BOOLEAN,
                    "contentId",
                    TEXT));

    private ItemTypes() {}

    static EntityType of(StoredItem.Kind kind) {
        return kind == StoredItem.Kind.MESSAGE ? MESSAGE : EventTypes.EVENT;
    }
}
