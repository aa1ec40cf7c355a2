package io.github.graphattach.benchmark;

import io.github.graphattach.upload.VerifyLevel;
import java.net.URI;
import java.util.List;

/** Who is compared. */
enum Kind {
    ATTACH_FILE("attach, from a file", Side.OURS),
    ATTACH_FILE_UNCHECKED("attach, from a file, verify=none", Side.OURS),
    ATTACH_STREAM("attach, from a stream", Side.OURS),
    ATTACH_IN_RANGES("the split route of this project", Side.OURS),
    MICROSOFT("Microsoft's LargeFileUploadTask", Side.OTHERS),
    BY_HAND("a camel-http route by hand", Side.OTHERS),
    SOCKET("a socket, one 64 KiB buffer", Side.LIMIT),
    SOCKET_SHA256("the same, with SHA-256", Side.LIMIT),
    SENDFILE("sendfile", Side.LIMIT);

    /** What a figure is to be compared with. */
    enum Side {
        OURS,
        OTHERS,
        LIMIT
    }

    final String title;
    final Side side;

    Kind(String title, Side side) {
        this.title = title;
        this.side = side;
    }

    /** {@return who speaks TLS; nobody sends a file from the kernel through it in Java} */
    static List<Kind> all(boolean tls) {
        return List.of(values()).stream()
                .filter(kind -> !tls || kind != SENDFILE)
                .toList();
    }

    Uploader uploader(URI service) throws Exception {
        return switch (this) {
            case ATTACH_FILE -> ComponentUploader.attaching(service, ComponentUploader.Body.FILE, VerifyLevel.AUTO);
            case ATTACH_FILE_UNCHECKED ->
                ComponentUploader.attaching(service, ComponentUploader.Body.FILE, VerifyLevel.NONE);
            case ATTACH_STREAM -> ComponentUploader.attaching(service, ComponentUploader.Body.STREAM, VerifyLevel.AUTO);
            case ATTACH_IN_RANGES -> ComponentUploader.inRanges(service);
            case MICROSOFT -> new MicrosoftUploader(service);
            case BY_HAND -> new HandWrittenUploader(service);
            case SOCKET -> new SocketUploader(service, SocketUploader.Copy.BUFFER);
            case SOCKET_SHA256 -> new SocketUploader(service, SocketUploader.Copy.BUFFER_SHA256);
            case SENDFILE -> new SocketUploader(service, SocketUploader.Copy.SENDFILE);
        };
    }
}
