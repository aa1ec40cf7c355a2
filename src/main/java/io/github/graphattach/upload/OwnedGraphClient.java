package io.github.graphattach.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.NewAttachment;
import io.github.graphattach.graph.RangeBody;
import io.github.graphattach.graph.UploadUrl;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.session.SessionStoreException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks before every request, before every buffer of its body, and before anything is made of its answer, whether the upload
 * is still ours: a process that was paused in the middle of a request must do nothing when it wakes up.
 *
 * <p>When the store cannot say so, the request counts as one without an answer.
 *
 * @param client makes the requests
 * @param ownership of the upload
 * @param heard gets each answer
 */
public record OwnedGraphClient(GraphClient client, Ownership ownership, Consumer<GraphReply> heard)
        implements GraphClient {

    private interface Request {
        GraphReply send() throws IOException;
    }

    private GraphReply owned(Request request) throws IOException {
        requireHeld();
        GraphReply reply;
        try {
            reply = request.send();
        } finally {
            requireHeld();
        }
        heard.accept(reply);
        return reply;
    }

    private void requireHeld() throws IOException {
        try {
            ownership.requireHeld();
        } catch (SessionStoreException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private RangeBody owned(RangeBody body) {
        return sink -> body.writeTo(new FilterOutputStream(sink) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                requireHeld();
                out.write(bytes, offset, length);
            }
        });
    }

    @Override
    public GraphReply listAttachments(OutlookItem item) throws IOException {
        return owned(() -> client.listAttachments(item));
    }

    @Override
    public GraphReply describeAttachments(OutlookItem item) throws IOException {
        return owned(() -> client.describeAttachments(item));
    }

    @Override
    public GraphReply postAttachment(OutlookItem item, NewAttachment attachment, RangeBody content) throws IOException {
        return owned(() -> client.postAttachment(item, attachment, owned(content)));
    }

    @Override
    public GraphReply createUploadSession(OutlookItem item, NewAttachment attachment) throws IOException {
        return owned(() -> client.createUploadSession(item, attachment));
    }

    @Override
    public GraphReply putRange(UploadUrl url, String contentRange, long length, RangeBody content) throws IOException {
        return owned(() -> client.putRange(url, contentRange, length, owned(content)));
    }

    @Override
    public GraphReply sessionStatus(UploadUrl url) throws IOException {
        return owned(() -> client.sessionStatus(url));
    }

    @Override
    public GraphReply deleteSession(UploadUrl url) throws IOException {
        return owned(() -> client.deleteSession(url));
    }

    @Override
    public GraphReply getAttachment(OutlookItem item, String attachmentId) throws IOException {
        return owned(() -> client.getAttachment(item, attachmentId));
    }

    @Override
    public GraphReply getInlineAttachment(OutlookItem item, String attachmentId) throws IOException {
        return owned(() -> client.getInlineAttachment(item, attachmentId));
    }

    @Override
    public GraphReply getItem(OutlookItem item) throws IOException {
        return owned(() -> client.getItem(item));
    }

    @Override
    public GraphReply createMessage(MessageFolder folder, JsonNode message) throws IOException {
        return owned(() -> client.createMessage(folder, message));
    }

    @Override
    public GraphReply createAnswer(OutlookItem message, String action, JsonNode parameters) throws IOException {
        return owned(() -> client.createAnswer(message, action, parameters));
    }

    @Override
    public GraphReply readMessage(OutlookItem message, List<String> properties) throws IOException {
        return owned(() -> client.readMessage(message, properties));
    }

    @Override
    public GraphReply findMessages(MessageFolder mailbox, String filter) throws IOException {
        return owned(() -> client.findMessages(mailbox, filter));
    }

    @Override
    public GraphReply getMessage(OutlookItem message) throws IOException {
        return owned(() -> client.getMessage(message));
    }

    @Override
    public GraphReply getMessage(OutlookItem message, List<String> properties) throws IOException {
        return owned(() -> client.getMessage(message, properties));
    }

    @Override
    public GraphReply changeMessage(OutlookItem message, JsonNode change) throws IOException {
        return owned(() -> client.changeMessage(message, change));
    }

    @Override
    public GraphReply deleteMessage(OutlookItem message) throws IOException {
        return owned(() -> client.deleteMessage(message));
    }

    @Override
    public GraphReply sendMessage(OutlookItem message) throws IOException {
        return owned(() -> client.sendMessage(message));
    }

    @Override
    public GraphReply getFolder(MessageFolder mailbox, String wellKnownName) throws IOException {
        return owned(() -> client.getFolder(mailbox, wellKnownName));
    }

    @Override
    public GraphReply getMailTips(MessageFolder mailbox, List<String> addresses) throws IOException {
        return owned(() -> client.getMailTips(mailbox, addresses));
    }

    @Override
    public GraphReply readContent(OutlookItem item, String attachmentId, long expected, OutputStream sink)
            throws IOException {
        return owned(() -> client.readContent(item, attachmentId, expected, sink));
    }

    @Override
    public GraphReply deleteAttachment(OutlookItem item, String attachmentId) throws IOException {
        return owned(() -> client.deleteAttachment(item, attachmentId));
    }
}
