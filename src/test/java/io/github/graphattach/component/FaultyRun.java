package io.github.graphattach.component;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.github.graphattach.OtherJvm;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.session.KeyRing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.micrometer.eventnotifier.MicrometerExchangeEventNotifier;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * Uploads that meet everything that goes wrong, through a proxy and TLS, with a database for checkpoints and with all of
 * Camel's instruments on, and everything that can be seen of them.
 */
final class FaultyRun {

    private final PlantedSecrets secrets;
    private final Path folder;
    private final Map<String, String> seen = new LinkedHashMap<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private FaultyRun(PlantedSecrets secrets, Path folder) {
        this.secrets = secrets;
        this.folder = folder;
    }

    /**
     * What a run has shown.
     *
     * @param secrets that were planted in it
     * @param texts by where they were shown
     */
    record Shown(PlantedSecrets secrets, Map<String, String> texts) {}

    /**
     * Runs in a process of its own with all loggers at TRACE but those that the logging configuration pins.
     *
     * @param folder for its files
     * @param logging the configuration, or several, separated by commas
     */
    static Shown inAProcess(Path folder, String logging) throws Exception {
        Path out = folder.resolve("stdout");
        Path err = folder.resolve("stderr");
        ProcessBuilder builder = OtherJvm.shortLived(
                        List.of("-Xmx256m", "-Dlog4j2.configurationFile=" + logging, "-Dgraphattach.log-level=trace"),
                        FaultyRun.class,
                        folder.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        PlantedSecrets.GIVEN.forEach(
                (name, secret) -> builder.environment().put(PlantedSecrets.variable(name), secret));
        // Azure's own way to give a secret, and to see what becomes of it.
        builder.environment()
                .putAll(Map.of(
                        "AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential",
                        "AZURE_TENANT_ID", "contoso.com",
                        "AZURE_CLIENT_ID", "app",
                        "AZURE_CLIENT_SECRET", PlantedSecrets.GIVEN.get("client secret"),
                        "AZURE_HTTP_LOG_DETAIL_LEVEL", "body_and_headers",
                        "AZURE_REQUEST_RETRY_COUNT", "1"));
        Process process = builder.start();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IllegalStateException("the run does not end");
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("the run failed: " + Files.readString(err));
        }
        PlantedSecrets secrets = new PlantedSecrets();
        read(folder.resolve("secrets.json")).forEach(secrets::plant);
        Map<String, String> texts = new LinkedHashMap<>(read(folder.resolve("seen.json")));
        texts.put("stdout", Files.readString(out));
        texts.put("stderr", Files.readString(err));
        return new Shown(secrets, texts);
    }

    private static Map<String, String> read(Path file) throws IOException {
        return new ObjectMapper().readValue(file.toFile(), new TypeReference<>() {});
    }

    /** The run itself; the argument is the folder for its files. */
    public static void main(String... arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        FaultyRun run = new FaultyRun(new PlantedSecrets(), folder);
        try {
            run.run();
            ObjectMapper json = new ObjectMapper();
            json.writeValue(folder.resolve("secrets.json").toFile(), run.secrets.all());
            json.writeValue(folder.resolve("seen.json").toFile(), run.seen);
            System.exit(0);
        } catch (Throwable failure) {
            failure.printStackTrace();
            // Camel would wait a minute for what is in work.
            Runtime.getRuntime().halt(1);
        }
    }

    private void run() throws Exception {
        try (GraphEmulator emulator = GraphEmulator.builder()
                        .tls(true)
                        .messageSizeLimit(Long.MAX_VALUE)
                        .minimumSessionSize(0)
                        .start();
                GraphEmulator tenant = GraphEmulator.builder()
                        .auth(GraphEmulator.Auth.STRICT)
                        .messageSizeLimit(Long.MAX_VALUE)
                        .minimumSessionSize(0)
                        .start();
                ConnectProxy proxy = new ConnectProxy("user", secrets.given("proxy password"));
                HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl("jdbc:h2:mem:redaction");
            KeyRing keyRing = KeyRing.parse("k1:" + secrets.given("secret key"));
            WatchedStore store = new WatchedStore(database, keyRing, tenant, secrets);
            Main application = application(emulator, tenant, store);
            application.addInitialProperty("camel.component.https.proxy-port", String.valueOf(proxy.port()));
            String trusted = "file:" + trustStore(secrets.given("key-store password"), emulator, tenant);
            application.addInitialProperty("camel.ssl.trust-store", trusted);
            // Camel 4.22 takes a trust store only where there is a key store too; one without a key will do.
            application.addInitialProperty("camel.ssl.key-store", trusted);
            application.start();
            CamelContext camel = application.getCamelContext();
            FaultyUploads uploads = new FaultyUploads(camel, secrets);
            uploads.byToken(emulator, store);
            uploads.bySignIn(tenant);
            uploads.toAnEchoingHost(tenant);
            uploads.byOptionsOfAnEndpoint(emulator);
            uploads.byFiles(tenant, folder);
            seen.putAll(Refusals.of(camel, secrets, folder));
            EmulatorRecord.fill(tenant, secrets);
            tenant.faults().clear();
            seen.put("bodies on the page of the emulator", EmulatorRecord.bodies(tenant));
            seen.putAll(store.seen());
            seen.put("database", Instruments.dump(database));
            seen.put("key ring", keyRing.toString());
            look(camel, uploads.exchanges(), List.of(emulator, tenant));
            application.stop();
        }
    }

    /** Secrets come as an operator gives them: by a placeholder, in the configuration or in the options of an endpoint. */
    private Main application(GraphEmulator emulator, GraphEmulator tenant, WatchedStore store) {
        Main application = new Main();
        application.setDefaultPropertyPlaceholderLocation("false");
        application.addInitialProperty("camel.component.https.proxy-host", "localhost");
        application.addInitialProperty("camel.component.https.proxy-auth-scheme", "http");
        application.addInitialProperty("camel.component.https.proxy-auth-method", "Basic");
        application.addInitialProperty("camel.component.https.proxy-auth-username", "user");
        application.addInitialProperty("camel.component.https.use-global-ssl-context-parameters", "true");
        application.bind("talkative", new TalkativeListener());
        for (String scheme : List.of("http", "https")) {
            String component = "camel.component." + scheme + ".";
            application.addInitialProperty(component + "log-http-activity", "true");
            application.addInitialProperty(component + "http-activity-listener", "#bean:talkative");
        }
        application.addInitialProperty("camel.ssl.enabled", "true");
        application.addInitialProperty("camel.health.producers-enabled", "true");
        application.bind("signed", new GraphAttachComponent());
        application.bind("bare", new GraphAttachComponent());
        secret(application, "camel.component.graph-attach.access-token", "access token");
        secret(application, "camel.component.signed.client-secret", "client secret");
        secret(application, "camel.component.https.proxy-auth-password", "proxy password");
        secret(application, "camel.ssl.trust-store-password", "key-store password");
        secret(application, "camel.ssl.keystore-password", "key-store password");
        tenant.tokens().clientSecret(secrets.given("client secret"));
        application.configure().addRoutesBuilder(routes(emulator, tenant, store));
        application.bind("store", store.store());
        application.configure().withAutoConfigurationLogSummary(true);
        application.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport main) {
                instrument(main.getCamelContext());
            }
        });
        return application;
    }

    private static void secret(Main application, String property, String name) {
        application.addInitialProperty(property, PlantedSecrets.placeholder(name));
    }

    private void instrument(CamelContext camel) {
        camel.getManagementStrategy().addEventNotifier(eventNotifier(camel));
        MicrometerRoutePolicyFactory policy = new MicrometerRoutePolicyFactory();
        policy.setMeterRegistry(meters);
        camel.addRoutePolicyFactory(policy);
        camel.setTracing(true);
        camel.setMessageHistory(true);
    }

    private MicrometerExchangeEventNotifier eventNotifier(CamelContext camel) {
        MicrometerExchangeEventNotifier notifier = new MicrometerExchangeEventNotifier();
        notifier.setCamelContext(camel);
        notifier.setMeterRegistry(meters);
        return notifier;
    }

    private Path trustStore(String password, GraphEmulator... services) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (GraphEmulator service : services) {
            trusted.setCertificateEntry(service.graphUrl().toString(), service.certificate());
        }
        Path file = folder.resolve("trust.p12");
        try (var out = Files.newOutputStream(file)) {
            trusted.store(out, password.toCharArray());
        }
        return file;
    }

    private static RouteBuilder routes(GraphEmulator emulator, GraphEmulator tenant, WatchedStore store) {
        String more = "&retryDelay=1&maxRetryDelay=5&mailboxUploadBudget=off&chunkSize=1000&smallFileLimit=100"
                + "&maxAttempts=2&maxSessions=2&requestTimeout=2000&sessionStore=#bean:store";
        String byToken = "graph-attach:message?graphUrl=" + emulator.graphUrl() + more;
        String bySecret = "signed:message?credentialType=client-secret&tenantId=contoso.com&clientId=app&authorityHost="
                + tenant.loginUrl() + "&graphUrl=" + tenant.graphUrl() + more;
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(1)
                        .redeliveryDelay(1)
                        .logRetryStackTrace(true)
                        .logExhaustedMessageHistory(true)
                        .logExhaustedMessageBody(true));
                onException(Exception.class)
                        .maximumRedeliveries(1)
                        .redeliveryDelay(1)
                        .to("log:failed?level=TRACE&showAll=true&showStackTrace=true&showCaughtException=true");
                from("direct:route")
                        .to("bare:message?accessToken=RAW(" + PlantedSecrets.placeholder("access token in a route")
                                + ")&graphUrl=" + emulator.graphUrl());
                from("direct:token").to(byToken).to("log:done?level=TRACE&showAll=true");
                from("direct:secret").to(bySecret).to("log:done?level=TRACE&showAll=true");
                from("direct:status").to(bySecret + "&operation=status").to("log:done?level=TRACE&showAll=true");
                from("direct:cancel").to(bySecret + "&operation=cancel").to("log:done?level=TRACE&showAll=true");
                from("direct:ranges")
                        .to(byToken + "&operation=open")
                        .to("log:open?level=TRACE&showAll=true")
                        .process(exchange -> echo(emulator, store.uploadUrl()))
                        .split(body(), new UploadAggregationStrategy())
                        .streaming()
                        .stopOnException()
                        .to("log:range?level=TRACE&showAll=true")
                        .to(byToken + "&operation=uploadRange")
                        .end()
                        .to(byToken + "&operation=finish");
            }
        };
    }

    /** The upload host writes its own URL into its refusal, in every spelling. */
    private static void echo(GraphEmulator emulator, String uploadUrl) {
        String decoded = URLDecoder.decode(uploadUrl, StandardCharsets.UTF_8);
        String token = uploadUrl.substring(uploadUrl.indexOf("authtoken=") + 10);
        emulator.faults()
                .on(RequestKind.PUT_RANGE)
                .answer(400)
                .error("Odd", "at " + uploadUrl + " or " + decoded + " with " + token);
        emulator.faults()
                .on(RequestKind.PUT_RANGE)
                .answer(400)
                .error(token, token)
                .named("an echo in all fields")
                .header("request-id", token);
    }

    private void look(CamelContext camel, List<Exchange> exchanges, List<GraphEmulator> services) throws Exception {
        for (int i = 0; i < exchanges.size(); i++) {
            Exchange exchange = exchanges.get(i);
            seen.put(
                    "headers of exchange " + i, exchange.getMessage().getHeaders() + " " + exchange.getAllProperties());
            Exception failure = exchange.getException();
            seen.put("failure of exchange " + i, failure == null ? "none" : Instruments.details(failure));
        }
        camel.getEndpoints()
                .forEach(endpoint -> seen.merge("endpoints", Instruments.endpoint(endpoint), String::concat));
        for (GraphEmulator service : services) {
            seen.merge("exchanges of the emulator", service.exchanges().toString(), String::concat);
        }
        seen.put("metrics", meters.getMetersAsString());
        seen.put("JMX", Instruments.jmx());
        seen.put("developer consoles", Instruments.consoles(camel));
        seen.put("health", Instruments.health(camel));
    }
}
