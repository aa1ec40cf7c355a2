package io.github.graphattach.emulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.util.Optional;

/** JSON in and out of an exchange. */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String CONTENT_TYPE = "Content-Type";
    /** As messages in MIME are sent, in base64. */
    private static final String MIME = "text/plain";

    private static final String JSON = "application/json";

    /** Writes one JSON document. */
    @FunctionalInterface
    interface DocumentWriter {
        void writeTo(JsonGenerator json) throws IOException;
    }

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /**
     * {@return the object that the body of the request is, if it is not empty}
     *
     * @throws GraphFailure 501 when it is a message in MIME, 400 when it is no object
     */
    static Optional<ObjectNode> optionalObject(HttpExchange exchange) throws IOException {
        byte[] body = exchange.body(SizeLimits.REQUEST_BODY).readAllBytes();
        if (body.length == 0) {
            return Optional.empty();
        }
        if (exchange.header(CONTENT_TYPE).orElse("").startsWith(MIME)) {
            throw GraphFailure.notImplemented("a message in MIME, 'Content-Type: " + MIME + "'");
        }
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return Optional.of(object);
            }
        } catch (JsonProcessingException e) {
            throw GraphFailure.malformedBody();
        }
        throw GraphFailure.malformedBody();
    }

    static void reply(HttpExchange exchange, int status, JsonNode body) throws IOException {
        exchange.setHeader(CONTENT_TYPE, JSON);
        exchange.reply(status, MAPPER.writeValueAsBytes(body));
    }

    /** Replies with a document whose large parts are on disk. */
    static void streamTree(HttpExchange exchange, int status, JsonNode body) throws IOException {
        stream(exchange, status, json -> MAPPER.writeTree(json, body));
    }

    /** Replies with a document that is written as it goes, however large. */
    static void stream(HttpExchange exchange, int status, DocumentWriter writer) throws IOException {
        exchange.setHeader(CONTENT_TYPE, JSON);
        exchange.reply(status, out -> {
            JsonGenerator json = MAPPER.getFactory().createGenerator(out);
            writer.writeTo(json);
            json.close();
        });
    }
}
