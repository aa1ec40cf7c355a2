package io.github.graphattach.app;

import java.util.Optional;
import java.util.Set;

/**
 * A job as it was read, once: whatever becomes of the file or the record that it came in, this is what is worked. It is a
 * value and knows nothing of where it came from.
 */
final class HeldJob {

    /**
     * What a job lays claim to, as far as it can be read.
     *
     * @param id of the job
     * @param files the {@link JobPath#key} of each file that it names
     */
    record Claims(Optional<String> id, Set<String> files) {

        static final Claims NONE = new Claims(Optional.empty(), Set.of());
    }

    /** The SHA-256 of a job whose text is not known. */
    static final String UNREAD = HeldFile.sha256(new byte[0]);

    private final String name;
    private final byte[] json;
    private final String sha256;
    private final Optional<Job> job;
    private final Optional<JobException> fault;
    private final Claims claims;

    /** Made by {@link JobReader}. */
    HeldJob(String name, byte[] json, Optional<Job> job, Optional<JobException> fault, Claims claims) {
        this.name = name;
        this.json = json.clone();
        this.sha256 = HeldFile.sha256(json);
        this.job = job;
        this.fault = fault;
        this.claims = claims;
    }

    /** {@return what it is called: its file name in the inbox} */
    String name() {
        return name;
    }

    /** {@return whether it is a document of its own rather than the file that it attaches} */
    boolean isDocument() {
        return JobReader.isJob(name);
    }

    /** {@return whether its text is known} */
    boolean isRead() {
        return json.length > 0;
    }

    /** {@return its text} */
    byte[] json() {
        return json.clone();
    }

    /** {@return the SHA-256 of its JSON, by which the next start knows it again} */
    String sha256() {
        return sha256;
    }

    Claims claims() {
        return claims;
    }

    /**
     * {@return what is to be done}
     *
     * @throws JobException when it cannot be read
     */
    Job job() {
        if (fault.isPresent()) {
            throw fault.get();
        }
        return job.orElseThrow();
    }

    /** {@return whether it can be read} */
    boolean isValid() {
        return fault.isEmpty();
    }

    /** {@return the job's id, if it has one that can be read} */
    Optional<String> id() {
        return job.flatMap(Job::id);
    }

    @Override
    public String toString() {
        return name;
    }
}
