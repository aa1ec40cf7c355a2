package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * How the emulator words its answers where the service has been seen to vary, or where nobody knows what it does. Each
 * setting applies from the next request on.
 *
 * <p>Longer than 300 lines because each setting says who has seen the service so.
 */
public final class Answers {

    /** The shape of upload URLs. */
    public enum UploadUrlForm {
        /** {@code /api/v2.0/Users('o@t')/Messages('i')}, as documented. */
        DOCUMENTED,
        /** {@code /api/gv1.0/users('o@t')/messages('i')}, as seen since 2023. */
        LOWER_CASE
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

        /** {@return the name of the field that holds the expiry} */
        String expiryField() {
            return expiry;
        }

        /** {@return the name of the field that holds the ranges, empty when they are left out} */
        String rangesField() {
            return ranges;
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
        /** As documented, but the attachment's id in the standard base64 alphabet, as EWS writes ids. */
        STANDARD_BASE64,
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

    private static final Duration A_DAY = Duration.ofDays(1);

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
    private volatile boolean inlineKept = true;
    private final Sending sending = new Sending();
    private volatile Duration transactionIdMemory = A_DAY;
    private volatile boolean occurrencesShareICalUId;
    private volatile boolean uidSelectable;
    private volatile boolean sessionMakesException;
    private volatile boolean meetingMailsLag;

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
     * Sets whether {@code isInline} and {@code contentId} of an attachment are kept; true by default. Upload sessions were
     * seen to drop them in 2020, and were reported to do so again in 2025.
     */
    public Answers inlineKept(boolean keep) {
        inlineKept = keep;
        return this;
    }

    /** {@return what becomes of mail that is sent} */
    public Sending sending() {
        return sending;
    }

    /**
     * Sets how long the {@code transactionId} of an event is remembered, on the emulator's clock; a day by default. How long the
     * service remembers is not known.
     */
    public Answers transactionIdMemory(Duration memory) {
        transactionIdMemory = memory;
        return this;
    }

    /**
     * Sets whether {@code iCalUId} is the same for all occurrences of a series; false by default, as documented: each has its
     * date in it. A post of Microsoft's of 2020 promised, and a user saw in 2022, one value for all.
     */
    public Answers occurrencesShareICalUId(boolean share) {
        occurrencesShareICalUId = share;
        return this;
    }

    /**
     * Sets whether {@code uid} and {@code occurrenceId} of an event can be selected; false by default, as v1.0 does not have
     * them in its metadata. Microsoft's samples of v1.0 select them.
     */
    public Answers uidSelectable(boolean selectable) {
        uidSelectable = selectable;
        return this;
    }

    /**
     * Sets whether an occurrence becomes an exception as soon as an upload session is opened on it; false by default: only when
     * the last range has come. What the service does is not known.
     */
    public Answers sessionMakesException(boolean atOnce) {
        sessionMakesException = atOnce;
        return this;
    }

    /**
     * Sets whether the mails of a meeting carry the files that it had when the mail before was sent; false by default: those
     * that it has. Users saw the first of two files arrive with the second update.
     */
    public Answers meetingMailsLag(boolean lag) {
        meetingMailsLag = lag;
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
                case "inlineKept" -> inlineKept(Boolean.parseBoolean(value));
                case "sending" -> sending.apply(object(setting.getValue()));
                case "transactionIdMemory" -> transactionIdMemory(Duration.parse(value));
                case "occurrencesShareICalUId" -> occurrencesShareICalUId(Boolean.parseBoolean(value));
                case "uidSelectable" -> uidSelectable(Boolean.parseBoolean(value));
                case "sessionMakesException" -> sessionMakesException(Boolean.parseBoolean(value));
                case "meetingMailsLag" -> meetingMailsLag(Boolean.parseBoolean(value));
                default -> throw new IllegalArgumentException("there is no setting '" + setting.getKey() + "'");
            }
        });
    }

    private static ObjectNode object(JsonNode value) {
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw new IllegalArgumentException("'sending': an object is expected");
    }

    /** {@return all settings, named as the methods} */
    ObjectNode toJson() {
        ObjectNode json = Json.object()
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
                .put("groupEventsKeepAttachments", groupEventsKeepAttachments)
                .put("inlineKept", inlineKept)
                .put("transactionIdMemory", transactionIdMemory.toString())
                .put("occurrencesShareICalUId", occurrencesShareICalUId)
                .put("uidSelectable", uidSelectable)
                .put("sessionMakesException", sessionMakesException)
                .put("meetingMailsLag", meetingMailsLag);
        json.set("sending", sending.toJson());
        return json;
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
        inlineKept(true);
        sending.reset();
        transactionIdMemory(A_DAY);
        occurrencesShareICalUId(false);
        uidSelectable(false);
        sessionMakesException(false);
        meetingMailsLag(false);
    }

    int attachmentsPerPage() {
        return attachmentsPerPage;
    }

    boolean keepsAttachments(Mailbox mailbox) {
        return groupEventsKeepAttachments || !mailbox.isOfGroup();
    }

    /** {@return the attachment as it is stored} */
    StoredAttachment kept(StoredAttachment attachment) {
        return inlineKept
                ? attachment
                : new StoredAttachment(attachment.attachment().withoutInline(), attachment.lastModified());
    }

    Duration transactionIdMemory() {
        return transactionIdMemory;
    }

    boolean occurrencesShareICalUId() {
        return occurrencesShareICalUId;
    }

    boolean uidSelectable() {
        return uidSelectable;
    }

    boolean sessionMakesException() {
        return sessionMakesException;
    }

    boolean meetingMailsLag() {
        return meetingMailsLag;
    }

    UploadUrlForm uploadUrl() {
        return uploadUrlForm;
    }

    Progress progress() {
        return progress;
    }

    RangeForm ranges() {
        return rangeForm;
    }

    LocationForm location() {
        return locationForm;
    }

    RetryAfterForm retryAfter() {
        return retryAfterForm;
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
}
