package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.PercentCoding;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/**
 * How the emulator words its answers where the service has been seen to vary, or where nobody knows what it does. Each
 * setting applies from the next request on.
 */
public final class Answers {

    /** The shape of upload URLs. */
    public enum UploadUrlForm {
        /** {@code /api/v2.0/Users('o@t')/Messages('i')}, as documented. */
        DOCUMENTED,
        /** {@code /api/gv1.0/users('o@t')/messages('i')}, as seen since 2023. */
        LOWER_CASE;

        String itemPath(Mailbox mailbox, StoredItem item) {
            String prefix = this == DOCUMENTED ? "/api/v2.0" : "/api/gv1.0";
            String path = outlookPath(mailbox, item);
            return prefix + (this == DOCUMENTED ? path : withLowerCaseNames(path));
        }
    }

    /** How the session's next offset is spelled in the answer to a range. */
    public enum Progress {
        /** {@code expirationDateTime} and {@code nextExpectedRanges}. */
        CAMEL_CASE("expirationDateTime", "nextExpectedRanges"),
        /** {@code ExpirationDateTime} beside {@code nextExpectedRanges}, as Microsoft's sample has it. */
        DOCUMENTED("ExpirationDateTime", "nextExpectedRanges"),
        /** Both in Pascal case, as the cloud in China has answered. */
        PASCAL_CASE("ExpirationDateTime", "NextExpectedRanges"),
        /** Only the expiry; the ranges are left out. */
        WITHOUT_RANGES("expirationDateTime", "");

        private final String expiry;
        private final String ranges;

        Progress(String expiry, String ranges) {
            this.expiry = expiry;
            this.ranges = ranges;
        }
    }

    /** How an offset is written as a range. */
    public enum RangeForm {
        /** {@code "2097152"}. */
        OFFSET,
        /** {@code "2097152-"}. */
        OFFSET_AND_DASH,
        /** {@code "2097152-3483321"}. */
        START_AND_END
    }

    /** How the answer to the last range names the new attachment. */
    public enum LocationForm {
        /** {@code .../api/v2.0/Users('o@t')/Messages('i')/Attachments('a')}, as documented. */
        DOCUMENTED,
        /** The same in lower case. */
        LOWER_CASE,
        /** {@code .../Attachments/a}, as To Do answers. */
        SLASH,
        /** The attachment's id percent-encoded between the quotes. */
        ENCODED,
        /** No {@code Location} at all. */
        NONE
    }

    /** Whether an upload URL answers to GET. */
    public enum StatusQuery {
        /** 200 with the next offset. */
        ANSWERED,
        /** 404, as if the session were unknown. */
        NOT_FOUND,
        /** 405. */
        METHOD_NOT_ALLOWED
    }

    /** How {@code Retry-After} is written. */
    public enum RetryAfterForm {
        /** Whole seconds, rounded up. */
        SECONDS,
        /** Seconds with a fraction, as in Microsoft's sample. */
        FRACTION,
        /** An HTTP date. */
        HTTP_DATE,
        /** No header. */
        NONE
    }

    private static final DateTimeFormatter SEVEN_FRACTION_DIGITS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT);

    private volatile UploadUrlForm uploadUrlForm = UploadUrlForm.LOWER_CASE;
    private volatile Progress progress = Progress.CAMEL_CASE;
    private volatile RangeForm rangeForm = RangeForm.OFFSET;
    private volatile LocationForm locationForm = LocationForm.DOCUMENTED;
    private volatile StatusQuery statusQuery = StatusQuery.ANSWERED;
    private volatile RetryAfterForm retryAfterForm = RetryAfterForm.SECONDS;
    private volatile int progressStatus = 200;
    private volatile int rangeConflictStatus = 416;
    private volatile int expiredStatus = 401;
    private volatile int attachmentsPerPage = Integer.MAX_VALUE;
    private volatile boolean groupEventsKeepAttachments = true;

    Answers() {}

    /** Sets the shape of upload URLs; {@link UploadUrlForm#LOWER_CASE} by default. */
    public Answers uploadUrl(UploadUrlForm form) {
        uploadUrlForm = form;
        return this;
    }

    /** Sets the spelling of answers to ranges and to status queries; {@link Progress#CAMEL_CASE} by default. */
    public Answers progress(Progress spelling) {
        progress = spelling;
        return this;
    }

    /** Sets how offsets are written; {@link RangeForm#OFFSET} by default. */
    public Answers ranges(RangeForm form) {
        rangeForm = form;
        return this;
    }

    /** Sets the form of the final {@code Location}; {@link LocationForm#DOCUMENTED} by default. */
    public Answers location(LocationForm form) {
        locationForm = form;
        return this;
    }

    /** Sets what a GET of an upload URL is answered; {@link StatusQuery#ANSWERED} by default. */
    public Answers statusQuery(StatusQuery query) {
        statusQuery = query;
        return this;
    }

    /** Sets how the service's own limits write {@code Retry-After}; {@link RetryAfterForm#SECONDS} by default. */
    public Answers retryAfter(RetryAfterForm form) {
        retryAfterForm = form;
        return this;
    }

    /** Sets the status of an accepted range that is not the last; 200 by default, 202 is OneDrive's. */
    public Answers progressStatus(int status) {
        progressStatus = status;
        return this;
    }

    /** Sets the status of a range that is not the next one; 416 by default. What Outlook answers is not known. */
    public Answers rangeConflictStatus(int status) {
        rangeConflictStatus = status;
        return this;
    }

    /** Sets the status of any request to an expired session; 401 by default. What Outlook answers is not known. */
    public Answers expiredStatus(int status) {
        expiredStatus = status;
        return this;
    }

    /** Sets how many attachments a list holds before it goes on behind an {@code @odata.nextLink}; all by default. */
    public Answers attachmentsPerPage(int count) {
        attachmentsPerPage = count;
        return this;
    }

    /**
     * Sets whether what is attached to an event of a group stays; true by default. Microsoft says that such events do not
     * support attachments: false answers as if all were well, and leaves the event empty.
     */
    public Answers groupEventsKeepAttachments(boolean keep) {
        groupEventsKeepAttachments = keep;
        return this;
    }

    /**
     * Applies settings named as the methods, such as {@code {"progress": "PASCAL_CASE", "progressStatus": 202}}.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    void apply(ObjectNode settings) {
        settings.properties().forEach(setting -> {
            String value = setting.getValue().asText();
            switch (setting.getKey()) {
                case "uploadUrl" -> uploadUrl(UploadUrlForm.valueOf(value));
                case "progress" -> progress(Progress.valueOf(value));
                case "ranges" -> ranges(RangeForm.valueOf(value));
                case "location" -> location(LocationForm.valueOf(value));
                case "statusQuery" -> statusQuery(StatusQuery.valueOf(value));
                case "retryAfter" -> retryAfter(RetryAfterForm.valueOf(value));
                case "progressStatus" -> progressStatus(Integer.parseInt(value));
                case "rangeConflictStatus" -> rangeConflictStatus(Integer.parseInt(value));
                case "expiredStatus" -> expiredStatus(Integer.parseInt(value));
                case "attachmentsPerPage" -> attachmentsPerPage(Integer.parseInt(value));
                case "groupEventsKeepAttachments" -> groupEventsKeepAttachments(Boolean.parseBoolean(value));
                default -> throw new IllegalArgumentException("there is no setting '" + setting.getKey() + "'");
            }
        });
    }

    /** {@return all settings, named as the methods} */
    ObjectNode toJson() {
        return Json.object()
                .put("uploadUrl", uploadUrlForm.name())
                .put("progress", progress.name())
                .put("ranges", rangeForm.name())
                .put("location", locationForm.name())
                .put("statusQuery", statusQuery.name())
                .put("retryAfter", retryAfterForm.name())
                .put("progressStatus", progressStatus)
                .put("rangeConflictStatus", rangeConflictStatus)
                .put("expiredStatus", expiredStatus)
                .put("attachmentsPerPage", attachmentsPerPage)
                .put("groupEventsKeepAttachments", groupEventsKeepAttachments);
    }

    /** Goes back to all defaults. */
    public void reset() {
        uploadUrl(UploadUrlForm.LOWER_CASE);
        progress(Progress.CAMEL_CASE);
        ranges(RangeForm.OFFSET);
        location(LocationForm.DOCUMENTED);
        statusQuery(StatusQuery.ANSWERED);
        retryAfter(RetryAfterForm.SECONDS);
        progressStatus(200);
        rangeConflictStatus(416);
        expiredStatus(401);
        attachmentsPerPage(Integer.MAX_VALUE);
        groupEventsKeepAttachments(true);
    }

    int attachmentsPerPage() {
        return attachmentsPerPage;
    }

    boolean keepsAttachments(Mailbox mailbox) {
        return groupEventsKeepAttachments || !mailbox.isOfGroup();
    }

    UploadUrlForm uploadUrl() {
        return uploadUrlForm;
    }

    StatusQuery statusQuery() {
        return statusQuery;
    }

    int progressStatus() {
        return progressStatus;
    }

    int rangeConflictStatus() {
        return rangeConflictStatus;
    }

    int expiredStatus() {
        return expiredStatus;
    }

    /** {@return the body that tells where the next range begins} */
    ObjectNode progressBody(UploadSession session, long next) {
        Progress spelling = progress;
        ObjectNode body = Json.object()
                .put("@odata.context", context(session))
                .put(spelling.expiry, timestamp(session.expires()));
        if (!spelling.ranges.isEmpty()) {
            body.putArray(spelling.ranges).add(range(next, session.size()));
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
        return switch (rangeForm) {
            case OFFSET -> Long.toString(next);
            case OFFSET_AND_DASH -> next + "-";
            case START_AND_END -> next + "-" + (size - 1);
        };
    }

    /** {@return the final answer's {@code Location}, relative to the upload host} */
    Optional<String> location(Mailbox mailbox, StoredItem item, String attachmentId) {
        String path = "/api/v2.0" + outlookPath(mailbox, item);
        return switch (locationForm) {
            case DOCUMENTED -> Optional.of(path + "/Attachments('" + attachmentId + "')");
            case LOWER_CASE -> Optional.of(withLowerCaseNames(path) + "/attachments('" + attachmentId + "')");
            case SLASH -> Optional.of(path + "/Attachments/" + attachmentId);
            case ENCODED -> Optional.of(path + "/Attachments('" + PercentCoding.encode(attachmentId) + "')");
            case NONE -> Optional.empty();
        };
    }

    /** {@return the value of {@code Retry-After}, if there is to be one} */
    Optional<String> retryAfter(Duration wait, Instant now) {
        Duration rounded = wait.plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
        return switch (retryAfterForm) {
            case SECONDS -> Optional.of(Long.toString(rounded.toSeconds()));
            case FRACTION -> Optional.of(String.format(Locale.ROOT, "%.3f", (wait.toMillis() + 1) / 1000.0));
            case HTTP_DATE -> Optional.of(HttpDate.of(now.plus(rounded)));
            case NONE -> Optional.empty();
        };
    }

    /** {@return a point in time as Outlook writes it, with seven digits after the second} */
    static String timestamp(Instant instant) {
        return SEVEN_FRACTION_DIGITS.format(instant.atOffset(ZoneOffset.UTC));
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
