package io.github.graphattach.app;

import java.io.IOException;
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
            var place = locate(relative);
            var found = folder.attributes(place);
            refuseAllButFiles(found, path);
            return new HeldFile(path, folder.open(place), FileState.of(found), () -> look(path));
        } catch (IOException e) {
            throw notOpened(path, e);
        }
    }

    @Override
    public Optional<FileState> look(String path) throws IOException {
        try {
            return Optional.of(folder.attributes(locate(relative(path))))
                    .filter(found -> !found.isSymbolicLink())
                    .map(FileState::of);
        } catch (NoSuchFileException | NotDirectoryException | JobException e) {
            return Optional.empty();
        }
    }

    /**
     * {@return where the file of that path lies}
     *
     * <p>macOS, and what it has written to other disks, spells letters with marks in another way than most programs: a name
     * that is not there stands for the only one that looks the same.
     *
     * @throws NoSuchFileException when there is none, or several look the same
     * @throws JobException when there is a link on the way
     */
    Path locate(Path relative) throws IOException {
        var place = root().getFileSystem().getPath("");
        for (var name : relative) {
            if (!place.toString().isEmpty()) {
                refuseALink(folder.attributes(place), FileName.shown(relative));
            }
            place = place.resolve(spelled(place, name));
        }
        return place;
    }

    private Path spelled(Path below, Path name) throws IOException {
        try {
            folder.attributes(below.resolve(name));
            return name;
        } catch (NotDirectoryException | AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            // The system has other words for a name that is too long to be there.
            var wanted = FileName.text(name).map(FileName::composed);
            var alike = folder.names(below).stream()
                    .filter(other -> wanted.isPresent()
                            && FileName.text(other).map(FileName::composed).equals(wanted))
                    .toList();
            if (alike.size() == 1) {
                return alike.get(0);
            }
            throw e instanceof NoSuchFileException ? e : new NoSuchFileException(FileName.shown(name));
        }
    }

    private static void refuseAllButFiles(BasicFileAttributes found, String path) {
        refuseALink(found, path);
        if (found.isDirectory()) {
            throw new JobException(
                    "fileIsFolder", "'%s' is a folder".formatted(path), "name the files in it one by one");
        }
        if (!found.isRegularFile()) {
            throw new JobException("notAFile", "'%s' is no regular file".formatted(path), "drop a copy of its content");
        }
    }

    private static void refuseALink(BasicFileAttributes found, String path) {
        if (found.isSymbolicLink()) {
            throw new JobException(
                    "symbolicLink",
                    "'%s' is reached through a symbolic link, and links are not followed".formatted(path),
                    "drop the file itself");
        }
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
        if (OpenFiles.areUsedUp(cause)) {
            throw cause;
        }
        return new JobException(
                "fileUnreadable", "the file '%s' cannot be read".formatted(path), "check the disk it lies on", cause);
    }
}
