package io.github.graphattach.graph;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.item.OutlookItem;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * The requests that attaching a file takes, one method each. An answer of any status is returned; an exception means that
 * there was none, and that the service may or may not have acted; a {@link TokenException}, that nothing was sent.
 *
 * <p>Requests of an item go to Graph with a token. Requests of an {@link UploadUrl} go to the upload host without one: the URL
 * carries its own, and a Graph token is refused there with InvalidAudienceForResource.
 */
public interface GraphClient {

    /**
     * Lists ids, names, sizes and times of an item's attachments, all pages in one answer.
     *
     * @param item whose attachments
     * @return 200 with {@code value} holding those of all pages, or the first answer that was no list
     * @throws IOException when there was no answer
     * @see <a href="https://learn.microsoft.com/graph/api/message-list-attachments">List attachments</a>
     */
    GraphReply listAttachments(OutlookItem item) throws IOException;

    /**
     * As {@link #listAttachments}, with what a person wants to know of each: name, type, size, and whether the item's HTML
     * shows it.
     *
     * @param item whose attachments
     * @return 200 with {@code value} holding those of all pages, or the first answer that was no list
     * @throws IOException when there was no answer
     */
    GraphReply describeAttachments(OutlookItem item) throws IOException;

    /**
     * Attaches a small file with one request.
     *
     * @param item the item that gets it
     * @param attachment what it is
     * @param content writes exactly {@link NewAttachment#size()} bytes
     * @return 201 with the attachment, 413 when the body is too large
     * @throws IOException when there was no answer
     * @see <a href="https://learn.microsoft.com/graph/api/message-post-attachments">Add attachment</a>
     */
    GraphReply postAttachment(OutlookItem item, NewAttachment attachment, RangeBody content) throws IOException;

    /**
     * Opens an upload session.
     *
     * @param item the item that gets the file
     * @param attachment what it is
     * @return 201 with {@code uploadUrl}, {@code expirationDateTime} and {@code nextExpectedRanges}
     * @throws IOException when there was no answer
     * @see <a href="https://learn.microsoft.com/graph/api/attachment-createuploadsession">createUploadSession</a>
     */
    GraphReply createUploadSession(OutlookItem item, NewAttachment attachment) throws IOException;

    /**
     * Sends one range of the file.
     *
     * @param url the session's
     * @param contentRange the value of Content-Range
     * @param length bytes of the range
     * @param content writes exactly that many
     * @return 200 with the next range, 201 with the attachment's Location
     * @throws IOException when there was no answer, or the content could not be read
     */
    GraphReply putRange(UploadUrl url, String contentRange, long length, RangeBody content) throws IOException;

    /**
     * Asks how far a session is. Not documented for Outlook: 404 and 405 mean that the service does not tell.
     *
     * @param url the session's
     * @return 200 with {@code nextExpectedRanges}
     * @throws IOException when there was no answer
     */
    GraphReply sessionStatus(UploadUrl url) throws IOException;

    /**
     * Gives a session up.
     *
     * @param url the session's
     * @return 204, or 404 when it is gone already
     * @throws IOException when there was no answer
     */
    GraphReply deleteSession(UploadUrl url) throws IOException;

    /**
     * Asks for an attachment's size. It is that of the stored object, larger than the file.
     *
     * @param item whose attachment
     * @param attachmentId which
     * @return 200 with {@code size}
     * @throws IOException when there was no answer
     */
    GraphReply getAttachment(OutlookItem item, String attachmentId) throws IOException;

    /**
     * Asks for an attachment's size and for how the item's HTML shows it. The content id is a property of file attachments
     * only, so it is asked for by a type cast; by its bare name the service refuses it.
     *
     * @param item whose attachment
     * @param attachmentId which
     * @return 200 with {@code size}, {@code isInline} and {@code contentId}
     * @throws IOException when there was no answer
     */
    GraphReply getInlineAttachment(OutlookItem item, String attachmentId) throws IOException;

    /**
     * Asks whether there is an item.
     *
     * @param item which
     * @return 200 with its {@code id}, 404 when there is none
     * @throws IOException when there was no answer
     */
    GraphReply getItem(OutlookItem item) throws IOException;

    /**
     * Makes a draft.
     *
     * @param folder that gets it
     * @param message what it says
     * @return 201 with the message
     * @throws IOException when there was no answer
     * @see <a href="https://learn.microsoft.com/graph/api/user-post-messages">Create message</a>
     */
    GraphReply createMessage(MessageFolder folder, JsonNode message) throws IOException;

    /**
     * Makes a draft that answers a message.
     *
     * @param message that is answered
     * @param action createReply, createReplyAll or createForward
     * @param parameters of the action
     * @return 201 with the draft
     * @throws IOException when there was no answer
     * @see <a href="https://learn.microsoft.com/graph/api/message-createreply">message: createReply</a>
     */
    GraphReply createAnswer(OutlookItem message, String action, JsonNode parameters) throws IOException;

    /**
     * As {@link #getMessage(OutlookItem, List)}, with body and recipients.
     *
     * @param message which
     * @param properties ids of the extended properties that are wanted
     * @return 200 with the message
     * @throws IOException when there was no answer
     */
    GraphReply readMessage(OutlookItem message, List<String> properties) throws IOException;

    /**
     * Looks for messages in all folders of a mailbox.
     *
     * @param mailbox by any folder of it
     * @param filter which ones, as OData writes it
     * @return 200 with {@code value}: id, folder, whether it is a draft and has files, times, Message-ID of each
     * @throws IOException when there was no answer
     * @see <a href="https://learn.microsoft.com/graph/api/user-list-messages">List messages</a>
     */
    GraphReply findMessages(MessageFolder mailbox, String filter) throws IOException;

    /**
     * Asks for one message, as {@link #findMessages} does for several.
     *
     * @param message which
     * @return 200 with the same of it
     * @throws IOException when there was no answer
     */
    GraphReply getMessage(OutlookItem message) throws IOException;

    /**
     * Changes a message.
     *
     * @param message which
     * @param change the fields that change
     * @return 200 with the message
     * @throws IOException when there was no answer
     * @see <a href="https://learn.microsoft.com/graph/api/message-update">Update message</a>
     */
    GraphReply changeMessage(OutlookItem message, JsonNode change) throws IOException;

    /**
     * Moves a message to Deleted Items; a draft that is still to be sent is not sent then.
     *
     * @param message which
     * @return 204
     * @throws IOException when there was no answer
     * @see <a href="https://learn.microsoft.com/graph/api/message-delete">Delete message</a>
     */
    GraphReply deleteMessage(OutlookItem message) throws IOException;

    /**
     * Sends a draft: the service takes it over, and tells nothing of whether it arrives.
     *
     * @param message which
     * @return 202
     * @throws IOException when there was no answer
     * @see <a href="https://learn.microsoft.com/graph/api/message-send">message: send</a>
     */
    GraphReply sendMessage(OutlookItem message) throws IOException;

    /**
     * As {@link #getMessage}, with some of its extended properties.
     *
     * @param message which
     * @param properties ids of those that are wanted
     * @return 200 with the message, and those of the properties that it has
     * @throws IOException when there was no answer
     */
    GraphReply getMessage(OutlookItem message, List<String> properties) throws IOException;

    /**
     * Asks for the id of a folder that every mailbox has.
     *
     * @param mailbox by any folder of it
     * @param wellKnownName such as {@code deleteditems}
     * @return 200 with its {@code id}
     * @throws IOException when there was no answer
     */
    GraphReply getFolder(MessageFolder mailbox, String wellKnownName) throws IOException;

    /**
     * Asks what a sender may know of recipients: the size that they take, whether their mailboxes are full, whether they take
     * mail from this sender.
     *
     * @param mailbox that is to send, by any folder of it
     * @param addresses of the recipients, 100 at most
     * @return 200 with {@code value}: {@code emailAddress}, {@code maxMessageSize}, {@code mailboxFull},
     *     {@code deliveryRestricted} of each, as far as they are known
     * @throws IOException when there was no answer
     * @see <a href="https://learn.microsoft.com/graph/api/user-getmailtips">user: getMailTips</a>
     */
    GraphReply getMailTips(MessageFolder mailbox, List<String> addresses) throws IOException;

    /**
     * Reads an attachment's bytes.
     *
     * @param item whose attachment
     * @param attachmentId which
     * @param expected about how many bytes, for the time that the answer may take
     * @param sink receives the bytes of a 200; stays open
     * @return the answer without its body
     * @throws IOException when there was no answer, or the body broke off
     * @see <a href="https://learn.microsoft.com/graph/api/attachment-get">Get the raw contents of a file attachment</a>
     */
    GraphReply readContent(OutlookItem item, String attachmentId, long expected, OutputStream sink) throws IOException;

    /**
     * Removes an attachment.
     *
     * @param item whose attachment
     * @param attachmentId which
     * @return 204
     * @throws IOException when there was no answer
     */
    GraphReply deleteAttachment(OutlookItem item, String attachmentId) throws IOException;
}
