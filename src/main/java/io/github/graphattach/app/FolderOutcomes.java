package io.github.graphattach.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
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
import java.util.function.Supplier;
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
    private final JobRecords records;
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
        this.records = new JobRecords(inbox.folder(), json);
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
        records.write(run.name(), receipt);
    }

    @Override
    public void add(JobRun run, FileReceipt file, Supplier<Receipt> whole) throws IOException {
        records.add(run.name(), file, whole);
    }

    @Override
    public void release(JobRun run) {
        records.release(run.name());
    }

    /** The job moves last: where it has arrived, the record was left behind, and what lies beside it is another job. */
    @Override
    public Optional<Receipt> recorded(HeldJob job) throws IOException {
        var record = records.read(job.name());
        if (record.isEmpty() || isOf(record.get(), job)) {
            return record;
        }
        settle(RecordNames.receipt(job.name()), record.get());
        return Optional.empty();
    }

    private boolean isOf(Receipt record, HeldJob job) {
        return record.jobSha256().equals(job.sha256())
                && begun(record).filter(move -> move.isArrived(job.name())).isEmpty();
    }

    @Override
    public boolean settle(String record) throws IOException {
        try {
            return settle(record, records.read(path(record)));
        } catch (JsonProcessingException | NoSuchFileException e) {
            LOG.debug("'{}' is no record", record, e);
            return false;
        }
    }

    /** What lies in the inbox anybody may have written: what was worked is asked of the folder that the job has ended in. */
    private boolean settle(String name, Receipt record) throws IOException {
        var move = begun(record).filter(to -> RecordNames.receipt(record.job()).equals(name));
        if (move.isEmpty() || !isChecked(move.get(), record.job())) {
            return false;
        }
        inbox.folder().delete(path(name));
        return true;
    }

    /** {@return whether the job has ended there} */
    private boolean isChecked(JobMove move, String job) throws IOException {
        if (move.to() == failed) {
            var failure = failure(move, job);
            move.checkJob(job, failure.path("jobSha256").asText());
            return !failure.isMissingNode();
        }
        var receipt = read(done, receiptIn(move, job));
        if (receipt.isPresent()) {
            move.checkFiles(receipt.get().files());
            move.checkJob(job, receipt.get().jobSha256());
        }
        return receipt.isPresent();
    }

    private JsonNode failure(JobMove move, String job) throws IOException {
        var account = move.below().resolve(path(RecordNames.error(job)));
        try (var stream = Channels.newInputStream(failed.open(account))) {
            return json.readTree(stream.readAllBytes());
        } catch (JsonProcessingException | NoSuchFileException e) {
            return MissingNode.getInstance();
        }
    }

    private Path receiptIn(JobMove move, String job) {
        return move.below().resolve(path(RecordNames.receipt(job)));
    }

    @Override
    public JobRun.Phase resume(JobRun run, Receipt recorded) throws IOException {
        var move = begun(recorded);
        if (move.isPresent() && move.get().to() == done) {
            var receipt = read(done, receiptIn(move.get(), run.name()));
            if (receipt.isPresent()) {
                move.get().checkFiles(receipt.get().files());
                return JobRun.Phase.MOVING;
            }
        } else if (move.isPresent() && !failure(move.get(), run.name()).isMissingNode()) {
            end(run, move.get());
            return JobRun.Phase.FAILED;
        }
        return JobRun.Phase.ATTACHING;
    }

    @Override
    public Iterable<Receipt> finished(String id) throws IOException {
        return receipts(done, id);
    }

    @Override
    public Iterable<Receipt> failed(String id) throws IOException {
        return receipts(failed, id);
    }

    private Iterable<Receipt> receipts(Folder ended, String id) throws IOException {
        var found = new ArrayList<Receipt>();
        for (var folder : ended.names(path(""))) {
            if (folder.toString().startsWith(id + "-")) {
                for (var file : namesIn(ended, folder)) {
                    if (RecordNames.isReceipt(FileName.shown(file))) {
                        read(ended, folder.resolve(file))
                                .filter(receipt -> receipt.id().equals(id))
                                .ifPresent(found::add);
                    }
                }
            }
        }
        return found;
    }

    private static List<Path> namesIn(Folder ended, Path folder) throws IOException {
        try {
            return ended.names(folder);
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    @Override
    public String done(JobRun run, Receipt receipt) throws IOException {
        var begun = run.phase() == JobRun.Phase.MOVING
                ? recorded(run.held()).flatMap(this::begun)
                : Optional.<JobMove>empty();
        return end(
                run,
                begun.isPresent()
                        ? begun.get()
                        : begin(run, DONE, receipt, Map.of(RecordNames.receipt(run.name()), receipt)));
    }

    @Override
    public String failed(JobRun run, Receipt receipt, JobError error) throws IOException {
        var account = RecordNames.error(run.name());
        var outcome = receipt.isOfNothing()
                ? Map.<String, Object>of(account, error)
                : Map.of(account, error, RecordNames.receipt(run.name()), receipt);
        return end(run, begin(run, FAILED, receipt, outcome));
    }

    /** {@return the move that the record says was begun} */
    private Optional<JobMove> begun(Receipt record) {
        var to = record.movingTo().split("/", -1);
        return to.length == 2 && to[1].matches("[A-Za-z0-9._-]*[A-Za-z0-9_-]")
                ? Optional.of(move(to[0].equals(DONE) ? done : failed, path(to[1])))
                : Optional.empty();
    }

    private JobMove move(Folder to, Path below) {
        return new JobMove(inbox, this::contain, to, below);
    }

    private JobMove begin(JobRun run, String kind, Receipt receipt, Map<String, ?> outcome) throws IOException {
        var folder = kind.equals(DONE) ? done : failed;
        var name = freeName(run.held(), folder);
        records.write(run.name(), receipt.movingTo(kind + "/" + name));
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
        return move(folder, below);
    }

    private String freeName(HeldJob job, Folder folder) {
        var name = RecordNames.folder(job) + "-" + TIME.format(clock.instant());
        var free = name;
        for (var count = 2; folder.has(path(free)); count++) {
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

    private String end(JobRun run, JobMove move) throws IOException {
        if (move.to() == done) {
            move.moveDone(run.held(), run.attachments());
        } else {
            move.moveFailed(run.held(), run.attachments());
        }
        records.delete(run.name());
        return move.to().root().resolve(move.below()).toString();
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

    private Path path(String text) {
        return FileName.path(inbox.root().getFileSystem(), text);
    }
}
