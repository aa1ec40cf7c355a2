package io.github.graphattach.app;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** A folder whose disk can be full for a while, and in which somebody may act before a file is opened or moved. */
final class UnluckyFolder implements Folder {

    /** Who acts. */
    interface Neighbour {

        void beforeOpen();

        void beforeMove();

        /** The disk has refused a change. */
        void refused();
    }

    private final Folder folder;
    private final Neighbour neighbour;
    private int refusals;

    UnluckyFolder(Folder folder, Neighbour neighbour) {
        this.folder = folder;
        this.neighbour = neighbour;
    }

    /** Refuses so many of the next changes. */
    void refuse(int changes) {
        refusals = changes;
    }

    private void change() throws IOException {
        if (refusals > 0) {
            refusals--;
            neighbour.refused();
            throw new FileSystemException(root().toString(), null, "No space left on device");
        }
    }

    @Override
    public Path root() {
        return folder.root();
    }

    @Override
    public List<Path> names(Path below) throws IOException {
        return folder.names(below);
    }

    @Override
    public BasicFileAttributes attributes(Path file) throws IOException {
        return folder.attributes(file);
    }

    @Override
    public FileChannel open(Path file) throws IOException {
        neighbour.beforeOpen();
        return folder.open(file);
    }

    @Override
    public WritableByteChannel replace(Path file, byte[] content) throws IOException {
        change();
        var channel = folder.replace(file, content);
        return new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                change();
                return channel.write(bytes);
            }

            @Override
            public boolean isOpen() {
                return channel.isOpen();
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }

    @Override
    public void makeFolders(Path below) throws IOException {
        change();
        folder.makeFolders(below);
    }

    @Override
    public FileState move(Path file, Folder to, Path newName) throws IOException {
        return folder.move(file, movesTo(to), newName);
    }

    @Override
    public boolean moveIfFree(Path file, Folder to, Path newName) throws IOException {
        return folder.moveIfFree(file, movesTo(to), newName);
    }

    private Folder movesTo(Folder to) throws IOException {
        neighbour.beforeMove();
        change();
        ((UnluckyFolder) to).change();
        return ((UnluckyFolder) to).folder;
    }

    @Override
    public void delete(Path file) throws IOException {
        folder.delete(file);
    }
}
