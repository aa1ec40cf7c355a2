package io.github.graphattach.app;

import java.io.IOException;

/** Told of every file that the service has accepted for a target, before the file leaves the inbox. */
@FunctionalInterface
interface AttachmentCheck {

    /**
     * Looks at what was attached.
     *
     * @throws JobException when it is not what was sent; the job then fails
     */
    void check(FileReceipt attached, HeldFile source) throws IOException;
}
