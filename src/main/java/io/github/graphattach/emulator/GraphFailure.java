package io.github.graphattach.emulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is refused: the status and the error body of the answer. */
final class GraphFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    GraphFailure(int status, String code, String message) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
    }

    static GraphFailure itemNotFound() {
        return new GraphFailure(404, "ErrorItemNotFound", "The specified object was not found in the store.");
    }

    static GraphFailure badRequest(String message) {
        return new GraphFailure(400, "BadRequest", message);
    }

    static GraphFailure unparsableUri(String message) {
        return new GraphFailure(400, "RequestBroker--ParseUri", message);
    }

    static GraphFailure malformedBody() {
        return new GraphFailure(400, "UnableToDeserializePostBody", "were unable to deserialize ");
    }

    static GraphFailure methodNotAllowed() {
        return new GraphFailure(405, "ErrorInvalidRequest", "The HTTP method is not allowed on this resource.");
    }

    GraphFailure withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String message() {
        return String.valueOf(getMessage());
    }

    Map<String, String> headers() {
        return headers;
    }
}
