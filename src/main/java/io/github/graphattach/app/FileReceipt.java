package io.github.graphattach.app;

/**
 * One file that was attached. A text that is not known is empty.
 *
 * @param path where the file lay in the inbox
 * @param name the attachment's name
 * @param outcome {@code attached} or {@code already-present}; beside a job that is not done also {@code outdated}
 * @param bytes the file's length
 * @param sha256 of the bytes that were sent, in hexadecimal
 * @param verified what was verified: {@code none}, {@code size} or {@code content}
 * @param attachmentId the attachment's id in Graph
 * @param requestId Graph's id of the last request
 * @param started when the upload began, as ISO 8601 in UTC
 * @param finished when it was done
 */
record FileReceipt(
        String path,
        String name,
        String outcome,
        long bytes,
        String sha256,
        String verified,
        String attachmentId,
        String requestId,
        String started,
        String finished) {

    private static final String ATTACHED = "attached";
    private static final String ALREADY_PRESENT = "already-present";
    private static final String OUTDATED = "outdated";

    /** {@return whether the job attached it, rather than found it} */
    boolean isAttached() {
        return outcome.equals(ATTACHED);
    }

    /** {@return this receipt of a file that was attached before, as such: what the job finds then is its own} */
    FileReceipt after(FileReceipt before) {
        return before.isAttached() && before.attachmentId().equals(attachmentId) ? withOutcome(ATTACHED) : this;
    }

    /** {@return this receipt of a file that an earlier job has attached} */
    FileReceipt again() {
        return withOutcome(ALREADY_PRESENT);
    }

    /** {@return the receipt of a file that went on growing after it was attached: its attachment has to be removed} */
    FileReceipt outdated() {
        return withOutcome(OUTDATED);
    }

    private FileReceipt withOutcome(String other) {
        return new FileReceipt(path, name, other, bytes, sha256, verified, attachmentId, requestId, started, finished);
    }

    boolean isOutdated() {
        return outcome.equals(OUTDATED);
    }
}
