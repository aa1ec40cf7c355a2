package io.github.graphattach.content;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/** A file, read in place and held open, so that another file under the same name is never read by mistake. */
public final class FileContent implements AttachmentContent {

    private final Path path;
    private final FileChannel channel;
    private final long length;
    private final String fingerprint;

    private FileContent(Path path, FileChannel channel, BasicFileAttributes attributes) {
        this.path = path;
        this.channel = channel;
        this.length = attributes.size();
        this.fingerprint = fingerprintOf(attributes);
    }

    /**
     * Opens a file.
     *
     * @param path the file
     * @return its content, to be closed
     * @throws SourceException when there is no such file, it is a directory or it cannot be read
     */
    public static FileContent open(Path path) throws SourceException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new SourceException(
                        "'" + path + "' is " + (attributes.isDirectory() ? "a directory" : "not a file")
                                + "; the message body must name a regular file");
            }
            return new FileContent(path, FileChannel.open(path, StandardOpenOption.READ), attributes);
        } catch (SourceException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new SourceException(
                    "there is no file '" + path + "'; it was moved or deleted before it could be read", e);
        } catch (AccessDeniedException e) {
            throw new SourceException("'" + path + "' cannot be read; give this process the right to read it", e);
        } catch (IOException e) {
            throw new SourceException("'" + path + "' cannot be opened; check the file system", e);
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    @Override
    public void transferTo(ByteRange range, OutputStream sink) throws IOException {
        ChannelReader.transfer(channel, range, sink, "'" + path + "'");
    }

    @Override
    public void requireUnchanged() throws SourceException {
        try {
            if (!fingerprintOf(Files.readAttributes(path, BasicFileAttributes.class))
                    .equals(fingerprint)) {
                throw new SourceException(
                        "'" + path + "' changed while it was uploaded; send it again when it is no longer written to");
            }
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException("'" + path + "' was moved or deleted while it was uploaded; keep it in place", e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static String fingerprintOf(BasicFileAttributes attributes) {
        return "file:" + attributes.size() + ":" + attributes.lastModifiedTime() + ":" + attributes.fileKey();
    }
}
