package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

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

    /** What an escaped slash in an id is. */
    public enum EscapedSlash {
        /** What it is unescaped: Graph decodes a path before it takes it apart. */
        SEPARATOR,
        /** A part of the id, which is one in the standard alphabet of base64 then. */
        PART_OF_ID
    }

    private static final Instant MAIL_ADVANCED = Instant.parse("2026-12-31T00:00:00Z");
    private static final Duration A_DAY = Duration.ofDays(1);

    private final Settings settings = new Settings();
    final Setting<UploadUrlForm> uploadUrl = settings.choice("uploadUrl", UploadUrlForm.LOWER_CASE);
    final Setting<Progress> progress = settings.choice("progress", Progress.CAMEL_CASE);
    final Setting<RangeForm> ranges = settings.choice("ranges", RangeForm.OFFSET);
    final Setting<LocationForm> location = settings.choice("location", LocationForm.DOCUMENTED);
    final Setting<StatusQuery> statusQuery = settings.choice("statusQuery", StatusQuery.ANSWERED);
    final Setting<RetryAfterForm> retryAfter = settings.choice("retryAfter", RetryAfterForm.SECONDS);
    final Setting<Integer> progressStatus = settings.number("progressStatus", 200);
    final Setting<Integer> rangeConflictStatus = settings.number("rangeConflictStatus", 416);
    final Setting<Integer> expiredStatus = settings.number("expiredStatus", 401);
    final Setting<Integer> attachmentsPerPage = settings.number("attachmentsPerPage", Integer.MAX_VALUE);
    private final Setting<Boolean> groupEventsKeepAttachments = settings.flag("groupEventsKeepAttachments", true);
    private final Setting<Boolean> inlineKept = settings.flag("inlineKept", true);
    final Setting<Duration> transactionIdMemory = settings.duration("transactionIdMemory", A_DAY);
    final Setting<Boolean> occurrencesShareICalUId = settings.flag("occurrencesShareICalUId", false);
    final Setting<Boolean> uidSelectable = settings.flag("uidSelectable", false);
    final Setting<Boolean> sessionMakesException = settings.flag("sessionMakesException", false);
    final Setting<Boolean> meetingMailsLag = settings.flag("meetingMailsLag", false);
    final Setting<EscapedSlash> escapedSlash = settings.choice("escapedSlash", EscapedSlash.SEPARATOR);
    final Setting<Integer> foreignIdStatus = settings.number("foreignIdStatus", 404);
    final Setting<Boolean> occurrencePaths = settings.flag("occurrencePaths", true);
    final Setting<Duration> draftsLate = settings.duration("draftsLate", Duration.ZERO);
    final Setting<Duration> filtersLate = settings.duration("filtersLate", Duration.ZERO);
    final Setting<Instant> mailAdvancedSince = settings.instant("mailAdvancedSince", MAIL_ADVANCED);
    final Setting<Boolean> gzipUnasked = settings.flag("gzipUnasked", false);
    final Setting<Boolean> refusalsEarly = settings.flag("refusalsEarly", false);
    private final Sending sending = new Sending();

    Answers() {
        settings.group("sending", sending.settings);
    }

    /** Sets the shape of upload URLs; {@link UploadUrlForm#LOWER_CASE} by default. */
    public Answers uploadUrl(UploadUrlForm form) {
        return set(uploadUrl, form);
    }

    /** Sets the spelling of answers to ranges and to status queries; {@link Progress#CAMEL_CASE} by default. */
    public Answers progress(Progress spelling) {
        return set(progress, spelling);
    }

    /** Sets how offsets are written; {@link RangeForm#OFFSET} by default. */
    public Answers ranges(RangeForm form) {
        return set(ranges, form);
    }

    /** Sets the form of the final {@code Location}; {@link LocationForm#DOCUMENTED} by default. */
    public Answers location(LocationForm form) {
        return set(location, form);
    }

    /** Sets what a GET of an upload URL is answered; {@link StatusQuery#ANSWERED} by default. */
    public Answers statusQuery(StatusQuery query) {
        return set(statusQuery, query);
    }

    /** Sets how the service's own limits write {@code Retry-After}; {@link RetryAfterForm#SECONDS} by default. */
    public Answers retryAfter(RetryAfterForm form) {
        return set(retryAfter, form);
    }

    /** Sets the status of an accepted range that is not the last; 200 by default, 202 is OneDrive's. */
    public Answers progressStatus(int status) {
        return set(progressStatus, status);
    }

    /** Sets the status of a range that is not the next one; 416 by default. What Outlook answers is not known. */
    public Answers rangeConflictStatus(int status) {
        return set(rangeConflictStatus, status);
    }

    /** Sets the status of any request to an expired session; 401 by default. What Outlook answers is not known. */
    public Answers expiredStatus(int status) {
        return set(expiredStatus, status);
    }

    /** Sets how many attachments a list holds before it goes on behind an {@code @odata.nextLink}; all by default. */
    public Answers attachmentsPerPage(int count) {
        return set(attachmentsPerPage, count);
    }

    /**
     * Sets whether what is attached to an event of a group stays; true by default. Microsoft says that such events do not
     * support attachments: false answers as if all were well, and leaves the event empty.
     */
    public Answers groupEventsKeepAttachments(boolean keep) {
        return set(groupEventsKeepAttachments, keep);
    }

    /**
     * Sets whether {@code isInline} and {@code contentId} of an attachment are kept; true by default. Upload sessions were
     * seen to drop them in 2020, and were reported to do so again in 2025.
     */
    public Answers inlineKept(boolean keep) {
        return set(inlineKept, keep);
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
        return set(transactionIdMemory, memory);
    }

    /**
     * Sets whether {@code iCalUId} is the same for all occurrences of a series; false by default, as documented: each has its
     * date in it. A post of Microsoft's of 2020 promised, and a user saw in 2022, one value for all.
     */
    public Answers occurrencesShareICalUId(boolean share) {
        return set(occurrencesShareICalUId, share);
    }

    /**
     * Sets whether {@code uid} and {@code occurrenceId} of an event can be selected; false by default, as v1.0 does not have
     * them in its metadata. Microsoft's samples of v1.0 select them.
     */
    public Answers uidSelectable(boolean selectable) {
        return set(uidSelectable, selectable);
    }

    /**
     * Sets whether an occurrence becomes an exception as soon as an upload session is opened on it; false by default: only when
     * the last range has come. What the service does is not known.
     */
    public Answers sessionMakesException(boolean atOnce) {
        return set(sessionMakesException, atOnce);
    }

    /**
     * Sets whether the mails of a meeting carry the files that it had when the mail before was sent; false by default: those
     * that it has. Users saw the first of two files arrive with the second update.
     */
    public Answers meetingMailsLag(boolean lag) {
        return set(meetingMailsLag, lag);
    }

    /**
     * Sets what an escaped slash in an id is, which the ids of EWS, Office.js and the search have; {@link EscapedSlash#SEPARATOR}
     * by default, as users of five libraries have found. A plus sign is always taken for the underscore that it is in Graph.
     */
    public Answers escapedSlash(EscapedSlash meaning) {
        return set(escapedSlash, meaning);
    }

    /** Sets the status of a request with the id of an item in another mailbox; 404 by default, 400 has been seen as well. */
    public Answers foreignIdStatus(int status) {
        return set(foreignIdStatus, status);
    }

    /**
     * Sets whether members of {@code calendarView}, {@code instances} and {@code exceptionOccurrences} have paths of their own;
     * true by default, as described until June 2025. Otherwise they are to be addressed by their ids among the {@code events}.
     */
    public Answers occurrencePaths(boolean there) {
        return set(occurrencePaths, there);
    }

    /**
     * Sets for how long a draft is not found after it was created, on the emulator's clock; not at all by default. Users of
     * upload sessions saw 404 for a draft that was just made.
     */
    public Answers draftsLate(Duration delay) {
        return set(draftsLate, Settings.notNegative("draftsLate", delay));
    }

    /**
     * Sets for how long a message is not found by {@code $filter} after it was created, sent or delivered, on the emulator's
     * clock; not at all by default. Users who look for what they have sent have to ask again and again.
     */
    public Answers filtersLate(Duration delay) {
        return set(filtersLate, Settings.notNegative("filtersLate", delay));
    }

    /**
     * Sets from when on, on the emulator's clock, it takes the permission {@code Mail-Advanced.ReadWrite} to change subject, body,
     * people or {@code internetMessageId} of a message that is no draft; from 31 December 2026 by default, as announced. Without
     * {@link GraphEmulator.Auth#STRICT} nobody has it.
     */
    public Answers mailAdvancedSince(Instant day) {
        return set(mailAdvancedSince, day);
    }

    /** Sets whether answers are compressed although nobody asked for it, as proxies do; false by default. */
    public Answers gzipUnasked(boolean compressed) {
        return set(gzipUnasked, compressed);
    }

    /**
     * Sets whether a refusal comes before the request's body was read, and ends the connection; false by default: the body is read
     * first, so that clients that write before they listen have their answer.
     */
    public Answers refusalsEarly(boolean early) {
        return set(refusalsEarly, early);
    }

    private <T> Answers set(Setting<T> setting, T value) {
        setting.set(value);
        return this;
    }

    /**
     * Applies settings named as the methods, such as {@code {"progress": "PASCAL_CASE", "progressStatus": 202}}.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    void apply(ObjectNode json) {
        settings.apply(json);
    }

    /** {@return all settings, named as the methods} */
    ObjectNode toJson() {
        return settings.toJson();
    }

    /** Goes back to all defaults. */
    public void reset() {
        settings.reset();
    }

    /** {@return whether what is attached to the items of that mailbox stays} */
    boolean keepsAttachments(Mailbox mailbox) {
        return groupEventsKeepAttachments.get() || !mailbox.isOfGroup();
    }

    /** {@return the attachment as it is stored} */
    StoredAttachment kept(StoredAttachment attachment) {
        return inlineKept.get()
                ? attachment
                : new StoredAttachment(attachment.attachment().withoutInline(), attachment.lastModified());
    }
}
