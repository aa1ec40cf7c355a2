package io.github.graphattach.graph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An HTTP answer of Graph or of the upload host, whatever its status.
 *
 * @param status HTTP status
 * @param headers by lower-case name, the first value of each
 * @param body its JSON; a missing node when it has none
 * @param clientRequestId the id under which Microsoft's support can find the request
 */
public record GraphReply(int status, Map<String, String> headers, JsonNode body, String clientRequestId) {

    private static final String REQUEST_ID = "request-id";

    /** {@return whether the status is 2xx} */
    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /**
     * Tells whether the service has turned the request away without a look at it, because there were too many: nothing was
     * done, and the same request will do once the time is over that it names.
     *
     * @see <a href="https://learn.microsoft.com/graph/throttling">Throttling</a>
     */
    public boolean isRefusedUnread() {
        return status == 429 || (status == 403 && header("retry-after").isPresent());
    }

    /** {@return whether the same request may be answered otherwise a little later} */
    public boolean mayPass() {
        return status == 408 || status == 429 || status >= 500;
    }

    /**
     * A header's value.
     *
     * @param name in any letter case
     * @return the first value
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** {@return the service's id of the request; empty when it gave none} */
    public String requestId() {
        return GraphError.words(header(REQUEST_ID).orElse(""));
    }

    /**
     * A member of the answer's JSON object.
     *
     * @param name in any letter case
     * @return its value; a missing node when there is none or the body is no JSON
     */
    public JsonNode field(String name) {
        return GraphError.field(body, name);
    }

    /** {@return the service's error; its parts are empty when the body has none} */
    public GraphError error() {
        return GraphError.of(body);
    }

    /**
     * Keeps a secret out of what is shown of this answer, should the service have written it there.
     *
     * @param secret that the request carried
     * @return the same answer, without those of its words that have the secret
     */
    GraphReply without(SecretParts secret) {
        GraphError error = error();
        GraphError fit = new GraphError(concealed(secret, error.code()), concealed(secret, error.message()));
        GraphReply reply = fit.equals(error) ? this : new GraphReply(status, headers, json(fit), clientRequestId);
        return header(REQUEST_ID).filter(secret::areShownBy).isPresent() ? reply.withoutRequestId() : reply;
    }

    /**
     * Keeps what the service says in its own words out of what is shown of this answer: nobody can tell whom or what they repeat.
     *
     * @return the same answer with no more of an error than its code, where that is one word
     */
    public GraphReply withoutWords() {
        String code = error().code();
        boolean isWord = code.chars().noneMatch(Character::isWhitespace);
        return isSuccess()
                ? this
                : new GraphReply(status, headers, json(new GraphError(isWord ? code : "", "")), clientRequestId);
    }

    private static String concealed(SecretParts secret, String text) {
        return secret.areShownBy(text) ? "" : text;
    }

    private static JsonNode json(GraphError error) {
        ObjectNode words = JsonNodeFactory.instance.objectNode();
        words.putObject("error").put("code", error.code()).put("message", error.message());
        return words;
    }

    private GraphReply withoutRequestId() {
        Map<String, String> others = new HashMap<>(headers);
        others.remove(REQUEST_ID);
        return new GraphReply(status, Map.copyOf(others), body, clientRequestId);
    }

    /** {@return whether something that is no Graph service wrote the answer} */
    public boolean isHtml() {
        return header("content-type").orElse("").toLowerCase(Locale.ROOT).contains("html");
    }

    /**
     * How the body is packed. Nobody asks for that, so that something on the way has done it, and the body means nothing.
     *
     * @return the encoding; empty when the body is as it was written
     */
    public Optional<String> contentEncoding() {
        return header("content-encoding").filter(encoding -> !encoding.equalsIgnoreCase("identity"));
    }

    /**
     * What the service says about when to come back.
     *
     * @param now this machine's clock, used when the answer has no Date
     * @return how long to wait
     */
    public Optional<Duration> retryAfter(Instant now) {
        return header("retry-after").flatMap(value -> RetryAfter.parse(value, date().orElse(now)));
    }

    /** {@return the service's clock when it answered} */
    public Optional<Instant> date() {
        return header("date").flatMap(RetryAfter::httpDate);
    }

    /** {@return the status only; a body may hold an upload URL} */
    @Override
    public String toString() {
        return "GraphReply[" + status + "]";
    }
}
