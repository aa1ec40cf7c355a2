package io.github.graphattach.emulator;

import java.util.LinkedHashMap;
import java.util.Map;

/** A request that is refused: the status and the error body of the answer. */
final class GraphFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final String notImplemented;
    private final transient Map<String, String> headers = new LinkedHashMap<>();
    private final transient Map<String, String> annotations = new LinkedHashMap<>();

    GraphFailure(int status, String code, String message) {
        this(status, code, message, "");
    }

    private GraphFailure(int status, String code, String message, String notImplemented) {
        super(message, null, false, false);
        this.status = status;
        this.code = code;
        this.notImplemented = notImplemented;
    }

    /**
     * {@return the refusal of something that Graph may well have, and the emulator has not}
     *
     * @param what what that is, with its name in quotes
     */
    static GraphFailure notImplemented(String what) {
        return new GraphFailure(
                501, "NotImplemented", "The emulator does not implement " + what + "; Graph may.", what);
    }

    static GraphFailure itemNotFound() {
        return new GraphFailure(404, "ErrorItemNotFound", "The specified object was not found in the store.");
    }

    static GraphFailure accessDenied() {
        return new GraphFailure(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
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

    /** {@return what Graph says of a property that the type does not have, in a request body} */
    static GraphFailure unknownProperty(String property, String type) {
        return new GraphFailure(
                400,
                "RequestBodyRead",
                "The property '" + property + "' does not exist on type '" + type + "'. Make sure to only use property"
                        + " names that are defined by the type or mark the type as open type.");
    }

    /**
     * {@return what Graph says of a value that is missing or makes no sense}
     *
     * @param why which one that is; Graph does not tell
     */
    static GraphFailure invalidProperty(String why) {
        return new GraphFailure(
                400, "ErrorPropertyValidationFailure", "At least one property failed validation. (" + why + ")");
    }

    static GraphFailure methodNotAllowed() {
        return new GraphFailure(405, "ErrorInvalidRequest", "The HTTP method is not allowed on this resource.");
    }

    GraphFailure withHeader(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /** Adds what the error says besides code and message. */
    GraphFailure annotated(String name, String value) {
        annotations.put(name, value);
        return this;
    }

    Map<String, String> annotations() {
        return annotations;
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

    /** {@return what the emulator does not implement, empty when that is not why it refuses} */
    String notImplemented() {
        return notImplemented;
    }

    Map<String, String> headers() {
        return headers;
    }
}
