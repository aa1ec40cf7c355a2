package io.github.graphattach.app;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves a job with its files out of the inbox. What is moved is what was worked: whatever has taken the place of the job or of
 * one of its files stays, and is named.
 *
 * @param isRecord whether a path is one of what jobs have left
 * @param to the folder to move to
 * @param below the job's own folder in that one
 */
record JobMove(InboxFolder inbox, Predicate<String> isRecord, Folder to, Path below) {

    private static final Logger LOG = LoggerFactory.getLogger(JobMove.class);

    /**
     * Moves the files of a job, as far as they are there, and at last the job.
     *
     * @param onlyNoted whether all its files were noted, so that one that was not has come later
     */
    void move(HeldJob job, List<JobRun.Attachment> noted, boolean onlyNoted) throws IOException {
        for (var file : job.claims().files()) {
            var expected = noted.stream()
                    .filter(attachment -> JobPath.key(attachment.path()).equals(file))
                    .map(JobRun.Attachment::state)
                    .findFirst();
            if (!job.isDocument() || !file.equals(JobPath.key(job.name()))) {
                moveFile(file, expected, onlyNoted);
            }
        }
        if (job.isDocument()) {
            moveJob(job);
        }
    }

    /** What has taken the place of a noted file is no part of the job. */
    private void moveFile(String file, Optional<FileState> expected, boolean onlyNoted) throws IOException {
        try {
            if (isRecord.test(file)) {
                return;
            }
            var place = inbox.locate(inbox.relative(file));
            if (!inbox.folder().attributes(place).isRegularFile()) {
                return;
            }
            var target = below.resolve(place);
            var isAnother = expected.map(noted -> !isThere(inbox.folder(), place, noted))
                    .orElse(onlyNoted);
            // Where one has arrived before the move was interrupted, this one has come later.
            if (isAnother || exists(to, target)) {
                LOG.warn("'{}' was replaced while its job was in work; the new file stays in the inbox", file);
                return;
            }
            moveInto(place, target);
            if (expected.filter(noted -> !isThere(to, target, noted)).isPresent()) {
                giveBack(target, place);
            }
        } catch (NoSuchFileException | NotDirectoryException | JobException e) {
            LOG.debug("'{}' is not in the inbox, or not any more", file, e);
        }
    }

    /** Another job may have been written over it meanwhile: that one stays, and the folder gets the one that was worked. */
    private void moveJob(HeldJob job) throws IOException {
        var place = FileName.path(inbox.root().getFileSystem(), job.name());
        var target = below.resolve(place);
        if (isTheJob(inbox.folder(), place, job)) {
            moveInto(place, target);
            if (isTheJob(to, target, job)) {
                return;
            }
            giveBack(target, place);
        }
        if (job.isRead()) {
            try {
                to.write(target, job.json());
            } catch (IOException e) {
                throw FolderException.of(to, e);
            }
        }
    }

    private boolean isTheJob(Folder folder, Path place, HeldJob job) throws IOException {
        try {
            var found = folder.attributes(place);
            if (!found.isRegularFile() || !job.isRead()) {
                return found.isRegularFile();
            }
            try (var file = Channels.newInputStream(folder.open(place))) {
                return found.size() <= JobReader.LONGEST
                        && HeldFile.sha256(file).equals(job.sha256());
            }
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private void moveInto(Path place, Path target) throws IOException {
        try {
            to.makeFolders(Objects.requireNonNull(target.getParent()));
            inbox.folder().move(place, to, target);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw FolderException.of(to, e);
        }
    }

    private void giveBack(Path moved, Path place) throws IOException {
        var free = place;
        for (var count = 2; exists(inbox.folder(), free); count++) {
            var name = Objects.requireNonNull(place.getFileName());
            free = place.resolveSibling(
                    FileName.path(inbox.root().getFileSystem(), FileName.shown(name) + " (" + count + ")"));
        }
        to.move(moved, inbox.folder(), free);
        LOG.warn("'{}' was replaced while its job was in work; the new file stays in the inbox", FileName.shown(free));
    }

    /** A link is never that file, though it may get the key of one that was deleted just before. */
    private static boolean isThere(Folder folder, Path place, FileState noted) {
        try {
            var found = folder.attributes(place);
            return found.isRegularFile() && FileState.of(found).isOfSameFile(noted);
        } catch (IOException e) {
            return false;
        }
    }

    /** {@return whether anything lies there} */
    static boolean exists(Folder folder, Path place) {
        try {
            folder.attributes(place);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
