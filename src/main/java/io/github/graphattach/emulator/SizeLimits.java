package io.github.graphattach.emulator;

/**
 * Sizes that the service enforces, in bytes.
 *
 * @param minimumSession the smallest file that a session is created for
 * @param message the most that one item may hold
 * @param mailbox the most that one mailbox may hold
 */
record SizeLimits(long minimumSession, long message, long mailbox) {

    /** The smallest file for which a session was observed to be created. */
    static final long MINIMUM_SESSION = 2_097_152;

    /** Exchange Online's default, 35 MB. */
    static final long MESSAGE = 35L * 1024 * 1024;

    /** The usual mailbox, 50 GB. */
    static final long MAILBOX = 50L * 1024 * 1024 * 1024;

    /** The largest attachment that can be uploaded, 150 MB. */
    static final long ATTACHMENT = 150L * 1024 * 1024;

    /** The largest body of a write request to Graph. */
    static final long REQUEST_BODY = 4L * 1024 * 1024;

    /**
     * Sees that there is room for so many bytes more. An upload that outgrows its message is refused in the middle, not when
     * its session is created.
     *
     * @throws GraphFailure 413 when the item, 507 when the mailbox would become too large
     */
    void requireRoom(Mailbox owner, StoredItem item, long bytes) {
        if (item.attachedBytes() + bytes > message) {
            throw new GraphFailure(413, "ErrorMessageSizeExceeded", "The message exceeds the maximum supported size.");
        }
        if (owner.attachedBytes() + bytes > mailbox) {
            throw new GraphFailure(507, "ErrorQuotaExceeded", "The mailbox has exceeded its storage quota.");
        }
    }
}
