package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.LoggedLines;
import io.github.graphattach.component.GraphAttachConstants;
import io.github.graphattach.emulator.Fault;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.session.SessionStoreException;
import io.github.graphattach.session.UploadSessionStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.test.main.junit5.CamelMainTest;
import org.apache.camel.test.main.junit5.Configure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Who gets a mail and what it says is seen by nobody else: mails go out, and go wrong in every way, through routes and as jobs,
 * with a telling word in each of their fields, and no such word stands in a log at INFO or above, in a failure, a receipt, a
 * metric or the health. The service repeats all of them in its refusals.
 */
@CamelMainTest(
        properties = {
            "graphattach.quiet=20",
            "graphattach.file-quiet=20",
            "graphattach.patience=100",
            "graphattach.poll=20",
            "graphattach.management=false",
            // Of what stands in a route Camel says the beginning when the route fails.
            "reader=zarquonTo@contoso.com",
            "topic=ZarquonSubject",
            "camel.metrics.enabled=true",
            "camel.component.graph-attach.retry-delay=1",
            "camel.component.graph-attach.max-attempts=2",
            "camel.component.graph-attach.max-retry-after=1000",
            "camel.component.graph-attach.request-timeout=1000",
            "camel.component.graph-attach.send-grace=1",
            "camel.component.graph-attach.confirm-timeout=50"
        })
class MailRedactionTest {

    private static final Pattern TELLING = Pattern.compile("(?i)zarquon\\w*");

    private static final Map<String, Object> MAIL = Map.of(
            "from", "Zarquon From <%s>".formatted(SentMails.MAILBOX),
            "to", List.of("Zarquon Name <zarquonTo@contoso.com>", "zarquonTo2@contoso.com"),
            "cc", "zarquonCc@contoso.com",
            "bcc", "zarquonBcc@contoso.com",
            "replyTo", "zarquonReply@contoso.com",
            "subject", "ZarquonSubject of the offer",
            "text", "ZarquonText, and more of it",
            "headers", Map.of("x-own", "ZarquonHeader"));

    /** What any request may be refused with, where the service has looked into the mail. */
    private static final String ADDRESSES =
            "<zarquonTo@contoso.com> or 'zarquonCc@contoso.com', or mailto:zarquonBcc@contoso.com.";

    private static final String REPEATED =
            "Zarquon Name " + ADDRESSES + " does not take 'ZarquonSubject', nor ZarquonText with ZarquonHeader";

    private static final String SENDER = "graph-attach:message?userId=" + SentMails.MAILBOX;

    private final InboxWorld world = new InboxWorld();
    private final SentMails mails = new SentMails(world.emulator);
    private final Map<String, String> seen = new LinkedHashMap<>();
    private final List<String> outcomes = new ArrayList<>();

    @Configure
    void configure(MainConfigurationProperties configuration) {
        configuration.addConfiguration(new CamelConfiguration() {
            @Override
            public void configure(CamelContext context) {
                context.getRegistry().bind("down", storeThatIsDown());
            }
        });
        world.configure(configuration);
        configuration.addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:mail").to(SENDER + "&operation=mail");
                from("direct:options")
                        .to("graph-attach:message?to={{reader}}&subject={{topic}}&operation=mail&userId="
                                + SentMails.MAILBOX);
                from("direct:chain")
                        .to(SENDER + "&operation=createDraft")
                        .setBody(constant("minutes"))
                        .setHeader(GraphAttachConstants.NAME, constant("minutes.txt"))
                        .to(SENDER)
                        .to(SENDER + "&operation=send");
                from("direct:tips").to(SENDER + "&operation=mail&mailTips=true");
                from("direct:down").to(SENDER + "&operation=mail&jobKey=8&sessionStore=#bean:down");
                from("direct:gone").to(SENDER + "&operation=send&messageId=gone&sendAny=true");
                from("direct:cancel").to(SENDER + "&operation=cancel&jobKey=9");
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @Test
    void nothingOfAMailIsSeenByAnybodyElse() throws Exception {
        world.emulator.answers().sending().delay(Duration.ZERO);
        try (LoggedLines log = new LoggedLines("")) {
            whatGoesOut();
            whatIsRefusedHere();
            whatTheServiceRefuses();
            whatIsAJob();
            seen.put("metrics", metrics());
            seen.put("health", health());
            seen.put("log", String.join("\n", log.lines()));
            seen.put("traces in the log", String.join("\n", log.traces()));
        }

        assertThat(told()).as("what was seen of mails").isEmpty();
        assertThat(outcomes).contains("accepted", "failed").hasSizeGreaterThan(40);
        assertThat(mails.sent()).hasSizeGreaterThan(3);
        assertThat(seen.get("log")).contains("is done: mail accepted", "Failed delivery for", "failed, now in");
        assertThat(seen.get("metrics")).contains("graph.attach.jobs", "camel.exchanges");
        assertThat(seen.get("health")).contains("UP");
    }

    private void whatGoesOut() {
        send("direct:mail", MAIL);
        send("direct:chain", MAIL);
        send("direct:options", "ZarquonText");
        send("direct:tips", MAIL);
        send("direct:mail", with("sendAt", "2999-01-01T00:00:00Z"), Map.of(GraphAttachConstants.JOB_KEY, "9"));
        send("direct:cancel", "");
    }

    private void whatIsRefusedHere() {
        send("direct:mail", with("to", "zarquonTo at contoso.com"));
        send("direct:mail", with("bcc", List.of("a@contoso.com", "Zarquon <zarquonTo>")));
        send("direct:mail", with("from", "zarquonFrom@contoso.com"));
        send("direct:mail", with("subject", "Zarquon\u0007Subject"));
        send("direct:mail", with("html", "<p>ZarquonHtml</p>"));
        send("direct:mail", with("importance", "high"), Map.of(GraphAttachConstants.TO, "Zarquon <zarquonTo"));
        send("direct:mail", with("importance", 7));
        send("direct:mail", with("sendAt", "soon"));
        send("direct:mail", with("headers", Map.of("x-own", "Zarquon\nHeader")));
        send("direct:mail", with("headers", Map.of("own", "ZarquonHeader")));
        send("direct:mail", with("subjekt", "ZarquonSubject"));
        send("direct:mail", with("to", Map.of("address", "zarquonTo@contoso.com")));
        send("direct:mail", "{\"subject\": ZarquonSubject}", Map.of(Exchange.CONTENT_TYPE, "application/json"));
        send("direct:chain", "{\"subject\": \"ZarquonSubject");
        send("direct:chain", List.of("ZarquonText"));
        world.emulator.mailPolicy("/users/zarquonCc@contoso.com").full(true);
        send("direct:tips", MAIL);
        world.emulator.mailPolicy("/users/zarquonCc@contoso.com").full(false);
        send("direct:down", MAIL);
        send("direct:gone", MAIL, Map.of(GraphAttachConstants.REQUIRED, List.of()));
    }

    private void whatTheServiceRefuses() {
        Map.of(
                        RequestKind.CREATE_ITEM, REPEATED,
                        RequestKind.POST_ATTACHMENT, ADDRESSES,
                        RequestKind.SEND, REPEATED)
                .forEach(this::refusals);
        during(RequestKind.OTHER, fault -> fault.answer(400).error("ErrorOdd", ADDRESSES), "direct:gone");
        during(RequestKind.SEND, Fault::loseReply, "direct:mail");
        during(RequestKind.SEND, fault -> fault.answer(400).error("ErrorOdd", REPEATED), "direct:options");
    }

    private void refusals(RequestKind kind, String words) {
        for (int status : new int[] {400, 401, 403, 404, 413, 500, 507}) {
            during(kind, fault -> fault.answer(status).error("ErrorOdd", words), "direct:chain");
        }
        during(kind, fault -> fault.answer(400).error("ErrorInvalidRecipients", words), "direct:mail");
        during(kind, fault -> fault.answer(400).error(words, words), "direct:chain");
        during(kind, fault -> fault.answer(429).error("TooMany", words).retryAfter("3600"), "direct:chain");
        during(kind, fault -> fault.answer(503).body("text/html", "<p>" + words), "direct:chain");
    }

    private void during(RequestKind kind, Consumer<Fault> fault, String route) {
        fault.accept(world.emulator.faults().on(kind).always());
        send(route, MAIL);
        world.emulator.faults().clear();
    }

    private void whatIsAJob() throws IOException {
        done(job("fine", ""));
        failed(job("address", "\"cc\": \"zarquonCc at contoso.com\","));
        failed(job("both", "\"html\": \"ZarquonHtml\","));
        failed(job("unknown", "\"subjekt\": \"ZarquonSubject\","));
        failed(job("noJson", "\"importance\": ZarquonText,"));
        failed(job("wrong", "\"sendAt\": \"ZarquonText\","));
        failed(job("missing", "").replace("missing.txt", "nowhere.txt"));
        for (RequestKind kind : List.of(RequestKind.CREATE_ITEM, RequestKind.POST_ATTACHMENT, RequestKind.SEND)) {
            world.emulator.faults().on(kind).always().answer(400).error("ErrorInvalidRecipients", ADDRESSES);
            failed(job("refused" + kind, ""));
            world.emulator.faults().clear();
        }
        world.emulator.faults().on(RequestKind.SEND).nth(1).answer(401).error("ErrorOdd", REPEATED);
        done(job("outage", ""));
    }

    /** Drops a job; {@return its text} */
    private String job(String name, String field) {
        return """
                { "id": "%1$s",
                  "mail": { "userId": "%2$s", %3$s "to": ["Zarquon Name <zarquonTo@contoso.com>"], "bcc": "zarquonBcc@contoso.com",
                            "subject": "ZarquonSubject", "text": "ZarquonText", "headers": { "x-own": "ZarquonHeader" } },
                  "files": [ { "path": "%1$s.txt" } ] }
                """
                .formatted(name, SentMails.MAILBOX, field);
    }

    private void done(String job) throws IOException {
        var name = drop(job);
        keep("receipt of " + name, world.done(name + ".json").resolve(name + ".receipt.json"));
    }

    private void failed(String job) throws IOException {
        var name = drop(job);
        keep("error of " + name, world.failed(name + ".json").resolve(name + ".error.json"));
    }

    private String drop(String job) throws IOException {
        var name = job.substring(job.indexOf(": \"") + 3, job.indexOf("\","));
        world.drop(name + ".txt", "minutes");
        world.drop(name + ".json", job);
        return name;
    }

    /** Who stands in the job in place of an address is told in its own field only. */
    private void keep(String what, Path record) throws IOException {
        await().until(() -> Files.exists(record));
        var json = (ObjectNode) world.json(record);
        json.remove("recipients");
        seen.put(what, json.toString());
    }

    private void send(String route, Object body) {
        send(route, body, Map.of());
    }

    private void send(String route, Object body, Map<String, Object> headers) {
        var exchange = world.application()
                .createFluentProducerTemplate()
                .to(route)
                .withProcessor(one -> {
                    one.getMessage().setBody(body);
                    headers.forEach(one.getMessage()::setHeader);
                })
                .send();
        var failure = exchange.getException();
        outcomes.add(
                failure == null
                        ? exchange.getMessage().getHeader(GraphAttachConstants.OUTCOME, String.class)
                        : "failed");
        if (failure != null) {
            var text = new StringWriter();
            failure.printStackTrace(new PrintWriter(text));
            seen.put("failure " + outcomes.size() + " of " + route, text.toString());
        }
    }

    private static Map<String, Object> with(String field, Object value) {
        var mail = new LinkedHashMap<>(MAIL);
        mail.put(field, value);
        return mail;
    }

    /** {@return each telling word with its place} */
    private Set<String> told() {
        Set<String> told = new TreeSet<>();
        seen.forEach((where, text) -> text.lines().forEach(line -> TELLING.matcher(line)
                .results()
                .forEach(word -> told.add(word.group() + " in " + where + ": " + line))));
        return told;
    }

    private String metrics() {
        return world.application().getRegistry().findByType(MeterRegistry.class).stream()
                .flatMap(registry -> registry.getMeters().stream())
                .map(meter -> meter.getId() + " " + meter.measure())
                .collect(Collectors.joining("\n"));
    }

    private String health() {
        return HealthCheckHelper.invoke(world.application()).stream()
                .map(result -> result.getState() + " " + result.getMessage().orElse("") + " " + result.getDetails()
                        + " " + result.getError())
                .collect(Collectors.joining("\n"));
    }

    private static UploadSessionStore storeThatIsDown() {
        return (UploadSessionStore) Proxy.newProxyInstance(
                MailRedactionTest.class.getClassLoader(),
                new Class<?>[] {UploadSessionStore.class},
                (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == Object.class
                            || method.getName().equals("close")) {
                        return method.getName().equals("hashCode") ? (Object) 1 : null;
                    }
                    throw new SessionStoreException("the database is away");
                });
    }
}
