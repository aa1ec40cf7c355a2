package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an attachment is labelled with, and that the bytes of a text are what the label says. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContentTypeTest {

    private final Rig rig = new Rig();
    private EmulatedItem item = rig.message("m");

    @BeforeEach
    void createItem() {
        rig.emulator.reset();
        item = rig.message("m");
    }

    @AfterAll
    void close() {
        rig.close();
    }

    /** The first that is set and means the file. */
    @ParameterizedTest(name = "own header {0}, of the file {1}, name {2}, of the message {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "image/png, text/csv,       a.pdf,  text/plain,                        image/png",
                "-,         text/csv,       a.pdf,  text/plain,                        text/csv",
                "-,         application/pdf, a,     multipart/form-data; boundary=x,   application/pdf",
                "-,         ' ',            a.pdf,  text/plain,                        application/pdf",
                "-,         -,              a.pdf,  text/plain,                        application/pdf",
                "-,         -,              a.pdf,  multipart/form-data; boundary=x,   application/pdf",
                "-,         -,              a,      text/plain,                        text/plain",
                "-,         -,              a.xyzzy, text/plain; charset=UTF-8,        text/plain; charset=UTF-8",
                "-,         -,              a.txt,  text/plain; charset=ISO-8859-1,    text/plain; charset=ISO-8859-1",
                "-,         -,              a.txt,  Text/Plain ;charset=ISO-8859-1,    Text/Plain ;charset=ISO-8859-1",
                "-,         -,              a.csv,  text/plain; charset=ISO-8859-1,    text/csv",
                "-,         -,              a.eml,  message/rfc822; x=y,               message/rfc822",
                "-,         -,              a,      multipart/form-data; boundary=x,   application/octet-stream",
                "-,         -,              a,      MULTIPART/Mixed,                   application/octet-stream",
                "-,         -,              a,      message/rfc822,                    application/octet-stream",
                "-,         -,              a,      application/x-www-form-urlencoded, application/octet-stream",
                "-,         -,              a,      ' ',                               application/octet-stream",
                "-,         -,              a,      -,                                 application/octet-stream",
            })
    void theTypeIsTheFirstThatMeansTheFile(
            @Nullable String own, @Nullable String ofFile, String name, @Nullable String ofMessage, String type) {
        Map<String, Object> headers = new HashMap<>(Map.of(GraphAttachConstants.NAME, name));
        put(headers, GraphAttachConstants.CONTENT_TYPE, own);
        put(headers, Exchange.FILE_CONTENT_TYPE, ofFile);
        put(headers, Exchange.CONTENT_TYPE, ofMessage);

        assertThat(rig.send("message?messageId=m", new byte[1], headers).getException())
                .isNull();

        assertThat(stored().contentType()).isEqualTo(type);
    }

    private static void put(Map<String, Object> headers, String header, @Nullable String value) {
        if (value != null) {
            headers.put(header, value);
        }
    }

    @Test
    void theOptionCountsAsTheOwnHeader() {
        assertThat(rig.send(
                                "message?messageId=m&name=a.pdf&contentType=image/png",
                                new byte[1],
                                Map.of(Exchange.FILE_CONTENT_TYPE, "text/csv"))
                        .getException())
                .isNull();
        assertThat(stored().contentType()).isEqualTo("image/png");
    }

    @ParameterizedTest
    @CsvSource({
        "Invoice #12.pdf, application/pdf",
        "Really? Yes.pdf, application/pdf",
        "REPORT.PDF, application/pdf",
        "a.tar.gz, application/gzip",
        "a.b.c.Docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "a.xlsx, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "a.pptx, application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "a.doc, application/msword",
        "a.eml, message/rfc822",
        "a.msg, application/vnd.ms-outlook",
        "a.ics, text/calendar",
        "a.vcf, text/vcard",
        "a.heic, image/heic",
        "a.HEIF, image/heif",
        "a.webp, image/webp",
        "a.jpeg, image/jpeg",
        "a.png, image/png",
        "a.TIF, image/tiff",
        "a.svg, image/svg+xml",
        "a.zip, application/zip",
        "a.7z, application/x-7z-compressed",
        "a.csv, text/csv",
        "a.txt, text/plain",
        "a.md, text/markdown",
        "a.html, text/html",
        "a.xml, application/xml",
        "a.json, application/json",
        "a.mp4, video/mp4",
        "a.p7m, application/pkcs7-mime",
        "'a.pdf ', application/pdf",
        "pdf, application/octet-stream",
        "a., application/octet-stream",
        "a.pdf.xyzzy, application/octet-stream",
        "a.b/pdf, application/octet-stream",
    })
    void theEndingOfTheNameSaysTheType(String name, String type) {
        assertThat(rig.send("message?messageId=m", new byte[1], Map.of(GraphAttachConstants.NAME, name))
                        .getException())
                .isNull();
        assertThat(stored().contentType()).isEqualTo(type);
    }

    /** There an upper-case I has a lower-case letter of its own. */
    @Test
    void theLanguageOfTheMachineMakesNoDifference() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {
            Message message = new DefaultMessage(rig.camel);
            assertThat(AttachmentType.of(message, "SCAN.TIFF")).isEqualTo("image/tiff");
            assertThat(AttachmentType.of(message, "PHOTO.HEIC")).isEqualTo("image/heic");
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest(name = "CamelCharsetName {0}, property {1}, {2} {3}: {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "-,            -,          a.txt, text/plain; charset=ISO-8859-1,     ISO-8859-1",
                "-,            -,          a,     text/plain; charset=\"iso-8859-1\", ISO-8859-1",
                "-,            -,          a,     text/plain; Charset=windows-1252,   windows-1252",
                "-,            -,          a,     text/plain; charset=utf-16le; x=y,  UTF-16LE",
                "-,            -,          a,     text/plain,                         UTF-8",
                "-,            -,          a,     -,                                  UTF-8",
                "-,            -,          a.xml, text/plain; charset=ISO-8859-1,     UTF-8",
                "UTF-16BE,     -,          a,     text/plain; charset=ISO-8859-1,     UTF-16BE",
                "-,            UTF-16BE,   a,     text/plain; charset=ISO-8859-1,     UTF-16BE",
                "windows-1252, UTF-16BE,   a,     text/plain; charset=ISO-8859-1,     windows-1252",
            })
    void aTextHasTheBytesThatItsLabelSays(
            @Nullable String header, @Nullable String property, String name, @Nullable String type, String charset) {
        for (Object body : new Object[] {"h\u00e4llo", new StringReader("h\u00e4llo")}) {
            createItem();
            Exchange exchange = rig.camel
                    .createFluentProducerTemplate()
                    .to(rig.uri("message?messageId=m"))
                    .withProcessor(sent -> {
                        sent.getMessage().setBody(body);
                        sent.getMessage().setHeader(GraphAttachConstants.NAME, name);
                        if (header != null) {
                            sent.getMessage().setHeader(Exchange.CHARSET_NAME, header);
                        }
                        if (type != null) {
                            sent.getMessage().setHeader(Exchange.CONTENT_TYPE, type);
                        }
                        if (property != null) {
                            sent.setProperty(Exchange.CHARSET_NAME, property);
                        }
                    })
                    .send();

            assertThat(exchange.getException()).isNull();
            assertThat(stored().content()).hasBinaryContent("h\u00e4llo".getBytes(Charset.forName(charset)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Type, text/plain; charset=utf-99, the attachment's content type",
        "Content-Type, text/plain; charset=\"a b\", the attachment's content type",
        "Content-Type, text/plain; charset=, the attachment's content type",
        "Content-Type, text/plain; charset=x-JISAutoDetect, the attachment's content type",
        "CamelGraphAttachContentType, text/plain; charset=utf-99, the attachment's content type",
        "CamelCharsetName, utf-99, CamelCharsetName",
        "CamelCharsetName, ISO-2022-CN, CamelCharsetName",
    })
    void aCharsetThatThisJavaCannotWriteIsRefused(String header, String value, String saidBy) {
        Exchange exchange = rig.send("message?messageId=m&name=a", "text", Map.of(header, value));

        assertThat(exchange.getException())
                .isInstanceOf(GraphAttachException.class)
                .hasMessage("Nothing was sent because " + saidBy
                        + " names no charset that this Java can write; set the header CamelCharsetName to one that it can,"
                        + " such as UTF-8");
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    /** Java writes a question mark for what a charset has not. */
    @ParameterizedTest
    @CsvSource({"ISO-8859-1, \u20ac", "US-ASCII, \u00e4", "UTF-8, \ud800"})
    void aTextThatItsCharsetCannotSayIsRefused(String charset, String character) {
        Exchange exchange = rig.send(
                "message?messageId=m&name=a",
                "x".repeat(10_000) + character,
                Map.of(Exchange.CONTENT_TYPE, "text/plain; charset=" + charset));

        assertThat(exchange.getException())
                .isInstanceOf(GraphAttachException.class)
                .hasMessageContaining("characters that " + charset + " has not")
                .hasMessageEndingWith("; set the header CamelCharsetName to one that has them, such as UTF-8");
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    /** Its label is whatever the sender says; nothing is encoded. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain; charset=utf-99", "text/plain; charset=ISO-8859-1"})
    void bytesAreNoText(String type) {
        byte[] bytes = "\u20ac".getBytes(StandardCharsets.UTF_8);

        assertThat(rig.send("message?messageId=m&name=a", bytes, Map.of(Exchange.CONTENT_TYPE, type))
                        .getException())
                .isNull();

        assertThat(stored().content()).hasBinaryContent(bytes);
        assertThat(stored().contentType()).isEqualTo(type);
    }

    private EmulatedAttachment stored() {
        assertThat(item.attachments()).hasSize(1);
        return item.attachments().get(0);
    }
}
