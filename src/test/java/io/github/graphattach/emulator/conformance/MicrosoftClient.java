package io.github.graphattach.emulator.conformance;

import com.microsoft.graph.core.models.UploadSession;
import com.microsoft.graph.core.requests.BaseGraphRequestAdapter;
import com.microsoft.graph.core.requests.GraphClientFactory;
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
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Microsoft's Java client as its users have it: the request adapter opens a session, the upload task does the rest. */
public final class MicrosoftClient {

    static {
        ParseNodeFactoryRegistry.defaultInstance.contentTypeAssociatedFactories.put(
                "application/json", new JsonParseNodeFactory());
    }

    /** What the task makes of an answer that it takes for the finished attachment. */
    public static final class Attachment implements Parsable {

        private Optional<String> id = Optional.empty();

        public Optional<String> id() {
            return id;
        }

        @Override
        public Map<String, Consumer<ParseNode>> getFieldDeserializers() {
            return Map.of("id", node -> id = Optional.ofNullable(node.getStringValue()));
        }

        @Override
        public void serialize(SerializationWriter writer) {
            throw new UnsupportedOperationException("attachments are only read");
        }
    }

    private final RequestAdapter graph;

    /** A client without a sign-in of its own: it sends a token that says nothing. */
    public MicrosoftClient(URI graphUrl) {
        graph = new BaseGraphRequestAdapter(new AnonymousAuthenticationProvider(), graphUrl.toString());
    }

    /** {@return a session that Microsoft's adapter has opened and its parser has read} */
    public UploadSession openSession(String itemPath, String name, long size) {
        String file = "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"%s\",\"size\":%d}}";
        RequestInformation request = new RequestInformation(
                HttpMethod.POST, "{+baseurl}" + itemPath + "/attachments/createUploadSession", new HashMap<>());
        request.headers.add("Authorization", "Bearer any-token");
        request.setStreamContent(
                new ByteArrayInputStream(file.formatted(name, size).getBytes(StandardCharsets.UTF_8)),
                "application/json");
        return graph.send(request, null, UploadSession::createFromDiscriminatorValue);
    }

    /** {@return a task in its default configuration, with an HTTP client of its own} */
    public static LargeFileUploadTask<Attachment> task(
            UploadSession session, InputStream source, long size, long sliceSize)
            throws ReflectiveOperationException, IOException {
        return new LargeFileUploadTask<>(null, session, source, size, sliceSize, node -> new Attachment());
    }

    /** {@return such a task, but with another limit on the time of one call; kiota's is 100 seconds} */
    public static LargeFileUploadTask<Attachment> task(
            UploadSession session, byte[] source, long sliceSize, Duration callTimeout)
            throws ReflectiveOperationException, IOException {
        RequestAdapter adapter = new BaseGraphRequestAdapter(
                new AnonymousAuthenticationProvider(),
                session.getUploadUrl(),
                GraphClientFactory.create().callTimeout(callTimeout).build());
        return new LargeFileUploadTask<>(
                adapter, session, new ByteArrayInputStream(source), source.length, sliceSize, node -> new Attachment());
    }
}
