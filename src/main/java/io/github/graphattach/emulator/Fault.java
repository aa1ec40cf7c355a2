package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.Mistreatment;
import io.github.graphattach.emulator.http.Mistreatment.Replacement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Something that goes wrong with certain requests. First which ones, then what:
 *
 * <pre>{@code
 * emulator.faults().on(PUT_RANGE).item(path).nth(2).answer(503).retryAfter(Duration.ofSeconds(2));
 * emulator.faults().on(PUT_RANGE).lastRange().loseReply();
 * emulator.faults().on(POST_ATTACHMENT).always().delay(Duration.ofMillis(200));
 * }</pre>
 *
 * <p>Without {@link #nth(int)}, {@link #times(int)} and {@link #always()} it strikes the next matching request, once. Several
 * effects on one fault happen together. When several faults are due for a request, the one that was scripted first strikes,
 * one for {@link #always()} after all others, and the rest stay due. All sizes are in bytes; all waits are in real time.
 *
 * <p>Longer than 300 lines because it is a language: one method for each word of a script.
 */
public final class Fault {

    private static final String SCRIPTED = "Scripted by a fault.";

    private final Faults script;
    private final List<String> words = new ArrayList<>();
    private Optional<String> name = Optional.empty();
    private Predicate<IncomingRequest> matches;
    private int nth = 1;
    private int left = 1;
    private boolean always;
    private int seen;

    private Duration clockJump = Duration.ZERO;
    private boolean losesSession;
    private Duration delay = Duration.ZERO;
    private OptionalLong cutAfter = OptionalLong.empty();
    private OptionalInt answer = OptionalInt.empty();
    private Optional<String> body = Optional.empty();
    private Optional<FaultPlan.Refusal> refusal = Optional.empty();
    private String bodyType = "application/json";
    private boolean afterCommit;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Set<String> withheld = new LinkedHashSet<>();
    private OptionalLong requestBandwidth = OptionalLong.empty();
    private OptionalLong replyBandwidth = OptionalLong.empty();
    private Duration replyDelay = Duration.ZERO;
    private OptionalLong replyCutAfter = OptionalLong.empty();
    private boolean endOfStream;
    private OptionalLong acceptOnly = OptionalLong.empty();
    private OptionalLong rewindTo = OptionalLong.empty();
    private OptionalLong claimOffset = OptionalLong.empty();

    Fault(Faults script, Set<RequestKind> kinds) {
        this.script = script;
        this.matches = request -> kinds.contains(request.kind());
        words.add(kinds.size() == RequestKind.values().length ? "any" : kinds.toString());
    }

    // Which requests

    /** Strikes the n-th matching request, counted from 1 and from when this fault was scripted; 1 by default. */
    public synchronized Fault nth(int number) {
        nth = number;
        return said("nth " + number);
    }

    /** Strikes so many matching requests in a row; 1 by default. */
    public synchronized Fault times(int count) {
        left = count;
        return said("times " + count);
    }

    /** Strikes every matching request from the first (or n-th) on. */
    public synchronized Fault always() {
        always = true;
        return said("always");
    }

    /** Strikes requests to that item only, whatever path leads to it; the item must exist when the request comes. */
    public synchronized Fault item(String itemPath) {
        GraphPath path = GraphPath.ofItem(itemPath);
        narrow(request -> request.item().isPresent() && request.item().equals(script.item(path)));
        return said("item " + itemPath);
    }

    /** Strikes requests to that mailbox only: {@code /me}, {@code /users/{id}} or {@code /groups/{id}}. */
    public synchronized Fault mailbox(String owner) {
        GraphPath.Owner parsed = GraphPath.parse(owner).owner();
        narrow(request -> request.mailbox().isPresent() && request.mailbox().equals(script.mailbox(parsed)));
        return said("mailbox " + owner);
    }

    /** Strikes only the PUT that brings the last byte of its file. */
    public synchronized Fault lastRange() {
        narrow(IncomingRequest::lastRange);
        return said("lastRange");
    }

    /** Strikes only requests whose body is larger. */
    public synchronized Fault largerThan(long bytes) {
        narrow(request -> request.bytes() > bytes);
        return said("largerThan " + bytes);
    }

    private void narrow(Predicate<IncomingRequest> condition) {
        matches = matches.and(condition);
    }

    // What happens before the request has an effect

    /** Leaves the request unread for so long. */
    public synchronized Fault delay(Duration duration) {
        delay = duration;
        return said("delay " + duration);
    }

    /** Reads the request's body at that speed at most. */
    public synchronized Fault bandwidth(long bytesPerSecond) {
        requestBandwidth = OptionalLong.of(bytesPerSecond);
        return said("bandwidth " + bytesPerSecond);
    }

    /** Resets the connection when the request's headers have arrived, before its body is read. No effect. */
    public synchronized Fault resetBeforeReading() {
        return resetWhileReading(0);
    }

    /** Resets the connection after so many bytes of the request's body. No effect. */
    public synchronized Fault resetWhileReading(long afterBytes) {
        cutAfter = OptionalLong.of(afterBytes);
        return said("resetWhileReading " + afterBytes);
    }

    /** Resets the connection when the request's body has arrived as a whole, but before it has an effect. */
    public synchronized Fault resetAfterReading() {
        cutAfter = OptionalLong.of(Long.MAX_VALUE);
        return said("resetAfterReading");
    }

    /** Where this fault resets the connection: ends it with a plain end of stream instead. */
    public synchronized Fault endOfStream() {
        endOfStream = true;
        return said("endOfStream");
    }

    /** Forgets the upload session before the request is looked at. */
    public synchronized Fault loseSession() {
        losesSession = true;
        return said("loseSession");
    }

    /** Moves the emulator's clock forward before the request is looked at. */
    public synchronized Fault advanceClock(Duration duration) {
        clockJump = duration;
        return said("advanceClock " + duration);
    }

    // What is answered

    /**
     * Answers this status after reading the request, which has no effect unless {@link #afterCommit()} is said too. A status
     * of 400 or more comes with a Graph error body unless {@link #body(String, String)} sets another; others come empty.
     */
    public synchronized Fault answer(int status) {
        answer = OptionalInt.of(status);
        return said("answer " + status);
    }

    /** Sets the code of the error body. */
    public Fault error(String code) {
        return error(code, SCRIPTED);
    }

    /** Sets code and message of the error body. */
    public synchronized Fault error(String code, String message) {
        refusal = Optional.of(new FaultPlan.Refusal(code, message));
        body = Optional.empty();
        return said("error " + code);
    }

    /** Sets the answer's body; an empty text for none. */
    public synchronized Fault body(String contentType, String text) {
        bodyType = contentType;
        body = Optional.of(text);
        refusal = Optional.empty();
        return said("body " + contentType);
    }

    /** Adds a header to the answer, be it scripted or real. */
    public synchronized Fault header(String name, String value) {
        headers.put(name, value);
        return said("header " + name);
    }

    /** Adds {@code Retry-After} in seconds, with a fraction where there is one. */
    public Fault retryAfter(Duration duration) {
        String seconds = duration.toMillisPart() == 0
                ? Long.toString(duration.toSeconds())
                : String.format(Locale.ROOT, "%.3f", duration.toMillis() / 1000.0);
        return retryAfter(seconds);
    }

    /** Adds {@code Retry-After} as an HTTP date. */
    public Fault retryAfter(Instant until) {
        return retryAfter(HttpDate.of(until));
    }

    /** Adds {@code Retry-After} exactly so. */
    public Fault retryAfter(String value) {
        return header("Retry-After", value);
    }

    /** Lets the request have its effect before {@link #answer(int)} takes the place of the real answer. */
    public synchronized Fault afterCommit() {
        afterCommit = true;
        return said("afterCommit");
    }

    /** Leaves {@code Location} out of the answer; the request has its effect. */
    public synchronized Fault withoutLocation() {
        withheld.add("Location");
        afterCommit = true;
        return said("withoutLocation");
    }

    // What happens after the request had its effect

    /** Lets the request have its effect, then resets the connection instead of answering. */
    public synchronized Fault loseReply() {
        replyCutAfter = OptionalLong.of(0);
        return said("loseReply");
    }

    /** Resets the connection after so many bytes of the answer's body; 0 is {@link #loseReply()}. */
    public synchronized Fault cutReply(long afterBytes) {
        replyCutAfter = OptionalLong.of(afterBytes);
        return said("cutReply " + afterBytes);
    }

    /** Holds the finished answer back for so long. */
    public synchronized Fault delayReply(Duration duration) {
        replyDelay = duration;
        return said("delayReply " + duration);
    }

    /** Sends the answer's body at that speed at most. */
    public synchronized Fault replyBandwidth(long bytesPerSecond) {
        replyBandwidth = OptionalLong.of(bytesPerSecond);
        return said("replyBandwidth " + bytesPerSecond);
    }

    /** Takes only the first bytes of the range, and says so; 0 never advances. */
    public synchronized Fault acceptOnly(long bytes) {
        acceptOnly = OptionalLong.of(bytes);
        return said("acceptOnly " + bytes);
    }

    /** Takes the range, then falls back to an earlier offset and says so: the bytes behind it are lost. */
    public synchronized Fault rewindTo(long offset) {
        rewindTo = OptionalLong.of(offset);
        return said("rewindTo " + offset);
    }

    /** Takes the range, but claims another next offset than the true one, behind or ahead, in this answer only. */
    public synchronized Fault claimOffset(long offset) {
        claimOffset = OptionalLong.of(offset);
        return said("claimOffset " + offset);
    }

    private Fault said(String word) {
        words.add(word);
        return this;
    }

    /** Calls this fault so, in the log and on the page; by default it is described by what was scripted. */
    public synchronized Fault named(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("a text that is not blank is expected");
        }
        name = Optional.of(text);
        return this;
    }

    /** {@return the name, or what was scripted} */
    @Override
    public synchronized String toString() {
        return name.orElseGet(() -> String.join(", ", words));
    }

    /** {@return whether this fault strikes until it is taken back} */
    synchronized boolean isEndless() {
        return always;
    }

    /** {@return whether this fault may still strike} */
    public synchronized boolean isPending() {
        return always || left > 0;
    }

    /** Counts the request if it matches; {@return whether this fault is due for it} */
    synchronized boolean isDueFor(IncomingRequest request) {
        if (!matches.test(request)) {
            return false;
        }
        seen++;
        return seen >= nth && isPending();
    }

    synchronized FaultPlan strike() {
        left--;
        boolean processed = afterCommit || answer.isEmpty();
        return new FaultPlan(
                toString(),
                clockJump,
                losesSession,
                delay,
                cutAfter,
                processed,
                scriptedRefusal(),
                Map.copyOf(headers),
                new Mistreatment(
                        requestBandwidth,
                        replyDelay,
                        replyBandwidth,
                        replyCutAfter,
                        endOfStream,
                        Set.copyOf(withheld),
                        replacement()),
                acceptOnly,
                rewindTo,
                claimOffset);
    }

    /** {@return what is answered in place of the truth; the body of an error is written when it is} */
    private Optional<Replacement> replacement() {
        if (answer.isEmpty()) {
            return Optional.empty();
        }
        String text = body.orElse("");
        // Also a scripted Location, which would be removed together with that of the real answer.
        Map<String, String> all = new LinkedHashMap<>(headers);
        if (!text.isEmpty() || scriptedRefusal().isPresent()) {
            all.put("Content-Type", bodyType);
        }
        return Optional.of(new Replacement(answer.getAsInt(), Map.copyOf(all), text));
    }

    private Optional<FaultPlan.Refusal> scriptedRefusal() {
        int status = answer.orElse(200);
        return status < 400 || body.isPresent()
                ? refusal
                : refusal.or(() -> Optional.of(new FaultPlan.Refusal(defaultCode(status), SCRIPTED)));
    }

    private static String defaultCode(int status) {
        return switch (status) {
            case 401 -> "InvalidAuthenticationToken";
            case 403 -> "ErrorAccessDenied";
            case 404 -> "ErrorItemNotFound";
            case 412 -> "ErrorIrresolvableConflict";
            case 413 -> "RequestEntityTooLarge";
            case 416 -> "invalidRange";
            case 429 -> "ApplicationThrottled";
            case 500 -> "ErrorInternalServerError";
            case 503 -> "ServiceUnavailable";
            case 504 -> "GatewayTimeout";
            case 507 -> "ErrorQuotaExceeded";
            default -> "UnknownError";
        };
    }
}
