package io.github.graphattach.upload;

import java.util.Optional;

/** A part of an upload, or of other work: it makes one kind of request and says what follows. */
public interface Stage {

    /** Offers to ask a question while the next step makes its request. */
    default void beside(Beside beside) {}

    /**
     * Makes one request.
     *
     * @return what follows
     * @throws UploadException when the upload has to give up
     */
    Transition step() throws UploadException;

    /**
     * {@return whether the step begins with writing down how far the upload is, so that it is not done just before}
     *
     * <p>What a process that dies between the two has not written down, the next one asks of the service.
     */
    default boolean writesDown() {
        return false;
    }

    /** {@return about how many bytes the request puts on the wire, for the mailbox's budget} */
    default long bytes() {
        return 0;
    }

    /** {@return whether the next thing to do is to send the file, or it is sent} */
    default boolean isOpen() {
        return isSent();
    }

    /** {@return whether the whole file is at the service} */
    default boolean isSent() {
        return false;
    }

    /** {@return whether the file goes in this one request, not in ranges} */
    default boolean isWhole() {
        return false;
    }

    /** {@return what the upload has come to; empty while there is something to do} */
    default Optional<UploadResult> result() {
        return Optional.empty();
    }
}
