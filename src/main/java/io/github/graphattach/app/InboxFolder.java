package io.github.graphattach.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * The folder that jobs and files are dropped in. Whoever may write there may name any path, so files are opened element
 * by element without following a link, and never outside the folder.
 */
final class InboxFolder {

    private final Path root;

    private InboxFolder(Path root) {
        this.root = root;
    }

    /** Takes an existing folder as inbox. */
    static InboxFolder at(Path folder) throws IOException {
        return new InboxFolder(folder.toRealPath());
    }

    Path root() {
        return root;
    }

    /**
     * {@return the path relative to the inbox, in its shortest form}
     *
     * @throws JobException when the path leads out of the inbox
     */
    Path relative(String path) {
        if (path.chars().anyMatch(Character::isISOControl)) {
            throw new JobException(
                    "invalidPath", "the file's \"path\" holds control characters; rename the file and correct the job");
        }
        try {
            var given = Path.of(path);
            var relative = given.normalize();
            if (given.isAbsolute() || relative.toString().isEmpty() || relative.startsWith("..")) {
                throw outside(path);
            }
            return relative;
        } catch (InvalidPathException e) {
            throw new JobException(
                    "invalidPath",
                    "the file's \"path\" is no path on this system; correct it and drop the job again",
                    e);
        }
    }

    /**
     * Opens a file for reading.
     *
     * @throws JobException when it is missing, no regular file, unreadable, or behind a symbolic link
     */
    HeldFile open(Path relative) {
        try (var folder = Files.newDirectoryStream(root)) {
            return folder instanceof SecureDirectoryStream<Path> secure
                    ? open(secure, relative, relative)
                    : openWhereFoldersHaveNoHandles(relative);
        } catch (IOException e) {
            throw notOpened(relative, e);
        }
    }

    private HeldFile open(SecureDirectoryStream<Path> folder, Path rest, Path relative) throws IOException {
        var name = rest.getName(0);
        var found = folder.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
        if (rest.getNameCount() == 1) {
            refuseAllButFiles(found, relative);
            var channel = folder.newByteChannel(name, openOptions());
            return held(relative, (FileChannel) channel, found);
        }
        refuseALink(found, relative);
        try (var next = folder.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            return open(next, rest.subpath(1, rest.getNameCount()), relative);
        }
    }

    private HeldFile openWhereFoldersHaveNoHandles(Path relative) throws IOException {
        for (var count = 1; count < relative.getNameCount(); count++) {
            refuseALink(attributes(relative.subpath(0, count)), relative);
        }
        var found = attributes(relative);
        refuseAllButFiles(found, relative);
        return held(relative, FileChannel.open(root.resolve(relative), openOptions()), found);
    }

    private HeldFile held(Path relative, FileChannel channel, BasicFileAttributes found) throws IOException {
        try {
            return new HeldFile(root.resolve(relative), channel, found);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** {@return what lies there, links not followed} */
    BasicFileAttributes attributes(Path relative) throws IOException {
        return Files.readAttributes(root.resolve(relative), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static Set<OpenOption> openOptions() {
        return Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private static void refuseAllButFiles(BasicFileAttributes found, Path relative) {
        refuseALink(found, relative);
        if (found.isDirectory()) {
            throw new JobException(
                    "fileIsFolder", "'%s' is a folder; name the files in it one by one".formatted(relative));
        }
        if (!found.isRegularFile()) {
            throw new JobException(
                    "notAFile", "'%s' is no regular file; drop a copy of its content".formatted(relative));
        }
    }

    private static void refuseALink(BasicFileAttributes found, Path relative) {
        if (found.isSymbolicLink()) {
            throw new JobException(
                    "symbolicLink",
                    "'%s' is reached through a symbolic link, and links are not followed; drop the file itself"
                            .formatted(relative));
        }
    }

    static JobException notOpened(Path relative, IOException cause) {
        if (cause instanceof NoSuchFileException || cause instanceof NotDirectoryException) {
            return new JobException(
                    "fileMissing",
                    "the file '%s' is not in the inbox; put it there and drop the job again".formatted(relative),
                    cause);
        }
        if (cause instanceof AccessDeniedException) {
            return new JobException(
                    "fileUnreadable",
                    "the file '%s' cannot be read; give the user that runs the application leave to read it"
                            .formatted(relative),
                    cause);
        }
        return new JobException(
                "fileUnreadable", "the file '%s' cannot be read; check the disk it lies on".formatted(relative), cause);
    }

    private static JobException outside(String path) {
        return new JobException(
                "outsideInbox",
                "the path '%s' leads out of the inbox; name a file inside it, relative to it".formatted(path));
    }
}
