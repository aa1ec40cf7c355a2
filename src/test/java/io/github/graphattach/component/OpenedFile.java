package io.github.graphattach.component;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a test holds open. */
record OpenedFile(String name, FileChannel channel, Path path) implements OpenFile {

    static OpenedFile at(Path path) throws IOException {
        return new OpenedFile(String.valueOf(path.getFileName()), FileChannel.open(path), path);
    }

    @Override
    public String tag() throws IOException {
        return channel.size() + ":" + Files.getLastModifiedTime(path);
    }
}
