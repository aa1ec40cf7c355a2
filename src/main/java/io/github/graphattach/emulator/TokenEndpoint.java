package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.HttpService;
import io.github.graphattach.emulator.http.PercentCoding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Microsoft identity platform as far as a credential needs it: OpenID discovery, and tokens for a client secret, a signed
 * assertion (certificate or workload identity; its signature is not checked, its audience and time are) or a refresh token.
 *
 * @see <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">Client credentials</a>
 */
final class TokenEndpoint implements HttpService {

    private static final String WORKLOAD_AUDIENCE = "api://AzureADTokenExchange";
    private static final String ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /** Libraries add scopes of OpenID to it. */
    private static final Pattern DEFAULT_SCOPE = Pattern.compile("(?:^| )(\\S+)/\\.default(?: |$)");

    private static final int FORM_LIMIT = 64 * 1024;

    private final Tokens tokens;
    private final Clock clock;
    private final Supplier<String> origin;

    TokenEndpoint(Tokens tokens, Clock clock, Supplier<String> origin) {
        this.tokens = tokens;
        this.clock = clock;
        this.origin = origin;
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException {
        List<String> segments = exchange.segments();
        String tenant = segments.get(0);
        String resource = String.join("/", segments.subList(1, segments.size()));
        switch (exchange.method() + " " + resource) {
            case "GET v2.0/.well-known/openid-configuration" -> Json.reply(exchange, 200, discovery(tenant));
            case "POST oauth2/v2.0/token" -> token(exchange, tenant);
            default -> throw new GraphFailure(404, "NotFound", "There is no such endpoint.");
        }
    }

    private ObjectNode discovery(String tenant) {
        String authority = origin.get() + "/" + PercentCoding.encode(tenant);
        ObjectNode json = Json.object()
                .put("issuer", authority + "/v2.0")
                .put("authorization_endpoint", authority + "/oauth2/v2.0/authorize")
                .put("token_endpoint", authority + "/oauth2/v2.0/token")
                .put("device_authorization_endpoint", authority + "/oauth2/v2.0/devicecode")
                .put("jwks_uri", authority + "/discovery/v2.0/keys");
        json.putArray("response_types_supported").add("code").add("token");
        json.putArray("subject_types_supported").add("pairwise");
        json.putArray("id_token_signing_alg_values_supported").add("RS256");
        return json;
    }

    private void token(HttpExchange exchange, String tenant) throws IOException {
        try {
            Json.reply(exchange, 200, grant(form(exchange), tenant));
        } catch (Refusal refusal) {
            Json.reply(exchange, refusal.status, refusal.json(clock.instant()));
        }
    }

    private ObjectNode grant(Map<String, String> form, String tenant) {
        if (form.getOrDefault("client_id", "").isBlank()) {
            throw new Refusal(400, "invalid_request", 900144, "The request body must contain 'client_id'.");
        }
        return switch (form.getOrDefault("grant_type", "")) {
            case "client_credentials" -> {
                requireClient(form, tenant);
                String resource = resource(form)
                        .orElseThrow(
                                () -> new Refusal(400, "invalid_scope", 1002012, "The scope must end in '/.default'."));
                yield answer(tokens.issueToApplication(form.getOrDefault("client_id", ""), resource));
            }
            case "refresh_token" -> {
                if (form.getOrDefault("refresh_token", "").isBlank()) {
                    throw new Refusal(400, "invalid_grant", 9002313, "The refresh token is missing.");
                }
                yield answer(tokens.issueToUser(
                                form.getOrDefault("client_id", ""),
                                resource(form).orElse(tokens.audience())))
                        .put("scope", String.join(" ", tokens.permissions()))
                        .put("refresh_token", Ids.token());
            }
            default -> throw new Refusal(400, "unsupported_grant_type", 70003, "The grant type is not supported.");
        };
    }

    /** {@return the resource whose default scope is asked for} */
    private static Optional<String> resource(Map<String, String> form) {
        Matcher scope = DEFAULT_SCOPE.matcher(form.getOrDefault("scope", ""));
        return scope.find() ? Optional.of(scope.group(1)) : Optional.empty();
    }

    private ObjectNode answer(String accessToken) {
        return Json.object()
                .put("token_type", "Bearer")
                .put("expires_in", tokens.lifetime().toSeconds())
                .put("ext_expires_in", tokens.lifetime().toSeconds())
                .put("access_token", accessToken);
    }

    private void requireClient(Map<String, String> form, String tenant) {
        if (form.containsKey("client_assertion")) {
            requireAssertion(form, tenant);
        } else if (!tokens.acceptsSecret(form.getOrDefault("client_secret", ""))) {
            throw new Refusal(401, "invalid_client", 7000215, "Invalid client secret provided.");
        }
    }

    private void requireAssertion(Map<String, String> form, String tenant) {
        JsonNode claims = claims(form.getOrDefault("client_assertion", ""));
        String endpoint = origin.get() + "/" + tenant + "/oauth2/v2.0/token";
        String audience = claims.path("aud").asText();
        if (!ASSERTION_TYPE.equals(form.get("client_assertion_type"))) {
            throw new Refusal(400, "invalid_request", 900144, "The client assertion type must be jwt-bearer.");
        }
        if (!audience.equals(endpoint) && !audience.equals(WORKLOAD_AUDIENCE)) {
            throw new Refusal(401, "invalid_client", 700212, "The assertion is for another audience.");
        }
        if (claims.path("exp").asLong() <= clock.instant().getEpochSecond()) {
            throw new Refusal(401, "invalid_client", 700024, "Client assertion is not within its valid time range.");
        }
    }

    private static JsonNode claims(String assertion) {
        String[] parts = assertion.split("\\.", -1);
        try {
            if (parts.length == 3) {
                return Json.MAPPER.readTree(Base64.getUrlDecoder().decode(parts[1]));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw malformedAssertion();
        }
        throw malformedAssertion();
    }

    private static Refusal malformedAssertion() {
        return new Refusal(401, "invalid_client", 50027, "The assertion is malformed.");
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        String text = new String(exchange.body(FORM_LIMIT).readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                String value = pair.substring(equals + 1).replace("+", "%20");
                form.put(PercentCoding.decode(pair.substring(0, equals)), PercentCoding.decode(value));
            }
        }
        return form;
    }

    /** A login that failed, in the shape of OAuth. */
    private static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final String error;
        private final int code;

        Refusal(int status, String error, int code, String message) {
            super("AADSTS" + code + ": " + message, null, false, false);
            this.status = status;
            this.error = error;
            this.code = code;
        }

        ObjectNode json(Instant now) {
            ObjectNode json = Json.object().put("error", error).put("error_description", getMessage());
            json.putArray("error_codes").add(code);
            return json.put("timestamp", now.toString())
                    .put("trace_id", Ids.guid())
                    .put("correlation_id", Ids.guid());
        }
    }
}
