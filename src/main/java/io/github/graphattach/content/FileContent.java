package io.github.graphattach.content;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** A file, read in place and held open, so that another file under the same name is never read by mistake. */
public final class FileContent implements AttachmentContent {

    private final Path path;
    private final FileChannel channel;
    private final long length;
    private final String fingerprint;

    /** What no other file has while this process runs, and this one not after it was written to. */
    private final String state;

    private FileContent(Path path, FileChannel channel, BasicFileAttributes attributes, String inode) {
        this.path = path;
        this.channel = channel;
        this.length = attributes.size();
        this.fingerprint = "file:" + attributes.size() + ":" + attributes.lastModifiedTime() + ":" + inode;
        this.state = stateOf(attributes);
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
                        shown(path) + " is " + (attributes.isDirectory() ? "a directory" : "not a file"),
                        "the message body must name a regular file");
            }
            String inode = inode(path);
            return new FileContent(path, FileChannel.open(path, StandardOpenOption.READ), attributes, inode);
        } catch (SourceException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new SourceException(
                    "there is no file " + shown(path), "it was moved or deleted before it could be read");
        } catch (AccessDeniedException e) {
            throw new SourceException(shown(path) + " cannot be read", "give this process the right to read it");
        } catch (FileSystemException e) {
            throw new SourceException(
                    shown(path) + " cannot be opened (" + e.getReason() + ")", "check the file system");
        } catch (IOException e) {
            throw new SourceException(shown(path) + " cannot be opened", "check the file system", e);
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
    public Optional<String> sha256() {
        return Optional.empty();
    }

    /** The file's last bytes are written only when it was seen to be unchanged after they were read. */
    @Override
    public void transferTo(ByteRange range, OutputStream sink) throws IOException {
        ChannelReader.Check check = range.end() == length ? this::requireUnchanged : ChannelReader.Check.none();
        ChannelReader.transfer(channel, range, sink, shown(path), check);
    }

    @Override
    public void requireUnchanged() throws SourceException {
        try {
            if (!stateOf(Files.readAttributes(path, BasicFileAttributes.class)).equals(state)) {
                throw new SourceException(
                        shown(path) + " changed while it was uploaded",
                        "send it again when it is no longer written to");
            }
        } catch (SourceException e) {
            throw e;
        } catch (IOException e) {
            throw new SourceException(shown(path) + " was moved or deleted while it was uploaded", "keep it in place");
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** The file system's own exceptions are no causes: they print the name as it is, with whatever line breaks it has. */
    private static String shown(Path path) {
        return Shown.text(path.toString());
    }

    private static String stateOf(BasicFileAttributes attributes) {
        return attributes.size() + ":" + attributes.lastModifiedTime() + ":" + attributes.fileKey();
    }

    /** Without the device, which {@code fileKey} has too: it is another one when a volume was mounted anew. */
    private static String inode(Path path) throws IOException {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix")
                ? String.valueOf(Files.getAttribute(path, "unix:ino"))
                : "";
    }
}
