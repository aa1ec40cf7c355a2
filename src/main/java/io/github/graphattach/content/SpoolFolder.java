package io.github.graphattach.content;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Where streams are kept while they are uploaded, and what to do when they cannot be. */
final class SpoolFolder {

    private SpoolFolder() {}

    /**
     * Makes a file without a name: on Unix the platform removes the name as soon as the file is open, so that even a killed
     * process leaves nothing. A channel that nobody closed is closed when nobody can reach it any more.
     */
    static FileChannel open(Path folder) throws IOException {
        try {
            boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
            FileAttribute<?>[] ownerOnly = posix
                    ? new FileAttribute<?>[] {
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                    }
                    : new FileAttribute<?>[0];
            Path file = Files.createTempFile(folder, "graph-attach-", ".spool", ownerOnly);
            return FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException e) {
            throw cannotKeep(folder, e);
        }
    }

    /** Says which folder it was and what the disk has left, which the operating system's own words do not. */
    static IOException cannotKeep(Path folder, IOException e) {
        return new SpoolException(
                "the folder " + Shown.text(folder.toString()) + " cannot keep the message body while it is sent ("
                        + reason(e) + free(folder)
                        + ")",
                "make room there, or set the system property java.io.tmpdir to a folder that has it",
                e);
    }

    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such folder";
        }
        if (e instanceof AccessDeniedException) {
            return "this process may not write there";
        }
        String reason = e instanceof FileSystemException file ? file.getReason() : e.getMessage();
        return Optional.ofNullable(reason).orElse(e.getClass().getSimpleName());
    }

    private static String free(Path folder) {
        try {
            return String.format(
                    Locale.ROOT, ", %,d bytes free", Files.getFileStore(folder).getUsableSpace());
        } catch (IOException unknown) {
            return "";
        }
    }
}
