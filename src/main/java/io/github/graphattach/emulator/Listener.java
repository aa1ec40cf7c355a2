package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.BodyTooLarge;
import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.HttpService;
import io.github.graphattach.emulator.http.SmallCopy;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all requests to one host have in common: ids, date, refusals as error bodies, the record in the log. */
final class Listener implements HttpService {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final String DIAGNOSTIC =
            "{\"ServerInfo\":{\"DataCenter\":\"Emulator\",\"Slice\":\"E\",\"Ring\":\"0\",\"RoleInstance\":\"EMULATOR\"}}";
    private static final String MALFORMED = "The request is malformed.";

    private final RecordedExchange.Host host;
    private final ExchangeLog log;
    private final Answers answers;
    private final Clock clock;
    private final ErrorBody errors;
    private final HttpService handler;

    Listener(RecordedExchange.Host host, EmulatorState state, HttpService handler) {
        this.host = host;
        this.log = state.log;
        this.answers = state.answers;
        this.clock = state.clock;
        this.errors = new ErrorBody(clock);
        this.handler = handler;
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException {
        Entry entry = new Entry(exchange, Ids.guid(), clock.instant());
        exchange.compress(answers.gzipUnasked.get());
        exchange.refuseEarly(answers.refusalsEarly.get());
        exchange.setHeader("Date", HttpDate.of(entry.started));
        exchange.setHeader("request-id", entry.requestId);
        exchange.setHeader(
                "client-request-id", exchange.header("client-request-id").orElse(entry.requestId));
        exchange.setHeader("x-ms-ags-diagnostic", DIAGNOSTIC);
        // Recorded just before the answer leaves, so that whoever has it finds it in the log.
        exchange.beforeReply(entry::record);
        log.begin(entry.underWay());
        try {
            if (exchange.malformed().isPresent()) {
                throw new GraphFailure(exchange.malformed().getAsInt(), "BadRequest", MALFORMED);
            }
            SameOrigin.requireThisMachine(exchange);
            handler.serve(exchange);
        } catch (GraphFailure failure) {
            entry.notImplemented = failure.notImplemented();
            refuse(exchange, failure);
        } catch (BodyTooLarge e) {
            refuse(exchange, new GraphFailure(413, "RequestEntityTooLarge", "Request Entity Too Large"));
        } catch (IllegalArgumentException e) {
            refuse(exchange, GraphFailure.badRequest(MALFORMED));
        } catch (RuntimeException e) {
            LOG.error("The emulator failed to answer {} {}", exchange.method(), exchange.rawPath(), e);
            refuse(exchange, new GraphFailure(500, "InternalServerError", "The emulator failed; see its log."));
        } finally {
            if (exchange.status() == 0) {
                entry.record();
            }
        }
    }

    private void refuse(HttpExchange exchange, GraphFailure failure) throws IOException {
        failure.headers().forEach(exchange::setHeader);
        ObjectNode body = errors.of(host, failure.status(), failure.code(), failure.message(), exchange.replyHeaders());
        failure.annotations().forEach(body.withObject("/error")::put);
        Json.reply(exchange, failure.status(), body);
    }

    /** What the log will say of an exchange. */
    private final class Entry {

        private final HttpExchange exchange;
        private final String requestId;
        private final Instant started;
        private final long startedNanos = System.nanoTime();
        private String notImplemented = "";

        Entry(HttpExchange exchange, String requestId, Instant started) {
            this.exchange = exchange;
            this.requestId = requestId;
            this.started = started;
        }

        RequestUnderWay underWay() {
            return new RequestUnderWay(requestId, host, exchange.method(), exchange.rawPath(), started, startedNanos);
        }

        void record() {
            SecretMask masked = new SecretMask(exchange);
            ShownBodies.Refusal error = exchange.status() < 400
                    ? new ShownBodies.Refusal("", "")
                    : ShownBodies.Refusal.in(exchange.replyCopy(), masked);
            log.add(
                    new RecordedExchange(
                            host,
                            exchange.method(),
                            exchange.rawPath(),
                            masked.in(exchange.headers()),
                            exchange.requestBytes(),
                            exchange.status(),
                            requestId,
                            SecretMask.inUrl(exchange.rawQuery()),
                            masked.in(exchange.replyHeaders()),
                            started,
                            Duration.ofNanos(System.nanoTime() - startedNanos),
                            exchange.note(),
                            SecretMask.inUrl(notImplemented),
                            error.code(),
                            error.message()),
                    new ShownBodies(request(), reply(), masked));
        }

        /** What a login is sent is secret, what the upload host is sent is somebody's file. */
        private Optional<SmallCopy> request() {
            return Optional.of(exchange.requestCopy()).filter(copy -> host == RecordedExchange.Host.GRAPH);
        }

        /** A download is somebody's file, too. */
        private Optional<SmallCopy> reply() {
            return Optional.of(exchange.replyCopy())
                    .filter(copy -> host != RecordedExchange.Host.LOGIN)
                    .filter(copy -> !exchange.replyHeaders().containsKey("content-disposition"));
        }
    }
}
