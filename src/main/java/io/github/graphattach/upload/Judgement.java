package io.github.graphattach.upload;

import static java.util.Map.entry;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.TokenException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an answer means that is not the hoped-for one: the one reader of statuses and of Graph's error codes.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Microsoft Graph error responses</a>
 */
public final class Judgement {

    /** Graph's code for a session that was opened for too small a file. */
    static final String MINIMUM_SIZE_CODE = "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize";

    /** What these codes say of a mailbox or a mail is so whatever the status, which differs by report. */
    private static final Map<String, UploadFailure> BY_CODE = Map.ofEntries(
            entry("ErrorInvalidUser", UploadFailure.NO_SUCH_USER),
            entry("Request_ResourceNotFound", UploadFailure.NO_SUCH_USER),
            entry("MailboxNotEnabledForRESTAPI", UploadFailure.NO_MAILBOX),
            entry("MailboxNotSupportedForRESTAPI", UploadFailure.NO_MAILBOX),
            entry("ResourceNotFound", UploadFailure.NO_MAILBOX),
            entry("ErrorNonExistentMailbox", UploadFailure.MAILBOX_AWAY),
            entry("ErrorSendAsDenied", UploadFailure.SEND_AS_DENIED),
            entry("ErrorInvalidRecipients", UploadFailure.INVALID_RECIPIENTS),
            entry("ErrorExceededMaxRecipientLimit", UploadFailure.TOO_MANY_RECIPIENTS),
            entry("ErrorRecipientLimitExceeded", UploadFailure.TOO_MANY_RECIPIENTS),
            entry("InvalidInternetMessageHeader", UploadFailure.HEADERS_REFUSED),
            entry("InvalidInternetMessageHeaderCollection", UploadFailure.HEADERS_REFUSED),
            entry("ErrorExceededMessageLimit", UploadFailure.SENDING_LIMIT));

    private Judgement() {}

    /** Judges that no token is to be had. */
    static UploadFailure noToken(Exception e) {
        return e instanceof TokenException token && token.isRefused()
                ? UploadFailure.SIGN_IN_REFUSED
                : UploadFailure.NO_TOKEN;
    }

    /**
     * Judges an answer of Graph that is not the hoped-for one.
     *
     * @param reply the answer
     * @return what it means
     */
    static UploadFailure onGraph(GraphReply reply) {
        Optional<UploadFailure> named =
                Optional.ofNullable(BY_CODE.get(reply.error().code()));
        // A day's limit is no throttle that is soon over.
        if (reply.isRefusedUnread() && !named.equals(Optional.of(UploadFailure.SENDING_LIMIT))) {
            return UploadFailure.THROTTLED;
        }
        if (refusesId(reply)) {
            return UploadFailure.ID_REFUSED;
        }
        return named.or(() -> sayingTooMuch(reply)).orElseGet(() -> switch (reply.status()) {
            case 401 -> UploadFailure.NOT_SIGNED_IN;
            case 403 -> reply.isHtml() ? UploadFailure.PROXY : UploadFailure.ACCESS_DENIED;
            case 404 -> reply.isHtml() ? UploadFailure.PROXY : UploadFailure.ITEM_NOT_FOUND;
            case 408, 409, 412, 423 -> UploadFailure.SERVICE_FAULT;
            case 413 -> UploadFailure.WRONG_ROUTE;
            default -> anyHost(reply);
        });
    }

    /**
     * Judges an answer of the upload host that is not the hoped-for one.
     *
     * @param reply the answer
     * @param repeated whether the range, or a part of it, may have arrived before
     * @return what it means
     */
    static UploadFailure onUploadHost(GraphReply reply, boolean repeated) {
        if (reply.status() >= 400 && hasRetryAfter(reply)) {
            return UploadFailure.THROTTLED;
        }
        if (lacksContentRange(reply)) {
            return UploadFailure.CONTENT_RANGE_LOST;
        }
        return sayingTooMuch(reply).orElseGet(() -> switch (reply.status()) {
            case 429, 503, 504, 509 -> UploadFailure.THROTTLED;
            case 408 -> UploadFailure.SERVICE_FAULT;
            case 416 -> UploadFailure.OFFSET_DISPUTED;
            case 400, 409 -> repeated && !reply.isHtml() ? UploadFailure.OFFSET_DISPUTED : anyHost(reply);
            case 401, 404, 410 -> reply.isHtml() ? UploadFailure.PROXY : UploadFailure.SESSION_LOST;
            case 412, 423 -> UploadFailure.ITEM_CONFLICT;
            case 413 -> reply.error().code().isEmpty() ? UploadFailure.RANGE_TOO_LARGE : UploadFailure.REJECTED;
            case 403 -> reply.isHtml() ? UploadFailure.PROXY : deniedByUploadHost(reply);
            default -> anyHost(reply);
        });
    }

    /**
     * What to fail with when asking again has not helped.
     *
     * @param failure that the answers meant
     * @param reply the last one; a page in place of an answer is a proxy's
     */
    static UploadFailure givenUp(UploadFailure failure, GraphReply reply) {
        return failure == UploadFailure.MALFORMED_ANSWER && reply.isHtml() ? UploadFailure.PROXY : failure;
    }

    /** Whether Graph says of the id itself, not of what it names, that it is wrong; in our paths all else is fixed. */
    private static boolean refusesId(GraphReply reply) {
        String code = reply.error().code();
        return (reply.status() == 400 || reply.status() == 404)
                && (code.startsWith("ErrorInvalidId")
                        || code.equals("ErrorInvalidMailboxItemId")
                        || reply.error().isAboutPath());
    }

    /** Whether a proxy on the way has removed the header Content-Range, which every range has. */
    private static boolean lacksContentRange(GraphReply reply) {
        String message = reply.error().message().toLowerCase(Locale.ROOT);
        return reply.status() == 400 && message.contains("content-range") && message.contains("missing");
    }

    /** Whether Graph, not something in between, says that there is no such thing, or no more. One that misses the mailbox does not. */
    public static boolean isGone(GraphReply reply) {
        return reply.status() == 404
                && !reply.isHtml()
                && !BY_CODE.containsKey(reply.error().code());
    }

    private static UploadFailure anyHost(GraphReply reply) {
        int kind = reply.status() / 100;
        if (kind == 3 || reply.status() == 407 || (kind == 4 && reply.isHtml())) {
            return UploadFailure.PROXY;
        }
        if (kind == 2) {
            return UploadFailure.MALFORMED_ANSWER;
        }
        return kind == 5 ? UploadFailure.SERVICE_FAULT : UploadFailure.REJECTED;
    }

    private static UploadFailure deniedByUploadHost(GraphReply reply) {
        boolean byExchange = reply.error().code().toLowerCase(Locale.ROOT).contains("accessdenied");
        return byExchange ? UploadFailure.ACCESS_DENIED : UploadFailure.UPLOAD_DENIED;
    }

    private static boolean hasRetryAfter(GraphReply reply) {
        return reply.header("retry-after").isPresent();
    }

    /** A code that names a full mailbox or too large a message is final, whatever its status. */
    private static Optional<UploadFailure> sayingTooMuch(GraphReply reply) {
        return switch (reply.error().code()) {
            case "ErrorMessageSizeExceeded" -> Optional.of(UploadFailure.MESSAGE_TOO_LARGE);
            case "ErrorQuotaExceeded" -> Optional.of(UploadFailure.MAILBOX_FULL);
            default -> reply.status() == 507 ? Optional.of(UploadFailure.MAILBOX_FULL) : Optional.empty();
        };
    }
}
