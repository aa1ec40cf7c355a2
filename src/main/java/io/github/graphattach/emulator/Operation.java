package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What is implemented of Graph: which methods of which resources, with which query options. A request for anything else is
 * refused with 501, because to answer it as if it were less than it is would be worse than no answer.
 */
@SuppressWarnings("ImmutableEnumChecker") // nobody changes the sets
enum Operation {
    /** Of attachments Graph takes {@code $filter} and ignores it, as documented. */
    LIST_ATTACHMENTS(
            "GET",
            Scope.ALL,
            EnumSet.of(Segment.ATTACHMENTS),
            RequestKind.LIST_ATTACHMENTS,
            "$select",
            "$filter",
            "$skiptoken"),
    POST_ATTACHMENT("POST", Scope.ALL, EnumSet.of(Segment.ATTACHMENTS), RequestKind.POST_ATTACHMENT),
    GET_ATTACHMENT("GET", Scope.ONE, EnumSet.of(Segment.ATTACHMENTS), RequestKind.GET_ATTACHMENT, "$select"),
    DELETE_ATTACHMENT("DELETE", Scope.ONE, EnumSet.of(Segment.ATTACHMENTS), RequestKind.DELETE_ATTACHMENT),
    GET_CONTENT("GET", Scope.ONE, EnumSet.of(Segment.VALUE), RequestKind.GET_CONTENT),
    OPEN_SESSION("POST", Scope.ONE, EnumSet.of(Segment.CREATE_UPLOAD_SESSION), RequestKind.OPEN_SESSION),
    LIST_MESSAGES(
            "GET",
            Scope.ALL,
            EnumSet.of(Segment.MESSAGES),
            RequestKind.OTHER,
            "$select",
            "$expand",
            "$filter",
            "$orderby",
            "$top",
            "$skip",
            "$skiptoken",
            "$count"),
    CREATE_ITEM("POST", Scope.ALL, EnumSet.of(Segment.MESSAGES), RequestKind.CREATE_ITEM, "$select"),
    GET_MESSAGE("GET", Scope.ONE, EnumSet.of(Segment.MESSAGES), RequestKind.OTHER, "$select", "$expand"),
    PATCH_ITEM("PATCH", Scope.ONE, EnumSet.of(Segment.MESSAGES), RequestKind.CHANGE_ITEM, "$select"),
    DELETE_MESSAGE("DELETE", Scope.ONE, EnumSet.of(Segment.MESSAGES), RequestKind.CHANGE_ITEM),
    LIST_EVENTS(
            "GET",
            Scope.ALL,
            EnumSet.of(Segment.EVENTS, Segment.EXCEPTION_OCCURRENCES),
            RequestKind.OTHER,
            "$select",
            "$filter",
            "$orderby",
            "$top",
            "$skip",
            "$skiptoken",
            "$count"),
    VIEW_EVENTS(
            "GET",
            Scope.ALL,
            EnumSet.of(Segment.CALENDAR_VIEW, Segment.INSTANCES),
            RequestKind.OTHER,
            "startDateTime",
            "endDateTime",
            "$select",
            "$filter",
            "$orderby",
            "$top",
            "$skip",
            "$skiptoken",
            "$count"),
    CREATE_EVENT("POST", Scope.ALL, EnumSet.of(Segment.EVENTS), RequestKind.CREATE_ITEM, "$select"),
    GET_EVENT("GET", Scope.ONE, Segment.EVENT_COLLECTIONS, RequestKind.OTHER, "$select", "$expand"),
    PATCH_EVENT("PATCH", Scope.ONE, Segment.EVENT_COLLECTIONS, RequestKind.CHANGE_ITEM, "$select"),
    DELETE_EVENT("DELETE", Scope.ONE, Segment.EVENT_COLLECTIONS, RequestKind.CHANGE_ITEM),
    CANCEL_EVENT("POST", Scope.ONE, EnumSet.of(Segment.CANCEL), RequestKind.CHANGE_ITEM),
    SEND("POST", Scope.ONE, EnumSet.of(Segment.SEND), RequestKind.SEND),
    SEND_MAIL("POST", Scope.ONE, EnumSet.of(Segment.SEND_MAIL), RequestKind.SEND),
    CREATE_REPLY("POST", Scope.ONE, Segment.REPLY_DRAFTS, RequestKind.CREATE_ITEM),
    REPLY("POST", Scope.ONE, Segment.REPLIES, RequestKind.SEND),
    GET_MAIL_TIPS("POST", Scope.ONE, EnumSet.of(Segment.GET_MAIL_TIPS), RequestKind.OTHER),
    MOVE("POST", Scope.ONE, EnumSet.of(Segment.MOVE), RequestKind.CHANGE_ITEM),
    COPY("POST", Scope.ONE, EnumSet.of(Segment.COPY), RequestKind.CHANGE_ITEM),
    PERMANENT_DELETE("POST", Scope.ONE, EnumSet.of(Segment.PERMANENT_DELETE), RequestKind.CHANGE_ITEM),
    LIST_FOLDERS(
            "GET",
            Scope.ALL,
            Segment.FOLDERS,
            RequestKind.OTHER,
            "includeHiddenFolders",
            "$select",
            "$filter",
            "$orderby",
            "$top",
            "$skip",
            "$skiptoken",
            "$count"),
    CREATE_FOLDER("POST", Scope.ALL, Segment.FOLDERS, RequestKind.OTHER),
    GET_FOLDER("GET", Scope.ONE, Segment.FOLDERS, RequestKind.OTHER, "$select"),
    LIST_CONTAINERS("GET", Scope.ALL, Segment.CALENDAR_CONTAINERS, RequestKind.OTHER),
    GET_CONTAINER("GET", Scope.ONE, Segment.CALENDAR_CONTAINERS, RequestKind.OTHER);

    /** Whether a path ends at a collection, or at one thing. */
    private enum Scope {
        ALL,
        ONE
    }

    private final String method;
    private final Scope scope;
    private final RequestKind kind;
    private final Set<Segment> segments;
    private final Set<String> options;

    Operation(String method, Scope scope, Set<Segment> segments, RequestKind kind, String... options) {
        this.method = method;
        this.scope = scope;
        this.segments = segments;
        this.kind = kind;
        this.options = Set.of(options);
    }

    /** {@return what such a request asks for, if that is implemented} */
    static Optional<Operation> find(String method, GraphPath path) {
        return path.last().flatMap(last -> {
            Scope scope = last.isOne() ? Scope.ONE : Scope.ALL;
            return Arrays.stream(values())
                    .filter(operation -> operation.method.equals(method)
                            && operation.scope == scope
                            && operation.segments.contains(last.segment()))
                    .findFirst();
        });
    }

    /** {@return why there is no operation for such a request} */
    static GraphFailure notImplemented(String method, GraphPath path) {
        return path.last()
                .map(last -> methodNotImplemented(method, last.segment().text()))
                .orElseGet(() -> GraphFailure.notImplemented("the resource '" + path.owner() + "' itself"));
    }

    static GraphFailure methodNotImplemented(String method, String resource) {
        return GraphFailure.notImplemented("the method '" + method + "' of '" + resource + "'");
    }

    /** As {@link #requireOptions(HttpExchange, Set)} with those of this operation. */
    void requireOptions(HttpExchange exchange) {
        requireOptions(exchange, options);
    }

    /**
     * Sees that the query has these options only, and each of them once.
     *
     * @throws GraphFailure 501 naming the first that is not implemented
     */
    static void requireOptions(HttpExchange exchange, Set<String> implemented) {
        Set<String> seen = new HashSet<>();
        for (String option : exchange.queryParameters()) {
            if (!implemented.contains(option)) {
                throw GraphFailure.notImplemented("the query option '" + option + "' on this request");
            }
            if (!seen.add(option)) {
                throw GraphFailure.notImplemented("the query option '" + option + "' more than once");
            }
        }
    }

    /** {@return what faults and limits call such a request} */
    RequestKind kind() {
        return kind;
    }
}
