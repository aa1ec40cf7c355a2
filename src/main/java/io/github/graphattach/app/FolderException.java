package io.github.graphattach.app;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.FileSystemException;
import java.util.Objects;

/** A folder of the application does not take what is to be written there, whatever the job. */
final class FolderException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    /** {@return the failure as one of the folder} */
    static IOException of(Folder folder, IOException cause) {
        return cause instanceof FolderException || OpenFiles.areUsedUp(cause)
                ? cause
                : new FolderException(folder, cause);
    }

    private FolderException(Folder folder, IOException cause) {
        super(
                "'%s' cannot be written to (%s); free space on its disk, or give the user that runs the application leave to write there"
                        .formatted(folder.root(), reason(cause)),
                cause);
    }

    private static String reason(IOException cause) {
        var said = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
        return Objects.requireNonNullElse(said, cause.getClass().getSimpleName());
    }
}
