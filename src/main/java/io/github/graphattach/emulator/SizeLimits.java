package io.github.graphattach.emulator;

/**
 * Sizes that the service enforces, in bytes.
 *
 * @param minimumSession the smallest file that a session is created for
 * @param messageSize the most that one item may hold
 */
record SizeLimits(long minimumSession, long messageSize) {

    /** The smallest file for which a session was observed to be created. */
    static final long MINIMUM_SESSION = 2_097_152;

    /** Exchange Online's default, 35 MB. */
    static final long MESSAGE_SIZE = 35L * 1024 * 1024;

    /** The largest attachment that can be uploaded, 150 MB. */
    static final long ATTACHMENT_SIZE = 150L * 1024 * 1024;

    /** The largest body of a write request to Graph. */
    static final long REQUEST_BODY = 4L * 1024 * 1024;
}
