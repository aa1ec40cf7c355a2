package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.mail.MailDraft;
import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.activation.FileDataSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.attachment.DefaultAttachment;
import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operations mail and send as a route sees them. */
class MailOperationsTest {

    private static final String SENDER = "message?userId=cfo@contoso.com";
    private static final String MAIL = SENDER + "&operation=mail";
    private static final String READER = "a@contoso.com";

    private final Rig rig = new Rig();
    private final Inboxes inboxes = new Inboxes(rig.emulator);

    @BeforeEach
    void makeTheMailbox() {
        rig.emulator.create("/users/cfo%40contoso.com/messages/another");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    // Whole mails

    /** As smtp: is used: the text is the body, and the options say to whom. */
    @Test
    void aTextAndItsFilesAreSentInOneStep(@TempDir Path folder) throws Exception {
        Path report = Files.writeString(folder.resolve("report.csv"), "1;2;3");

        Exchange exchange = mail(
                MAIL + "&to=" + READER + "&subject=Report",
                "Please find the report attached.",
                Map.of("report.csv", new FileDataSource(report.toFile()), "note.txt", new Bytes("note", "text/plain")));

        assertThat(exchange.getException()).isNull();
        assertThat(outcome(exchange)).isEqualTo("accepted");
        assertThat(exchange.getMessage().getHeader(GraphAttachConstants.INTERNET_MESSAGE_ID, String.class))
                .startsWith("<");
        assertThat(exchange.getMessage().getHeader(GraphAttachConstants.ATTACHMENTS))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
        assertThat(inboxes.receivedBy(READER)).singleElement().satisfies(mail -> {
            assertThat(mail.path("subject").asText()).isEqualTo("Report");
            assertThat(mail.at("/body/content").asText()).isEqualTo("Please find the report attached.");
            assertThat(Inboxes.files(mail)).containsExactlyInAnyOrder("report.csv 1;2;3", "note.txt note");
        });
    }

    /** Draft, files, sending: nothing is listed, and nothing is looked at again. */
    @Test
    void aMailOfThreeSmallFilesTakesFiveRequests() {
        mail(MAIL + "&to=" + READER, "Hello", files(3));

        assertThat(requests())
                .containsExactly(
                        "POST messages 201",
                        "POST attachments 201",
                        "POST attachments 201",
                        "POST attachments 201",
                        "POST send 202");
    }

    /** Who names a job may have begun it elsewhere. */
    @Test
    void aMailWithAKeyTakesOneMore() {
        mail(MAIL + "&jobKey=7&to=" + READER, "Hello", files(3));

        assertThat(requests()).hasSize(6).first().isEqualTo("GET messages 200");
    }

    @Test
    void aMailWithoutFilesTakesTwoRequests() {
        Exchange exchange = rig.send(MAIL, Map.of("to", READER, "text", "Hello"), Map.of());

        assertThat(outcome(exchange)).isEqualTo("accepted");
        assertThat(requests()).containsExactly("POST messages 201", "POST send 202");
        assertThat(inboxes.receivedBy(READER)).hasSize(1);
    }

    /** One session for a file that is too large for a POST, with its list and its look. */
    @Test
    void aLargeFileTakesASession() {
        byte[] large = new byte[400_000];
        new Random(1).nextBytes(large);

        Exchange exchange = mail(
                MAIL + "&smallFileLimit=100000&chunkSize=327680&to=" + READER,
                "Hello",
                Map.of("large.bin", new Bytes(large, "application/octet-stream")));

        assertThat(exchange.getException()).isNull();
        assertThat(requests()).startsWith("POST messages 201").endsWith("POST send 202");
        assertThat(inboxes.receivedBy(READER)).singleElement().satisfies(mail -> assertThat(
                        mail.path("attachments").path(0).path("contentBytes").binaryValue())
                .isEqualTo(large));
    }

    @ParameterizedTest
    @ValueSource(strings = {"file", "path", "bytes", "stream"})
    void theBodyMayBeTheFile(String kind, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("scan.txt"), "scanned");
        Object body =
                switch (kind) {
                    case "file" -> file.toFile();
                    case "path" -> file;
                    case "bytes" -> "scanned".getBytes(StandardCharsets.UTF_8);
                    default -> new ByteArrayInputStream("scanned".getBytes(StandardCharsets.UTF_8));
                };

        Exchange exchange =
                rig.send(MAIL + "&to=" + READER + "&subject=Scan", body, Map.of(Exchange.FILE_NAME, "scan.txt"));

        assertThat(exchange.getException()).isNull();
        assertThat(inboxes.receivedBy(READER)).singleElement().satisfies(mail -> assertThat(Inboxes.files(mail))
                .containsExactly("scan.txt scanned"));
    }

    @ParameterizedTest
    @CsvSource({"text/html, html, <b>x</b>", "text/plain, text, <b>x</b>", "'', text, {}"})
    void aTextIsTheTextOfTheMail(String type, String stored, String text) {
        rig.send(MAIL + "&to=" + READER, text, Map.of(Exchange.CONTENT_TYPE, type));

        assertThat(inboxes.receivedBy(READER)).singleElement().satisfies(mail -> {
            assertThat(mail.at("/body/contentType").asText()).isEqualTo(stored);
            assertThat(mail.at("/body/content").asText()).contains(text);
        });
    }

    @Test
    void jsonIsTheMailWhereItsTypeSaysSo() {
        rig.send(
                MAIL,
                "{\"to\":\"a@contoso.com\",\"subject\":\"Minutes\"}".getBytes(StandardCharsets.UTF_8),
                Map.of(Exchange.CONTENT_TYPE, "application/json"));

        assertThat(inboxes.receivedBy(READER))
                .singleElement()
                .satisfies(mail -> assertThat(mail.path("subject").asText()).isEqualTo("Minutes"));
    }

    /** As with camel-mail: by the prefix of the name, or by a header of the attachment. */
    @Test
    void theHtmlShowsImagesByTheirContentId() {
        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to(rig.uri(MAIL))
                .withProcessor(one -> {
                    one.getMessage()
                            .setBody(MailDraft.of(Map.of(
                                    "to", READER, "html", "<img src=\"cid:logo.png\"><img src=\"cid:chart@x\">")));
                    AttachmentMessage attachments = Attachments.of(one);
                    attachments.addAttachment("cid:logo.png", new DataHandler(new Bytes("logo", "image/png")));
                    DefaultAttachment chart = new DefaultAttachment(new DataHandler(new Bytes("chart", "image/png")));
                    chart.addHeader("Content-ID", "<chart@x>");
                    attachments.addAttachmentObject("chart.png", chart);
                    attachments.addAttachment("data.txt", new DataHandler(new Bytes("data", "text/plain")));
                })
                .send();

        assertThat(exchange.getException()).isNull();
        assertThat(inboxes.receivedBy(READER)).singleElement().satisfies(mail -> {
            assertThat(mail.path("attachments"))
                    .extracting(file -> file.path("name").asText() + " "
                            + file.path("contentId").asText() + " "
                            + file.path("isInline").asBoolean())
                    .containsExactlyInAnyOrder(
                            "logo.png logo.png true", "chart.png chart@x true", "data.txt null false");
        });
    }

    /** Data that can be read once is there for the next try as well. */
    @Test
    void aRedeliveredMailHasAllItsBytes() throws Exception {
        rig.emulator.faults().on(RequestKind.POST_ATTACHMENT).nth(1).answer(400).error("ErrorInvalidRequest");
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(GraphAttachException.class).maximumRedeliveries(3).redeliveryDelay(1);
                from("direct:redelivered").to(rig.uri(MAIL + "&maxAttempts=1&to=" + READER));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:redelivered")
                .withProcessor(one -> {
                    one.getMessage().setBody("Hello");
                    Attachments.of(one).addAttachment("once.txt", new DataHandler(new Once("once")));
                })
                .send();

        assertThat(exchange.getException()).isNull();
        assertThat(inboxes.receivedBy(READER)).singleElement().satisfies(mail -> assertThat(Inboxes.files(mail))
                .containsExactly("once.txt once"));
    }

    @Test
    void aRepeatedMailIsSentOnce() {
        mail(MAIL + "&jobKey=7&to=" + READER, "Hello", files(2));
        inboxes.receivedBy(READER);

        Exchange again = mail(MAIL + "&jobKey=7&to=" + READER, "Hello", files(2));

        assertThat(again.getException()).isNull();
        assertThat(outcome(again)).isEqualTo("already-sent");
        assertThat(inboxes.receivedBy(READER)).hasSize(1);
    }

    @Test
    void whoWantsToKnowGetsTheCopy() {
        rig.emulator.answers().sending().delay(Duration.ZERO);

        Exchange exchange = mail(MAIL + "&confirm=sent&to=" + READER, "Hello", files(1));

        assertThat(outcome(exchange)).isEqualTo("sent");
    }

    // Drafts of mails that fail

    @Test
    void aMailThatFailsLeavesItsDraftAndSaysWhich() {
        rig.emulator.faults().on(RequestKind.POST_ATTACHMENT).nth(2).answer(400).error("ErrorInvalidRequest");

        Exchange exchange = mail(MAIL + "&to=" + READER, "Hello", files(3));

        assertThat(exchange.getException()).hasMessageContaining("attach '");
        assertThat(exchange.getMessage().getHeader(GraphAttachConstants.MESSAGE_ID))
                .isNotNull();
        assertThat(drafts()).hasSize(1);
        assertThat(inboxes.receivedBy(READER)).isEmpty();
    }

    @Test
    void aMailThatFailsLeavesNoDraftWhereThePolicySaysSo() {
        rig.emulator.faults().on(RequestKind.POST_ATTACHMENT).nth(2).answer(400).error("ErrorInvalidRequest");

        Exchange exchange = mail(MAIL + "&onFailure=delete&jobKey=7&to=" + READER, "Hello", files(3));

        assertThat(exchange.getException()).hasMessageContaining("attach '");
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(GraphAttachConstants.MESSAGE_ID);
        assertThat(drafts()).isEmpty();

        Exchange again = mail(MAIL + "&onFailure=delete&jobKey=7&to=" + READER, "Hello", files(3));
        assertThat(again.getException()).isNull();
        assertThat(inboxes.receivedBy(READER)).hasSize(1);
    }

    /** Whatever was said of it: a mail whose sending was begun may be on its way. */
    @Test
    void aMailThatWasTriedToBeSentKeepsItsDraft() {
        rig.emulator.faults().on(RequestKind.SEND).nth(1).answer(400).error("ErrorInvalidRequest");

        Exchange exchange = mail(MAIL + "&onFailure=delete&to=" + READER, "Hello", files(1));

        assertThat(exchange.getException()).isNotNull();
        assertThat(drafts()).hasSize(1);
    }

    // In steps

    /** Whichever ids attachments have, those that were attached are those that are counted. */
    @ParameterizedTest
    @ValueSource(strings = {"default", "immutable"})
    void aChainCountsItsFiles(String idType) throws Exception {
        byte[] large = new byte[400_000];
        String options = "&smallFileLimit=100000&chunkSize=327680&idType=" + idType;
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:chain")
                        .to(rig.uri(SENDER + "&operation=createDraft" + options))
                        .setBody(constant(large))
                        .to(rig.uri(SENDER + "&name=large.bin" + options))
                        .setBody(constant("small"))
                        .to(rig.uri(SENDER + "&name=small.txt" + options))
                        .to(rig.uri(SENDER + "&operation=send" + options));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:chain")
                .withBody(Map.of("to", READER))
                .send();

        assertThat(outcome(exchange)).isEqualTo("accepted");
        assertThat(inboxes.receivedBy(READER)).singleElement().satisfies(mail -> assertThat(mail.path("attachments"))
                .hasSize(2));
    }

    @Test
    void aChainSendsWhatItHasMade() throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:chain")
                        .to(rig.uri(SENDER + "&operation=createDraft"))
                        .split(constant(List.of("1", "2", "3")))
                        .setHeader(GraphAttachConstants.NAME, simple("${body}.txt"))
                        .to(rig.uri(SENDER))
                        .end()
                        .to(rig.uri(SENDER + "&operation=send"));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:chain")
                .withBody(Map.of("to", READER))
                .send();

        assertThat(exchange.getException()).isNull();
        assertThat(outcome(exchange)).isEqualTo("accepted");
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(GraphAttachConstants.JOB_KEY);
        assertThat(inboxes.receivedBy(READER)).singleElement().satisfies(mail -> assertThat(Inboxes.files(mail))
                .containsExactlyInAnyOrder("1.txt 1", "2.txt 2", "3.txt 3"));
    }

    /** The whole chain once more, in another exchange: nothing is drafted, attached or sent a second time. */
    @Test
    void aChainThatIsRepeatedSendsNothing() throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:chain")
                        .setProperty("outcomes", constant(""))
                        .to(rig.uri(SENDER + "&operation=createDraft"))
                        .setProperty("outcomes", simple("${header.CamelGraphAttachOutcome}"))
                        .setBody(constant("one"))
                        .to(rig.uri(SENDER + "&name=1.txt"))
                        .setProperty(
                                "outcomes", simple("${exchangeProperty.outcomes} ${header.CamelGraphAttachOutcome}"))
                        .to(rig.uri(SENDER + "&operation=send"))
                        .setProperty(
                                "outcomes", simple("${exchangeProperty.outcomes} ${header.CamelGraphAttachOutcome}"));
            }
        });

        assertThat(chain()).isEqualTo("created attached accepted");
        inboxes.receivedBy(READER);
        int writes = writes();

        assertThat(chain()).isEqualTo("already-sent already-present already-sent");

        assertThat(writes()).isEqualTo(writes);
        assertThat(inboxes.receivedBy(READER)).hasSize(1);
    }

    private String chain() {
        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:chain")
                .withHeader(GraphAttachConstants.JOB_KEY, "7")
                .withBody(Map.of("to", READER))
                .send();
        assertThat(exchange.getException()).isNull();
        return Objects.requireNonNull(exchange.getProperty("outcomes", String.class));
    }

    private int writes() {
        return (int) rig.emulator.exchanges().stream()
                .filter(request -> !request.method().equals("GET"))
                .count();
    }

    /** Another application has made the draft; the ids of its files come as a header. */
    @Test
    void theFilesThatMustBeThereMayBeNamed() {
        Exchange draft = rig.send(SENDER + "&operation=createDraft", Map.of("to", READER), Map.of());
        String id = draft.getMessage().getHeader(GraphAttachConstants.MESSAGE_ID, String.class);
        Exchange file = rig.send(SENDER + "&name=a.txt&messageId=" + id, "content", Map.of());
        String attachment = file.getMessage().getHeader(GraphAttachConstants.ATTACHMENT_ID, String.class);

        String send = SENDER + "&operation=send&sendGrace=1&messageId=" + id;
        assertThat(rig.send(send, "", Map.of()).getException())
                .hasMessageContaining("nobody says which files must be on the mail");
        assertThat(rig.send(send, "", Map.of(GraphAttachConstants.REQUIRED, List.of()))
                        .getException())
                .hasMessageContaining("other files than those that must be on it");
        assertThat(rig.send(send, "", Map.of(GraphAttachConstants.REQUIRED, attachment + "," + attachment))
                        .getException())
                .hasMessageContaining("names an attachment twice");
        Exchange sent = rig.send(send, "", Map.of(GraphAttachConstants.REQUIRED, attachment));
        assertThat(sent.getException()).isNull();
        assertThat(inboxes.receivedBy(READER)).hasSize(1);
    }

    @Test
    void aDraftOfSomebodyElseIsRefused() {
        assertThat(rig.send(
                                SENDER + "&operation=send&messageId=another",
                                "",
                                Map.of(GraphAttachConstants.REQUIRED, List.of()))
                        .getException())
                .isInstanceOf(GraphAttachException.class)
                .hasMessageContaining("no draft that this job has made")
                .hasMessageContaining("sendAny=true");
        assertThat(rig.emulator.exchanges())
                .allMatch(request -> request.method().equals("GET"));
    }

    // Later

    @Test
    void aMailForLaterCanBeTakenBack() {
        Instant later = Instant.now().plus(Duration.ofHours(5));
        rig.send(MAIL + "&jobKey=7", Map.of("to", READER, "sendAt", later.toString()), Map.of());

        Exchange cancelled = rig.send(SENDER + "&operation=cancel&jobKey=7", "", Map.of());

        assertThat(outcome(cancelled)).isEqualTo("cancelled");
        rig.emulator.advanceClock(Duration.ofHours(6));
        assertThat(inboxes.receivedBy(READER)).isEmpty();
        assertThat(outcome(rig.send(SENDER + "&operation=cancel&jobKey=7", "", Map.of())))
                .isEqualTo("cancelled");
        assertThat(rig.send(MAIL + "&jobKey=7", Map.of("to", READER), Map.of()).getException())
                .hasMessageContaining("cancelled");
    }

    @Test
    void aMailThatHasLeftCannotBeTakenBack() {
        Instant later = Instant.now().plus(Duration.ofHours(5));
        rig.send(MAIL + "&jobKey=7", Map.of("to", READER, "sendAt", later.toString()), Map.of());
        rig.emulator.advanceClock(Duration.ofHours(6));

        assertThat(outcome(rig.send(SENDER + "&operation=cancel&jobKey=7", "", Map.of())))
                .isEqualTo("already-sent");
        assertThat(inboxes.receivedBy(READER)).hasSize(1);
        assertThat(outcome(rig.send(SENDER + "&operation=cancel&jobKey=8", "", Map.of())))
                .isEqualTo("unknown");
    }

    // Bad input

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\":\"x\"} | the mail has no recipient",
                "{\"to\":\"a@contoso.com\",\"text\":\"x\",\"html\":\"y\"} | text and html",
                "{\"to\":\"a@contoso.com\",\"sendAt\":\"2999-01-01T00:00:00\"} | sendAt",
                "{\"to\":\"a@contoso.com\",\"sendAt\":\"2020-01-01T00:00:00Z\"} | sendAt is over",
                "{\"to\":\"a@contoso.com\",\"headers\":{\"subject\":\"y\"}} | headers",
                "{\"to\":\"a@contoso.com\",\"attachements\":[]} | a mail has no field 'attachements'",
            })
    void whatCannotBeAMailIsRefusedBeforeAnyRequest(String json, String sentence) {
        Exchange exchange = rig.send(MAIL, json, Map.of(Exchange.CONTENT_TYPE, "application/json"));

        assertThat(exchange.getException())
                .hasMessageStartingWith("Nothing was sent because ")
                .hasMessageContaining(sentence);
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    @Test
    void nobodyWaitsForTheCopyOfAMailForLater() {
        Map<String, Object> mail = Map.of("to", READER, "sendAt", "2999-01-01T00:00:00Z");

        assertThat(rig.send(MAIL + "&confirm=sent", mail, Map.of()).getException())
                .hasMessageContaining("sendAt and confirm=sent exclude each other");
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    @Test
    void anImageThatTheHtmlDoesNotShowIsRefused() {
        Exchange exchange =
                mail(MAIL + "&to=" + READER, "no HTML", Map.of("cid:logo.png", new Bytes("logo", "image/png")));

        assertThat(exchange.getException()).hasMessageContaining("file 1 is inline");
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "event?operation=mail, graph-attach:message",
        "event?operation=send, graph-attach:message",
        "message?operation=mail&messageId=m, messageId names a message",
        "message?operation=mail&confirm=maybe, confirm",
        "message?operation=mail&onFailure=maybe, onFailure",
        "message?operation=mail&sendGrace=0, sendGrace",
        "message?operation=mail&confirmTimeout=0, confirmTimeout",
    })
    void whatMakesNoSenseIsRefusedAtStart(String uri, String sentence) {
        assertThatThrownBy(() -> rig.camel.getEndpoint(rig.uri(uri))).hasMessageContaining(sentence);
    }

    private Exchange mail(String endpoint, String text, Map<String, ? extends DataSource> files) {
        return rig.camel
                .createFluentProducerTemplate()
                .to(rig.uri(endpoint))
                .withProcessor(exchange -> {
                    exchange.getMessage().setBody(text);
                    files.forEach((name, data) -> Attachments.of(exchange).addAttachment(name, new DataHandler(data)));
                })
                .send();
    }

    private static Map<String, DataSource> files(int number) {
        return number == 1
                ? Map.of("1.txt", new Bytes("1", "text/plain"))
                : number == 2
                        ? Map.of("1.txt", new Bytes("1", "text/plain"), "2.txt", new Bytes("2", "text/plain"))
                        : Map.of(
                                "1.txt",
                                new Bytes("1", "text/plain"),
                                "2.txt",
                                new Bytes("2", "text/plain"),
                                "3.txt",
                                new Bytes("3", "text/plain"));
    }

    private List<JsonNode> drafts() {
        return inboxes.messages("cfo@contoso.com", "drafts").stream()
                .filter(message -> !message.path("id").asText().equals("another"))
                .toList();
    }

    private static String outcome(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return Objects.requireNonNull(exchange.getMessage().getHeader(GraphAttachConstants.OUTCOME, String.class));
    }

    private List<String> requests() {
        return rig.requests().stream().map(MailOperationsTest::word).toList();
    }

    private static String word(RecordedExchange request) {
        String path = request.path();
        return request.method() + " " + path.substring(path.lastIndexOf('/') + 1) + " " + request.status();
    }

    /** As a library hands it over. */
    private static final class Bytes implements DataSource {

        private final byte[] content;
        private final String type;

        Bytes(byte[] content, String type) {
            this.content = content;
            this.type = type;
        }

        Bytes(String content, String type) {
            this(content.getBytes(StandardCharsets.UTF_8), type);
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getContentType() {
            return type;
        }

        @Override
        public String getName() {
            return "";
        }
    }

    /** The second reader gets nothing. */
    private static final class Once implements DataSource {

        private final InputStream content;

        Once(String content) {
            this.content = new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public InputStream getInputStream() {
            return content;
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getContentType() {
            return "text/plain";
        }

        @Override
        public String getName() {
            return "once";
        }
    }
}
