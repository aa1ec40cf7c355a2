package io.github.graphattach.component;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.graphattach.TestIdentity;
import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.UploadUrl;
import io.github.graphattach.graph.identity.Secret;
import io.github.graphattach.session.KeyRing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;

/** What is said of values that are no good, with a secret in each, and what values with a secret say of themselves. */
final class Refusals {

    private final CamelContext camel;
    private final Map<String, String> seen = new LinkedHashMap<>();

    private Refusals(CamelContext camel) {
        this.camel = camel;
    }

    /**
     * Tries them all.
     *
     * @param camel where endpoints are refused
     * @param secrets gets those that are planted
     * @param folder for a key file
     * @return what was said, by the kind of the value
     */
    static Map<String, String> of(CamelContext camel, PlantedSecrets secrets, Path folder) throws Exception {
        Refusals refusals = new Refusals(camel);
        refusals.options(secrets, folder);
        refusals.values(secrets);
        return refusals.seen;
    }

    private void options(PlantedSecrets secrets, Path folder) throws Exception {
        secrets.given("password of the private key");
        Path pfx = TestIdentity.generate("RSA", "-1d", 10).writePfx(folder.resolve("own.pfx"), "another");
        String password = raw("privateKeyPassword", "password of the private key", "");
        String misplaced = "has no meaning with credentialType";
        endpoint(
                "wrong password",
                "does not open with this password",
                "credentialType=client-certificate&tenantId=contoso.com&clientId=app&certificatePath=" + pfx
                        + password);
        endpoint("misplaced password", misplaced, "credentialType=token" + password);
        endpoint(
                "misplaced secret",
                misplaced,
                "credentialType=managed-identity" + raw("clientSecret", "client secret", ""));
        endpoint("misplaced token", misplaced, "credentialType=default" + raw("accessToken", "access token", ""));
        endpoint(
                "token with a word",
                "without the word Bearer",
                "credentialType=token" + raw("accessToken", "access token", "Bearer "));
        String broken = secrets.plant("broken token of a workload", "w0rkloadT0ken-ThatIs Broken/5Xv8");
        Path token = Files.writeString(folder.resolve("broken"), broken);
        endpoint(
                "workload token",
                "option federatedTokenFile cannot be read",
                "credentialType=workload-identity&tenantId=contoso.com&clientId=app&federatedTokenFile=" + token);

        GraphAttachSendDynamicAware dynamic = new GraphAttachSendDynamicAware();
        dynamic.setCamelContext(camel);
        dynamic.start();
        String options = "accessToken=RAW(" + secrets.given("access token") + ")&messageId=x";
        String twice = "graph-attach:message?" + options + "&messageId=y";
        refused("template of toD", "twice", () -> dynamic.prepare(new DefaultExchange(camel), twice, twice));
        Exchange exchange = new DefaultExchange(camel);
        exchange.getMessage().setHeader("options", options);
        String template = "graph-attach:message?accessToken=${header.options}";
        refused("value in toD", "which no message may choose", () -> dynamic.prepare(exchange, options, template));
    }

    private static String raw(String option, String secret, String before) {
        return "&" + option + "=RAW(" + before + PlantedSecrets.placeholder(secret) + ")";
    }

    private void values(PlantedSecrets secrets) {
        String key = secrets.given("secret key");
        refused("key without an id", "is not an id, a colon and a key", () -> KeyRing.parse("k 1:" + key));
        refused(
                "key that is cut",
                "has a key of 30 bytes",
                () -> KeyRing.parse("k1:" + key.substring(0, key.length() - 4)));
        refused("key that is no base64", "that is not base64", () -> KeyRing.parse("k1:" + key + "!"));

        String access = secrets.given("access token");
        refused("access token", "characters that no token has", () -> new AccessToken(access + " "));
        seen.put("access token as text", new AccessToken(access).toString());
        seen.put("secret as text", new Secret(secrets.given("client secret")).toString());

        String url = "https://outlook.example.com/api?authtoken="
                + secrets.plant("upload URL", "up10adUr1/OfNoSession~Vt6Yb3");
        refused("upload URL", "is not an absolute http(s) URL", () -> UploadUrl.of(url + " "));
        seen.put(
                "answer as text",
                new GraphReply(201, Map.of("location", url), JsonNodeFactory.instance.textNode(url), "").toString());
    }

    private void endpoint(String what, String reason, String options) {
        refused(what, reason, () -> {
            camel.getEndpoint("bare:message?" + options).start();
            return Optional.empty();
        });
    }

    private void refused(String what, String reason, Callable<?> attempt) {
        try {
            attempt.call();
        } catch (Exception e) {
            String trace = Instruments.trace(e);
            if (!trace.contains(reason)) {
                throw new IllegalStateException(what + " was refused for another reason than " + reason, e);
            }
            seen.put("refusal of " + what, trace);
            return;
        }
        throw new IllegalStateException(what + " was not refused");
    }
}
