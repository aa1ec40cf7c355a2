package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import jakarta.activation.FileDataSource;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.attachment.DefaultAttachment;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mail.MailConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A route that sends with camel-mail to an SMTP server, and the same route with the endpoint changed, send the same mail. */
class SmtpComparisonTest {

    private static final String FROM = "from=cfo@contoso.com";
    private static final String HEADERS =
            "useHeaderRecipients=true&useHeaderFrom=true&useHeaderReplyTo=true&useHeaderSubject=true";

    /** Dots at the beginning of lines, and blanks at their ends, are something to SMTP. */
    private static final String TEXT = "Grüße aus Köln\n.\n..dots\n\n  blanks  \n" + "long ".repeat(400) + "\n€ 5";

    private final GreenMail smtp = new GreenMail(new ServerSetup(0, "localhost", ServerSetup.PROTOCOL_SMTP));
    private final Rig rig = new Rig();
    private final Inboxes inboxes = new Inboxes(rig.emulator);

    SmtpComparisonTest() {
        smtp.start();
        rig.emulator.create("/users/cfo%40contoso.com/messages/another");
    }

    @AfterEach
    void stop() {
        rig.close();
        smtp.stop();
    }

    // To whom

    @Test
    void theOptionsSayToWhom() throws Exception {
        SeenMail mail = same(
                FROM + "&to=a@contoso.com,b@contoso.com&cc=c@contoso.com&bcc=d@contoso.com,e@contoso.com"
                        + "&replyTo=f@contoso.com&subject=Report of November",
                exchange -> exchange.getMessage().setBody("Hello"));

        assertThat(mail.to()).containsExactly("a@contoso.com", "b@contoso.com");
        assertThat(mail.bcc()).containsExactly("d@contoso.com", "e@contoso.com");
    }

    @Test
    void theHeadersSayToWhom() throws Exception {
        SeenMail mail =
                same(HEADERS + "&to=x@contoso.com&subject=Other&from=x@contoso.com&replyTo=x@contoso.com", exchange -> {
                    exchange.getMessage()
                            .setHeaders(Map.of(
                                    "To", "a@contoso.com,b@contoso.com",
                                    "CC", "c@contoso.com",
                                    "bcc", "d@contoso.com",
                                    "From", "cfo@contoso.com",
                                    "Reply-To", "f@contoso.com",
                                    "Subject", "Report"));
                    exchange.getMessage().setBody("Hello");
                });

        assertThat(mail.to()).containsExactly("a@contoso.com", "b@contoso.com");
        assertThat(mail.subject()).isEqualTo("Report");
    }

    /** Any of them: otherwise a copy would go to somebody whom the message does not name. */
    @ParameterizedTest
    @ValueSource(strings = {"To", "Cc", "Bcc"})
    void aRecipientInAHeaderTakesThePlaceOfAllInTheOptions(String header) throws Exception {
        SeenMail mail = same(
                HEADERS + "&" + FROM + "&to=x@contoso.com&cc=y@contoso.com&bcc=z@contoso.com",
                exchange -> exchange.getMessage().setHeader(header, "a@contoso.com"));

        assertThat(Stream.of(mail.to(), mail.cc(), mail.bcc()).flatMap(List::stream))
                .containsExactly("a@contoso.com");
    }

    @Test
    void aHeaderMayBeAListOfRecipients() throws Exception {
        SeenMail mail = same(HEADERS + "&" + FROM, exchange -> {
            exchange.getMessage().setHeader("To", List.of("a@contoso.com", "b@contoso.com"));
            exchange.getMessage().setHeader("Cc", new String[] {"c@contoso.com", "d@contoso.com"});
        });

        assertThat(mail.to()).hasSize(2);
        assertThat(mail.cc()).hasSize(2);
    }

    @Test
    void aHeaderMayBeAnythingThatCamelMakesATextOf() throws Exception {
        SeenMail mail = same(HEADERS + "&" + FROM + "&subject=Other", exchange -> {
            exchange.getMessage().setHeader("To", new InternetAddress("a@contoso.com"));
            exchange.getMessage().setHeader("Subject", 4711);
        });

        assertThat(mail.subject()).isEqualTo("4711");
    }

    @Test
    void anEmptySubjectInAHeaderIsOne() throws Exception {
        SeenMail mail = same(HEADERS + "&" + FROM + "&to=a@contoso.com&subject=Other", exchange -> exchange.getMessage()
                .setHeader("Subject", ""));

        assertThat(mail.subject()).isEmpty();
    }

    @Test
    void semicolonsSeparateRecipientsAsCommasDo() throws Exception {
        SeenMail mail = same(
                FROM + "&to=a@contoso.com;b@contoso.com, c@contoso.com;&cc=RAW(\"Fox; Eve, Dr.\" <d@contoso.com>)",
                exchange -> exchange.getMessage().setBody("Hello"));

        assertThat(mail.to()).hasSize(3);
        assertThat(mail.cc()).containsExactly("Fox; Eve, Dr. <d@contoso.com>");
    }

    /** The name of who gets the answers comes as an option: camel-mail 4.18 spoils one with an umlaut in the header. */
    @Test
    void namesOfPeopleAreKept() throws Exception {
        SeenMail mail = same(HEADERS + "&replyTo=RAW(Büro <f@contoso.com>)", exchange -> {
            exchange.getMessage().setHeader("Content-Type", "text/plain; charset=utf-8");
            exchange.getMessage().setHeader("From", "Jürgen Groß <cfo@contoso.com>");
            exchange.getMessage().setHeader("To", "\"Müller, Eva\" <a@contoso.com>, Bob <b@contoso.com>");
        });

        assertThat(mail.to()).containsExactly("Müller, Eva <a@contoso.com>", "Bob <b@contoso.com>");
        assertThat(mail.from()).containsExactly("Jürgen Groß <cfo@contoso.com>");
    }

    // What it says

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain;charset=utf-8", "text/plain; charset=ISO-8859-15", "TEXT/PLAIN; Charset=\"utf-8\""})
    void aTextIsSentAsItIs(String type) throws Exception {
        SeenMail mail = same(toA("&subject=Gr%C3%BC%C3%9Fe"), exchange -> {
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, type);
            exchange.setProperty(Exchange.CHARSET_NAME, "utf-8");
            exchange.getMessage().setBody(TEXT);
        });

        assertThat(mail.text()).isEqualTo(TEXT);
        assertThat(mail.html()).isFalse();
    }

    @Test
    void bytesAreTextInTheCharsetOfTheExchange() throws Exception {
        SeenMail mail = same(toA(""), exchange -> {
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=utf-8");
            exchange.setProperty(Exchange.CHARSET_NAME, "ISO-8859-1");
            exchange.getMessage().setBody("Grüße".getBytes(StandardCharsets.ISO_8859_1));
        });

        assertThat(mail.text()).isEqualTo("Grüße");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Type", "contentType"})
    void aHeaderSaysThatTheTextIsHtml(String header) throws Exception {
        SeenMail mail = same(toA(""), exchange -> {
            exchange.getMessage().setHeader(header, "text/html; charset=utf-8");
            exchange.getMessage().setBody("<p>Grüße</p>\n");
        });

        assertThat(mail.html()).isTrue();
        assertThat(mail.text()).isEqualTo("<p>Grüße</p>");
    }

    @Test
    void theOptionContentTypeSaysThatTheTextIsHtml() throws Exception {
        SeenMail mail = same(toA("&contentType=text/html;charset=utf-8"), exchange -> exchange.getMessage()
                .setBody("<p>Grüße</p>"));

        assertThat(mail.html()).isTrue();
    }

    /** As with camel-mail: contentType first, then Content-Type, then the option. */
    @Test
    void theOneHeaderWinsOverTheOtherAndBothOverTheOption() throws Exception {
        Processor html = exchange -> {
            exchange.getMessage().setHeader("contentType", "text/html");
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/plain");
            exchange.getMessage().setBody("<p>Hello</p>");
        };

        assertThat(same(toA("&contentType=text/plain"), html).html()).isTrue();
    }

    @Test
    void aMailMayBeEmpty() throws Exception {
        assertThat(same(toA(""), exchange -> exchange.getMessage().setBody(null))
                        .text())
                .isEmpty();
    }

    // Files

    @Test
    void filesAreTheSameByteForByte(@TempDir Path folder) throws Exception {
        byte[] large = random(700_000);
        Path scan = Files.write(folder.resolve("on disk.pdf"), random(100_000));
        SeenMail mail = same(toA("&subject=Files"), exchange -> {
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=utf-8");
            exchange.getMessage().setBody(TEXT);
            attach(exchange, "Übersicht Köln (1).pdf", new FileDataSource(scan.toFile()));
            attach(exchange, "all bytes.bin", bytes(allBytes(), "application/octet-stream"));
            attach(exchange, "empty.dat", bytes(new byte[0], "application/octet-stream"));
            attach(exchange, "日本語 €.zip", bytes(large, "application/zip"));
            attach(exchange, "lines.csv", bytes("a;b\r\n1;2\r\n".getBytes(StandardCharsets.US_ASCII), "text/csv"));
            attach(exchange, "no ending", bytes(random(10), "image/png"));
        });

        assertThat(mail.files())
                .extracting(SeenMail.SeenFile::name)
                .containsExactly(
                        "Übersicht Köln (1).pdf", "all bytes.bin", "empty.dat", "日本語 €.zip", "lines.csv", "no ending");
    }

    @Test
    void filesOfAMailWithoutText() throws Exception {
        SeenMail mail = same(toA(""), exchange -> attach(exchange, "a.bin", bytes(random(10), "application/pdf")));

        assertThat(mail.files()).hasSize(1);
    }

    @Test
    void imagesInTheTextAreTheSame() throws Exception {
        String html = "<p>Grüße <img src=\"cid:logo.png\"><img src=\"cid:sign@contoso.com\"></p>";
        SeenMail mail = same(toA(""), exchange -> {
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "text/html; charset=utf-8");
            exchange.getMessage().setBody(html);
            attach(exchange, "cid:logo.png", bytes(random(1000), "image/png"));
            DefaultAttachment sign = new DefaultAttachment(bytes(random(2000), "image/gif"));
            sign.addHeader("Content-ID", "<sign@contoso.com>");
            Attachments.of(exchange).addAttachmentObject("sign.gif", sign);
            attach(exchange, "report.pdf", bytes(random(3000), "application/pdf"));
        });

        assertThat(mail.files())
                .extracting(file -> file.name() + " " + file.contentId().orElse("-"))
                .containsExactly("logo.png logo.png", "sign.gif sign@contoso.com", "report.pdf -");
    }

    private static String toA(String more) {
        return FROM + "&to=a@contoso.com" + more;
    }

    private static void attach(Exchange exchange, String name, DataSource data) {
        Attachments.of(exchange).addAttachment(name, new DataHandler(data));
    }

    private static ByteArrayDataSource bytes(byte[] content, String type) {
        return new ByteArrayDataSource(content, type);
    }

    private static byte[] random(int size) {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return content;
    }

    private static byte[] allBytes() {
        byte[] content = new byte[256];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) i;
        }
        return content;
    }

    /** Sends by both, and gives what both have sent. */
    private SeenMail same(String options, Processor message) throws Exception {
        send("smtp", "smtp://localhost:" + smtp.getSmtp().getPort() + "?" + ofThisCamel(options), message);
        send(
                "graph",
                rig.uri("message?userId=cfo@contoso.com&operation=mail&smallFileLimit=500000&chunkSize=327680&"
                        + options),
                message);
        SeenMail bySmtp = receivedBySmtp();
        SeenMail byGraph = receivedByGraph();
        assertThat(byGraph).usingRecursiveComparison().isEqualTo(bySmtp);
        return byGraph;
    }

    private void send(String name, String endpoint, Processor message) throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:" + name).process(message).to(endpoint);
            }
        });
        Exchange exchange =
                rig.camel.createFluentProducerTemplate().to("direct:" + name).send();
        assertThat(exchange.getException()).isNull();
    }

    /** An older camel-mail has no such switches, and all of them on. */
    private static String ofThisCamel(String options) {
        boolean hasSwitches = Stream.of(MailConfiguration.class.getMethods())
                .anyMatch(method -> method.getName().equals("setUseHeaderRecipients"));
        return hasSwitches ? options : options.replaceAll("useHeader\\w+=true&?", "");
    }

    private SeenMail receivedBySmtp() throws Exception {
        Map<String, MimeMessage> received = new TreeMap<>();
        for (GreenMailUser user : smtp.getUserManager().listUser()) {
            received.put(
                    user.getEmail(),
                    smtp.getManagers()
                            .getImapHostManager()
                            .getInbox(user)
                            .getMessages()
                            .get(0)
                            .getMimeMessage());
        }
        return SeenMail.of(received.values().iterator().next(), received.keySet());
    }

    private SeenMail receivedByGraph() throws Exception {
        inboxes.receivedBy("cfo@contoso.com");
        return SeenMail.of(inboxes.messages("cfo@contoso.com", "sentitems").get(0));
    }
}
