package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import jakarta.activation.DataHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route that mails the files of a folder, as it is shipped, and mails out of routes in Java and XML. */
class MailRoutesTest {

    private static final String READER = "a@contoso.com";

    private final Rig rig = new Rig();
    private final Inboxes inboxes = new Inboxes(rig.emulator);
    private final Properties settings = new Properties();

    @TempDir
    Path folder = Path.of("");

    @BeforeEach
    void makeTheMailbox() {
        rig.emulator.create("/users/cfo%40contoso.com/messages/another");
        GraphAttachConfiguration options = rig.camel
                .getComponent("graph-attach", GraphAttachComponent.class)
                .getConfiguration();
        options.setGraphUrl(rig.emulator.graphUrl().toString());
        options.setAccessToken("test-token");
        options.setSmallFileLimit("100000");
        options.setMaxRetryAfter(500);
        settings.setProperty("mail.to", READER);
        settings.setProperty("mail.from", "cfo@contoso.com");
        settings.setProperty("mail.folder", folder.toString());
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    // The folder

    @Test
    void eachFileOfTheFolderIsAMail() throws Exception {
        Files.writeString(folder.resolve("Rechnung 4711 Köln.txt"), "invoice");
        Files.write(folder.resolve("large.bin"), new byte[400_000]);

        start();

        awaitFilesIn(".sent", 2);
        List<String> mails = new ArrayList<>();
        for (JsonNode mail : inboxes.receivedBy(READER)) {
            JsonNode file = mail.path("attachments").path(0);
            mails.add(mail.path("subject").asText() + ": "
                    + file.path("contentBytes").binaryValue().length);
        }
        assertThat(mails).containsExactlyInAnyOrder("File Rechnung 4711 Köln.txt: 7", "File large.bin: 400000");
    }

    @Test
    void aMailThatIsThrottledGoesOnWhenTheServiceHasSaid() throws Exception {
        rig.emulator.faults().on(RequestKind.POST_ATTACHMENT).nth(1).answer(429).retryAfter("1");
        Files.writeString(folder.resolve("a.txt"), "content");

        start();

        awaitFilesIn(".sent", 1);
        assertThat(inboxes.receivedBy(READER)).hasSize(1);
        assertThat(requests("POST", "messages")).hasSize(1);
    }

    @Test
    void aFileThatCannotBeMailedIsPutAside() throws Exception {
        settings.setProperty("mail.maxItemSize", "1000");
        Files.write(folder.resolve("large.bin"), new byte[2000]);

        start();

        awaitFilesIn(".failed", 1);
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    /** As after a crash between the sending and the move. */
    @Test
    void aFileThatIsFoundAgainIsNotMailedAgain() throws Exception {
        Path file = Files.writeString(folder.resolve("a.txt"), "content");
        var modified = Files.getLastModifiedTime(file);
        start();
        awaitFilesIn(".sent", 1);
        inboxes.receivedBy(READER);

        Path again = Files.writeString(folder.resolve("part"), "content");
        Files.setLastModifiedTime(again, modified);
        Files.move(again, file);

        awaitFilesIn(".sent", 2);
        assertThat(inboxes.receivedBy(READER)).hasSize(1);
    }

    /** So that the application, which runs all routes of its folder, mails nothing unless it is told to. */
    @Test
    void theRouteIsNotThereWhereNobodyGetsTheMails() throws Exception {
        settings.remove("mail.to");

        start();

        assertThat(rig.camel.getRoutesSize()).isZero();
    }

    private void start() throws Exception {
        rig.camel.getPropertiesComponent().setInitialProperties(settings);
        load("mail.camel.yaml", Files.readString(Path.of("routes/mail-large-files.camel.yaml")));
    }

    private void load(String name, String text) throws Exception {
        PluginHelper.getRoutesLoader(rig.camel).loadRoutes(ResourceHelper.fromString(name, text));
    }

    private void awaitFilesIn(String name, int number) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            try (Stream<Path> files = Files.list(Files.createDirectories(folder.resolve(name)))) {
                assertThat(files).hasSize(number);
            }
        });
    }

    private List<RecordedExchange> requests(String method, String last) {
        return rig.emulator.exchanges().stream()
                .filter(request -> request.method().equals(method))
                .filter(request -> request.path().endsWith("/" + last))
                .toList();
    }

    // Other languages

    /** The five lines of the README. */
    @Test
    void theRouteOfTheReadmeMailsWhatItSays() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        String route = Stream.of(readme.split("```yaml\\n", -1))
                .map(text -> text.split("```", -1)[0])
                .filter(text -> text.contains("operation=mail"))
                .findFirst()
                .orElseThrow();
        load("readme.camel.yaml", route);

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:report")
                .withProcessor(message -> {
                    message.getMessage().setBody("Please find it attached.");
                    Attachments.of(message).addAttachment("Report.pdf", new DataHandler("pages", "text/plain"));
                })
                .send();

        assertThat(exchange.getException()).isNull();
        assertThat(route.strip().lines()).hasSize(5);
        assertThat(inboxes.receivedBy("board@contoso.com")).singleElement().satisfies(mail -> {
            assertThat(mail.path("subject").asText()).isEqualTo("Report");
            assertThat(mail.at("/body/content").asText()).isEqualTo("Please find it attached.");
            assertThat(Inboxes.files(mail)).containsExactly("Report.pdf pages");
        });
    }

    @Test
    void aRouteInJavaMailsAFile() throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:report")
                        .setHeader("CamelGraphAttachSubject", simple("Report ${header.month}"))
                        .to("graph-attach:message?operation=mail&userId=cfo@contoso.com&to=" + READER);
            }
        });

        assertThatTheReportIsMailed();
    }

    @Test
    void aRouteInXmlMailsAFile() throws Exception {
        load(
                "report.camel.xml",
                """
                <routes xmlns="http://camel.apache.org/schema/xml-io">
                  <route id="report">
                    <from uri="direct:report"/>
                    <setHeader name="CamelGraphAttachSubject">
                      <simple>Report ${header.month}</simple>
                    </setHeader>
                    <to uri="graph-attach:message?operation=mail&amp;userId=cfo@contoso.com&amp;to=a@contoso.com"/>
                  </route>
                </routes>
                """);

        assertThatTheReportIsMailed();
    }

    private void assertThatTheReportIsMailed() throws Exception {
        Path report = Files.writeString(folder.resolve("report.txt"), "all is well");
        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:report")
                .withHeaders(Map.of("month", "November", Exchange.FILE_NAME, "report.txt"))
                .withBody(report.toFile())
                .send();

        assertThat(exchange.getException()).isNull();
        assertThat(inboxes.receivedBy(READER)).singleElement().satisfies(mail -> {
            assertThat(mail.path("subject").asText()).isEqualTo("Report November");
            assertThat(Inboxes.files(mail)).containsExactly("report.txt all is well");
        });
    }
}
