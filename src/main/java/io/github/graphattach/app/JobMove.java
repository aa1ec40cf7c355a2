package io.github.graphattach.app;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a job with its files out of the inbox. What is moved is what was worked: whatever has taken the place of the job or of
 * one of its files stays, and is named; where it came between the look and the move, it is given back.
 *
 * @param isRecord whether a path is one of what jobs have left
 * @param to the folder to move to
 * @param below the job's own folder in that one
 */
record JobMove(InboxFolder inbox, Predicate<String> isRecord, Folder to, Path below) {

    private static final Logger LOG = LoggerFactory.getLogger(JobMove.class);

    /** Moves the files of a job that failed, as far as they are there, and at last the job. */
    void moveFailed(HeldJob job, List<JobRun.Attachment> noted) throws IOException {
        for (var file : filesOf(job)) {
            var state = stateOf(file, noted);
            moveFile(file, found -> state.isEmpty() || found.isOfSameFile(state.get()));
        }
        moveJob(job);
    }

    /** Moves the files of a job that is done, as far as they are what was attached, and at last the job. */
    void moveDone(HeldJob job, List<JobRun.Attachment> noted) throws IOException {
        for (var file : filesOf(job)) {
            var state = stateOf(file, noted);
            moveFile(file, found -> state.filter(found::equals).isPresent());
        }
        moveJob(job);
    }

    private static List<String> filesOf(HeldJob job) {
        return job.claims().files().stream()
                .filter(file -> !job.isDocument() || !file.equals(JobPath.key(job.name())))
                .toList();
    }

    private static Optional<FileState> stateOf(String file, List<JobRun.Attachment> noted) {
        return noted.stream()
                .filter(attachment -> JobPath.key(attachment.path()).equals(file))
                .map(JobRun.Attachment::state)
                .findFirst();
    }

    private void moveFile(String file, Predicate<FileState> isTheFile) throws IOException {
        if (isRecord.test(file)) {
            return;
        }
        try {
            var place = inbox.folder().locate(inbox.relative(file));
            var target = below.resolve(place);
            var found = inbox.folder().attributes(place);
            if (!found.isRegularFile()) {
                return;
            }
            if (to.has(target)) {
                // It arrived before the move was interrupted: this one came later, or was being given back.
                endGivingBack(target, found);
            } else if (isTheFile.test(FileState.of(found))) {
                var moved = moveInto(place, target);
                if (!to.attributes(target).isRegularFile() || !isTheFile.test(moved)) {
                    giveBack(target, place);
                }
                return;
            }
            LOG.warn("'{}' was replaced while its job was in work; the new file stays in the inbox", file);
        } catch (NoSuchFileException | NotDirectoryException | JobException e) {
            LOG.debug("'{}' is not in the inbox, or not any more", file, e);
        }
    }

    private void endGivingBack(Path target, BasicFileAttributes given) throws IOException {
        var key = given.fileKey();
        if (key != null && key.equals(to.attributes(target).fileKey())) {
            to.delete(target);
        }
    }

    /** What has taken its place stays, and the folder gets the one that was worked. */
    private void moveJob(HeldJob job) throws IOException {
        var place = path(job.name());
        var target = below.resolve(place);
        if (!job.isDocument() || isMoved(job, place, target) || !job.isRead()) {
            return;
        }
        try {
            to.write(target, job.json());
        } catch (IOException e) {
            throw FolderException.of(to, e);
        }
    }

    private boolean isMoved(HeldJob job, Path place, Path target) throws IOException {
        if (!has(inbox.folder(), place, job.sha256(), JobReader.LONGEST)) {
            return false;
        }
        try {
            moveInto(place, target);
        } catch (NoSuchFileException e) {
            return false;
        }
        if (has(to, target, job.sha256(), JobReader.LONGEST)) {
            return true;
        }
        giveBack(target, place);
        return false;
    }

    /** {@return whether the job has arrived, which moves last} */
    boolean isArrived(String job) {
        return to.has(below.resolve(path(job)));
    }

    /** Looks again at a job that arrived before a kill: what is not the one that was worked is given back. */
    void checkJob(String job, String sha256) throws IOException {
        if (JobReader.isJob(job) && isArrived(job)) {
            check(path(job), sha256, JobReader.LONGEST);
        }
    }

    /** Looks again at files that arrived before a kill: what is not what was attached is given back. */
    void checkFiles(List<FileReceipt> attached) throws IOException {
        for (var file : attached) {
            try {
                var place = to.locate(below.resolve(inbox.relative(file.path())));
                check(below.relativize(place), file.sha256(), file.bytes());
            } catch (NoSuchFileException | NotDirectoryException | JobException e) {
                LOG.debug("'{}' has not arrived", file.path(), e);
            }
        }
    }

    private void check(Path place, String sha256, long longest) throws IOException {
        var target = below.resolve(place);
        if (!sha256.isEmpty() && !has(to, target, sha256, longest)) {
            giveBack(target, place);
        }
    }

    private static boolean has(Folder folder, Path place, String sha256, long longest) throws IOException {
        try {
            var found = folder.attributes(place);
            if (!found.isRegularFile() || sha256.equals(HeldJob.UNREAD)) {
                return found.isRegularFile();
            }
            try (var file = Channels.newInputStream(folder.open(place))) {
                return found.size() <= longest && HeldFile.sha256(file).equals(sha256);
            }
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private FileState moveInto(Path place, Path target) throws IOException {
        try {
            to.makeFolders(Objects.requireNonNull(target.getParent()));
            return inbox.folder().move(place, to, target);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw e;
        } catch (IOException e) {
            throw FolderException.of(to, e);
        }
    }

    /** Its place may have been taken since; then it gets a name that nothing else has, rather than that of another file. */
    private void giveBack(Path moved, Path place) throws IOException {
        try {
            var back = place;
            if (!to.moveIfFree(moved, inbox.folder(), place)) {
                back = path(
                        RecordNames.marked(FileName.shown(Objects.requireNonNull(place.getFileName())), mark(moved)));
                to.move(moved, inbox.folder(), back);
            }
            LOG.warn(
                    "'{}' was replaced while its job was in work; the new file stays in the inbox as '{}'",
                    FileName.shown(place),
                    FileName.shown(back));
        } catch (IOException e) {
            throw FolderException.of(inbox.folder(), e);
        }
    }

    /** What is given back from one place gets one name, and no other place has it. */
    private static String mark(Path moved) {
        return HeldFile.sha256(moved.toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, 8);
    }

    private Path path(String text) {
        return FileName.path(inbox.root().getFileSystem(), text);
    }
}
