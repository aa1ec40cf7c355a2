package io.github.graphattach.app;

/** What the service has of the files of jobs, as far as a job needs to know or change it outside an upload. */
interface Attachments {

    /**
     * Removes an attachment of ours that turned out to be a part of its file. One that is gone already counts as removed.
     *
     * @throws io.github.graphattach.component.GraphAttachException when the service did not remove it
     */
    void remove(Target target, FileReceipt attached);

    /**
     * {@return whether the service still has an attachment}
     *
     * @throws io.github.graphattach.component.GraphAttachException when the service did not say
     */
    boolean has(Target target, FileReceipt attached);
}
