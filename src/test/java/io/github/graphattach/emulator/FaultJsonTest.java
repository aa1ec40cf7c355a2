package io.github.graphattach.emulator;

import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A fault posted to {@code /_emulator/faults} is the fault that the Java calls script; what faults do is in {@link FaultsTest}. */
class FaultJsonTest {

    private static final String ITEM = "/me/messages/M";

    private static GraphEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = GraphEmulator.start();
        emulator.create(ITEM);
    }

    @AfterEach
    void clear() {
        emulator.faults().clear();
    }

    @AfterAll
    static void close() {
        emulator.close();
    }

    /** One fault, written both ways. */
    private record Both(String json, Consumer<Fault> calls) {
        @Override
        public String toString() {
            return json;
        }
    }

    private static List<Both> faults() {
        return List.of(
                new Both("'nth':3", fault -> fault.nth(3)),
                new Both("'times':2", fault -> fault.times(2)),
                new Both("'always':true", Fault::always),
                new Both("'always':false", fault -> {}),
                new Both("'item':'/me/messages/M'", fault -> fault.item(ITEM)),
                new Both("'mailbox':'/groups/g'", fault -> fault.mailbox("/groups/g")),
                new Both("'lastRange':true", Fault::lastRange),
                new Both("'largerThan':4000000", fault -> fault.largerThan(4_000_000)),
                new Both("'delay':0.5", fault -> fault.delay(Duration.ofMillis(500))),
                new Both("'delay':'PT1M'", fault -> fault.delay(Duration.ofMinutes(1))),
                new Both("'bandwidth':1000", fault -> fault.bandwidth(1000)),
                new Both("'resetBeforeReading':true", Fault::resetBeforeReading),
                new Both("'resetWhileReading':50", fault -> fault.resetWhileReading(50)),
                new Both("'resetAfterReading':true", Fault::resetAfterReading),
                new Both("'resetAfterReading':true,'endOfStream':true", fault -> fault.resetAfterReading()
                        .endOfStream()),
                new Both("'loseSession':true", Fault::loseSession),
                new Both("'advanceClock':'PT3H'", fault -> fault.advanceClock(Duration.ofHours(3))),
                new Both("'answer':507", fault -> fault.answer(507)),
                new Both("'answer':500,'error':'E'", fault -> fault.answer(500).error("E")),
                new Both("'answer':502,'body':{'contentType':'text/html','text':'<p>'}", fault -> fault.answer(502)
                        .body("text/html", "<p>")),
                new Both("'header':{'Via':'proxy'}", fault -> fault.header("Via", "proxy")),
                new Both("'answer':429,'retryAfter':2", fault -> fault.answer(429)
                        .retryAfter(Duration.ofSeconds(2))),
                new Both("'answer':429,'retryAfter':2.128", fault -> fault.answer(429)
                        .retryAfter(Duration.ofMillis(2128))),
                new Both("'answer':429,'retryAfter':'Tue, 03 Nov 2026 10:00:00 GMT'", fault -> fault.answer(429)
                        .retryAfter(Instant.parse("2026-11-03T10:00:00Z"))),
                new Both("'answer':503,'afterCommit':true", fault -> fault.answer(503)
                        .afterCommit()),
                new Both("'withoutLocation':true", Fault::withoutLocation),
                new Both("'loseReply':true", Fault::loseReply),
                new Both("'cutReply':100", fault -> fault.cutReply(100)),
                new Both("'delayReply':2", fault -> fault.delayReply(Duration.ofSeconds(2))),
                new Both("'replyBandwidth':1000", fault -> fault.replyBandwidth(1000)),
                new Both("'acceptOnly':0", fault -> fault.acceptOnly(0)),
                new Both("'rewindTo':40", fault -> fault.rewindTo(40)),
                new Both("'claimOffset':1000", fault -> fault.claimOffset(1000)),
                new Both("'named':'my fault','answer':503", fault -> fault.named("my fault")
                        .answer(503)));
    }

    /** Both ways have the same description, which names whom it strikes, and do the same to the request. */
    @ParameterizedTest
    @MethodSource("faults")
    void aFaultCanBePosted(Both both) throws Exception {
        var answer = post("{'on':['PUT_RANGE','POST_ATTACHMENT']," + both.json() + "}");
        both.calls().accept(emulator.faults().on(PUT_RANGE, POST_ATTACHMENT));

        assertThat(answer.statusCode()).isEqualTo(201);
        List<Fault> pending = emulator.faults().pending();
        assertThat(Wire.json(answer).path("fault").asText())
                .isEqualTo(pending.get(0).toString())
                .isEqualTo(pending.get(1).toString());
        assertThat(pending.get(0).strike()).isEqualTo(pending.get(1).strike());
        assertThat(pending.get(0).isPending()).isEqualTo(pending.get(1).isPending());
    }

    private static HttpResponse<byte[]> post(String json) throws Exception {
        return Wire.send(HttpRequest.newBuilder(emulator.pageUrl().resolve("/_emulator/faults"))
                .POST(BodyPublishers.ofString(json.replace('\'', '"'))));
    }

    /** There is no fault in Java that cannot be posted, and none of them is missing above. */
    @Test
    void everyFaultCanBePosted() throws Exception {
        Set<String> calls = Arrays.stream(Fault.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> method.getReturnType().equals(Fault.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        String known = Wire.json(post("{'unknown':1}")).path("error").asText();

        assertThat(known.replaceAll(".*\\[|\\].*", "").split(", "))
                .containsExactlyInAnyOrder(calls.toArray(String[]::new));
        assertThat(calls)
                .allMatch(call -> faults().stream().anyMatch(both -> both.json().contains("'" + call + "':")));
    }
}
