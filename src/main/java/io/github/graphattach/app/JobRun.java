package io.github.graphattach.app;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One job while it is worked: what was noted of its files, and what was done so far. Its steps follow one another. */
final class JobRun {

    /**
     * One file that is to be attached.
     *
     * @param index the file's place in the job, from 0
     * @param file what the job says of it
     * @param path where it lies, in its shortest form
     * @param state of the file when the job was checked
     */
    record Attachment(int index, JobFile file, String path, FileState state) {}

    /** What the job still has to do. */
    enum Phase {
        /** Files are to be attached. */
        ATTACHING,
        /** All is attached: only the move to the finished jobs, which was interrupted, is left. */
        MOVING,
        /** The move to the failed jobs was interrupted, and is over now. */
        FAILED
    }

    private final HeldJob held;
    private final Instant started;
    private final List<Attachment> attachments = new ArrayList<>();
    private final Set<Object> noted = new HashSet<>();
    private final Map<String, FileReceipt> before = new LinkedHashMap<>();
    private final Map<String, FileReceipt> receipts = new LinkedHashMap<>();
    private MailReceipt mail = MailReceipt.NONE;
    private boolean resumed;
    private boolean repeated;
    private Phase phase = Phase.ATTACHING;
    private Optional<Attachment> current = Optional.empty();
    private Instant begun;

    JobRun(HeldJob held, Instant started) {
        this.held = held;
        this.started = started;
        this.begun = started;
    }

    HeldJob held() {
        return held;
    }

    /** {@return what the job is called} */
    String name() {
        return held.name();
    }

    Instant started() {
        return started;
    }

    Phase phase() {
        return phase;
    }

    void phase(Phase now) {
        phase = now;
    }

    /** Remembers what was done when the job was worked before. */
    void resume(Receipt recorded) {
        resumed = true;
        mail = recorded.mail();
        recorded.files().forEach(file -> before.put(file.path(), file));
    }

    /** {@return whether it is known what was done when the job was worked before} */
    boolean isResumed() {
        return resumed;
    }

    /** {@return whether the job sends a mail} */
    boolean isMail() {
        return held.isValid() && held.job().mail().isPresent();
    }

    /** {@return what became of the job's mail so far} */
    MailReceipt mail() {
        return mail;
    }

    void mail(MailReceipt now) {
        mail = now;
    }

    /** {@return whether the job's mail is still to be sent, as far as it is known} */
    boolean isToBeSent() {
        return phase == Phase.ATTACHING && isMail() && !mail.isSent();
    }

    /** {@return the item that the files are attached to; empty where it is a draft that is not known to be there} */
    Optional<Target> item() {
        return held.job().destination() instanceof Target target
                ? Optional.of(target)
                : held.job()
                        .mail()
                        .filter(sent -> !mail.messageId().isEmpty())
                        .map(sent -> sent.message(mail.messageId()));
    }

    /** The draft was deleted, and what was attached to it. */
    void draftIsDeleted() {
        mail = MailReceipt.NONE;
        before.clear();
        receipts.clear();
    }

    /** {@return what is known of the file from before} */
    Optional<FileReceipt> before(String path) {
        return Optional.ofNullable(before.get(path));
    }

    /** {@return what is known from before of all files} */
    List<FileReceipt> before() {
        return List.copyOf(before.values());
    }

    void forget(FileReceipt file) {
        before.remove(file.path());
        receipts.remove(file.path());
    }

    /**
     * The job has been done before, under its id: its files are looked for, and its mail has gone out. One that was to wait for
     * its time may have been cancelled meanwhile, as the service is asked.
     */
    void repeat(Receipt finished) {
        repeated = true;
        if (isMail()) {
            var waits = held.job().mail().orElseThrow().draft().sendAt().isPresent();
            resumed = true;
            mail = waits
                    ? MailReceipt.begun(finished.mail().jobKey())
                    : finished.mail().again();
            finished.files().forEach(file -> before.put(file.path(), file.again()));
        }
    }

    /** {@return whether the file may be attached already, so that it is looked for before it is sent} */
    boolean mayBeAttached(JobFile file) {
        return repeated || before.containsKey(file.path());
    }

    /**
     * Notes a file that the job needs.
     *
     * @throws JobException when the job has that file already
     */
    void note(Attachment attachment) {
        attachments.add(attachment);
        var isNamedBefore = !noted.add(JobPath.key(attachment.path()))
                || attachment.state().key().filter(key -> !noted.add(key)).isPresent();
        if (isNamedBefore) {
            throw new JobException(
                    "fileTwice",
                    "the job names the file '%s' twice"
                            .formatted(attachment.file().path()),
                    "name each file once");
        }
    }

    /** Notes that a file was touched, and has the same content. */
    void noteAgain(Attachment attachment, FileState now) {
        attachments.set(
                attachments.indexOf(attachment),
                new Attachment(attachment.index(), attachment.file(), attachment.path(), now));
    }

    /** {@return all files that were noted, in the job's order} */
    List<Attachment> attachments() {
        return List.copyOf(attachments);
    }

    /** {@return the files that are still to be attached, in the job's order} */
    List<Attachment> pending() {
        return phase == Phase.ATTACHING && !mail.isSent() ? attachments() : List.of();
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

    /** {@return whether the service took a file in this run} */
    boolean hasReachedTheService() {
        return phase == Phase.ATTACHING && !receipts.isEmpty();
    }

    /** {@return what is known of the file from this run} */
    Optional<FileReceipt> receipt(JobFile file) {
        return Optional.ofNullable(receipts.get(file.path()));
    }

    /** {@return what is attached, as far as it is known, in the job's order where it has one} */
    List<FileReceipt> receipts() {
        var all = new LinkedHashMap<>(before);
        receipts.forEach(all::put);
        return List.copyOf(all.values());
    }
}
