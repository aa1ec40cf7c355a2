package io.github.graphattach.app;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job while it is worked: its open files, and what was done so far. Its steps follow one another. */
final class JobRun implements AutoCloseable {

    /**
     * One file that is to be attached.
     *
     * @param index the file's place in the job, from 0
     * @param file what the job says of it
     * @param content the file itself
     */
    record Attachment(int index, JobFile file, HeldFile content) {}

    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    private final Path name;
    private final Instant started;
    private final List<Attachment> attachments = new ArrayList<>();
    private final Map<String, FileReceipt> receipts = new LinkedHashMap<>();
    private String jobSha256 = "";
    private Optional<Job> job = Optional.empty();
    private Optional<Attachment> current = Optional.empty();
    private Optional<Path> movingTo = Optional.empty();
    private Instant begun;

    JobRun(Path name, Instant started) {
        this.name = name;
        this.started = started;
        this.begun = started;
    }

    /** {@return the job's file name in the inbox} */
    Path name() {
        return name;
    }

    /** {@return the SHA-256 of the job's JSON, empty until it is read} */
    String jobSha256() {
        return jobSha256;
    }

    void jobSha256(String sha256) {
        jobSha256 = sha256;
    }

    Instant started() {
        return started;
    }

    /** {@return the job, once it is read} */
    Optional<Job> job() {
        return job;
    }

    void job(Job read) {
        job = Optional.of(read);
    }

    /** Goes on from what was attached before. */
    void resume(List<FileReceipt> before) {
        before.forEach(this::attached);
    }

    /** Goes on with the move into the folder of a finished job, where its receipt lies already. */
    void moving(Path folder) {
        movingTo = Optional.of(folder);
    }

    /** {@return the folder that the finished job was being moved to when it was interrupted} */
    Optional<Path> movingTo() {
        return movingTo;
    }

    /**
     * Adds a file that the job needs; this closes it in the end.
     *
     * @throws JobException when the job has that file already
     */
    void hold(Attachment attachment) {
        var isNamedBefore =
                attachments.stream().anyMatch(other -> other.content().isSameAs(attachment.content()));
        attachments.add(attachment);
        if (isNamedBefore) {
            throw new JobException(
                    "fileTwice",
                    "the job names the file '%s' twice; name each file once"
                            .formatted(attachment.file().path()));
        }
    }

    /** {@return all files that are open, in the job's order} */
    List<Attachment> held() {
        return List.copyOf(attachments);
    }

    /** {@return the files that are still to be attached, in the job's order} */
    List<Attachment> pending() {
        return attachments.stream()
                .filter(attachment -> !isAttached(attachment.file()))
                .toList();
    }

    boolean isAttached(JobFile file) {
        return receipts.containsKey(file.path());
    }

    /** {@return what is written down of a file that is attached} */
    Optional<FileReceipt> receipt(JobFile file) {
        return Optional.ofNullable(receipts.get(file.path()));
    }

    void begin(Attachment attachment, Instant now) {
        current = Optional.of(attachment);
        begun = now;
    }

    /** {@return when the latest file was begun} */
    Instant begun() {
        return begun;
    }

    /** {@return the file that is being attached} */
    Optional<Attachment> current() {
        return current;
    }

    void attached(FileReceipt receipt) {
        receipts.put(receipt.path(), receipt);
        current = Optional.empty();
    }

    List<FileReceipt> receipts() {
        return List.copyOf(receipts.values());
    }

    @Override
    public void close() {
        for (var attachment : attachments) {
            try {
                attachment.content().close();
            } catch (IOException e) {
                LOG.debug("'{}' could not be closed", attachment.file().path(), e);
            }
        }
    }
}
