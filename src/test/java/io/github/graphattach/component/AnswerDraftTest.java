package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.emulator.EmulatedAttachment;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The operation createDraft, answering a message, as a route sees it. */
class AnswerDraftTest {

    private static final String DRAFT = "message?userId=cfo@contoso.com&operation=createDraft";
    private static final String ANSWER = DRAFT + "&messageId=original&draftOf=";
    private static final String ORIGINAL = "/users/cfo%40contoso.com/messages/original";

    private final Rig rig = new Rig();

    @BeforeEach
    void receive() throws Exception {
        rig.emulator.create(ORIGINAL);
        request(
                "PATCH",
                ORIGINAL,
                "{\"subject\":\"Minutes\",\"body\":{\"contentType\":\"text\",\"content\":\"See there\"},\"from\":"
                        + "{\"emailAddress\":{\"address\":\"boss@contoso.com\"}}}");
        request(
                "POST",
                ORIGINAL + "/attachments",
                "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"a.txt\",\"contentBytes\":\"QQ==\"}");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({"reply, RE: Minutes", "replyAll, RE: Minutes", "forward, FW: Minutes"})
    void anAnswerSaysWhatTheBodySaysAboveWhatItQuotes(String how, String subject) throws Exception {
        Exchange exchange = rig.send(ANSWER + how, Map.of("to", "a@contoso.com", "text", "I agree."), Map.of());

        JsonNode draft = message(exchange);
        assertThat(exchange.getMessage().getHeader(GraphAttachConstants.OUTCOME))
                .isEqualTo("created");
        assertThat(draft.path("isDraft").asBoolean()).isTrue();
        assertThat(draft.path("subject").asText()).isEqualTo(subject);
        assertThat(draft.at("/body/content").asText()).containsSubsequence("I agree.", "See there");
        assertThat(addresses(draft)).contains("a@contoso.com");
    }

    @Test
    void theMessageMayComeWithAHeader() throws Exception {
        Exchange exchange =
                rig.send(DRAFT + "&draftOf=reply", Map.of(), Map.of(GraphAttachConstants.MESSAGE_ID, "original"));

        assertThat(addresses(message(exchange))).containsExactly("boss@contoso.com");
    }

    /** The files of a chain go to the draft, wherever the message is that it answers and however that is named. */
    @ParameterizedTest
    @CsvSource({
        "CamelGraphAttachMessageId, original, message?userId=cfo@contoso.com",
        "CamelGraphAttachItemPath, /users/cfo@contoso.com/messages/original, message?allowedUsers=*",
        "CamelGraphAttachItemPath, /users/cfo@contoso.com/mailFolders/drafts/messages/original, message?allowedUsers=*"
    })
    void theFilesOfAChainGoToTheDraft(String header, String value, String endpoint) throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:chain")
                        .to(rig.uri(endpoint + "&operation=createDraft&draftOf=forward"))
                        .setBody(constant("one"))
                        .to(rig.uri(endpoint + "&name=b.txt"));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:chain")
                .withHeader(header, value)
                .withBody(Map.of("to", "a@contoso.com"))
                .send();

        assertThat(files(path(exchange))).containsExactly("a.txt", "b.txt");
        assertThat(files(ORIGINAL)).containsExactly("a.txt");
    }

    /** The folder that the message is in is not the one of the draft. */
    @Test
    void theFolderOfTheMessageLeadsNobodyToTheDraft() {
        Exchange exchange = rig.send(ANSWER + "reply", Map.of(), Map.of(GraphAttachConstants.MAIL_FOLDER_ID, "drafts"));

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(GraphAttachConstants.MAIL_FOLDER_ID);
    }

    /** What an expression in the URI has named is replaced by the draft, and that stays. */
    @Test
    void theDraftIsKnownBehindADynamicEndpoint() throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:dynamic").toD(rig.uri(DRAFT + "&draftOf=reply&messageId=${header.which}"));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:dynamic")
                .withHeader("which", "original")
                .withBody(Map.of())
                .send();

        assertThat(addresses(message(exchange))).containsExactly("boss@contoso.com");
    }

    @Test
    void whatADraftIsMadeOfIsChosenByNoMessage() throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:chosen").toD(rig.uri(ANSWER + "${header.how}"));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:chosen")
                .withHeader("how", "forward")
                .withBody(Map.of("to", "a@contoso.com"))
                .send();

        assertThat(exchange.getException())
                .hasMessageContaining("an expression in the option draftOf, which no message may choose");
        assertThat(posts()).isEmpty();
    }

    /** Nothing but the message tells them apart. */
    @Test
    void answersToTwoMessagesAreTwo() throws Exception {
        rig.emulator.create("/users/cfo%40contoso.com/messages/second");
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:two")
                        .to(rig.uri(ANSWER + "reply"))
                        .setHeader(GraphAttachConstants.MESSAGE_ID, constant("second"))
                        .to(rig.uri(ANSWER + "reply"));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:two")
                .withBody(Map.of())
                .send();

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(GraphAttachConstants.OUTCOME))
                .isEqualTo("created");
        assertThat(posts()).hasSize(2);
    }

    @Test
    void theSameJobMakesOneAnswer() {
        Exchange first = rig.send(ANSWER + "replyAll&jobKey=7", Map.of(), Map.of());
        Exchange again = rig.send(ANSWER + "replyAll&jobKey=7", Map.of(), Map.of());

        assertThat(id(again)).isEqualTo(id(first));
        assertThat(again.getMessage().getHeader(GraphAttachConstants.OUTCOME)).isEqualTo("already-present");
        assertThat(posts()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "message?operation=createDraft&draftOf=answer | option draftOf='answer' is unknown; choose one of new, reply, replyAll, forward",
                "message?operation=attach&draftOf=reply | option draftOf says what a draft is made of, which only operation=createDraft wants",
                "message?operation=createDraft&draftOf=new&messageId=m | option messageId names a message",
                "event?operation=createDraft&draftOf=reply | operation=createDraft is about a message"
            })
    void whatMakesNoSenseIsRefusedAtStart(String uri, String sentence) {
        assertThatThrownBy(() -> rig.camel.getEndpoint(rig.uri(uri))).hasStackTraceContaining(sentence);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reply", "replyAll", "forward"})
    void anAnswerNeedsAMessage(String how) {
        Exchange exchange = rig.send(DRAFT + "&draftOf=" + how, Map.of("to", "a@contoso.com"), Map.of());

        assertRefused(exchange, "option messageId (header CamelGraphAttachMessageId) is missing");
    }

    @Test
    void aForwardNeedsARecipient() {
        assertRefused(rig.send(ANSWER + "forward", Map.of("text", "Look"), Map.of()), "the mail has no recipient");
    }

    /** The step before has made it, and its id is in the header. */
    @Test
    void theDraftOfTheExchangeIsNotAnswered() throws Exception {
        rig.camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice").to(rig.uri(ANSWER + "reply")).to(rig.uri(ANSWER + "replyAll"));
            }
        });

        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to("direct:twice")
                .withBody(Map.of())
                .send();

        assertThat(exchange.getException())
                .hasMessageStartingWith(
                        "Nothing was sent because the message that draftOf answers is the draft that this"
                                + " exchange has made; set the header CamelGraphAttachMessageId");
        assertThat(posts()).hasSize(1);
    }

    private void assertRefused(Exchange exchange, String sentence) {
        assertThat(exchange.getException())
                .isInstanceOf(GraphAttachException.class)
                .hasMessageStartingWith("Nothing was sent because " + sentence);
        assertThat(posts()).isEmpty();
    }

    /** {@return the requests that made an answer} */
    private List<String> posts() {
        return rig.emulator.exchanges().stream()
                .filter(request -> request.path().contains("/create"))
                .map(request -> request.method())
                .toList();
    }

    private List<String> files(String path) {
        return rig.emulator.find(path).orElseThrow().attachments().stream()
                .map(EmulatedAttachment::name)
                .toList();
    }

    private static String id(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return Objects.requireNonNull(exchange.getMessage().getHeader(GraphAttachConstants.MESSAGE_ID, String.class));
    }

    private static String path(Exchange exchange) {
        return "/users/cfo%40contoso.com/messages/" + URLEncoder.encode(id(exchange), StandardCharsets.UTF_8);
    }

    private JsonNode message(Exchange exchange) throws Exception {
        return request("GET", path(exchange), "");
    }

    private static List<String> addresses(JsonNode message) {
        return StreamSupport.stream(message.path("toRecipients").spliterator(), false)
                .map(one -> one.at("/emailAddress/address").asText())
                .toList();
    }

    private JsonNode request(String method, String path, String body) throws Exception {
        HttpResponse<byte[]> response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(rig.emulator.graphUrl() + path))
                                .header("Authorization", "Bearer token")
                                .header("Content-Type", "application/json")
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(response.statusCode() / 100).isEqualTo(2);
        return new ObjectMapper().readTree(response.body());
    }
}
