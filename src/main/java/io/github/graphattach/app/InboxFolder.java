package io.github.graphattach.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The folder that jobs and files are dropped in. Whoever may write there may name any path, so files are opened folder by
 * folder without following a link, and never outside the folder.
 */
final class InboxFolder implements JobFiles {

    private final Folder folder;

    InboxFolder(Folder folder) {
        this.folder = folder;
    }

    /** Takes an existing folder as inbox. */
    static InboxFolder at(Path folder) throws IOException {
        return new InboxFolder(HeldFolder.at(folder));
    }

    Folder folder() {
        return folder;
    }

    Path root() {
        return folder.root();
    }

    /**
     * {@return the path relative to the inbox, in its shortest form}
     *
     * @throws JobException when the path leads out of the inbox
     */
    Path relative(String path) {
        try {
            var relative =
                    FileName.path(root().getFileSystem(), JobPath.normal(path)).normalize();
            if (relative.isAbsolute() || relative.startsWith("..") || relative.getRoot() != null) {
                throw JobPath.outside(path);
            }
            return relative;
        } catch (InvalidPathException e) {
            throw new JobException(
                    "invalidPath",
                    "the file's \"path\" is no path on this system",
                    "correct it and drop the job again",
                    e);
        }
    }

    @Override
    public HeldFile open(String path) throws IOException {
        var relative = relative(path);
        try {
            var place = folder.locate(relative);
            var found = folder.attributes(place);
            refuseAllButFiles(found, path);
            return held(path, folder.open(place), place, FileState.of(found));
        } catch (IOException e) {
            throw notOpened(path, e);
        }
    }

    /** Another file may have come between the look at it and its opening: only a second look says which one is open. */
    private HeldFile held(String path, FileChannel channel, Path place, FileState found) throws IOException {
        try {
            if (!FileState.of(folder.attributes(place)).isOfSameFile(found)) {
                throw new UnsettledException(path);
            }
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        return new HeldFile(path, channel, found, () -> look(path));
    }

    @Override
    public Optional<FileState> look(String path) throws IOException {
        try {
            return Optional.of(folder.attributes(folder.locate(relative(path))))
                    .filter(found -> !found.isSymbolicLink())
                    .map(FileState::of);
        } catch (NoSuchFileException | NotDirectoryException | JobException e) {
            return Optional.empty();
        }
    }

    private static void refuseAllButFiles(BasicFileAttributes found, String path) {
        if (found.isSymbolicLink()) {
            throw isALink(path);
        }
        if (found.isDirectory()) {
            throw new JobException(
                    "fileIsFolder", "'%s' is a folder".formatted(path), "name the files in it one by one");
        }
        if (!found.isRegularFile()) {
            throw new JobException("notAFile", "'%s' is no regular file".formatted(path), "drop a copy of its content");
        }
    }

    static JobException isALink(String path) {
        return new JobException(
                "symbolicLink",
                "'%s' is reached through a symbolic link, and links are not followed".formatted(path),
                "drop the file itself");
    }

    /** {@return what is wrong with the file} @throws IOException when nothing is wrong with it, but with the machine */
    static JobException notOpened(String path, IOException cause) throws IOException {
        if (cause instanceof NoSuchFileException || cause instanceof NotDirectoryException) {
            return new JobException(
                    "fileMissing",
                    "the file '%s' is not in the inbox".formatted(path),
                    "put it there and drop the job again",
                    cause);
        }
        if (cause instanceof AccessDeniedException) {
            return new JobException(
                    "fileUnreadable",
                    "the file '%s' cannot be read".formatted(path),
                    "give the user that runs the application leave to read it",
                    cause);
        }
        if (cause instanceof UnsettledException || OpenFiles.areUsedUp(cause)) {
            throw cause;
        }
        return new JobException(
                "fileUnreadable", "the file '%s' cannot be read".formatted(path), "check the disk it lies on", cause);
    }
}
