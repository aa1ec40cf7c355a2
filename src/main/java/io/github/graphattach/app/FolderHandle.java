package io.github.graphattach.app;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** A folder on the way down to a file. Names are those of its own entries, and no link is followed. */
interface FolderHandle extends AutoCloseable {

    List<Path> names() throws IOException;

    /** {@return what has that name; the empty one is that of this folder itself} */
    BasicFileAttributes attributes(Path name) throws IOException;

    FileChannel open(Path name, Set<? extends OpenOption> options) throws IOException;

    default FileChannel create(Path name) throws IOException {
        return open(name, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, NOFOLLOW_LINKS));
    }

    void touch(Path name, FileTime modified) throws IOException;

    void move(Path name, FolderHandle to, Path newName) throws IOException;

    void delete(Path name) throws IOException;

    /** {@return a folder in this one; a link to one is none} */
    FolderHandle folder(Path name) throws IOException;

    @Override
    void close() throws IOException;

    /** A folder by its handle. */
    record Held(SecureDirectoryStream<Path> stream) implements FolderHandle {

        @Override
        public List<Path> names() throws IOException {
            var names = new ArrayList<Path>();
            try {
                for (var entry : stream) {
                    names.add(Objects.requireNonNull(entry.getFileName()));
                }
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
            return names;
        }

        @Override
        public BasicFileAttributes attributes(Path name) throws IOException {
            return view(name).readAttributes();
        }

        @Override
        public FileChannel open(Path name, Set<? extends OpenOption> options) throws IOException {
            return (FileChannel) stream.newByteChannel(name, options);
        }

        @Override
        public void touch(Path name, FileTime modified) throws IOException {
            view(name).setTimes(modified, modified, modified);
        }

        private BasicFileAttributeView view(Path name) {
            return name.toString().isEmpty()
                    ? stream.getFileAttributeView(BasicFileAttributeView.class)
                    : stream.getFileAttributeView(name, BasicFileAttributeView.class, NOFOLLOW_LINKS);
        }

        @Override
        public void move(Path name, FolderHandle to, Path newName) throws IOException {
            stream.move(name, ((Held) to).stream(), newName);
        }

        @Override
        public void delete(Path name) throws IOException {
            if (attributes(name).isDirectory()) {
                stream.deleteDirectory(name);
            } else {
                stream.deleteFile(name);
            }
        }

        @Override
        public FolderHandle folder(Path name) throws IOException {
            try {
                return new Held(stream.newDirectoryStream(name, NOFOLLOW_LINKS));
            } catch (FileSystemException e) {
                // The system says of a link that it has too many levels.
                throw attributes(name).isDirectory() ? e : new NotDirectoryException(name.toString());
            }
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /** Where folders have no handles: what can be done is to look for links before. */
    record Named(Path folder) implements FolderHandle {

        @Override
        public List<Path> names() throws IOException {
            try (var entries = Files.list(folder)) {
                return entries.map(entry -> Objects.requireNonNull(entry.getFileName()))
                        .toList();
            }
        }

        @Override
        public BasicFileAttributes attributes(Path name) throws IOException {
            return Files.readAttributes(folder.resolve(name), BasicFileAttributes.class, NOFOLLOW_LINKS);
        }

        @Override
        public FileChannel open(Path name, Set<? extends OpenOption> options) throws IOException {
            return FileChannel.open(folder.resolve(name), options);
        }

        @Override
        public void touch(Path name, FileTime modified) throws IOException {
            Files.setLastModifiedTime(folder.resolve(name), modified);
        }

        @Override
        public void move(Path name, FolderHandle to, Path newName) throws IOException {
            Files.move(folder.resolve(name), ((Named) to).folder().resolve(newName), StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(Path name) throws IOException {
            Files.delete(folder.resolve(name));
        }

        @Override
        public FolderHandle folder(Path name) throws IOException {
            if (!attributes(name).isDirectory()) {
                throw new NotDirectoryException(name.toString());
            }
            return new Named(folder.resolve(name));
        }

        @Override
        public void close() {}
    }
}
