package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.mail.MailDraft;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operation createDraft as a route sees it. */
class CreateDraftTest {

    private static final String SENDER = "message?userId=cfo@contoso.com";
    private static final String DRAFT = SENDER + "&operation=createDraft";

    private final Rig rig = new Rig();

    @BeforeEach
    void makeTheMailbox() {
        rig.emulator.create("/users/cfo%40contoso.com/messages/another");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "map", "draft", "bytes"})
    void aDraftSaysWhatTheBodySays(String kind) throws Exception {
        String json = "{\"to\":[\"a@contoso.com\"],\"subject\":\"Minutes\",\"html\":\"<p>Hello</p>\"}";
        Map<String, Object> map = Map.of("to", List.of("a@contoso.com"), "subject", "Minutes", "html", "<p>Hello</p>");
        Object body =
                switch (kind) {
                    case "json" -> json;
                    case "bytes" -> json.getBytes(StandardCharsets.UTF_8);
                    case "map" -> map;
                    default -> MailDraft.of(map);
                };

        Exchange exchange = rig.send(DRAFT, body, Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(GraphAttachConstants.OUTCOME))
                .isEqualTo("created");
        assertThat(exchange.getMessage().getHeader(GraphAttachConstants.INTERNET_MESSAGE_ID, String.class))
                .startsWith("<");
        JsonNode draft = message(exchange);
        assertThat(draft.path("isDraft").asBoolean()).isTrue();
        assertThat(draft.path("subject").asText()).isEqualTo("Minutes");
        assertThat(draft.at("/body/content").asText()).contains("<p>Hello</p>");
        assertThat(addresses(draft, "toRecipients")).containsExactly("a@contoso.com");
    }

    @ParameterizedTest
    @CsvSource({"text/plain, text", "'text/plain; charset=UTF-8', text", "text/html, html"})
    void aTextIsTheBodyOfTheMailWhereItsTypeSaysSo(String type, String stored) throws Exception {
        Exchange exchange = rig.send(
                DRAFT + "&subject=Minutes&to=a@contoso.com,b@contoso.com&cc=c@contoso.com",
                "{not json}",
                Map.of(Exchange.CONTENT_TYPE, type));

        JsonNode draft = message(exchange);
        assertThat(draft.at("/body/contentType").asText()).isEqualTo(stored);
        assertThat(draft.at("/body/content").asText()).contains("{not json}");
        assertThat(draft.path("subject").asText()).isEqualTo("Minutes");
        assertThat(addresses(draft, "toRecipients")).containsExactly("a@contoso.com", "b@contoso.com");
        assertThat(addresses(draft, "ccRecipients")).containsExactly("c@contoso.com");
    }

    /** From the strongest to the weakest: own header, body, a mail's own header where it is asked for, option. */
    @Test
    void whoSaysItBestIsHeard() throws Exception {
        Map<String, Object> outside = Map.of("Subject", "outside", "To", "outside@contoso.com");

        assertThat(subject(rig.send(DRAFT + "&subject=option", Map.of(), outside)))
                .isEqualTo("option");
        String asked = DRAFT + "&subject=option&to=option@contoso.com&useHeaderSubject=true&useHeaderRecipients=true";
        assertThat(subject(rig.send(asked, Map.of(), outside))).isEqualTo("outside");
        assertThat(subject(rig.send(asked, Map.of("subject", "body"), outside))).isEqualTo("body");
        Exchange exchange = rig.send(
                asked,
                Map.of("subject", "body"),
                Map.of(
                        "Subject",
                        "outside",
                        "To",
                        "outside@contoso.com",
                        GraphAttachConstants.SUBJECT,
                        "header",
                        GraphAttachConstants.TO,
                        List.of("x@contoso.com", "y@contoso.com")));
        assertThat(subject(exchange)).isEqualTo("header");
        assertThat(addresses(message(exchange), "toRecipients")).containsExactly("x@contoso.com", "y@contoso.com");
        assertThat(exchange.getMessage().getHeaders())
                .doesNotContainKeys(GraphAttachConstants.SUBJECT, GraphAttachConstants.TO);
    }

    /** A header that came with a message from outside must not redirect a mail. */
    @Test
    void outsideHeadersCountOnlyWhereTheyAreAskedFor() throws Exception {
        Exchange exchange = rig.send(
                DRAFT,
                Map.of("to", "a@contoso.com"),
                Map.of("Bcc", "thief@example.com", "From", "thief@example.com", "Reply-To", "thief@example.com"));

        JsonNode draft = message(exchange);
        assertThat(draft.toString()).doesNotContain("thief");
    }

    /** The files of a chain go to the draft that its first step has made, in the mailbox that it named. */
    @Test
    void theFilesOfAChainGoToTheDraft() throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:chain")
                        .to(rig.uri("message?operation=createDraft"))
                        .setBody(constant("one"))
                        .to(rig.uri("message?name=1.txt"))
                        .setBody(constant("two"))
                        .to(rig.uri("message?name=2.txt"))
                        .to(rig.uri("message?operation=list"));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:chain")
                .withHeader(GraphAttachConstants.USER_ID, "cfo@contoso.com")
                .withBody(Map.of("to", "a@contoso.com"))
                .send();

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody())
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(2);
        assertThat(message(exchange).path("hasAttachments").asBoolean()).isTrue();
    }

    @Test
    void theSameJobMakesOneDraftAndAnotherMakesAnother() {
        Exchange first = rig.send(DRAFT, Map.of("to", "a@contoso.com"), Map.of(GraphAttachConstants.JOB_KEY, "7"));
        Exchange again = rig.send(DRAFT + "&jobKey=7", Map.of("to", "a@contoso.com"), Map.of());
        Exchange other = rig.send(DRAFT + "&jobKey=8", Map.of("to", "a@contoso.com"), Map.of());

        assertThat(again.getMessage().getHeader(GraphAttachConstants.OUTCOME)).isEqualTo("already-present");
        assertThat(id(again)).isEqualTo(id(first)).isNotEqualTo(id(other));
        assertThat(creations()).hasSize(2);
    }

    /** A redelivery by Camel is the same exchange: what its first try has left open is looked for. */
    @Test
    void aRedeliveredExchangeMakesOneDraft() throws Exception {
        rig.emulator.faults().on(RequestKind.CREATE_ITEM).nth(1).loseReply();
        rig.emulator.faults().on(RequestKind.OTHER).nth(1).answer(503);
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(GraphAttachException.class).maximumRedeliveries(3).redeliveryDelay(1);
                from("direct:redelivered").to(rig.uri(DRAFT + "&maxAttempts=1"));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:redelivered")
                .withBody(Map.of("to", "a@contoso.com"))
                .send();

        assertThat(exchange.getException()).isNull();
        assertThat(creations()).hasSize(1);
    }

    @Test
    void twoMailsOfOneExchangeAreTwo() throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:two")
                        .to(rig.uri(DRAFT))
                        .setBody(constant(Map.of("to", "b@contoso.com")))
                        .to(rig.uri(DRAFT));
            }
        });

        rig.camel
                .createFluentProducerTemplate()
                .to("direct:two")
                .withBody(Map.of("to", "a@contoso.com"))
                .send();

        assertThat(creations()).hasSize(2);
    }

    @Test
    void aFolderCanBeNamed() throws Exception {
        Exchange exchange = rig.send(DRAFT + "&mailFolderId=inbox", Map.of("to", "a@contoso.com"), Map.of());

        assertThat(exchange.getException()).isNull();
        assertThat(creations()).singleElement().asString().endsWith("/mailFolders/inbox/messages");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, cfo@contoso.com, allowed",
                "-, CFO@Contoso.com, allowed",
                "-, ceo@contoso.com, refused",
                "*@contoso.com, ceo@contoso.com, allowed",
                "*@contoso.com, ceo@example.com, refused"
            })
    void theSenderIsTheMailboxOrOneThatIsAllowed(String allowed, String from, String outcome) {
        String option = allowed == null ? "" : "&allowedUsers=" + allowed;

        Exchange exchange = rig.send(DRAFT + option, Map.of("from", from, "to", "a@contoso.com"), Map.of());

        if (outcome.equals("allowed")) {
            assertThat(exchange.getException()).isNull();
        } else {
            assertThat(exchange.getException())
                    .hasMessageContaining("the field from names a sender")
                    .hasMessageNotContaining(from);
            assertThat(rig.emulator.exchanges()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"to\": \"a@contoso.com\", | the message body is no JSON object",
                "[1] | the message body is no JSON object",
                "{\"to\":\"a@contoso.com\",\"to\":\"b@contoso.com\"} | the message body is no JSON object",
                "{\"subjcet\":\"x\"} | a mail has no field 'subjcet'; the nearest is subject",
                "{\"to\":\"secret@contoso@com\"} | to[1] is no e-mail address",
                "{\"sendAt\":\"2020-01-01T00:00:00Z\"} | the time in the field sendAt is over"
            })
    void whatCannotBeAMailIsRefusedBeforeAnyRequest(String body, String sentence) {
        Exchange exchange = rig.send(DRAFT, body, Map.of());

        assertThat(exchange.getException())
                .isInstanceOf(GraphAttachException.class)
                .hasMessageStartingWith("Nothing was sent because " + sentence)
                .hasMessageNotContaining("secret");
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    /** 570 bytes of text are 780 as they travel. */
    @ParameterizedTest
    @CsvSource({"780, created", "779, refused", "1kB, created", "off, created"})
    void aTextThatIsTooLargeIsRefusedBeforeAnyRequest(String limit, String outcome) {
        Exchange exchange = rig.send(DRAFT + "&maxItemSize=" + limit, Map.of("text", "\u00e4".repeat(285)), Map.of());

        if (outcome.equals("refused")) {
            assertThat(exchange.getException())
                    .isInstanceOfSatisfying(
                            AttachmentRejectedException.class,
                            failure -> assertThat(failure.retryable()).isFalse())
                    .hasMessageContaining("780 bytes")
                    .hasMessageContaining("option maxItemSize allows 779; raise it");
            assertThat(rig.emulator.exchanges()).isEmpty();
        } else {
            assertThat(exchange.getException()).isNull();
        }
    }

    @Test
    void theExceptionTellsTheRecipientsToWhoAsks() {
        Exchange exchange = rig.send(DRAFT, Map.of("to", "a@contoso.com, secret@contoso@com"), Map.of());

        assertThat(exchange.getException()).isInstanceOfSatisfying(GraphAttachException.class, failure -> {
            assertThat(failure.recipients()).containsExactly("secret@contoso@com");
            assertThat(failure).hasMessageContaining("to[2]").hasStackTraceContaining("to[2]");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "event?operation=createDraft, graph-attach:message",
        "message?operation=createDraft&messageId=m, messageId names a message",
    })
    void whatMakesNoSenseIsRefusedAtStart(String uri, String sentence) {
        assertThatThrownBy(() -> rig.camel.getEndpoint(rig.uri(uri))).hasMessageContaining(sentence);
    }

    @Test
    void anItemPathNamesNoPlaceForANewDraft() {
        assertThat(rig.send(
                                "message?operation=createDraft",
                                Map.of("to", "a@contoso.com"),
                                Map.of(GraphAttachConstants.ITEM_PATH, "/me/messages/m"))
                        .getException())
                .hasMessageContaining("itemPath");
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    /** Camel shows the URIs of endpoints in logs, errors and consoles. */
    @Test
    void theShownUriHasNoRecipients() {
        Endpoint endpoint = rig.camel.getEndpoint(rig.uri(DRAFT + "&to=a@contoso.com&subject=Secret"));

        assertThat(endpoint.getEndpointUri()).doesNotContain("a@contoso.com", "a%40contoso.com", "Secret");
    }

    @ParameterizedTest
    @CsvSource({
        "403, ErrorSendAsDenied, AccessDeniedException, Send As, false",
        "400, ErrorInvalidRecipients, AttachmentRejectedException, 'to, cc, bcc', false",
        "400, ErrorExceededMaxRecipientLimit, AttachmentRejectedException, to fewer, false",
        "400, InvalidInternetMessageHeader, AttachmentRejectedException, begin with x-, false",
        "403, ErrorExceededMessageLimit, ThrottledException, in some hours, true",
        "404, ErrorInvalidUser, ItemNotFoundException, option userId, false",
        "404, MailboxNotEnabledForRESTAPI, ItemNotFoundException, license, false",
        "404, ErrorNonExistentMailbox, GraphAttachException, try again later, true",
        "400, ErrorQuotaExceeded, AttachmentRejectedException, quota raised, false"
    })
    void whatTheServiceRefusesOfAMailSaysWhatToDo(
            int status, String code, String type, String remedy, boolean retryable) {
        rig.emulator
                .faults()
                .on(RequestKind.CREATE_ITEM)
                .always()
                .answer(status)
                .error(code);

        Exchange exchange = rig.send(DRAFT, Map.of("to", "a@contoso.com"), Map.of());

        assertThat(exchange.getException()).isInstanceOfSatisfying(GraphAttachException.class, failure -> {
            assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.remedy()).contains(remedy);
            assertThat(failure).hasMessageEndingWith(failure.remedy());
            assertThat(failure.retryable()).isEqualTo(retryable);
        });
        Object delay = exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY);
        assertThat(delay).isEqualTo(type.equals("ThrottledException") ? 3_600_000L : null);
    }

    @Test
    void whoCannotGetTheMailIsKnownBeforeItIsMadeWhereThatIsAskedFor() {
        rig.emulator.mailPolicy("/users/full@contoso.com").full(true);
        Map<String, Object> mail = Map.of("to", "a@contoso.com, full@contoso.com");

        Exchange refused = rig.send(DRAFT + "&mailTips=true", mail, Map.of());

        assertThat(refused.getException()).isInstanceOfSatisfying(GraphAttachException.class, failure -> {
            assertThat(failure)
                    .hasMessageStartingWith(
                            "Nothing was sent because to[2] cannot get mail because the mailbox is full;")
                    .hasMessageNotContaining("full@contoso.com");
            assertThat(failure.recipients()).containsExactly("full@contoso.com");
            assertThat(failure.retryable()).isFalse();
        });
        assertThat(creations()).singleElement().asString().endsWith("/getMailTips");

        assertThat(rig.send(DRAFT, mail, Map.of()).getException()).isNull();
    }

    /** Somebody may have filled the mailbox since; the mail that is there is none to refuse. */
    @Test
    void ofADraftThatIsThereNothingIsAsked() {
        String job = DRAFT + "&mailTips=true&jobKey=7";
        Map<String, Object> mail = Map.of("to", "full@contoso.com");
        rig.emulator.mailPolicy("/users/full@contoso.com").full(true);
        assertThat(rig.send(job, mail, Map.of()).getException()).isNotNull();
        rig.emulator.mailPolicy("/users/full@contoso.com").full(false);
        assertThat(rig.send(job, mail, Map.of()).getMessage().getHeader(GraphAttachConstants.OUTCOME))
                .isEqualTo("created");
        rig.emulator.mailPolicy("/users/full@contoso.com").full(true);

        assertThat(rig.send(job, mail, Map.of()).getMessage().getHeader(GraphAttachConstants.OUTCOME))
                .isEqualTo("already-present");
        assertThat(creations()).filteredOn(path -> path.endsWith("/messages")).hasSize(1);
    }

    private List<String> creations() {
        return rig.emulator.exchanges().stream()
                .filter(request -> request.method().equals("POST"))
                .map(RecordedExchange::path)
                .toList();
    }

    private static String id(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return Objects.requireNonNull(exchange.getMessage().getHeader(GraphAttachConstants.MESSAGE_ID, String.class));
    }

    private String subject(Exchange exchange) throws Exception {
        return message(exchange).path("subject").asText();
    }

    /** {@return the message that an exchange has made, as the service shows it} */
    private JsonNode message(Exchange exchange) throws Exception {
        String path = "/users/cfo@contoso.com/messages/" + URLEncoder.encode(id(exchange), StandardCharsets.UTF_8);
        byte[] json = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(rig.emulator.graphUrl() + path))
                                .header("Authorization", "Bearer token")
                                .build(),
                        BodyHandlers.ofByteArray())
                .body();
        return new ObjectMapper().readTree(json);
    }

    private static List<String> addresses(JsonNode message, String field) {
        return StreamSupport.stream(message.path(field).spliterator(), false)
                .map(one -> one.at("/emailAddress/address").asText())
                .toList();
    }
}
