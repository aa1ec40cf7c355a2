package io.github.graphattach.graph;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** What is done with the bytes of an answer; memory is bounded for each. */
@FunctionalInterface
interface AnswerBody {

    ObjectMapper JSON = new ObjectMapper();
    int LARGEST_JSON = 1024 * 1024;
    int LARGEST_MAIL = 8 * 1024 * 1024;
    int LARGEST_ERROR = 64 * 1024;
    int LONGEST_SCALAR = 16 * 1024;

    /**
     * Consumes the body.
     *
     * @param status of the answer
     * @param body its bytes
     * @return its JSON; a missing node when it is none
     * @throws IOException when the connection breaks or the body is longer than any sound answer
     */
    JsonNode read(int status, InputStream body) throws IOException;

    /** {@return keeps the whole of a success, the beginning of an error} */
    static AnswerBody json() {
        return (status, body) -> status / 100 == 2 ? whole(body, LARGEST_JSON) : error(body);
    }

    /** {@return as {@link #json}, for a mail with its text} */
    static AnswerBody mail() {
        return (status, body) -> status / 100 == 2 ? whole(body, LARGEST_MAIL) : error(body);
    }

    /**
     * Graph answers a POST with the attachment and all its bytes once more.
     *
     * @param member the one that is passed over
     * @return keeps the other scalar members of a success
     */
    static AnswerBody jsonWithout(String member) {
        return (status, body) -> status / 100 == 2 ? scalars(body, member) : error(body);
    }

    /** {@return copies a 200 to a sink and keeps nothing of it} */
    static AnswerBody copiedTo(OutputStream sink) {
        return (status, body) -> {
            if (status != 200) {
                return error(body);
            }
            body.transferTo(sink);
            return MissingNode.getInstance();
        };
    }

    private static JsonNode whole(InputStream body, int largest) throws IOException {
        byte[] bytes = body.readNBytes(largest + 1);
        if (bytes.length > largest) {
            throw new IOException("the service's answer is longer than " + largest + " bytes");
        }
        return parsed(bytes);
    }

    private static JsonNode error(InputStream body) throws IOException {
        return parsed(body.readNBytes(LARGEST_ERROR));
    }

    private static JsonNode parsed(byte[] bytes) throws IOException {
        try {
            return JSON.readTree(bytes);
        } catch (JsonProcessingException | CharConversionException notJson) {
            return MissingNode.getInstance();
        }
    }

    private static JsonNode scalars(InputStream body, String passedOver) throws IOException {
        ObjectNode kept = JSON.createObjectNode();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return MissingNode.getInstance();
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                boolean scalar = value.isScalarValue() && value != JsonToken.VALUE_NULL;
                if (scalar && !name.equalsIgnoreCase(passedOver) && parser.getTextLength() <= LONGEST_SCALAR) {
                    kept.set(name, parser.readValueAsTree());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException | CharConversionException notJson) {
            return MissingNode.getInstance();
        }
        return kept;
    }
}
