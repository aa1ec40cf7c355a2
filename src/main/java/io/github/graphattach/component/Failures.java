package io.github.graphattach.component;

import io.github.graphattach.content.SourceException;
import io.github.graphattach.graph.GraphError;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.TokenException;
import io.github.graphattach.mail.MailTooLargeException;
import io.github.graphattach.refusal.Refused;
import io.github.graphattach.session.SessionStoreException;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.util.Optional;

/** The one place where a failure of the engine becomes one that routes can branch on. */
final class Failures {

    private Failures() {}

    /**
     * Reports what the engine could not do.
     *
     * @param what as in "attach 'x' (3 bytes) to /me/messages/y"
     * @param remedy what can be done about it
     * @param e the engine's failure
     * @return the exception for the exchange
     */
    static GraphAttachException of(String what, String remedy, UploadException e) {
        UploadFailure failure = e.failure();
        Optional<GraphReply> reply = e.reply();
        FailureDetails details = new FailureDetails(
                reply.map(GraphReply::status).orElse(0),
                reply.map(GraphReply::error).map(GraphError::code).orElse(""),
                reply.map(GraphReply::requestId).orElse(""),
                reply.map(GraphReply::clientRequestId).orElse(""),
                failure.retryable(),
                e.bytesCommitted(),
                remedy,
                GraphAttachHealthCheck.concernsAll(failure));
        String message = "Tried to " + what + " but failed because " + e.getMessage() + "; " + remedy;
        Throwable cause = e.getCause();
        return switch (failure) {
            case THROTTLED, SENDING_LIMIT -> new ThrottledException(message, details, cause);
            case ITEM_NOT_FOUND, ITEM_GONE, DRAFT_GONE, ID_REFUSED, NO_SUCH_USER, NO_MAILBOX ->
                new ItemNotFoundException(message, details, cause);
            case ACCESS_DENIED, UPLOAD_DENIED, SEND_AS_DENIED, NOT_SIGNED_IN, SIGN_IN_REFUSED ->
                new AccessDeniedException(message, details, cause);
            case MESSAGE_TOO_LARGE,
                    MAILBOX_FULL,
                    REJECTED,
                    WRONG_ROUTE,
                    RANGE_TOO_LARGE,
                    INVALID_RECIPIENTS,
                    TOO_MANY_RECIPIENTS,
                    HEADERS_REFUSED -> new AttachmentRejectedException(message, details, cause);
            case SOURCE_CHANGED -> new SourceChangedException(message, details, cause);
            case UNVERIFIED, MISMATCH, INLINE_LOST -> new VerificationException(message, details, cause);
            case INTERRUPTED -> new UploadInterruptedException(message, details, cause);
            default -> new GraphAttachException(message, details, cause);
        };
    }

    /**
     * Reports an exchange that cannot be an upload.
     *
     * @param e its message names the header or option, and the remedy
     * @return the exception for the exchange
     */
    static GraphAttachException beforeAnyRequest(Exception e) {
        if (e instanceof FileTooLargeException || e instanceof MailTooLargeException) {
            return new AttachmentRejectedException(nothingSent(e), details(e), e);
        }
        return new GraphAttachException(nothingSent(e), details(e), e);
    }

    /**
     * Reports a body that cannot be read.
     *
     * @param e its message says why, and the remedy
     * @return the exception for the exchange
     */
    static SourceChangedException unusableSource(SourceException e) {
        return new SourceChangedException(nothingSent(e), details(e), e);
    }

    /** Reports an attachment that is to be removed and is still there, for all that is known. */
    static GraphAttachException notRemoved(String what, UploadException e) {
        return of(what, e.failure().retryable() ? e.failure().remedy() : "remove it by hand", e);
    }

    /** Reports that the component takes nothing, because somebody stopped it while its routes go on. */
    static UploadInterruptedException stopped() {
        String remedy = "start it again, then send the file again";
        return new UploadInterruptedException(
                "Nothing was sent because the component graph-attach is stopped; " + remedy,
                new FailureDetails(0, "", "", "", false, 0, remedy),
                null);
    }

    private static String nothingSent(Exception e) {
        String remedy = e instanceof Refused ? "" : "; " + remedy(e);
        return "Nothing was sent because " + e.getMessage() + remedy;
    }

    private static FailureDetails details(Exception e) {
        boolean concernsAll = e instanceof TokenException || e instanceof SessionStoreException;
        return new FailureDetails(0, "", "", "", concernsAll, 0, remedy(e), concernsAll);
    }

    private static String remedy(Exception e) {
        if (e instanceof Refused refused) {
            return refused.refusal().remedy();
        }
        if (e instanceof SessionStoreException) {
            return UploadFailure.STORE_FAILED.remedy();
        }
        return e instanceof TokenException token && !token.remedy().isEmpty() ? token.remedy() : "look at the cause";
    }
}
