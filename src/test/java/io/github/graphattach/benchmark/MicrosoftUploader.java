package io.github.graphattach.benchmark;

import com.microsoft.graph.core.models.UploadSession;
import io.github.graphattach.emulator.conformance.MicrosoftClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Microsoft's Java SDK in its default configuration: the adapter opens a session, the upload task does the rest. */
final class MicrosoftUploader implements Uploader {

    private final MicrosoftClient graph;

    MicrosoftUploader(URI service) {
        graph = new MicrosoftClient(service);
    }

    @Override
    public void upload(Path file, int number, int mailbox) throws Exception {
        long size = Files.size(file);
        UploadSession session =
                graph.openSession("/users/mailbox" + mailbox + "/messages/message" + number, "f.bin", size);
        try (InputStream content = Files.newInputStream(file)) {
            boolean done =
                    MicrosoftClient.task(session, content, size, CHUNK).upload().isUploadSuccessful();
            if (!done) {
                throw new IOException("the upload task says that it was not successful");
            }
        }
    }
}
