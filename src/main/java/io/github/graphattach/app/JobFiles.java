package io.github.graphattach.app;

import java.io.IOException;
import java.util.Optional;

/** Where the files of jobs are: the inbox, or in time another store. Paths are what {@link JobPath#normal} makes. */
interface JobFiles {

    /**
     * Opens a file for reading.
     *
     * @throws JobException when it is missing, or nothing that can be attached
     * @throws IOException when what keeps it from being read may pass
     */
    HeldFile open(String path) throws IOException;

    /** {@return the state of the file there, links not followed; empty when there is none} */
    Optional<FileState> look(String path) throws IOException;

    /** {@return the SHA-256 of a file, in lower-case hexadecimal} As {@link #open} otherwise. */
    default String sha256(String path) throws IOException {
        try (var content = open(path)) {
            return content.sha256();
        }
    }
}
