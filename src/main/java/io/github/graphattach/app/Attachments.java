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

    /**
     * Deletes the draft of a job that failed, unless it may have been sent.
     *
     * @param mail what the job wants to send
     * @param jobKey by which its draft was made
     * @return whether it is gone
     * @throws io.github.graphattach.component.GraphAttachException when the service did not delete it
     */
    boolean discardDraft(Mail mail, String jobKey);
}
