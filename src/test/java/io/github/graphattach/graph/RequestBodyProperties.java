package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.hc.core5.http.ContentType;

/** The two bodies that are written while the file is read: their length is exact, whatever the pieces they come in. */
class RequestBodyProperties {

    @Property(tries = 300)
    void aPostCarriesTheBytesAndTheWordsAndHasTheAnnouncedLength(
            @ForAll @Size(max = 2000) byte[] bytes,
            @ForAll @IntRange(min = 1, max = 700) int piece,
            @ForAll String name,
            @ForAll boolean inline)
            throws IOException {
        NewAttachment attachment = new NewAttachment(
                name, "text/plain", bytes.length, inline, inline ? Optional.of("c\"id") : Optional.empty());
        PostBody body = new PostBody(attachment, inPieces(bytes, piece));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();

        body.writeTo(sent);

        JsonNode json = new ObjectMapper().readTree(sent.toByteArray());
        assertThat(body.getContentLength()).isEqualTo(sent.size());
        assertThat(json.path("contentBytes").binaryValue()).isEqualTo(bytes);
        assertThat(json.path("@odata.type").textValue()).isEqualTo("#microsoft.graph.fileAttachment");
        assertThat(json.path("isInline").asBoolean()).isEqualTo(inline);
        assertThat(json.path("contentId").asText("")).isEqualTo(inline ? "c\"id" : "");
        // A lone half of a surrogate pair has no UTF-8.
        assertThat(json.path("name").textValue())
                .isEqualTo(new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Property(tries = 300)
    void aBodyRefusesToBeShortOrLong(
            @ForAll @Size(max = 500) byte[] bytes,
            @ForAll @IntRange(max = 500) int announced,
            @ForAll @IntRange(min = 1, max = 100) int piece)
            throws IOException {
        StreamedEntity body =
                new StreamedEntity(announced, ContentType.APPLICATION_OCTET_STREAM, inPieces(bytes, piece));
        ByteArrayOutputStream sent = new ByteArrayOutputStream();

        if (announced == bytes.length) {
            body.writeTo(sent);
            assertThat(sent.toByteArray()).isEqualTo(bytes);
        } else {
            assertThatIOException().isThrownBy(() -> body.writeTo(sent)).withMessageContaining(announced + " bytes");
            assertThat(sent.size()).as("not a byte more than announced").isLessThanOrEqualTo(announced);
        }
    }

    @Property(tries = 50)
    void aBodyThatIsWrittenAgainIsTheSame(@ForAll @Size(max = 500) byte[] bytes) throws IOException {
        NewAttachment attachment = new NewAttachment("n", "t", bytes.length, false, Optional.empty());
        PostBody body = new PostBody(attachment, inPieces(bytes, 7));
        ByteArrayOutputStream first = new ByteArrayOutputStream();
        ByteArrayOutputStream second = new ByteArrayOutputStream();

        body.writeTo(first);
        body.writeTo(second);

        assertThat(body.isRepeatable()).isTrue();
        assertThat(second.toByteArray()).isEqualTo(first.toByteArray());
    }

    private static RangeBody inPieces(byte[] bytes, int piece) {
        return sink -> {
            for (int i = 0; i < bytes.length; i += piece) {
                if (piece == 1) {
                    sink.write(bytes[i]);
                } else {
                    sink.write(bytes, i, Math.min(piece, bytes.length - i));
                }
            }
        };
    }
}
