package io.github.graphattach.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
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

    /** {@return what lies there} */
    BasicFileAttributes attributes(Path file) throws IOException;

    /** {@return the file, opened for reading} */
    FileChannel open(Path file) throws IOException;

    /** Makes or replaces a file, whole or not at all. */
    void write(Path file, byte[] content) throws IOException;

    /** Makes a folder, and what is missing above it. */
    void makeFolders(Path below) throws IOException;

    /**
     * Moves a file. What has that name in the other folder is replaced.
     *
     * @param to where to
     * @param newName its path there
     */
    void move(Path file, Folder to, Path newName) throws IOException;

    /** Deletes a file or an empty folder, if it is there. */
    void delete(Path file) throws IOException;
}
