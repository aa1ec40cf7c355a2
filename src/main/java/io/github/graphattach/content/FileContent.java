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
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/** A file, read in place and held open, so that another file under the same name is never read by mistake. */
public final class FileContent implements AttachmentContent {

    private final String name;
    private final FileChannel channel;
    private final boolean isOurs;
    private final long length;
    private final String fingerprint;
    private final State state;

    /** What no other file has while this process runs, and this one not after it was written to. */
    private final String stateWhenOpened;

    /** Looks at a file that is open. */
    @FunctionalInterface
    public interface State {

        /**
         * Tells what state the file is in.
         *
         * @return a text that is another one when the file is another one, or was written to
         * @throws IOException when the file is not there any more
         */
        String now() throws IOException;
    }

    private FileContent(
            String shown,
            FileChannel channel,
            boolean isOurs,
            long length,
            String fingerprint,
            State state,
            String stateWhenOpened) {
        this.name = shown;
        this.channel = channel;
        this.isOurs = isOurs;
        this.length = length;
        this.fingerprint = "file:" + fingerprint;
        this.state = state;
        this.stateWhenOpened = stateWhenOpened;
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
            String fingerprint = attributes.size() + ":" + attributes.lastModifiedTime() + ":" + inode(path);
            return new FileContent(
                    shown(path),
                    FileChannel.open(path, StandardOpenOption.READ),
                    true,
                    attributes.size(),
                    fingerprint,
                    () -> stateOf(Files.readAttributes(path, BasicFileAttributes.class)),
                    stateOf(attributes));
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

    /**
     * Takes a file that somebody else has opened and closes.
     *
     * @param name what errors call it
     * @param channel is read by position only
     * @param state of the file; it also tells a later try, after a restart, whether to go on
     * @return its content; closing it leaves the channel open
     * @throws SourceException when it cannot be read
     */
    public static FileContent of(String name, FileChannel channel, State state) throws SourceException {
        return opened(Shown.text(name), channel, state);
    }

    /**
     * Takes a file of which no more is known than its open channel. To see whether it was written to, all its bytes are read
     * before anything is sent, and again before the last of them are.
     *
     * @param channel is read by position only
     * @return its content; closing it leaves the channel open
     * @throws SourceException when it cannot be read
     */
    public static FileContent of(FileChannel channel) throws SourceException {
        return opened("the file in the message body", channel, () -> sizeAndSha256(channel));
    }

    private static FileContent opened(String shown, FileChannel channel, State state) throws SourceException {
        try {
            String now = state.now();
            return new FileContent(shown, channel, false, channel.size(), now, state, now);
        } catch (IOException e) {
            throw unreadable(shown, e);
        }
    }

    private static String sizeAndSha256(FileChannel channel) throws IOException {
        MessageDigest digest = Sha256.newDigest();
        long size = channel.size();
        OutputStream sink = new DigestOutputStream(OutputStream.nullOutputStream(), digest);
        ChannelReader.transfer(channel, new ByteRange(0, size), sink, "the file", ChannelReader.Check.none());
        return size + ":" + HexFormat.of().formatHex(digest.digest());
    }

    private static SourceException unreadable(String shown, IOException e) {
        return new SourceException(
                shown + " cannot be read through its open channel",
                "keep it open and unchanged until the exchange is done",
                e);
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
        ChannelReader.transfer(channel, range, sink, name, check);
    }

    @Override
    public void requireUnchanged() throws SourceException {
        String now;
        try {
            now = state.now();
        } catch (IOException e) {
            throw isOurs
                    ? new SourceException(name + " was moved or deleted while it was uploaded", "keep it in place")
                    : unreadable(name, e);
        }
        if (!now.equals(stateWhenOpened)) {
            throw new SourceException(
                    name + " changed while it was uploaded", "send it again when it is no longer written to");
        }
    }

    @Override
    public void close() throws IOException {
        if (isOurs) {
            channel.close();
        }
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
