package io.github.graphattach.component;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.FileContent;
import io.github.graphattach.graph.NewAttachment;
import io.github.graphattach.mail.MailDraft;
import io.github.graphattach.refusal.RefusedException;
import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.activation.FileDataSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.Attachment;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.util.IOHelper;

/**
 * The files of a mail, open and in their order: the body where it is a file, then what the message has attached. All are open
 * before anything is asked of the service, so that a file that cannot be read, or is too large, makes no draft.
 *
 * <p>As with camel-mail, an attachment whose key begins with {@code cid:}, or that has a header {@code Content-ID}, is what
 * the mail's HTML calls by that id.
 */
final class MailFiles implements Closeable {

    private static final String SCHEME = "cid:";
    private static final String CONTENT_ID = "Content-ID";
    private static final String UNKNOWN = "application/octet-stream";

    private final List<MailFile> files = new ArrayList<>();

    private MailFiles() {}

    /**
     * Opens the files of an exchange.
     *
     * @param exchange that has them
     * @param bodyIsFile whether the body is one
     * @param mail that they belong to
     * @param options of the endpoint
     * @param limit more bytes of one file are refused
     * @return the files, to be closed
     * @throws IllegalArgumentException in one line that names what is wrong and the remedy
     * @throws IOException when one cannot be read
     */
    static MailFiles of(
            Exchange exchange, boolean bodyIsFile, MailDraft mail, GraphAttachConfiguration options, SizeLimit limit)
            throws IOException {
        MailFiles files = new MailFiles();
        try {
            if (bodyIsFile) {
                files.add(body(exchange, options, limit), mail);
            }
            for (Map.Entry<String, Attachment> attached : attachments(exchange).entrySet()) {
                files.add(attachment(attached.getKey(), attached.getValue(), exchange, limit), mail);
            }
            return files;
        } catch (IOException | RuntimeException | Error e) {
            files.close();
            throw e;
        }
    }

    private static Map<String, Attachment> attachments(Exchange exchange) {
        return Optional.ofNullable(exchange.getMessage(AttachmentMessage.class))
                .map(AttachmentMessage::getAttachmentObjects)
                .orElse(Map.of());
    }

    private static MailFile body(Exchange exchange, GraphAttachConfiguration options, SizeLimit limit)
            throws IOException {
        NewAttachment said = UploadRequest.described(exchange.getMessage(), options);
        AttachmentContent content =
                new BodyContent(exchange, UploadRequest.size(exchange.getMessage()), limit, said.contentType()).open();
        return new MailFile(
                said.name(), said.contentType(), said.inline() ? said.contentId() : Optional.empty(), content);
    }

    private static MailFile attachment(String key, Attachment attachment, Exchange exchange, SizeLimit limit)
            throws IOException {
        boolean named = key.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
        String name = AttachmentRules.name(
                named
                        ? key.substring(SCHEME.length())
                        : Optional.ofNullable(UploadRequest.lastSegment(key)).orElse(key));
        Optional<String> contentId = named ? Optional.of(name) : contentId(attachment);
        DataHandler data = attachment.getDataHandler();
        return new MailFile(
                name,
                AttachmentRules.contentType(type(data, name)),
                contentId.map(AttachmentRules::contentId),
                content(data.getDataSource(), exchange, limit));
    }

    private static Optional<String> contentId(Attachment attachment) {
        return attachment.getHeaderNames().stream()
                .filter(CONTENT_ID::equalsIgnoreCase)
                .map(attachment::getHeader)
                .map(id -> id.strip().replaceAll("^<|>$", ""))
                .filter(id -> !id.isEmpty())
                .findFirst();
    }

    private static String type(DataHandler data, String name) {
        String said = Optional.ofNullable(data.getContentType()).orElse("").strip();
        return said.isEmpty() || said.startsWith(UNKNOWN)
                ? AttachmentType.ofName(name).orElse(UNKNOWN)
                : said;
    }

    /** A file is read where it lies. Of anything else nobody knows whether it can be read twice, so it goes to disk. */
    private static AttachmentContent content(DataSource source, Exchange exchange, SizeLimit limit) throws IOException {
        return source instanceof FileDataSource file
                ? allowed(FileContent.open(file.getFile().toPath()), limit)
                : SpooledData.of(exchange).open(source, limit);
    }

    static AttachmentContent allowed(AttachmentContent content, SizeLimit limit) throws IOException {
        if (content.length() > limit.bytes()) {
            content.close();
            throw new FileTooLargeException(content.length(), limit);
        }
        return content;
    }

    private void add(MailFile file, MailDraft mail) throws IOException {
        if (file.contentId().filter(id -> !mail.shows(id)).isPresent()) {
            file.content().close();
            throw new RefusedException(
                    "file " + (files.size() + 1) + " is inline, and the HTML of the mail does not show it",
                    "write its content id into the HTML as in <img src=\"cid:logo\">, or attach it without one");
        }
        files.add(file);
    }

    List<MailFile> all() {
        return List.copyOf(files);
    }

    @Override
    public void close() {
        files.forEach(file -> IOHelper.close(file.content()));
    }
}
