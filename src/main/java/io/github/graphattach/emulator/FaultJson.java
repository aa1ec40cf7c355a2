package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A fault as JSON: each field is named as the method of {@link Fault} that it calls. {@code on} is one request kind, a list of
 * them, or missing for any. Methods without an argument take {@code true}; durations are ISO 8601 ({@code PT0.5S}) or numbers
 * of seconds; {@code error} takes a code, {@code body} an object with {@code contentType} and {@code text}, {@code header} an
 * object of names and values.
 *
 * <pre>{@code
 * {"on": "PUT_RANGE", "nth": 2, "item": "/me/messages/M", "answer": 503, "retryAfter": 2}
 * }</pre>
 */
final class FaultJson {

    private static final Map<String, BiConsumer<Fault, JsonNode>> FIELDS = fields();

    private FaultJson() {}

    private static Map<String, BiConsumer<Fault, JsonNode>> fields() {
        Map<String, BiConsumer<Fault, JsonNode>> fields = new HashMap<>();
        fields.put("named", (fault, value) -> fault.named(text(value)));
        fields.put("nth", (fault, value) -> fault.nth(count(value)));
        fields.put("times", (fault, value) -> fault.times(count(value)));
        fields.put("always", flag(Fault::always));
        fields.put("item", (fault, value) -> fault.item(text(value)));
        fields.put("mailbox", (fault, value) -> fault.mailbox(text(value)));
        fields.put("lastRange", flag(Fault::lastRange));
        fields.put("largerThan", (fault, value) -> fault.largerThan(bytes(value)));
        fields.put("delay", (fault, value) -> fault.delay(duration(value)));
        fields.put("bandwidth", (fault, value) -> fault.bandwidth(count(value)));
        fields.put("resetBeforeReading", flag(Fault::resetBeforeReading));
        fields.put("resetWhileReading", (fault, value) -> fault.resetWhileReading(bytes(value)));
        fields.put("resetAfterReading", flag(Fault::resetAfterReading));
        fields.put("endOfStream", flag(Fault::endOfStream));
        fields.put("loseSession", flag(Fault::loseSession));
        fields.put("advanceClock", (fault, value) -> fault.advanceClock(duration(value)));
        fields.put("answer", (fault, value) -> fault.answer(status(value)));
        fields.put("error", (fault, value) -> fault.error(text(value)));
        fields.put("body", (fault, value) -> fault.body(text(value.path("contentType")), text(value.path("text"))));
        fields.put("header", FaultJson::headers);
        fields.put("retryAfter", (fault, value) -> fault.retryAfter(value.asText()));
        fields.put("afterCommit", flag(Fault::afterCommit));
        fields.put("withoutLocation", flag(Fault::withoutLocation));
        fields.put("loseReply", flag(Fault::loseReply));
        fields.put("cutReply", (fault, value) -> fault.cutReply(bytes(value)));
        fields.put("delayReply", (fault, value) -> fault.delayReply(duration(value)));
        fields.put("replyBandwidth", (fault, value) -> fault.replyBandwidth(count(value)));
        fields.put("acceptOnly", (fault, value) -> fault.acceptOnly(bytes(value)));
        fields.put("rewindTo", (fault, value) -> fault.rewindTo(bytes(value)));
        fields.put("claimOffset", (fault, value) -> fault.claimOffset(bytes(value)));
        return Map.copyOf(fields);
    }

    /**
     * Scripts the fault.
     *
     * @throws IllegalArgumentException naming the field that is wrong; then nothing is scripted
     */
    static Fault script(JsonNode json, Faults faults) {
        List<RequestKind> kinds = kinds(json.path("on"));
        Fault fault = faults.unscripted(kinds);
        json.properties().forEach(field -> {
            if (!field.getKey().equals("on")) {
                set(fault, field.getKey(), field.getValue());
            }
        });
        faults.add(fault);
        return fault;
    }

    private static List<RequestKind> kinds(JsonNode on) {
        List<RequestKind> kinds = new ArrayList<>();
        if (on.isMissingNode()) {
            return List.of(RequestKind.values());
        }
        ArrayNode names =
                on.isArray() ? (ArrayNode) on : Json.MAPPER.createArrayNode().add(on);
        names.forEach(name -> kinds.add(RequestKind.valueOf(text(name))));
        return kinds;
    }

    private static void set(Fault fault, String field, JsonNode value) {
        BiConsumer<Fault, JsonNode> method = FIELDS.get(field);
        if (method == null) {
            throw new IllegalArgumentException("there is no '" + field + "'; known are " + FIELDS.keySet());
        }
        try {
            method.accept(fault, value);
        } catch (IllegalArgumentException | GraphFailure e) {
            throw new IllegalArgumentException("'" + field + "': " + e.getMessage(), e);
        }
    }

    private static BiConsumer<Fault, JsonNode> flag(Consumer<Fault> method) {
        return (fault, value) -> {
            if (!value.isBoolean()) {
                throw new IllegalArgumentException("true or false is expected");
            }
            if (value.booleanValue()) {
                method.accept(fault);
            }
        };
    }

    private static void headers(Fault fault, JsonNode value) {
        value.properties().forEach(header -> fault.header(header.getKey(), text(header.getValue())));
    }

    private static String text(JsonNode value) {
        if (!value.isTextual()) {
            throw new IllegalArgumentException("a text is expected");
        }
        return value.textValue();
    }

    private static int count(JsonNode value) {
        if (!value.canConvertToInt() || !value.isIntegralNumber() || value.intValue() < 1) {
            throw new IllegalArgumentException("a whole number from 1 is expected");
        }
        return value.intValue();
    }

    private static long bytes(JsonNode value) {
        if (!value.canConvertToLong() || !value.isIntegralNumber() || value.longValue() < 0) {
            throw new IllegalArgumentException("a whole number from 0 is expected");
        }
        return value.longValue();
    }

    private static int status(JsonNode value) {
        int status = count(value);
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("a status from 200 to 599 is expected");
        }
        return status;
    }

    private static Duration duration(JsonNode value) {
        try {
            Duration duration = value.isNumber()
                    ? Duration.ofMillis((long) (value.doubleValue() * 1000))
                    : Duration.parse(text(value));
            if (!duration.isNegative()) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("seconds or an ISO 8601 duration are expected", e);
        }
        throw new IllegalArgumentException("a duration from 0 is expected");
    }
}
