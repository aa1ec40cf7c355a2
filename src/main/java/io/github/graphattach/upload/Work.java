package io.github.graphattach.upload;

import java.time.Duration;

/**
 * Something that takes a request, or several with pauses between them. It waits for nothing itself: who drives it does.
 *
 * <p>It is driven by one thread at a time.
 */
public interface Work {

    /** Begins the time that it may take, where no step has done so yet. */
    void begin();

    /**
     * Makes one request, unless it is done.
     *
     * @param beside asks a question meanwhile
     * @return how long to wait before the next step; zero to go on at once
     * @throws UploadException when it gave up
     */
    Duration step(Beside beside) throws UploadException;

    /** {@return about how many bytes the next step puts on the wire, for the mailbox's budget} */
    long bytes();

    /** {@return whether the time that it may take is over} */
    boolean isLate();

    /**
     * Gives up because it is late.
     *
     * @return what to fail with
     */
    UploadException late();

    /**
     * Gives up because the application stops.
     *
     * @return what to fail with
     */
    UploadException interrupted();

    /**
     * Hears of a pause that is not the service's.
     *
     * @param pause how long
     * @param why the reason
     */
    void waits(Duration pause, String why);

    /** Leaves it as it is to a later try. Only between steps. */
    void abandon();
}
