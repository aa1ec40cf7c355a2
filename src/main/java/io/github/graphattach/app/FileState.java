package io.github.graphattach.app;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import java.util.Optional;

/**
 * What tells one file from another, and one state of a file from another.
 *
 * @param key of the file; empty where the file system has none
 * @param size in bytes
 * @param modified when it was last written to
 */
record FileState(Optional<Object> key, long size, FileTime modified) {

    /** That of no file. */
    static final FileState GONE = new FileState(Optional.empty(), 0, FileTime.fromMillis(0));

    static FileState of(BasicFileAttributes found) {
        return new FileState(Optional.ofNullable(found.fileKey()), found.size(), found.lastModifiedTime());
    }

    /**
     * What identifies the file on its disk. The key has the number of the device too, which is another one when a volume was
     * mounted anew.
     */
    String node() {
        return key.map(Object::toString).orElse("").replaceFirst(".*(ino=[0-9]+).*", "$1");
    }

    /** {@return whether both are of one file, which may have been written to in between} */
    boolean isOfSameFile(FileState other) {
        return Objects.equals(key, other.key);
    }
}
