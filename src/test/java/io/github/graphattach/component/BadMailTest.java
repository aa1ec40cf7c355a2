package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.RecordedExchange;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A mail that cannot be sent is refused in one sentence before any request, and the exchange stays what it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadMailTest {

    /** A part of all that is confidential here: addresses, names, subjects, texts and what they are called wrongly. */
    private static final String SECRET = "zebra";

    private static final String READER = SECRET + "@contoso.com";
    private static final String PAST = "2020-01-01T00:00:00Z";
    private static final String FUTURE = "2999-01-01T00:00:00Z";

    private final Rig rig = new Rig();

    private Path content = Path.of("content.txt");

    @BeforeAll
    void writeTheFile(@TempDir Path folder) throws IOException {
        content = Files.write(folder.resolve(content), new byte[1000]);
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    /** One mail that cannot be sent; the files are in its attachments, by their names. */
    private record Mail(String options, Object body, Map<String, Object> headers, List<String> files) {

        static Mail of(Map<String, Object> fields) {
            return new Mail("", fields, Map.of(), List.of());
        }

        /** One that says this too, and to whom it is unless that is what it says. */
        static Mail with(String field, Object value) {
            Map<String, Object> fields = new HashMap<>(Map.of("to", READER));
            fields.put(field, value);
            return of(fields);
        }

        static Mail with(String field, Object value, String other, Object otherValue) {
            return of(Map.of("to", READER, field, value, other, otherValue));
        }

        Mail options(String more) {
            return new Mail("&" + more, body, headers, files);
        }

        Mail header(String name, Object value) {
            return new Mail(options, body, Map.of(name, value), files);
        }

        Mail files(String... names) {
            return new Mail(options, body, headers, List.of(names));
        }

        Mail body(Object other) {
            return new Mail(options, other, headers, files);
        }
    }

    static Stream<Arguments> recipients() {
        return Stream.of(
                row(
                        "no address",
                        Mail.with("to", SECRET + " at contoso.com"),
                        "to[1] is no e-mail address",
                        "write each"),
                row(
                        "no addresses",
                        Mail.with("cc", List.of(READER, SECRET, SECRET)),
                        "cc[2], cc[3] are no",
                        "write each"),
                row("line in an address", Mail.with("bcc", READER + "\r\nBcc: x@y.z"), "bcc[1] is no", "write each"),
                row(
                        "control in a name",
                        Mail.with("replyTo", "Z\u0085 <" + READER + ">"),
                        "replyTo[1] is",
                        "write each"),
                row("bad header", Mail.of(Map.of()).header(GraphAttachConstants.TO, SECRET), "to[1] is", "write each"),
                row("bad option", Mail.of(Map.of()).options("cc=" + SECRET), "cc[1] is no", "write each"),
                row("nobody", Mail.of(Map.of("text", SECRET)), "the mail has no recipient", "name one in the field to"),
                row(
                        "too many",
                        Mail.with("cc", many(300), "bcc", many(200)),
                        "501 recipients in to, cc and bcc",
                        "fewer"),
                row(
                        "two senders",
                        Mail.with("from", READER + "," + READER),
                        "the field from has 2 senders",
                        "name one"),
                row(
                        "other sender",
                        Mail.with("from", "a." + READER),
                        "the field from names",
                        "the option allowedUsers"),
                row(
                        "sender that is not allowed",
                        Mail.with("from", READER).options("allowedUsers=*@example.com"),
                        "the field from names",
                        "the option allowedUsers"),
                row(
                        "mailbox that is not allowed",
                        Mail.with("text", SECRET).header(GraphAttachConstants.USER_ID, READER),
                        GraphAttachConstants.USER_ID,
                        "the option allowedUsers"),
                row("number as address", Mail.with("cc", List.of(1)), "the field cc of the mail", "make it one"));
    }

    static Stream<Arguments> contents() {
        return Stream.of(
                row(
                        "text and html",
                        Mail.with("text", SECRET, "html", SECRET),
                        "the fields text and html",
                        "one of them"),
                row(
                        "line in the subject",
                        Mail.with("subject", SECRET + "\nBcc: x"),
                        "the field subject",
                        "in one line"),
                row(
                        "line separator in it",
                        Mail.with("subject", SECRET + "\u2028"),
                        "the field subject",
                        "in one line"),
                row(
                        "line in the header",
                        Mail.of(Map.of("to", READER)).header(GraphAttachConstants.SUBJECT, SECRET + "\u0000"),
                        "the field subject",
                        "in one line"),
                row("importance", Mail.with("importance", "urgent"), "the field importance", "low, normal or high"),
                row("headers", Mail.with("headers", headers(6)), "the field headers has 6 headers", "set 5 at most"),
                row("without x-", Mail.with("headers", Map.of(SECRET, "1")), "in the field headers", "begin with x-"),
                row("colon", Mail.with("headers", Map.of("x-" + SECRET + ":", "1")), "the field headers", "colons"),
                row(
                        "line in it",
                        Mail.with("headers", Map.of("x-a", SECRET + "\r\nb")),
                        "the field headers",
                        "one line"),
                row(
                        "line in its name",
                        Mail.with("headers", Map.of("x-a\r\nb", "1")),
                        "the field headers",
                        "begin with"),
                row("misspelt field", Mail.with("subjcet", SECRET), "no field 'subjcet'", "the nearest is subject"),
                row("Graph's field", Mail.with("toRecipients", SECRET), "no field 'toRecipients'", "the nearest is to"),
                row(
                        "no JSON",
                        Mail.of(Map.of()).body("{\"to\": " + SECRET).header(Exchange.CONTENT_TYPE, "application/json"),
                        "the message body is no JSON object",
                        Exchange.CONTENT_TYPE));
    }

    static Stream<Arguments> times() {
        String local = "2999-01-01T00:00:00";
        return Stream.of(
                row("no offset", Mail.with("sendAt", local), "the field sendAt has no offset", "write it as 2026-"),
                row("no time", Mail.with("sendAt", SECRET), "the field sendAt is no time", "write it as 2026-"),
                row("over", Mail.with("sendAt", PAST), "the field sendAt is over", "leave it out"),
                row(
                        "over, in a header, of a job that may be known",
                        Mail.with("text", SECRET).options("jobKey=7").header(GraphAttachConstants.SEND_AT, PAST),
                        "the field sendAt is over",
                        "leave it out"),
                row(
                        "later and waited for",
                        Mail.with("sendAt", FUTURE).options("confirm=sent"),
                        "the field sendAt and confirm=sent",
                        "leave one of them out"),
                row(
                        "waited for by a header",
                        Mail.with("sendAt", FUTURE).header(GraphAttachConstants.CONFIRM, "sent"),
                        "the field sendAt and confirm=sent",
                        "leave one of them out"),
                row(
                        "no choice",
                        Mail.with("sendAt", FUTURE).header(GraphAttachConstants.CONFIRM, SECRET),
                        "the header " + GraphAttachConstants.CONFIRM,
                        "none or sent"));
    }

    static Stream<Arguments> files() {
        return Stream.of(
                row(
                        "no HTML",
                        Mail.with("text", SECRET).files("cid:logo"),
                        "file 1 is inline",
                        "<img src=\"cid:logo\">"),
                row(
                        "another content id",
                        Mail.with("html", "<img src=\"cid:chart\">" + SECRET).files("a.txt", "cid:logo"),
                        "file 2 is inline, and the HTML of the mail does not show it",
                        "write its content id into the HTML"),
                row(
                        "longer content id",
                        Mail.with("html", "<img src=\"cid:logo2\">").files("cid:logo"),
                        "file 1 is inline, and the HTML of the mail does not show it",
                        "write its content id into the HTML"),
                row(
                        "another spelling",
                        Mail.with("html", "<img src=\"cid:Logo\">").files("cid:logo"),
                        "file 1",
                        "<img src="),
                row(
                        "body that the HTML cannot show",
                        Mail.of(Map.of())
                                .options("to=" + READER + "&name=logo.png&inline=true&contentId=logo")
                                .body(new byte[3]),
                        "file 1 is inline",
                        "or attach it without one"),
                row(
                        "control in a name",
                        Mail.with("text", SECRET).files("a\u0007b"),
                        "name has control",
                        "the option name"),
                row(
                        "total",
                        Mail.with("text", SECRET).options("maxItemSize=2000").files("a.txt", "b.txt"),
                        "the option maxItemSize allows 2000",
                        "raise it"),
                row(
                        "one file",
                        Mail.with("text", SECRET).options("maxFileSize=999").files("a.txt"),
                        "maxFileSize",
                        "sharing link"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"recipients", "contents", "times", "files"})
    void aMailThatCannotBeSentIsRefused(String what, Mail mail, String problem, String remedy) {
        assertRefused("mail", mail, problem, remedy);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("contents")
    void aDraftThatCannotBeMadeIsRefused(String what, Mail mail, String problem, String remedy) {
        assertRefused("createDraft", mail, problem, remedy);
    }

    private void assertRefused(String operation, Mail mail, String problem, String remedy) {
        Exchange exchange = send("operation=" + operation + mail.options, mail);

        assertThat(exchange.getException())
                .isInstanceOf(GraphAttachException.class)
                .hasMessageStartingWith("Nothing was sent because ")
                .hasMessageContaining(problem)
                .hasMessageNotContainingAny("\n", "\r", "\u0000", "\u0007", "\u0085", "\u2028", SECRET);
        GraphAttachException failure = Objects.requireNonNull((GraphAttachException) exchange.getException());
        assertThat(failure).hasMessageEndingWith(failure.remedy());
        assertThat(failure.remedy()).contains(remedy);
        assertThat(failure.retryable()).isFalse();
        assertThat(Instruments.trace(failure)).doesNotContain(SECRET);
        assertThat(rig.emulator.exchanges()).extracting(RecordedExchange::path).isEmpty();
        assertThat(exchange.getMessage().getBody()).isSameAs(mail.body);
        assertThat(exchange.getMessage().getHeaders()).containsAllEntriesOf(mail.headers);
        assertThat(Attachments.of(exchange).getAttachmentNames()).containsExactlyInAnyOrderElementsOf(mail.files);
    }

    private Exchange send(String options, Mail mail) {
        return rig.camel
                .createFluentProducerTemplate()
                .to(rig.uri("message?userId=cfo@contoso.com&" + options))
                .withProcessor(exchange -> {
                    exchange.getMessage().setBody(mail.body);
                    exchange.getMessage().setHeaders(new HashMap<>(mail.headers));
                    for (String file : mail.files) {
                        Attachments.of(exchange)
                                .addAttachment(file, new DataHandler(new FileDataSource(content.toFile())));
                    }
                })
                .send();
    }

    private static Arguments row(String what, Mail mail, String problem, String remedy) {
        return Arguments.of(what, mail, problem, remedy);
    }

    private static String many(int recipients) {
        return IntStream.range(0, recipients)
                .mapToObj(number -> SECRET + number + "@contoso.com")
                .collect(Collectors.joining(", "));
    }

    private static Map<String, String> headers(int count) {
        return IntStream.range(0, count).boxed().collect(Collectors.toMap(number -> "x-" + number, number -> SECRET));
    }
}
