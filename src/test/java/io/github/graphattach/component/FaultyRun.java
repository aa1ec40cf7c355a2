package io.github.graphattach.component;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.github.graphattach.emulator.Fault;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.graph.UploadUrl;
import io.github.graphattach.session.Checkpoint;
import io.github.graphattach.session.JdbcUploadSessionStore;
import io.github.graphattach.session.KeyRing;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.SessionStoreException;
import io.github.graphattach.session.UploadSessionStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.micrometer.eventnotifier.MicrometerExchangeEventNotifier;
import org.apache.camel.component.micrometer.routepolicy.MicrometerRoutePolicyFactory;
import org.apache.camel.console.DevConsole;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;

/**
 * Uploads that meet everything that goes wrong, through a proxy and TLS, with a database for checkpoints and with all of
 * Camel's instruments on, and everything that can be seen of them.
 */
final class FaultyRun {

    private static final byte[] FILE = new byte[5000];

    /** Those that an operator gives; the others are planted in answers. */
    private static final Map<String, String> GIVEN = Map.of(
            "access token", "kQ7acc3ssT0kenVb81+xZ/9dPqLw2Rt~YuIo34.Mn56==",
            "client secret", "c1i8Q~nt_Secr3t.9vKd2LmNb7XcPq4RtYw0Za8Hj",
            "proxy password", "pr0xy-Pa55word/with+slash=End8Q",
            "key-store password", "keySt0re-Pa55phrase-Zq7WvXb19",
            "password of the private key", "pfxPa55phrase~OfThePrivateKey_3Xc",
            "secret key", "CzBVep/E6Q4zWH2ix+wRNlumgKXK7xQ5XoOozfIXPGE=");

    private final PlantedSecrets secrets;
    private final Path folder;
    private final Map<String, String> seen = new LinkedHashMap<>();
    private final List<Exchange> exchanges = new ArrayList<>();
    private final AtomicInteger storeFailures = new AtomicInteger();
    private final AtomicInteger uploadUrls = new AtomicInteger();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StringBuilder sealed = new StringBuilder();
    private String uploadUrl = "";

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
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dlog4j2.configurationFile=" + logging,
                        "-Dgraphattach.log-level=trace",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        FaultyRun.class.getName(),
                        folder.toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        GIVEN.forEach((name, secret) -> builder.environment().put(variable(name), secret));
        Process process = builder.start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
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
        run.run();
        ObjectMapper json = new ObjectMapper();
        json.writeValue(folder.resolve("secrets.json").toFile(), run.secrets.all());
        json.writeValue(folder.resolve("seen.json").toFile(), run.seen);
        System.exit(0);
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
                ConnectProxy proxy = new ConnectProxy("user", secret("proxy password"));
                HikariDataSource database = new HikariDataSource()) {
            database.setJdbcUrl("jdbc:h2:mem:redaction");
            KeyRing keyRing = KeyRing.parse("k1:" + secret("secret key"));
            Main application = application(emulator, tenant);
            application.addInitialProperty("camel.component.https.proxy-port", String.valueOf(proxy.port()));
            application.addInitialProperty(
                    "camel.ssl.trust-store", "file:" + trustStore(secret("key-store password"), emulator, tenant));
            application.bind("store", store(database, keyRing));
            application.start();
            CamelContext camel = application.getCamelContext();
            upload(camel, emulator);
            signIn(camel, tenant);
            look(camel, List.of(emulator, tenant), database, keyRing);
            application.stop();
        }
    }

    /** Secrets come as an operator gives them: by a placeholder, in the configuration or in the options of an endpoint. */
    private Main application(GraphEmulator emulator, GraphEmulator tenant) {
        Main application = new Main();
        application.setDefaultPropertyPlaceholderLocation("false");
        application.addInitialProperty("camel.component.https.proxy-host", "localhost");
        application.addInitialProperty("camel.component.https.proxy-auth-scheme", "http");
        application.addInitialProperty("camel.component.https.proxy-auth-method", "Basic");
        application.addInitialProperty("camel.component.https.proxy-auth-username", "user");
        application.addInitialProperty("camel.component.https.use-global-ssl-context-parameters", "true");
        application.addInitialProperty("camel.ssl.enabled", "true");
        application.bind("signed", new GraphAttachComponent());
        secret(application, "camel.component.graph-attach.access-token", "access token");
        secret(application, "camel.component.signed.client-secret", "client secret");
        secret(application, "camel.component.https.proxy-auth-password", "proxy password");
        secret(application, "camel.ssl.trust-store-password", "key-store password");
        tenant.tokens().clientSecret(secret("client secret"));
        application.configure().addRoutesBuilder(routes(emulator, tenant));
        application.configure().withAutoConfigurationLogSummary(true);
        application.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport main) {
                instrument(main.getCamelContext());
            }
        });
        return application;
    }

    /** As an operator gives it: in the environment, with the name of what it is for. */
    private static void secret(Main application, String property, String name) {
        application.addInitialProperty(property, "{{env:" + variable(name) + "}}");
    }

    private static String variable(String name) {
        return "PLANTED_" + name.toUpperCase(Locale.ROOT).replaceAll("\\W", "_");
    }

    private String secret(String name) {
        return secrets.plant(name, Objects.requireNonNull(System.getenv(variable(name))));
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

    /** A real store that fails when it is told to, and gives every real upload URL away to the search. */
    private UploadSessionStore store(HikariDataSource database, KeyRing keyRing) {
        UploadSessionStore real = new JdbcUploadSessionStore(
                database, keyRing, new LeaseTerms(Duration.ofSeconds(1), Duration.ZERO, Duration.ofDays(1)));
        return (UploadSessionStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {UploadSessionStore.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("save")) {
                        Checkpoint checkpoint = (Checkpoint) arguments[1];
                        checkpoint.uploadUrl().ifPresent(this::plantUploadUrl);
                        seen.put("checkpoint", String.valueOf(checkpoint));
                        if (storeFailures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                            throw new SessionStoreException("the planted failure of the store");
                        }
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        if (method.getName().equals("save")) {
                            sealed.append(dump(database));
                        }
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private void plantUploadUrl(String url) {
        if (!url.equals(uploadUrl)) {
            uploadUrl = url;
            String token = url.substring(url.indexOf("authtoken=") + "authtoken=".length());
            seen.put("upload URL as text", UploadUrl.of(url).toString());
            secrets.plant("authtoken of upload URL " + uploadUrls.incrementAndGet(), token);
        }
    }

    private RouteBuilder routes(GraphEmulator emulator, GraphEmulator tenant) {
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
                from("direct:token").to(byToken).to("log:done?level=TRACE&showAll=true");
                from("direct:secret").to(bySecret).to("log:done?level=TRACE&showAll=true");
                from("direct:ranges")
                        .to(byToken + "&operation=open")
                        .to("log:open?level=TRACE&showAll=true")
                        .process(exchange -> echoUploadUrl(emulator))
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
    private void echoUploadUrl(GraphEmulator emulator) {
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

    private void upload(CamelContext camel, GraphEmulator emulator) {
        String jwt = secrets.plant(
                "token in an error of Graph", "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJncmFwaCJ9.c2lnbmF0dXJlLW9mLWl0");
        String foreignUrl = "https://outlook.example.com/api/v2.0/AttachmentSessions('x')?authtoken="
                + secrets.plant("upload URL in an error", "u9loadUr1Token%2BIn%2FError+Body/7Zx81Qw");
        String broken = "https://broken host/api?authtoken="
                + secrets.plant("broken upload URL", "br0kenUr1Token+OfASession/Answer=5Kj7");
        String refused = "https://10.0.0.1/api?authtoken="
                + secrets.plant("refused upload URL", "refu5edUr1Token~OfASession_Answer9Lm3");
        String location = "https://elsewhere.example.com/x?authtoken="
                + secrets.plant("upload URL in a Location", "l0cationUr1Token-OfARedirect-4Tg6Bn2");
        String access = secret("access token");

        attach(camel, emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).answer(429).retryAfter("0.01");
        attach(camel, emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).nth(2).resetWhileReading(100);
        attach(camel, emulator, "token");
        fault(emulator, RequestKind.OPEN_SESSION).always().answer(201).body("application/json", session(broken));
        attach(camel, emulator, "token");
        fault(emulator, RequestKind.OPEN_SESSION).always().answer(201).body("application/json", session(refused));
        attach(camel, emulator, "token");
        fault(emulator, RequestKind.OPEN_SESSION)
                .always()
                .answer(400)
                .error("Bad", "no token " + jwt + " or Bearer " + access + " at " + foreignUrl);
        attach(camel, emulator, "token");
        fault(emulator, RequestKind.LIST_ATTACHMENTS)
                .always()
                .answer(401)
                .error("InvalidAuthenticationToken", "token '" + access + "' is no good")
                .header("request-id", access)
                .header("WWW-Authenticate", "Bearer error=\"" + access + "\"");
        attach(camel, emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).times(4).answer(302).header("Location", location);
        attach(camel, emulator, "token");
        fault(emulator, RequestKind.OPEN_SESSION).always().answer(307).header("Location", location);
        attach(camel, emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).lastRange().loseReply();
        attach(camel, emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).lastRange().withoutLocation().header("Location", location);
        attach(camel, emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).times(9).loseSession();
        attach(camel, emulator, "token");
        fault(emulator, RequestKind.PUT_RANGE).always().answer(200).body("application/json", session(location));
        attach(camel, emulator, "token");
        storeFailures.set(20);
        attach(camel, emulator, "token");
        storeFailures.set(0);
        emulator.faults().clear();
        attach(camel, emulator, "ranges");
    }

    private void signIn(CamelContext camel, GraphEmulator tenant) {
        String client = secret("client secret");
        fault(tenant, RequestKind.GET_TOKEN)
                .answer(400)
                .body(
                        "application/json",
                        "{\"error\":\"invalid_client\",\"error_description\":\"AADSTS7000215: Invalid client secret '"
                                + client + "' provided.\"}");
        attach(camel, tenant, "secret");
        tenant.faults().clear();
        attach(camel, tenant, "secret");
        wrongPassword(camel, tenant);
    }

    private static Fault fault(GraphEmulator emulator, RequestKind kind) {
        emulator.faults().clear();
        return emulator.faults().on(kind);
    }

    private static String session(String uploadUrl) {
        return "{\"uploadUrl\":\"" + uploadUrl
                + "\",\"expirationDateTime\":\"2099-01-01T00:00:00Z\",\"nextExpectedRanges\":[\"" + uploadUrl + "\"]}";
    }

    private void attach(CamelContext camel, GraphEmulator emulator, String route) {
        String id = "m" + exchanges.size();
        emulator.create("/users/u@contoso.com/messages/" + id);
        exchanges.add(camel.createFluentProducerTemplate()
                .to("direct:" + route)
                .withBody(FILE)
                .withHeader(GraphAttachConstants.USER_ID, "u@contoso.com")
                .withHeader(GraphAttachConstants.MESSAGE_ID, id)
                .withHeader(GraphAttachConstants.NAME, "a.bin")
                .send());
    }

    private void wrongPassword(CamelContext camel, GraphEmulator emulator) {
        secret("password of the private key");
        Exchange exchange;
        try {
            Path pfx = TestIdentity.generate("RSA", "-1d", 10).writePfx(folder.resolve("own.pfx"), "another");
            exchange = camel.createFluentProducerTemplate()
                    .to("graph-attach:message?credentialType=client-certificate&tenantId=contoso.com&clientId=app"
                            + "&certificatePath=" + pfx + "&privateKeyPassword=RAW({{env:"
                            + variable("password of the private key") + "}})&graphUrl="
                            + emulator.graphUrl())
                    .withBody(FILE)
                    .send();
        } catch (Exception e) {
            seen.put("refusal of a wrong password", trace(e));
            return;
        }
        exchanges.add(exchange);
    }

    private void look(CamelContext camel, List<GraphEmulator> services, HikariDataSource database, KeyRing keyRing)
            throws Exception {
        for (int i = 0; i < exchanges.size(); i++) {
            Exchange exchange = exchanges.get(i);
            seen.put(
                    "headers of exchange " + i, exchange.getMessage().getHeaders() + " " + exchange.getAllProperties());
            Exception failure = exchange.getException();
            seen.put("failure of exchange " + i, failure == null ? "none" : trace(failure) + details(failure));
        }
        camel.getEndpoints().forEach(endpoint -> seen.merge("endpoints", endpoint(endpoint), String::concat));
        seen.put("key ring", keyRing.toString());
        seen.put("database at each checkpoint", sealed.toString());
        seen.put("database", dump(database));
        for (GraphEmulator service : services) {
            seen.merge("exchanges of the emulator", service.exchanges().toString(), String::concat);
        }
        seen.put("metrics", meters.getMetersAsString());
        seen.put("JMX", jmx());
        seen.put("developer consoles", consoles(camel));
    }

    private static String endpoint(org.apache.camel.Endpoint endpoint) {
        String settings = endpoint instanceof GraphAttachEndpoint ours
                ? ours.settings() + " " + ours.getServiceUrl() + ours.getServiceMetadata() + ours.getConfiguration()
                : "";
        return endpoint + " " + settings + "\n";
    }

    private static String details(Exception failure) {
        return failure instanceof GraphAttachException e
                ? e.code() + " " + e.requestId() + " " + e.clientRequestId() + " " + e.remedy()
                : "";
    }

    static String trace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String dump(HikariDataSource database) throws Exception {
        StringBuilder text = new StringBuilder();
        try (Connection connection = database.getConnection();
                ResultSet rows = connection.createStatement().executeQuery("SCRIPT")) {
            while (rows.next()) {
                text.append(rows.getString(1)).append('\n');
            }
        }
        return text.toString();
    }

    private static String jmx() throws Exception {
        StringBuilder text = new StringBuilder();
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel:*"), null)) {
            text.append(name).append('\n');
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                text.append(attribute.getName()).append('=');
                try {
                    text.append(server.getAttribute(name, attribute.getName())).append('\n');
                } catch (javax.management.JMException | RuntimeException unreadable) {
                    text.append(trace(unreadable));
                }
            }
        }
        return text.toString();
    }

    private static String consoles(CamelContext camel) {
        DevConsoleRegistry registry =
                Objects.requireNonNull(camel.getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class));
        registry.loadDevConsoles();
        StringBuilder text = new StringBuilder();
        registry.stream().forEach(console -> {
            for (DevConsole.MediaType type : DevConsole.MediaType.values()) {
                text.append(console.getId()).append(": ");
                try {
                    text.append(console.call(type)).append('\n');
                } catch (RuntimeException notHere) {
                    text.append(trace(notHere));
                }
            }
        });
        return text.toString();
    }
}
