package io.github.graphattach.upload;

/**
 * Everything that can go wrong with an upload or a mail: what is then true on the server, whether trying again can help, and
 * what the user is told. How the engine reacts while it still has tries is said at each constant.
 *
 * <p>Which answer means which of them is said in {@link Judgement}.
 *
 * @see <a href="https://learn.microsoft.com/graph/errors">Microsoft Graph error responses</a>
 */
public enum UploadFailure {
    /** Nothing was done. The time the service names is waited, then the same request is made again. */
    THROTTLED(true, "the service throttles this mailbox or application", "try again when the service allows it"),
    /** The request may have been carried out. The session is asked, then the same request is made again. */
    SERVICE_FAULT(true, "the service failed", "try again later"),
    /** The request may have been carried out. As for {@link #SERVICE_FAULT}. */
    NO_ANSWER(true, "the service did not answer", "check the network and any proxy, then try again"),
    /** Some bytes are there. The service's offset is taken; where it does not tell, a new session starts from byte 0. */
    OFFSET_DISPUTED(true, "the service holds another part of the file than it confirmed", "try again"),
    /** The session and its bytes are gone. The next one starts from byte 0. */
    SESSION_LOST(true, "the service forgot one upload session after another", "try again later"),
    /** Nothing was done. A new session is tried, as during the incidents of November 2023 and April 2025. */
    SESSION_REFUSED(
            true,
            "the upload host refused upload sessions it had just opened (401)",
            "look for an incident of the service, and for a proxy that adds an Authorization header, then try again"),
    /** The session may be spoilt. It is deleted; a new one starts from byte 0. */
    ITEM_CONFLICT(
            true, "something else changes the item at the same time", "try again when nothing else changes the item"),
    /** A part of the range may have been taken. Ranges are halved in the same session. */
    RANGE_BROKEN_OFF(
            true,
            "the connection broke again and again while a range was sent",
            "check the limits of the proxy on the way for the size and the time of a request, or lower the option"
                    + " chunkSize, then try again"),
    /** Nothing of the range was taken. Ranges are halved in the same session. */
    RANGE_TOO_LARGE(
            false,
            "something on the way refuses even small ranges (413)",
            "check the proxy's limit for request bodies"),
    /** Nothing was attached. The other way of attaching is taken, once. */
    WRONG_ROUTE(
            false,
            "the service refuses the file by upload session and by POST alike",
            "check the option smallFileLimit"),
    /** Nothing was attached or sent; the session is deleted, a draft is kept. */
    MESSAGE_TOO_LARGE(
            false,
            "the item would exceed the mailbox's message size limit",
            "have the limit raised (35 MB by default, 150 MB at most) or send a sharing link instead"),
    /** Nothing was attached or sent; the session is deleted, a draft is kept. */
    MAILBOX_FULL(
            false, "the mailbox is full", "free space in the mailbox or have its quota raised, then send it again"),
    /** Nothing was done. Asked again for a while, as a new draft may appear late. */
    ITEM_NOT_FOUND(false, "there is no such item", "check the ids and the mailbox; ids change when an item is moved"),
    /** Nothing was sent. The file was attached; with the item its attachment is gone from here, and is not made again. */
    ITEM_GONE(
            false,
            "the item has been moved, sent or deleted since",
            "look for it where it is now; to attach the file to another item name that one, or another uploadId"),
    /** Nothing was done. Not asked again, as a draft that appears late has no other id then. */
    ID_REFUSED(
            false,
            "the service knows no such id in this mailbox",
            "check the id and the mailbox: an id is of one mailbox, and its letter case counts"),
    /** Nothing was done. Not asked again, as no user appears late. */
    NO_SUCH_USER(false, "the tenant of the credential has no such user", "check the option userId or its header"),
    /** Nothing was done. Not asked again: making a mailbox takes longer. */
    NO_MAILBOX(
            false,
            "this user has no mailbox in Exchange Online",
            "give the user a license and wait until the mailbox is made, or name another mailbox"),
    /** Nothing was done. Said now and then of a mailbox that is there, mostly to a send: asked again for a while. */
    MAILBOX_AWAY(
            true,
            "the service does not find the mailbox at the moment",
            "try again later; if it stays so, check that the user has a mailbox in Exchange Online"),
    /** Nothing was sent; the draft is kept. */
    SEND_AS_DENIED(
            false,
            "this mailbox may not send mail from that sender",
            "give it the right Send As or Send on Behalf over the sender's mailbox in Exchange, which counts after 30 minutes to"
                    + " two hours, or leave from out"),
    /** Nothing was sent; the draft, if there is one, is kept. The service does not say which place it is. */
    INVALID_RECIPIENTS(
            false,
            "the service takes at least one of the addresses for none",
            "check each of to, cc, bcc, replyTo and from: the service does not say which one it is"),
    /** Nothing was sent; the draft is kept. */
    TOO_MANY_RECIPIENTS(
            false,
            "the mail has more recipients than the mailbox may send to at once",
            "send it to fewer, or to a group, or have the mailbox's recipient limit raised"),
    /** Nothing was made. */
    HEADERS_REFUSED(
            false,
            "the service refuses the mail's own headers",
            "let each name in the field headers begin with x-, and set 5 at most"),
    /** Nothing was sent; the draft is kept. Not asked again here: it takes hours. */
    SENDING_LIMIT(
            true,
            "the mailbox has sent as much as it may in a day",
            "send it again in some hours, 24 at most; look into the mailbox's Inbox, where Exchange may ask to verify the account"),
    /** Nothing was done. */
    NOT_SIGNED_IN(false, "Graph refused the access token (401)", "check the credentials and the token's audience"),
    /** Nothing was sent. No retry mends credentials. */
    SIGN_IN_REFUSED(false, "the sign-in was refused", "check the options of the credential"),
    /** Nothing was sent. Asked for again a few times. */
    NO_TOKEN(
            true,
            "there is no access token to be had",
            "check the credentials and the way to the sign-in service, then try again"),
    /** Nothing was done; an open session is deleted. */
    ACCESS_DENIED(
            false,
            "access is denied (403)",
            "grant Mail.ReadWrite for messages or Calendars.ReadWrite for events; in a shared or delegated mailbox use"
                    + " application permission"),
    /** Nothing was attached; the session is deleted. No token goes there, and Graph has opened it: no permission is missing. */
    UPLOAD_DENIED(
            false,
            "what answers for the upload host denied access (403)",
            "have the proxy or egress gateway on the way let requests pass to the upload host, or, where there is none, ask"
                    + " whoever runs the mailbox host"),
    /** Nothing was attached; an open session is deleted. */
    REJECTED(false, "the service refused it", "change what the service objects to"),
    /** Unknown. An open session is deleted. */
    PROXY(false, "something between here and the service answered", "check the proxy and the firewall on the way"),
    /** Nothing of the range was taken; the session is deleted. */
    CONTENT_RANGE_LOST(
            false,
            "the header Content-Range, which goes with every range, did not reach the upload host",
            "have the proxy or gateway on the way pass the header Content-Range on"),
    /** Unknown. The request is made again a few times. */
    MALFORMED_ANSWER(
            true, "the service's answer makes no sense", "try again; if it stays so, report it with the request id"),
    /** A session is open, unused. */
    UPLOAD_HOST_REFUSED(
            false,
            "the service named an upload URL that is not https on port 443 of a public host, or not one that is pinned",
            "check that graphUrl is the real service, that nothing rewrites its answers, and the option uploadHosts"),
    /** Nothing wrong was attached; the session is deleted before it has the last bytes. */
    SOURCE_CHANGED(false, "the source is not what it was", "send the file again when it is complete"),
    /** Nothing was made. What an earlier try has made may have been sent: a second one would be a second mail. */
    DRAFT_GONE(
            false,
            "the draft that an earlier try has made is not there any more: it was sent without a copy, or deleted",
            "look whether the mail went out; to write it again name another jobKey"),
    /** Nothing was sent. */
    NOT_OUR_DRAFT(
            false,
            "the message is no draft that this job has made",
            "check the id and the jobKey, or set the option sendAny=true for drafts that others make"),
    /** Nothing was sent. */
    FILES_MISSING(false, "not all files that must be on the mail are there", "attach them, then send it again"),
    /** Nothing was sent. */
    FILES_TOO_MANY(false, "the mail has other files than those that must be on it", "remove them, or name them too"),
    /** Nothing was changed. What the service sends has to be kept somewhere while a route reads it. */
    NOT_KEPT(false, "what the service sent could not be kept", "make room on the disk of java.io.tmpdir"),
    /** The file may be attached; nothing was deleted. */
    UNVERIFIED(true, "what was attached could not be read back", "try again, or look at the item"),
    /** The attachment with other bytes was deleted, twice. */
    MISMATCH(
            false,
            "the stored bytes differ from the file's",
            "report it with the request id; nothing wrong is left attached"),
    /** The attachment was made and deleted again. */
    INLINE_LOST(
            false,
            "the service attached the file but dropped isInline or contentId, so that the item's HTML cannot show it",
            "attach it without the options inline and contentId, or report it with the request id; nothing is left attached"),
    /** The session stays open where it can be resumed. */
    INTERRUPTED(false, "the application is stopping", "send it again after the restart"),
    /** Unknown here; the owner knows. Nothing is sent, not even a DELETE. */
    OWNED_ELSEWHERE(true, "another process has this upload", "wait for it; a later try finds what became of it"),
    /** As the last checkpoint says. The store is asked again a few times. */
    STORE_FAILED(true, "the session store does not work", "check its database, then try again"),
    /** The session is deleted. */
    CANCELLED(false, "it was cancelled", "send it again if that was a mistake"),
    /** The session stays open where it can be resumed. */
    OUT_OF_TIME(true, "the upload took longer than the option uploadTimeout allows", "raise it, or try again later");

    private final boolean retryable;
    private final String reason;
    private final String remedy;

    UploadFailure(boolean retryable, String reason, String remedy) {
        this.retryable = retryable;
        this.reason = reason;
        this.remedy = remedy;
    }

    /** {@return whether the same upload may succeed later without anybody changing anything} */
    public boolean retryable() {
        return retryable;
    }

    /** {@return why it failed, to stand behind "failed because"} */
    public String reason() {
        return reason;
    }

    /** {@return what the user can do} */
    public String remedy() {
        return remedy;
    }

    /** {@return whether a request that was answered so may have been carried out all the same} */
    boolean leavesOpen() {
        return this == SERVICE_FAULT || this == MALFORMED_ANSWER || this == PROXY;
    }
}
