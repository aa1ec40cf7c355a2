package io.github.graphattach.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far an upload is, as far as its owner knew when it was written.
 *
 * @param uploadUrl where the ranges of the open session go; a secret. Empty while no session is open, for a small file that
 *     goes by POST, and when what was stored cannot be decrypted
 * @param expiry when the service forgets the session, as it said
 * @param baselineIds the attachments that the item had before the first request of this upload; none of them is ever ours.
 *     Uploads to one item share what their lists have in common, and so may a store
 * @param fingerprint of the source; another one means another source
 * @param contentLength of the source, in bytes
 * @param prefix the hash of the source's first bytes; empty before any were read
 * @param nextOffset where the service wants to go on, by its last answer
 * @param inFlightEnd the end of what was ever sent in this session or is about to be; the service may have received all
 *     bytes before it
 * @param mayBeMade whether the service may have made an attachment that was not found yet
 * @param madeSince the service's own time just before it could have made one, where it told the time
 * @param attachmentId the attachment that this upload made; empty until it is known
 * @param removable whether that attachment may be removed if it turns out wrong: the service named it as this upload's, or
 *     it has its name; what was only found by its bytes may be somebody else's
 * @param idsToRemove the attachments that still have to be removed because the new one replaces them
 */
public record Checkpoint(
        Optional<String> uploadUrl,
        Optional<Instant> expiry,
        ListedIds baselineIds,
        String fingerprint,
        long contentLength,
        Optional<Prefix> prefix,
        long nextOffset,
        long inFlightEnd,
        boolean mayBeMade,
        Optional<Instant> madeSince,
        Optional<String> attachmentId,
        boolean removable,
        List<String> idsToRemove) {

    /**
     * What the first bytes of the source were when they were sent.
     *
     * @param length how many bytes the hash covers
     * @param sha256 of them, lower-case hexadecimal
     */
    public record Prefix(long length, String sha256) {}

    /** Refuses offsets that are out of order. */
    public Checkpoint {
        if (nextOffset < 0 || nextOffset > inFlightEnd || inFlightEnd > contentLength) {
            throw new IllegalArgumentException("A checkpoint at byte " + nextOffset + " with bytes up to " + inFlightEnd
                    + " in flight of " + contentLength + " cannot be: each is at most the next");
        }
        idsToRemove = List.copyOf(idsToRemove);
    }

    /** {@return the same without its session, as after the session was given up; where the bytes stood is still told} */
    public Checkpoint withoutSession() {
        return with(Optional.empty(), Optional.empty(), attachmentId, removable);
    }

    /**
     * The same where the upload's attachment is known.
     *
     * @param id of the attachment
     * @param mayBeRemoved if it turns out wrong
     * @return that
     */
    public Checkpoint naming(String id, boolean mayBeRemoved) {
        return with(uploadUrl, expiry, Optional.of(id), mayBeRemoved);
    }

    private Checkpoint with(
            Optional<String> url, Optional<Instant> until, Optional<String> attachment, boolean mayBeRemoved) {
        return new Checkpoint(
                url,
                until,
                baselineIds,
                fingerprint,
                contentLength,
                prefix,
                nextOffset,
                inFlightEnd,
                mayBeMade,
                madeSince,
                attachment,
                mayBeRemoved,
                idsToRemove);
    }

    /** {@return how far the upload is; whether there is an upload URL, but not the URL} */
    @Override
    public String toString() {
        return "Checkpoint[" + (uploadUrl.isPresent() ? "uploadUrl=***, " : "")
                + "nextOffset=" + nextOffset + ", inFlightEnd=" + inFlightEnd + ", mayBeMade=" + mayBeMade
                + ", contentLength=" + contentLength
                + ", baselineIds=" + baselineIds.size() + ", idsToRemove=" + idsToRemove.size() + "]";
    }
}
