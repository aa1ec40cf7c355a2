package io.github.graphattach.emulator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The body of a {@code POST .../attachments}, read token by token so that the content goes straight to disk. */
final class AttachmentPost {

    private static final String FILE_ATTACHMENT = "microsoft.graph.fileAttachment";
    private static final Set<String> OTHER_TYPES =
            Set.of("microsoft.graph.itemAttachment", "microsoft.graph.referenceAttachment");

    /** What Graph has on an attachment, and a client cannot set here. */
    private static final Set<String> NOT_SET = Set.of("id", "size", "lastModifiedDateTime", "contentLocation");

    private Optional<String> type = Optional.empty();
    private Optional<String> name = Optional.empty();
    private Optional<String> contentType = Optional.empty();
    private Optional<String> contentId = Optional.empty();
    private boolean isInline;
    private boolean hasContent;
    private Optional<GraphFailure> refusal = Optional.empty();

    private AttachmentPost() {}

    /**
     * Reads the body and makes the attachment of it.
     *
     * @param content where the bytes go; for the caller to delete when this throws
     * @throws GraphFailure when the body is not a file attachment
     */
    static StoredAttachment read(JsonParser body, PartialContent content, Instant now) throws IOException {
        AttachmentPost post = new AttachmentPost();
        try {
            post.readObject(body, content);
        } catch (JsonProcessingException | IllegalArgumentException e) {
            // Jackson reports a character that is not base64 as an illegal argument.
            throw GraphFailure.malformedBody();
        }
        return post.draft().stored(content, now);
    }

    private void readObject(JsonParser json, PartialContent content) throws IOException {
        JsonToken first = json.nextToken();
        if (first == null) {
            throw GraphFailure.badRequest("Empty Payload. JSON content expected.");
        }
        if (first != JsonToken.START_OBJECT) {
            throw GraphFailure.malformedBody();
        }
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "@odata.type" -> type = text(json);
                case "name" -> name = text(json);
                case "contentType" -> contentType = text(json);
                case "contentId" -> contentId = text(json);
                case "isInline" -> isInline = bool(json);
                case "contentBytes" -> readContent(json, content);
                default -> refuse(field, json);
            }
        }
        if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
            throw GraphFailure.malformedBody();
        }
    }

    /** Not at once: what type it is, and so whose property, may come later. */
    private void refuse(String property, JsonParser json) throws IOException {
        json.skipChildren();
        if (refusal.isEmpty()) {
            refusal = Optional.of(
                    NOT_SET.contains(property) || property.contains("@")
                            ? GraphFailure.notImplemented(
                                    "setting the property '" + property + "' of '" + FILE_ATTACHMENT + "'")
                            : GraphFailure.unknownProperty(property, FILE_ATTACHMENT));
        }
    }

    private static Optional<String> text(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> Optional.of(json.getText());
            case VALUE_NULL -> Optional.empty();
            default -> throw GraphFailure.malformedBody();
        };
    }

    private static boolean bool(JsonParser json) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_TRUE -> true;
            case VALUE_FALSE, VALUE_NULL -> false;
            default -> throw GraphFailure.malformedBody();
        };
    }

    private void readContent(JsonParser json, PartialContent content) throws IOException {
        if (json.currentToken() != JsonToken.VALUE_STRING || hasContent) {
            throw GraphFailure.malformedBody();
        }
        hasContent = true;
        PartialContent.Writer writer = content.writer();
        json.readBinaryValue(new ContentStream(writer));
        writer.commit();
    }

    private AttachmentDraft draft() {
        String kind = type.orElseThrow(() -> new GraphFailure(
                422,
                "UnprocessableType",
                "Cannot process input of abstract type 'Microsoft.OutlookServices.Attachment'."));
        String typeName = kind.startsWith("#") ? kind.substring(1) : kind;
        if (OTHER_TYPES.contains(typeName)) {
            throw GraphFailure.notImplemented("the type '" + typeName + "'");
        }
        if (!typeName.equals(FILE_ATTACHMENT)) {
            throw GraphFailure.malformedBody();
        }
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        if (name.isEmpty() || !hasContent) {
            throw new GraphFailure(400, "ErrorRequiredPropertyMissing", "Required property is missing.");
        }
        return new AttachmentDraft(name.get(), contentType, isInline, contentId);
    }

    /** Decoded base64 on its way to disk. */
    private static final class ContentStream extends OutputStream {

        private final PartialContent.Writer writer;

        ContentStream(PartialContent.Writer writer) {
            this.writer = writer;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            writer.write(ByteBuffer.wrap(bytes, offset, count));
        }
    }
}
