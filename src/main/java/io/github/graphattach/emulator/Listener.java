package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.BodyTooLarge;
import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.HttpService;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all requests to one host have in common: ids, date, refusals as error bodies, the record in the log. */
final class Listener implements HttpService {

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final String DIAGNOSTIC =
            "{\"ServerInfo\":{\"DataCenter\":\"Emulator\",\"Slice\":\"E\",\"Ring\":\"0\",\"RoleInstance\":\"EMULATOR\"}}";
    private static final Pattern SCHEME = Pattern.compile("^(\\S+ |)(.*)");
    private static final Pattern TOKEN_IN_QUERY = Pattern.compile("(?i)(token=)([^&\\s]*)");
    private static final Pattern TOKEN = Pattern.compile("(?<!\\w)eyJ[\\w.=-]{16,}");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

    /** Shorter ones, such as those of examples, stand in any text. */
    private static final int LEAST_SECRET = 8;

    private final RecordedExchange.Host host;
    private final ExchangeLog log;
    private final Clock clock;
    private final HttpService handler;

    Listener(RecordedExchange.Host host, ExchangeLog log, Clock clock, HttpService handler) {
        this.host = host;
        this.log = log;
        this.clock = clock;
        this.handler = handler;
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException {
        Instant started = clock.instant();
        long startedNanos = System.nanoTime();
        String requestId = Ids.guid();
        exchange.setHeader("Date", HttpDate.of(started));
        exchange.setHeader("request-id", requestId);
        exchange.setHeader(
                "client-request-id", exchange.header("client-request-id").orElse(requestId));
        exchange.setHeader("x-ms-ags-diagnostic", DIAGNOSTIC);
        // Recorded just before the answer leaves, so that whoever has it finds it in the log.
        exchange.beforeReply(() -> log.add(record(exchange, requestId, started, startedNanos)));
        try {
            handler.serve(exchange);
        } catch (GraphFailure failure) {
            refuse(exchange, failure);
        } catch (BodyTooLarge e) {
            refuse(exchange, new GraphFailure(413, "RequestEntityTooLarge", "Request Entity Too Large"));
        } catch (IllegalArgumentException e) {
            refuse(exchange, GraphFailure.badRequest("The request is malformed."));
        } catch (RuntimeException e) {
            LOG.error("The emulator failed to answer {} {}", exchange.method(), exchange.rawPath(), e);
            refuse(exchange, new GraphFailure(500, "InternalServerError", "The emulator failed; see its log."));
        } finally {
            if (exchange.status() == 0) {
                log.add(record(exchange, requestId, started, startedNanos));
            }
        }
    }

    private void refuse(HttpExchange exchange, GraphFailure failure) throws IOException {
        failure.headers().forEach(exchange::setHeader);
        Json.reply(exchange, failure.status(), errorBody(exchange, failure));
    }

    private ObjectNode errorBody(HttpExchange exchange, GraphFailure failure) {
        Map<String, String> headers = exchange.replyHeaders();
        String date = SECONDS.format(clock.instant().atOffset(ZoneOffset.UTC));
        ObjectNode body = Json.object();
        ObjectNode error = body.putObject("error").put("code", failure.code()).put("message", failure.message());
        ObjectNode inner = error.putObject("innerError");
        if (host == RecordedExchange.Host.UPLOAD) {
            if (failure.status() == 401) {
                // Outlook's own, instead of Graph's: what its support asks for.
                inner.put("oAuthEventOperationId", Ids.guid())
                        .put("oAuthEventcV", headers.get("request-id"))
                        .put("errorUrl", "https://aka.ms/autherrors#error-" + failure.code());
            }
            inner.put("requestId", headers.get("request-id")).put("date", date);
        } else {
            inner.put("date", date)
                    .put("request-id", headers.get("request-id"))
                    .put("client-request-id", headers.get("client-request-id"));
        }
        return body;
    }

    private RecordedExchange record(HttpExchange exchange, String requestId, Instant started, long startedNanos) {
        List<String> carried = carried(exchange);
        return new RecordedExchange(
                host,
                exchange.method(),
                exchange.rawPath(),
                withoutSecrets(exchange.headers(), carried),
                exchange.requestBytes(),
                exchange.status(),
                requestId,
                withoutTokens(exchange.rawQuery()),
                withoutSecrets(exchange.replyHeaders(), carried),
                started,
                Duration.ofNanos(System.nanoTime() - startedNanos),
                exchange.note());
    }

    /** {@return the secrets that the request carries, which a scripted answer may repeat} */
    private static List<String> carried(HttpExchange exchange) {
        return Stream.concat(
                        exchange
                                .header("authorization")
                                .map(value -> SCHEME.matcher(value).replaceAll("$2"))
                                .stream(),
                        TOKEN_IN_QUERY.matcher(exchange.rawQuery()).results().map(token -> token.group(2)))
                .filter(secret -> secret.length() >= LEAST_SECRET)
                .toList();
    }

    private static Map<String, String> withoutSecrets(Map<String, String> headers, List<String> carried) {
        Map<String, String> shown = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            String text = withoutSecret(name, value);
            for (String secret : carried) {
                text = text.replace(secret, "***");
            }
            shown.put(name, text);
        });
        return Map.copyOf(shown);
    }

    private static String withoutSecret(String header, String value) {
        return switch (header) {
            case "authorization", "proxy-authorization" -> SCHEME.matcher(value).replaceAll("$1***");
            case "cookie", "set-cookie" -> "***";
            default -> withoutTokens(value);
        };
    }

    /** An upload URL is a secret wherever it stands, as is a token of this emulator. */
    private static String withoutTokens(String text) {
        return TOKEN.matcher(TOKEN_IN_QUERY.matcher(text).replaceAll("$1***")).replaceAll("***");
    }
}
