package io.github.graphattach.app;

import java.util.ArrayList;

/** Where a file of a job lies, as text: relative, with {@code /} between folders. */
final class JobPath {

    private static final int LONGEST = 4096;

    private JobPath() {}

    /**
     * {@return the path in its shortest form}
     *
     * @throws JobException when it leads out of the inbox, or is no path
     */
    static String normal(String path) {
        if (path.length() > LONGEST) {
            throw new JobException(
                    "invalidPath",
                    "a file's \"path\" has more than %,d characters".formatted(LONGEST),
                    "correct the job");
        }
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw new JobException(
                    "invalidPath",
                    "the file's \"path\" holds control characters",
                    "rename the file and correct the job");
        }
        var names = new ArrayList<String>();
        for (var name : path.split("/", -1)) {
            if (name.equals("..") && names.isEmpty()) {
                throw outside(path);
            } else if (name.equals("..")) {
                names.remove(names.size() - 1);
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.add(name);
            }
        }
        if (path.startsWith("/") || names.isEmpty()) {
            throw outside(path);
        }
        return String.join("/", names);
    }

    /** {@return what is equal for all spellings of one path} */
    static String key(String normal) {
        return FileName.composed(normal);
    }

    /** {@return the file's own name} */
    static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static JobException outside(String path) {
        return new JobException(
                "outsideInbox",
                "the path '%s' leads out of the inbox".formatted(path),
                "name a file inside it, relative to it");
    }
}
