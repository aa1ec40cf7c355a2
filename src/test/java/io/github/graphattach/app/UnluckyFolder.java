package io.github.graphattach.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/** A folder whose disk can be full for a while, and in which somebody may act before each move. */
final class UnluckyFolder implements Folder {

    private final Folder folder;
    private final Runnable beforeMove;
    private int refusals;

    UnluckyFolder(Folder folder, Runnable beforeMove) {
        this.folder = folder;
        this.beforeMove = beforeMove;
    }

    /** Refuses so many of the next changes. */
    void refuse(int changes) {
        refusals = changes;
    }

    private void change() throws IOException {
        if (refusals > 0) {
            refusals--;
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
        return folder.open(file);
    }

    @Override
    public void write(Path file, byte[] content) throws IOException {
        change();
        folder.write(file, content);
    }

    @Override
    public void makeFolders(Path below) throws IOException {
        change();
        folder.makeFolders(below);
    }

    @Override
    public void move(Path file, Folder to, Path newName) throws IOException {
        beforeMove.run();
        change();
        ((UnluckyFolder) to).change();
        folder.move(file, ((UnluckyFolder) to).folder, newName);
    }

    @Override
    public void delete(Path file) throws IOException {
        folder.delete(file);
    }
}
