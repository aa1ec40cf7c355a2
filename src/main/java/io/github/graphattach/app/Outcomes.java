package io.github.graphattach.app;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where jobs end: each in a folder of its own below that of the finished or that of the failed jobs, so that nothing is
 * ever overwritten, together with its files and with what became of it.
 */
final class Outcomes {

    static final String RECEIPT = ".receipt.json";
    static final String ERROR = ".error.json";

    private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final InboxFolder inbox;
    private final Path done;
    private final Path failed;
    private final ObjectMapper json;
    private final ObjectReader receipts;
    private final Clock clock;

    /**
     * Takes existing folders.
     *
     * @param done gets the finished jobs
     * @param failed gets the failed ones
     */
    Outcomes(InboxFolder inbox, Path done, Path failed, ObjectMapper json, Clock clock) throws IOException {
        this.inbox = inbox;
        this.done = done.toRealPath();
        this.failed = failed.toRealPath();
        this.json = json;
        this.clock = clock;
        this.receipts = json.readerFor(Receipt.class)
                .with(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                .with(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES);
    }

    /** {@return whether the path of the inbox leads into the folders where jobs end} */
    boolean contain(Path relative) {
        var path = inbox.root().resolve(relative);
        return path.startsWith(done) || path.startsWith(failed);
    }

    /** Writes down what is attached so far, beside the job. */
    void record(JobRun run, Receipt receipt) throws IOException {
        var temporary = Files.createTempFile(inbox.root(), ".", RECEIPT);
        try {
            json.writeValue(temporary.toFile(), receipt);
            Files.move(temporary, recordOf(run), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Lets a job that was worked before, and did not come to its end, go on from there. */
    void resume(JobRun run) throws IOException {
        var before = recorded(run);
        if (before.isPresent()) {
            run.resume(before.get().files());
            folderOf(run, before.get()).ifPresent(run::moving);
        }
    }

    /** {@return what was attached when the very same job was worked before and did not come to its end} */
    private Optional<Receipt> recorded(JobRun run) throws IOException {
        var record = recordOf(run);
        if (!Files.isRegularFile(record, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        var before = read(record).filter(receipt -> receipt.jobSha256().equals(run.jobSha256()));
        var folder = before.isPresent() ? folderOf(run, before.get()) : Optional.<Path>empty();
        // The job moves last: where it has arrived, this record was left behind, and the same words are a new job.
        var isLeftBehind =
                folder.isPresent() && Files.exists(folder.get().resolve(run.name()), LinkOption.NOFOLLOW_LINKS);
        return isLeftBehind ? Optional.empty() : before;
    }

    /** {@return the folder of finished jobs that holds the receipt of what the record tells of} */
    private Optional<Path> folderOf(JobRun run, Receipt record) throws IOException {
        for (var folder : foldersOf(nameOf(run))) {
            var receipt = folder.resolve(baseName(run) + RECEIPT);
            if (Files.isRegularFile(receipt, LinkOption.NOFOLLOW_LINKS)
                    && read(receipt).filter(record::isOfTheSameRun).isPresent()) {
                return Optional.of(folder);
            }
        }
        return Optional.empty();
    }

    /** {@return the receipt of a finished job of that id} */
    Optional<Receipt> finished(String id) throws IOException {
        for (var folder : foldersOf(id)) {
            try (var files = Files.newDirectoryStream(folder, "*" + RECEIPT)) {
                for (var file : files) {
                    var receipt = read(file).filter(found -> found.id().equals(id));
                    if (receipt.isPresent()) {
                        return receipt;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private List<Path> foldersOf(String name) throws IOException {
        try (var folders = Files.list(done)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(name + "-"))
                    .filter(folder -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    /**
     * Moves a finished job, or what an interrupted move has left of it.
     *
     * @param belongings what lies in the inbox for it, the job itself last: as long as it is there, the files are its own
     * @return where to
     */
    Path done(JobRun run, Receipt receipt, List<Path> belongings) throws IOException {
        var begun = run.movingTo();
        var folder = begun.isPresent() ? begun.get() : folderWith(run, receipt);
        moveAll(run, belongings, folder);
        Files.deleteIfExists(recordOf(run));
        return folder;
    }

    private Path folderWith(JobRun run, Receipt receipt) throws IOException {
        var folder = folderFor(run, done);
        json.writeValue(folder.resolve(baseName(run) + RECEIPT).toFile(), receipt);
        return folder;
    }

    /**
     * Moves a failed job, with its receipt if some of its files were attached.
     *
     * @param belongings as for a finished job
     * @return where to
     */
    Path failed(JobRun run, JobError error, List<Path> belongings) throws IOException {
        var folder = folderFor(run, failed);
        json.writeValue(folder.resolve(baseName(run) + ERROR).toFile(), error);
        var record = recorded(run);
        if (record.isPresent()) {
            json.writeValue(folder.resolve(baseName(run) + RECEIPT).toFile(), record.get());
        }
        moveAll(run, belongings, folder);
        if (record.isPresent()) {
            Files.deleteIfExists(recordOf(run));
        }
        return folder;
    }

    private void moveAll(JobRun run, List<Path> belongings, Path folder) throws IOException {
        for (var file : belongings) {
            // What was dropped itself is moved whatever it is; a link is moved as the link.
            if (file.equals(run.name()) || isPlainFile(file)) {
                move(file, folder);
            }
        }
    }

    private void move(Path file, Path folder) throws IOException {
        var target = folder.resolve(file);
        try {
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            Files.move(inbox.root().resolve(file), target);
        } catch (NoSuchFileException e) {
            LOG.debug("'{}' is not in the inbox any more", file, e);
        }
    }

    /** Nothing outside the inbox is moved, even when a folder on the way was replaced by a link. */
    private boolean isPlainFile(Path file) throws IOException {
        var path = inbox.root().resolve(file);
        var parent = Objects.requireNonNull(path.getParent());
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                && parent.toRealPath().equals(parent);
    }

    private Path folderFor(JobRun run, Path parent) throws IOException {
        if (!parent.toRealPath().equals(parent)) {
            throw new IOException("'%s' was replaced by a link".formatted(parent));
        }
        var name = nameOf(run) + "-" + TIME.format(clock.instant());
        for (var count = 1; ; count++) {
            try {
                return Files.createDirectory(parent.resolve(count == 1 ? name : name + "-" + count));
            } catch (FileAlreadyExistsException e) {
                LOG.debug("Another job of the same second is called {}", name, e);
            }
        }
    }

    /** {@return what the folders of the job are called, before the time} */
    private static String nameOf(JobRun run) {
        return run.job().flatMap(Job::id).orElseGet(() -> baseName(run).replaceAll("[^A-Za-z0-9._-]", "-"));
    }

    private Path recordOf(JobRun run) {
        return inbox.root().resolve(baseName(run) + RECEIPT);
    }

    /** {@return the job's file name without {@code .json}; the whole name of a file without a job} */
    private static String baseName(JobRun run) {
        var name = run.name().toString();
        return Inbox.isJob(run.name()) ? name.substring(0, name.length() - ".json".length()) : name;
    }

    private Optional<Receipt> read(Path file) {
        try {
            return Optional.of(receipts.readValue(file.toFile()));
        } catch (IOException e) {
            LOG.warn("'{}' is not a receipt and is ignored: remove it", file);
            return Optional.empty();
        }
    }
}
