package io.github.graphattach.app;

import java.io.IOException;
import java.util.List;

/** Told of all that the service has accepted of a job, before its files leave the inbox. */
@FunctionalInterface
interface AttachmentCheck {

    /**
     * Looks at what was attached to a target.
     *
     * @throws JobException when it is not what was sent; the job then fails
     */
    void check(FileReceipt attached, HeldFile source) throws IOException;

    /** Hears that a mail went out. */
    default void sent(List<FileReceipt> files) {}
}
