package io.github.graphattach.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends jobs in folders: each in one of its own below that of the finished or that of the failed jobs, so that nothing is
 * ever overwritten, together with its files and with what became of it.
 *
 * <p>A move can be gone on with after a kill. First the record beside the job says where to; then the outcome is written
 * there; then the files are moved, the job last; then the record is deleted. As long as the job lies in the inbox, the files
 * there are its own.
 */
final class FolderOutcomes implements Outcomes {

    private static final Logger LOG = LoggerFactory.getLogger(FolderOutcomes.class);
    private static final String DONE = "done";
    private static final String FAILED = "failed";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final InboxFolder inbox;
    private final Folder done;
    private final Folder failed;
    private final ObjectMapper json;
    private final Clock clock;

    /**
     * Takes existing folders.
     *
     * @param done gets the finished jobs
     * @param failed gets the failed ones
     */
    FolderOutcomes(InboxFolder inbox, Folder done, Folder failed, ObjectMapper json, Clock clock) {
        this.inbox = inbox;
        this.done = done;
        this.failed = failed;
        this.json = json;
        this.clock = clock;
    }

    @Override
    public boolean contain(String path) {
        var absolute = inbox.root().resolve(inbox.relative(path));
        return absolute.startsWith(done.root())
                || absolute.startsWith(failed.root())
                || (!path.contains("/") && RecordNames.mayBe(path));
    }

    @Override
    public void record(JobRun run, Receipt receipt) throws IOException {
        write(inbox.folder(), recordOf(run.held()), receipt);
    }

    @Override
    public Optional<Receipt> recorded(HeldJob job) throws IOException {
        return read(inbox.folder(), recordOf(job))
                .filter(receipt -> receipt.jobSha256().equals(job.sha256()))
                .filter(receipt -> !isLeftBehind(job, receipt));
    }

    /** The job moves last: where it has arrived, the record was left behind, and the same words are a new job. */
    private boolean isLeftBehind(HeldJob job, Receipt record) {
        return destination(record)
                .filter(to -> JobMove.exists(to.folder, to.below.resolve(path(job.name()))))
                .isPresent();
    }

    @Override
    public JobRun.Phase resume(JobRun run, Receipt recorded) throws IOException {
        var to = destination(recorded);
        if (to.isEmpty() || !JobMove.exists(to.get().folder, to.get().below.resolve(outcomeOf(run.held(), to.get())))) {
            return JobRun.Phase.ATTACHING;
        }
        if (to.get().folder == done) {
            return JobRun.Phase.MOVING;
        }
        end(run.held(), run.attachments(), to.get());
        return JobRun.Phase.FAILED;
    }

    private Path outcomeOf(HeldJob job, Destination to) {
        return path(to.folder == done ? RecordNames.receipt(job.name()) : RecordNames.error(job.name()));
    }

    @Override
    public Iterable<Receipt> finished(String id) throws IOException {
        var found = new ArrayList<Receipt>();
        for (var folder : done.names(path(""))) {
            if (folder.toString().startsWith(id + "-")) {
                for (var file : namesIn(folder)) {
                    if (RecordNames.mayBe(FileName.shown(file))) {
                        read(done, folder.resolve(file))
                                .filter(receipt -> receipt.id().equals(id))
                                .ifPresent(found::add);
                    }
                }
            }
        }
        return found;
    }

    private List<Path> namesIn(Path folder) throws IOException {
        try {
            return done.names(folder);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    @Override
    public String done(JobRun run, Receipt receipt) throws IOException {
        var begun = run.phase() == JobRun.Phase.MOVING
                ? recorded(run.held()).flatMap(this::destination)
                : Optional.<Destination>empty();
        var to = begun.isPresent()
                ? begun.get()
                : begin(run.held(), DONE, receipt, Map.of(RecordNames.receipt(run.name()), receipt));
        return end(run.held(), run.attachments(), to);
    }

    @Override
    public String failed(JobRun run, Receipt receipt, JobError error) throws IOException {
        var account = RecordNames.error(run.name());
        var outcome = receipt.files().isEmpty()
                ? Map.<String, Object>of(account, error)
                : Map.of(account, error, RecordNames.receipt(run.name()), receipt);
        return end(run.held(), run.attachments(), begin(run.held(), FAILED, receipt, outcome));
    }

    /** A folder that a job ends in. */
    private record Destination(Folder folder, Path below) {

        @Override
        public String toString() {
            return folder.root().resolve(below).toString();
        }
    }

    private Optional<Destination> destination(Receipt record) {
        var to = record.movingTo().split("/", -1);
        return to.length == 2 && to[1].matches("[A-Za-z0-9._-]*[A-Za-z0-9_-]")
                ? Optional.of(new Destination(to[0].equals(DONE) ? done : failed, path(to[1])))
                : Optional.empty();
    }

    private Destination begin(HeldJob job, String kind, Receipt receipt, Map<String, ?> outcome) throws IOException {
        var folder = kind.equals(DONE) ? done : failed;
        var name = freeName(job, folder);
        write(inbox.folder(), recordOf(job), receipt.movingTo(kind + "/" + name));
        var below = path(name);
        try {
            folder.makeFolders(below);
            for (var file : outcome.entrySet()) {
                write(folder, below.resolve(path(file.getKey())), file.getValue());
            }
        } catch (IOException e) {
            deleteEmpty(folder, below, e);
            throw FolderException.of(folder, e);
        }
        return new Destination(folder, below);
    }

    private String freeName(HeldJob job, Folder folder) {
        var name = RecordNames.folder(job) + "-" + TIME.format(clock.instant());
        var free = name;
        for (var count = 2; JobMove.exists(folder, path(free)); count++) {
            free = name + "-" + count;
        }
        return free;
    }

    private static void deleteEmpty(Folder folder, Path below, IOException why) {
        try {
            folder.delete(below);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private void write(Folder folder, Path file, Object content) throws IOException {
        try {
            folder.write(file, json.writeValueAsBytes(content));
        } catch (IOException e) {
            throw FolderException.of(folder, e);
        }
    }

    private String end(HeldJob job, List<JobRun.Attachment> noted, Destination to) throws IOException {
        new JobMove(inbox, this::contain, to.folder, to.below).move(job, noted, to.folder == done);
        inbox.folder().delete(recordOf(job));
        return to.toString();
    }

    private Optional<Receipt> read(Folder folder, Path file) throws IOException {
        try (var stream = Channels.newInputStream(folder.open(file))) {
            return Optional.of(json.readValue(stream.readAllBytes(), Receipt.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn(
                    "'{}' is not a receipt and is ignored: remove it",
                    folder.root().resolve(file));
            return Optional.empty();
        }
    }

    private Path recordOf(HeldJob job) {
        return path(RecordNames.receipt(job.name()));
    }

    private Path path(String text) {
        return FileName.path(inbox.root().getFileSystem(), text);
    }
}
