package io.github.graphattach.emulator;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which properties of an attachment a request selects, and how they are written. */
final class AttachmentFields {

    private static final Set<String> OF_ATTACHMENT =
            Set.of("id", "name", "contentType", "size", "isInline", "lastModifiedDateTime");
    private static final Set<String> OF_FILE_ATTACHMENT = Set.of("contentId", "contentLocation", "contentBytes");
    private static final String TYPE = "microsoft.graph.attachment";
    private static final String CAST = "microsoft.graph.fileAttachment/";

    private final Optional<Set<String>> selected;

    private AttachmentFields(Optional<Set<String>> selected) {
        this.selected = selected;
    }

    /** {@return every property, the content included, as Graph answers without {@code $select} and to a POST} */
    static AttachmentFields all() {
        return new AttachmentFields(Optional.empty());
    }

    /** {@return every property but the content, for an attachment that is gone already} */
    static AttachmentFields allButContent() {
        Set<String> names = new LinkedHashSet<>(OF_ATTACHMENT);
        names.add("contentId");
        return new AttachmentFields(Optional.of(names));
    }

    /**
     * Reads {@code $select}. Properties of the derived type need a type cast in front, as in
     * {@code microsoft.graph.fileAttachment/contentId}.
     *
     * @throws GraphFailure 400 when a property is not one of an attachment, 501 when it is a path that leads elsewhere
     */
    static AttachmentFields selectedBy(HttpExchange exchange) {
        return exchange.queryParameter("$select")
                .map(AttachmentFields::selected)
                .orElseGet(AttachmentFields::all);
    }

    /** As {@link #selectedBy}, of the value of {@code $select}. */
    static AttachmentFields selected(String select) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : List.of(select.split(",", -1))) {
            names.add(property(name.trim()));
        }
        return new AttachmentFields(Optional.of(names));
    }

    private static String property(String name) {
        if (name.startsWith(CAST) && OF_FILE_ATTACHMENT.contains(name.substring(CAST.length()))) {
            return name.substring(CAST.length());
        }
        if (OF_ATTACHMENT.contains(name)) {
            return name;
        }
        throw EntityType.notSelectable(name, TYPE);
    }

    /** Writes the attachment's properties into an object that is already open. */
    void write(JsonGenerator json, StoredAttachment stored, boolean immutableIds) throws IOException {
        EmulatedAttachment attachment = stored.attachment();
        json.writeStringField("@odata.type", "#microsoft.graph.fileAttachment");
        json.writeStringField("@odata.mediaContentType", attachment.contentType());
        // The key is always there, selected or not.
        json.writeStringField("id", immutableIds ? stored.immutableId() : stored.id());
        if (includes("lastModifiedDateTime")) {
            json.writeStringField(
                    "lastModifiedDateTime",
                    stored.lastModified().truncatedTo(ChronoUnit.SECONDS).toString());
        }
        if (includes("name")) {
            json.writeStringField("name", attachment.name());
        }
        if (includes("contentType")) {
            json.writeStringField("contentType", attachment.contentType());
        }
        if (includes("size")) {
            json.writeNumberField("size", attachment.size());
        }
        if (includes("isInline")) {
            json.writeBooleanField("isInline", attachment.isInline());
        }
        if (includes("contentId")) {
            json.writeObjectField("contentId", attachment.contentId().orElse(null));
        }
        if (includes("contentLocation")) {
            json.writeNullField("contentLocation");
        }
        if (includes("contentBytes")) {
            writeContent(json, attachment);
        }
    }

    private boolean includes(String property) {
        return selected.map(names -> names.contains(property)).orElse(true);
    }

    private static void writeContent(JsonGenerator json, EmulatedAttachment attachment) throws IOException {
        json.writeFieldName("contentBytes");
        try (InputStream content = Files.newInputStream(attachment.content())) {
            json.writeBinary(content, Math.toIntExact(attachment.length()));
        }
    }
}
