package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.Answers.LocationForm;
import io.github.graphattach.emulator.Answers.Progress;
import io.github.graphattach.emulator.Answers.UploadUrlForm;
import io.github.graphattach.emulator.http.PercentCoding;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Writes what Outlook and its limits answer, in the forms that {@link Answers} is set to at that moment. */
final class Wording {

    private static final DateTimeFormatter SEVEN_FRACTION_DIGITS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT);

    private final Answers answers;

    Wording(Answers answers) {
        this.answers = answers;
    }

    /** {@return a point in time as Outlook writes it, with seven digits after the second} */
    static String timestamp(Instant instant) {
        return SEVEN_FRACTION_DIGITS.format(instant.atOffset(ZoneOffset.UTC));
    }

    /** {@return the path of an upload URL, relative to the upload host} */
    String sessionPath(Mailbox mailbox, StoredItem item, String sessionId) {
        boolean documented = answers.uploadUrl.get() == UploadUrlForm.DOCUMENTED;
        String path = outlookPath(mailbox, item);
        return (documented ? "/api/v2.0" + path : "/api/gv1.0" + withLowerCaseNames(path)) + "/AttachmentSessions('"
                + sessionId + "')";
    }

    /** {@return the body that tells where the next range begins} */
    ObjectNode progressBody(UploadSession session, long next) {
        Progress spelling = answers.progress.get();
        ObjectNode body = Json.object()
                .put("@odata.context", context(session))
                .put(spelling.expiryField(), timestamp(session.expires()));
        if (!spelling.rangesField().isEmpty()) {
            body.putArray(spelling.rangesField()).add(range(next, session.size()));
        }
        return body;
    }

    /** {@return what Outlook calls the type of its answer, made of the path of the session} */
    private static String context(UploadSession session) {
        String path = session.path();
        int version = path.indexOf('/', "/api/".length());
        String sessions = path.substring(version + 1, path.lastIndexOf("('"));
        return "https://outlook.office.com" + path.substring(0, version) + "/$metadata#" + sessions.replace("@", "%40")
                + "/$entity";
    }

    private String range(long next, long size) {
        return switch (answers.ranges.get()) {
            case OFFSET -> Long.toString(next);
            case OFFSET_AND_DASH -> next + "-";
            case START_AND_END -> next + "-" + (size - 1);
        };
    }

    /** {@return the final answer's {@code Location}, relative to the upload host, if there is to be one} */
    Optional<String> location(Mailbox mailbox, StoredItem item, String attachmentId) {
        LocationForm form = answers.location.get();
        String path = "/api/v2.0" + outlookPath(mailbox, item);
        return switch (form) {
            case DOCUMENTED -> Optional.of(path + "/Attachments('" + attachmentId + "')");
            case LOWER_CASE -> Optional.of(withLowerCaseNames(path) + "/attachments('" + attachmentId + "')");
            case SLASH -> Optional.of(path + "/Attachments/" + attachmentId);
            case ENCODED -> Optional.of(path + "/Attachments('" + PercentCoding.encode(attachmentId) + "')");
            case STANDARD_BASE64 ->
                Optional.of(
                        path + "/Attachments('" + attachmentId.replace('-', '/').replace('_', '+') + "')");
            case NONE -> Optional.empty();
        };
    }

    /** {@return the value of {@code Retry-After}, if there is to be one} */
    Optional<String> retryAfter(Duration wait, Instant now) {
        Duration rounded = wait.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
        return switch (answers.retryAfter.get()) {
            case SECONDS -> Optional.of(Long.toString(rounded.toSeconds()));
            case FRACTION -> Optional.of(String.format(Locale.ROOT, "%.3f", (wait.toMillis() + 1) / 1000.0));
            case HTTP_DATE -> Optional.of(HttpDate.of(now.plus(rounded)));
            case NONE -> Optional.empty();
        };
    }

    private static String outlookPath(Mailbox mailbox, StoredItem item) {
        String owners = mailbox.isOfGroup() ? "Groups" : "Users";
        String items = item.kind() == StoredItem.Kind.MESSAGE ? "Messages" : "Events";
        // Outlook leaves the padding of its ids as it is.
        String id = PercentCoding.encode(item.id().replace("'", "''")).replace("%3D", "=");
        return "/" + owners + "('" + mailbox.objectId() + "@" + Mailboxes.TENANT + "')/" + items + "('" + id + "')";
    }

    private static String withLowerCaseNames(String path) {
        return path.replace("/Users(", "/users(")
                .replace("/Groups(", "/groups(")
                .replace("/Messages(", "/messages(")
                .replace("/Events(", "/events(");
    }
}
