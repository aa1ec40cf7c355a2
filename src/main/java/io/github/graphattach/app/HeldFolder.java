package io.github.graphattach.app;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * A folder of the file system. Whatever is done in it goes down from it folder by folder, each held by its handle, so that
 * a folder which is swapped for a link on the way leads nowhere.
 */
final class HeldFolder implements Folder {

    /** How the names of files begin that are not whole yet; what a kill leaves of them can be removed. */
    static final String UNFINISHED = ".graph-attach-";

    private final Path root;

    private HeldFolder(Path root) {
        this.root = root;
    }

    /** Takes an existing folder. */
    static HeldFolder at(Path folder) throws IOException {
        return new HeldFolder(folder.toRealPath());
    }

    @Override
    public Path root() {
        return root;
    }

    @Override
    public List<Path> names(Path below) throws IOException {
        return in(below.resolve("any"), (folder, any) -> folder.names());
    }

    @Override
    public BasicFileAttributes attributes(Path file) throws IOException {
        return in(file, FolderHandle::attributes);
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        return in(file, (folder, name) -> folder.open(name, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS)));
    }

    @Override
    public WritableByteChannel replace(Path file, byte[] content) throws IOException {
        var unfinished = root.getFileSystem().getPath(UNFINISHED + UUID.randomUUID());
        return in(file, (folder, name) -> {
            var channel = folder.create(unfinished);
            try {
                for (var left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
                    channel.write(left);
                }
                folder.move(unfinished, folder, name);
                return channel;
            } catch (IOException e) {
                channel.close();
                deleteQuietly(folder, unfinished, e);
                throw e;
            }
        });
    }

    @Override
    public void makeFolders(Path below) throws IOException {
        if (!root.toRealPath().equals(root)) {
            throw new FileSystemException(root.toString(), null, "it was replaced by a link");
        }
        Files.createDirectories(root.resolve(below));
    }

    /** From one disk to another a file is copied under a name that nobody takes for it, and then gets its own. */
    @Override
    public FileState move(Path file, Folder to, Path newName) throws IOException {
        var target = (HeldFolder) to;
        return in(
                file,
                (folder, name) -> target.in(newName, (targetFolder, targetName) -> {
                    try {
                        folder.move(name, targetFolder, targetName);
                        return FileState.of(targetFolder.attributes(targetName));
                    } catch (AtomicMoveNotSupportedException otherDisk) {
                        return copy(folder, name, targetFolder, targetName);
                    }
                }));
    }

    /** What came or was written meanwhile is not deleted. */
    static FileState copy(FolderHandle from, Path name, FolderHandle to, Path newName) throws IOException {
        var attributes = from.attributes(name);
        var state = FileState.of(attributes);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(name.toString(), newName.toString(), "only files can go to another disk");
        }
        var unfinished = name.getFileSystem().getPath(UNFINISHED + UUID.randomUUID());
        try {
            try (var source = from.open(name, Set.of(StandardOpenOption.READ, NOFOLLOW_LINKS));
                    var target = to.create(unfinished)) {
                for (long at = 0; at < source.size(); ) {
                    at += source.transferTo(at, source.size() - at, target);
                }
                target.force(true);
            }
            if (!FileState.of(from.attributes(name)).equals(state)) {
                throw new FileSystemException(name.toString(), newName.toString(), "it changed while it was copied");
            }
            to.touch(unfinished, attributes.lastModifiedTime());
            to.move(unfinished, to, newName);
        } catch (IOException e) {
            deleteQuietly(to, unfinished, e);
            throw e;
        }
        from.delete(name);
        return state;
    }

    /**
     * A rename would replace what came meanwhile; a second name for the file does not. Only for this folder itself: the way
     * further down is not held by its handles here.
     */
    @Override
    public boolean moveIfFree(Path file, Folder to, Path newName) throws IOException {
        var target = to.root().resolve(newName);
        var moved = attributes(file);
        if (newName.getNameCount() > 1 || !moved.isRegularFile()) {
            return false;
        }
        try {
            Files.createLink(target, root.resolve(file));
        } catch (FileAlreadyExistsException e) {
            if (moved.fileKey() == null
                    || !moved.fileKey().equals(to.attributes(newName).fileKey())) {
                return false;
            }
            // A kill came between the second name and the end of the first.
        } catch (FileSystemException | UnsupportedOperationException noLinks) {
            return false;
        }
        delete(file);
        return true;
    }

    @Override
    public void delete(Path file) throws IOException {
        in(file, (folder, name) -> {
            try {
                folder.delete(name);
            } catch (NoSuchFileException e) {
                return name;
            }
            return name;
        });
    }

    private static void deleteQuietly(FolderHandle folder, Path name, IOException why) {
        try {
            folder.delete(name);
        } catch (NoSuchFileException | DirectoryNotEmptyException e) {
            return;
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** What is done with a name in its folder. */
    private interface Work<T> {

        T on(FolderHandle folder, Path name) throws IOException;
    }

    private <T> T in(Path file, Work<T> work) throws IOException {
        try (var stream = Files.newDirectoryStream(root)) {
            var start = stream instanceof SecureDirectoryStream<Path> secure
                    ? new FolderHandle.Held(secure)
                    : new FolderHandle.Named(root);
            return in(start, file.normalize(), work);
        }
    }

    private static <T> T in(FolderHandle folder, Path file, Work<T> work) throws IOException {
        var name = file.getName(0);
        if (file.getNameCount() == 1) {
            return work.on(folder, name);
        }
        try (var next = folder.folder(name)) {
            return in(next, file.subpath(1, file.getNameCount()), work);
        }
    }
}
