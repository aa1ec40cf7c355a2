package io.github.graphattach.emulator;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;

/** JSON in and out of an exchange. */
final class Json {

    static final ObjectMapper MAPPER = new ObjectMapper();

    private static final String CONTENT_TYPE = "Content-Type";
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
