package io.github.graphattach.upload;

/** A part of an upload: it makes one kind of request and says what follows. */
interface Stage {

    /**
     * Makes one request.
     *
     * @return what follows
     * @throws UploadException when the upload has to give up
     */
    Turn step() throws UploadException;

    /** {@return about how many bytes the request puts on the wire, for the mailbox's budget} */
    default long bytes() {
        return 0;
    }
}
