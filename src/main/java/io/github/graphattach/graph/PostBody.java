package io.github.graphattach.graph;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.hc.core5.http.ContentType;

/** The JSON of a small attachment, its base64 written while the file is read. */
final class PostBody extends StreamedEntity {

    PostBody(NewAttachment attachment, RangeBody content) throws JsonProcessingException {
        this(opening(attachment), attachment.size(), content);
    }

    private PostBody(byte[] opening, long size, RangeBody content) {
        super(opening.length + base64Length(size) + 2, ContentType.APPLICATION_JSON, sink -> {
            sink.write(opening);
            try (OutputStream base64 = Base64.getEncoder().wrap(new Unclosed(sink))) {
                content.writeTo(base64);
            }
            sink.write(new byte[] {'"', '}'});
        });
    }

    /** The object up to the value of its last member, contentBytes. */
    private static byte[] opening(NewAttachment attachment) throws JsonProcessingException {
        ObjectNode description = attachment.describe();
        description.put("@odata.type", "#microsoft.graph.fileAttachment").put("contentBytes", "");
        String json = description.toString();
        return json.substring(0, json.length() - 2).getBytes(StandardCharsets.UTF_8);
    }

    private static long base64Length(long size) {
        return (size + 2) / 3 * 4;
    }

    /** Closing the encoder writes the padding; the connection stays open. */
    private static final class Unclosed extends FilterOutputStream {

        Unclosed(OutputStream sink) {
            super(sink);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {}
    }
}
