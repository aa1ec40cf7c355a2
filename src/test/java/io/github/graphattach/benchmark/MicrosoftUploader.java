package io.github.graphattach.benchmark;

import com.microsoft.graph.core.models.UploadSession;
import com.microsoft.graph.core.requests.BaseGraphRequestAdapter;
import com.microsoft.graph.core.tasks.LargeFileUploadTask;
import com.microsoft.kiota.HttpMethod;
import com.microsoft.kiota.RequestAdapter;
import com.microsoft.kiota.RequestInformation;
import com.microsoft.kiota.authentication.AnonymousAuthenticationProvider;
import com.microsoft.kiota.serialization.JsonParseNodeFactory;
import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParseNode;
import com.microsoft.kiota.serialization.ParseNodeFactoryRegistry;
import com.microsoft.kiota.serialization.SerializationWriter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Microsoft's Java SDK in its default configuration: the adapter opens a session, the upload task does the rest. */
final class MicrosoftUploader implements Uploader {

    /** What the task makes of the answer that ends an upload. */
    private static final class Attachment implements Parsable {

        @Override
        public Map<String, Consumer<ParseNode>> getFieldDeserializers() {
            return Map.of();
        }

        @Override
        public void serialize(SerializationWriter writer) {
            throw new UnsupportedOperationException("attachments are only read");
        }
    }

    private final RequestAdapter graph;

    MicrosoftUploader(URI service) {
        ParseNodeFactoryRegistry.defaultInstance.contentTypeAssociatedFactories.put(
                "application/json", new JsonParseNodeFactory());
        graph = new BaseGraphRequestAdapter(new AnonymousAuthenticationProvider(), service.toString());
    }

    @Override
    public void upload(Path file, int number, int mailbox) throws Exception {
        long size = Files.size(file);
        UploadSession session =
                graph.send(opening(number, mailbox, size), null, UploadSession::createFromDiscriminatorValue);
        try (InputStream content = Files.newInputStream(file)) {
            boolean done = new LargeFileUploadTask<>(null, session, content, size, CHUNK, node -> new Attachment())
                    .upload()
                    .isUploadSuccessful();
            if (!done) {
                throw new IOException("the upload task says that it was not successful");
            }
        }
    }

    private static RequestInformation opening(int number, int mailbox, long size) {
        RequestInformation request = new RequestInformation(
                HttpMethod.POST,
                "{+baseurl}/users/mailbox" + mailbox + "/messages/message" + number
                        + "/attachments/createUploadSession",
                new HashMap<>());
        request.headers.add("Authorization", "Bearer token");
        String item = "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"f.bin\",\"size\":" + size + "}}";
        request.setStreamContent(new ByteArrayInputStream(item.getBytes(StandardCharsets.UTF_8)), "application/json");
        return request;
    }
}
