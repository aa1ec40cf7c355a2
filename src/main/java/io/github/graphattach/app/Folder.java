package io.github.graphattach.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * A folder, with all that the application does in one. Paths are relative to it; no link is followed on the way to a file,
 * and what a link names is never opened, written or moved.
 */
interface Folder {

    /** {@return where it is} */
    Path root();

    /** {@return the names of all that lies in a folder below this one; that of this one itself is empty} */
    List<Path> names(Path below) throws IOException;

    /** {@return what lies there; the empty path is the folder itself} */
    BasicFileAttributes attributes(Path file) throws IOException;

    /** {@return the file, opened for reading} */
    FileChannel open(Path file) throws IOException;

    /** Makes or replaces a file, whole or not at all. */
    default void write(Path file, byte[] content) throws IOException {
        replace(file, content).close();
    }

    /** {@return the file that was made or replaced, as by {@link #write}; open, so that more can be written behind it} */
    WritableByteChannel replace(Path file, byte[] content) throws IOException;

    /** Makes a folder, and what is missing above it. */
    void makeFolders(Path below) throws IOException;

    /**
     * Moves a file. What has that name in the other folder is replaced.
     *
     * @param to where to
     * @param newName its path there
     * @return what was moved, which may have taken the place of the file a moment ago
     */
    FileState move(Path file, Folder to, Path newName) throws IOException;

    /**
     * Moves a file, unless another one has that name in the other folder, or comes there in this very moment.
     *
     * @param to where to
     * @param newName its path there
     * @return whether it was moved; not where the disk or the way there does not allow to be sure
     */
    boolean moveIfFree(Path file, Folder to, Path newName) throws IOException;

    /** Deletes a file or an empty folder, if it is there. */
    void delete(Path file) throws IOException;

    /** {@return whether anything lies there} */
    default boolean has(Path file) {
        try {
            attributes(file);
            return true;
        } catch (IOException e) {
            return false;
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
    default Path locate(Path relative) throws IOException {
        var place = root().getFileSystem().getPath("");
        for (var name : relative) {
            if (!place.toString().isEmpty() && attributes(place).isSymbolicLink()) {
                throw InboxFolder.isALink(FileName.shown(relative));
            }
            place = place.resolve(spelled(place, name));
        }
        return place;
    }

    private Path spelled(Path below, Path name) throws IOException {
        try {
            attributes(below.resolve(name));
            return name;
        } catch (NotDirectoryException | AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            // The system has other words for a name that is too long to be there.
            var wanted = FileName.text(name).map(FileName::composed);
            var alike = names(below).stream()
                    .filter(other -> wanted.isPresent()
                            && FileName.text(other).map(FileName::composed).equals(wanted))
                    .toList();
            if (alike.size() == 1) {
                return alike.get(0);
            }
            throw e instanceof NoSuchFileException ? e : new NoSuchFileException(FileName.shown(name));
        }
    }
}
