package io.github.graphattach.app;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where jobs end, and what is written down of them on the way. The folders of the inbox are one such place; a topic may
 * become another.
 */
interface Outcomes {

    /** {@return whether that path is one of what jobs have left, and nothing to attach} */
    boolean contain(String path);

    /** Writes down what is attached so far. */
    void record(JobRun run, Receipt receipt) throws IOException;

    /**
     * Writes down that one file more is attached.
     *
     * @param whole what is attached so far, with that file
     */
    void add(JobRun run, FileReceipt file, Supplier<Receipt> whole) throws IOException;

    /** The job is not worked any more, at least for now. */
    void release(JobRun run);

    /** {@return what was written down when the very same job was worked before, and did not come to its end} */
    Optional<Receipt> recorded(HeldJob job) throws IOException;

    /** {@return the receipts of finished jobs of that id} */
    Iterable<Receipt> finished(String id) throws IOException;

    /** {@return the receipts of failed jobs of that id, as far as they have left any} */
    Iterable<Receipt> failed(String id) throws IOException;

    /**
     * Ends a job that is done, or goes on with it where that was interrupted.
     *
     * @return where it is now
     */
    String done(JobRun run, Receipt receipt) throws IOException;

    /**
     * Ends a job that failed.
     *
     * @param receipt of what is attached of it
     * @return where it is now
     */
    String failed(JobRun run, Receipt receipt, JobError error) throws IOException;

    /**
     * Ends what was interrupted after a job had left.
     *
     * @param record the name of a record beside which there is no job
     * @return whether it was one of a job that has left
     */
    boolean settle(String record) throws IOException;

    /** Goes on with ending a job where that was interrupted: {@return how it has ended, or what is left to do} */
    JobRun.Phase resume(JobRun run, Receipt recorded) throws IOException;
}
