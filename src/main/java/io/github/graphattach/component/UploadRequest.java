package io.github.graphattach.component;

import io.github.graphattach.graph.NewAttachment;
import io.github.graphattach.item.AddressOption;
import io.github.graphattach.item.ItemKind;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.refusal.RefusedException;
import io.github.graphattach.upload.OnExisting;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.util.FileUtil;
import org.jspecify.annotations.Nullable;

/**
 * What one exchange asks for: the one reader of headers. A header wins over the option of the same meaning.
 *
 * @param item where the file goes
 * @param name of the attachment
 * @param contentType of the attachment
 * @param inline whether the item's HTML shows it
 * @param contentId what that HTML calls it
 * @param size bytes that the body should have, where a header says so
 * @param uploadId what makes two tries the same upload, where somebody said so
 * @param onExisting what happens to attachments of that name
 */
record UploadRequest(
        OutlookItem item,
        String name,
        String contentType,
        boolean inline,
        Optional<String> contentId,
        OptionalLong size,
        Optional<String> uploadId,
        OnExisting onExisting) {

    private static final List<String> ADDRESS =
            Stream.of(AddressOption.values()).map(AddressOption::header).toList();

    /** The headers that steer an operation; they are removed when it succeeded, so that a later step is not steered by them. */
    private static final List<String> HEADERS = Stream.concat(
                    ADDRESS.stream(),
                    Stream.of(
                            GraphAttachConstants.NAME,
                            GraphAttachConstants.CONTENT_TYPE,
                            GraphAttachConstants.INLINE,
                            GraphAttachConstants.CONTENT_ID,
                            GraphAttachConstants.SIZE,
                            GraphAttachConstants.UPLOAD_ID,
                            GraphAttachConstants.ON_EXISTING,
                            GraphAttachConstants.ATTACHMENT_ID))
            .toList();

    /**
     * Removes what has steered an operation. Where the exchange has made the draft that it was about, its address stays: the
     * next file goes there too.
     */
    static void removeHeaders(Message message) {
        boolean isMade = MadeDraft.namedBy(message).isPresent();
        HEADERS.stream()
                .filter(header -> !isMade || !ADDRESS.contains(header))
                .toList()
                .forEach(message::removeHeader);
    }

    /**
     * Reads an exchange.
     *
     * @param message headers and body's name
     * @param kind of the endpoint
     * @param options of the endpoint
     * @param settings the same, checked
     * @return what to attach where
     * @throws IllegalArgumentException in one line that names the header or option and the remedy
     */
    static UploadRequest of(Message message, ItemKind kind, GraphAttachConfiguration options, UploadSettings settings) {
        NewAttachment said = described(message, options);
        return new UploadRequest(
                item(message, kind, options, settings),
                said.name(),
                said.contentType(),
                said.inline(),
                said.contentId(),
                size(message),
                text(message, GraphAttachConstants.UPLOAD_ID, options.getUploadId()),
                onExisting(message, options));
    }

    /** {@return what headers and options say of an attachment, whose size is not known yet} */
    static NewAttachment described(Message message, GraphAttachConfiguration options) {
        String name = name(message, options);
        boolean inline = flag(message, GraphAttachConstants.INLINE).orElse(options.isInline());
        Optional<String> contentId = text(message, GraphAttachConstants.CONTENT_ID, options.getContentId())
                .map(AttachmentRules::contentId);
        if (inline && contentId.isEmpty()) {
            throw new RefusedException(
                    "an inline attachment needs a content id",
                    "set the option contentId or the header " + GraphAttachConstants.CONTENT_ID);
        }
        return new NewAttachment(name, contentType(message, options, name), 0, inline, contentId);
    }

    /** {@return the item that the headers and options name} */
    static OutlookItem item(Message message, ItemKind kind, GraphAttachConfiguration options, UploadSettings settings) {
        OutlookItem item = OutlookItem.of(kind, address(message, settings), settings.knownAuthorities());
        settings.requireMailbox(item.mailbox());
        return options.getAddressing() == Addressing.DIRECT ? item.direct() : item;
    }

    /** {@return what the headers and options say of an address} */
    static Map<AddressOption, String> address(Message message, UploadSettings settings) {
        Map<AddressOption, String> values = new EnumMap<>(AddressOption.class);
        values.putAll(settings.address());
        for (AddressOption option : AddressOption.values()) {
            String header = message.getHeader(option.header(), String.class);
            if (header != null) {
                values.put(option, header);
            }
        }
        return values;
    }

    /**
     * {@return the id of the attachment that the header or the option names}
     *
     * @throws IllegalArgumentException when neither does
     */
    static String attachmentId(Message message, GraphAttachConfiguration options) {
        return AttachmentRules.attachmentId(text(message, GraphAttachConstants.ATTACHMENT_ID, options.getAttachmentId())
                .orElse(""));
    }

    /** {@return what is said of the attachment, for a file of so many bytes} */
    NewAttachment attachment(long length) {
        return new NewAttachment(name, contentType, length, inline, contentId);
    }

    private static String name(Message message, GraphAttachConfiguration options) {
        String name = text(message, GraphAttachConstants.NAME, options.getName())
                .or(() -> Optional.ofNullable(message.getHeader(Exchange.FILE_NAME, String.class))
                        .map(UploadRequest::lastSegment))
                .orElse("");
        if (name.isBlank()) {
            throw new RefusedException(
                    "the attachment has no name",
                    "set the header " + GraphAttachConstants.NAME + ", the option name or the header "
                            + Exchange.FILE_NAME);
        }
        return AttachmentRules.name(name);
    }

    /** Either separator ends a folder, whichever system the name comes from. */
    static @Nullable String lastSegment(String fileName) {
        return FileUtil.stripPath(fileName.replace('\\', '/'));
    }

    private static String contentType(Message message, GraphAttachConfiguration options, String name) {
        return AttachmentRules.contentType(text(message, GraphAttachConstants.CONTENT_TYPE, options.getContentType())
                .orElseGet(() -> AttachmentType.of(message, name)));
    }

    /** {@return the number of bytes that a header says} */
    static OptionalLong size(Message message) {
        Object header = message.getHeader(GraphAttachConstants.SIZE);
        if (header == null) {
            return OptionalLong.empty();
        }
        try {
            long size = header instanceof Number number
                    ? number.longValue()
                    : Long.parseLong(header.toString().strip());
            if (size >= 0) {
                return OptionalLong.of(size);
            }
        } catch (NumberFormatException notNumber) {
            throw invalidSize();
        }
        throw invalidSize();
    }

    /** Without a cause: it would print the header as it is. */
    private static IllegalArgumentException invalidSize() {
        return new RefusedException(
                "the header " + GraphAttachConstants.SIZE + " must be the body's number of bytes, zero or more",
                "set it right or leave it out");
    }

    private static Optional<Boolean> flag(Message message, String header) {
        Object value = message.getHeader(header);
        if (value == null) {
            return Optional.empty();
        }
        return switch (value.toString().strip().toLowerCase(java.util.Locale.ROOT)) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> throw new RefusedException("the header " + header + " is no choice", "set it to true or false");
        };
    }

    private static OnExisting onExisting(Message message, GraphAttachConfiguration options) {
        Optional<String> header = text(message, GraphAttachConstants.ON_EXISTING, null);
        if (header.isEmpty()) {
            return options.getOnExisting();
        }
        for (OnExisting choice : OnExisting.values()) {
            if (choice.name().equalsIgnoreCase(header.get().strip())) {
                return choice;
            }
        }
        throw new RefusedException(
                "the header " + GraphAttachConstants.ON_EXISTING + " is no choice", "set it to add, skip or replace");
    }

    private static Optional<String> text(Message message, String header, @Nullable String option) {
        String value = message.getHeader(header, String.class);
        return Optional.ofNullable(value).or(() -> set(option));
    }

    /** {@return an option; blank is not set, as a placeholder of nothing is} */
    static Optional<String> set(@Nullable String option) {
        return Optional.ofNullable(option).filter(text -> !text.isBlank());
    }
}
