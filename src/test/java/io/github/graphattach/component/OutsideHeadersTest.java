package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.Hostile;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Headers as they come with messages from file, Kafka, JMS and HTTP consumers choose data: they steer neither where requests
 * go, nor what they carry besides, nor any file.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutsideHeadersTest {

    private static final String NASTY = "x\r\nX-Injected: 1\r\n\r\nGET /evil HTTP/1.1";
    private static final Set<String> SENT = Set.of(
            "host",
            "authorization",
            "client-request-id",
            "content-type",
            "content-length",
            "content-range",
            "connection",
            "user-agent",
            "transfer-encoding",
            "accept-encoding");

    private TenantRig rig;

    @BeforeAll
    void start() throws Exception {
        rig = new TenantRig();
    }

    @AfterAll
    void close() {
        rig.close();
    }

    static Stream<Arguments> consumers() {
        return Stream.of(
                Arguments.of(
                        "file",
                        Map.of(
                                "CamelFileName", "../../etc/cron.d/evil.txt",
                                "CamelFileNameConsumed", "../../etc/passwd",
                                "CamelFileAbsolutePath", "/etc/passwd",
                                "CamelFilePath", "/etc/passwd",
                                "CamelFileParent", "/etc",
                                "CamelFileLength", 0L,
                                "CamelOverruleFileName", "/etc/passwd")),
                Arguments.of(
                        "Kafka",
                        Map.of(
                                "CamelFileName",
                                "..\\..\\windows\\evil.txt",
                                "kafka.TOPIC",
                                NASTY,
                                "kafka.KEY",
                                NASTY.getBytes(StandardCharsets.UTF_8),
                                "CamelKafkaOverrideTopic",
                                "evil",
                                "Authorization",
                                "Bearer evil".getBytes(StandardCharsets.UTF_8))),
                Arguments.of(
                        "JMS",
                        Map.of(
                                "CamelFileName", "%2e%2e%2fevil.txt",
                                "JMSDestination", "queue://evil",
                                "JMSReplyTo", "queue://evil",
                                "JMSCorrelationID", NASTY,
                                "CamelJmsDestinationName", "evil")),
                Arguments.of("HTTP", http()));
    }

    private static Map<String, Object> http() {
        Map<String, Object> headers = new HashMap<>();
        headers.put("CamelFileName", "C:\\evil.txt");
        headers.put("CamelHttpUri", "https://evil.example/steal");
        headers.put("CamelHttpUrl", "https://evil.example/steal");
        headers.put("CamelHttpPath", "/../../evil");
        headers.put("CamelHttpQuery", "evil=1");
        headers.put("CamelHttpRawQuery", "evil=1");
        headers.put("CamelHttpMethod", "DELETE");
        headers.put("CamelHttpHost", "evil.example");
        headers.put("CamelRestHttpMethod", "DELETE");
        headers.put("CamelRestHttpUri", "https://evil.example");
        headers.put("CamelDestinationOverrideUrl", "https://evil.example");
        headers.put("CamelToEndpoint", "file:/etc");
        headers.put("Authorization", "Bearer evil");
        headers.put("Proxy-Authorization", "Basic evil");
        headers.put("Cookie", "evil=1");
        headers.put("Host", "evil.example");
        headers.put("Content-Length", "99999");
        headers.put("Content-Range", "bytes 0-1/2");
        headers.put("Transfer-Encoding", "chunked");
        headers.put("Prefer", "respond-async");
        headers.put("X-Http-Method-Override", "DELETE");
        headers.put("X-Injected", NASTY);
        return headers;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("consumers")
    void aMessageSteersNothingButData(String consumer, Map<String, Object> headers) throws Exception {
        for (int size : new int[] {10, 3_000}) {
            String id = consumer + size;
            EmulatedItem item = rig.message(id);
            Map<String, Object> all = new HashMap<>(headers);
            all.put(GraphAttachConstants.MESSAGE_ID, id);
            int before = rig.emulator.exchanges().size();

            Exchange exchange = send("", all, new byte[size]);

            assertThat(exchange.getException())
                    .as("with our token, to our host")
                    .isNull();
            assertThat(item.attachments()).hasSize(1);
            EmulatedAttachment attachment = item.attachments().get(0);
            assertThat(attachment.length()).isEqualTo(size);
            assertThat(attachment.name()).endsWith("evil.txt").doesNotContain("/", "\\");
            List<RecordedExchange> sent = rig.emulator
                    .exchanges()
                    .subList(before, rig.emulator.exchanges().size());
            assertThat(sent).hasSizeGreaterThan(1).allSatisfy(request -> {
                assertThat(SENT).containsAll(request.requestHeaders().keySet());
                assertThat(request.requestHeaders().toString()).doesNotContain("evil.example", "respond-async");
                assertThat(request.path() + request.query()).doesNotContain("evil");
                assertThat(request.method()).isNotEqualTo("DELETE");
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ceo@contoso.com",
                "CEO@CONTOSO.COM",
                "CFO@contoso.com",
                " cfo@contoso.com",
                "cfo@contoso.com ",
                "ceo%40contoso.com",
                "cfo@contoso.com/../ceo@contoso.com",
                "cfo@contoso.com%2f..%2fceo@contoso.com",
                "../users/ceo@contoso.com",
                "..",
                "cfo@contoso.com?$expand=x",
                "cfo@contoso.com#x",
                "cfo@contoso.com\\..\\ceo@contoso.com",
                "cfo@contoso.com\u0000",
                "cfo@contoso.com\r\nX: y",
                "\uff43fo@contoso.com",
                "\u200bcfo@contoso.com",
                "cfo@contoso.com\u202e",
                "me",
                ""
            })
    void noSpellingOfAUserReachesAnotherMailboxThanTheEndpointsOwn(String user) {
        for (String header : List.of("CamelGraphAttachUserId", "camelgraphattachuserid", "CAMELGRAPHATTACHUSERID")) {
            refused("&userId=cfo@contoso.com", Map.of(header, user, GraphAttachConstants.MESSAGE_ID, "m"));
        }
        refused("&userId=cfo@contoso.com", Map.of(GraphAttachConstants.ITEM_PATH, "users/" + user + "/messages/m"));
        refused(
                "&userId=cfo@contoso.com",
                Map.of(GraphAttachConstants.ITEM_PATH, "Users('" + user + "')/Messages('m')"));
        refused("&userId=cfo@contoso.com&messageId=m", Map.of("CamelGraphAttachGroupId", "g"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ceo@fabrikam.com/@contoso.com",
                "ceo@fabrikam.com/messages/m?@contoso.com",
                "ceo@fabrikam.com\\@contoso.com",
                "ceo@fabrikam.com%2f@contoso.com",
                "ceo@fabrikam.com @contoso.com",
                "ceo@contoso.com.evil.example",
                "ceo@fabrikam.com\n@contoso.com"
            })
    void noUserSlipsThroughAPatternOfAllowedOnes(String user) {
        refused(
                "&allowedUsers=*@contoso.com",
                Map.of(GraphAttachConstants.USER_ID, user, GraphAttachConstants.MESSAGE_ID, "m"));
        refused(
                "&allowedUsers=*@contoso.com",
                Map.of(GraphAttachConstants.ITEM_PATH, "Users('" + user.replace("%", "%25") + "')/Messages('m')"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/v1.0/users/cfo@contoso.com/messages/m",
                "//evil.example/users/cfo@contoso.com/messages/m",
                "\\\\evil.example\\users\\cfo@contoso.com\\messages\\m",
                "https:\\\\evil.example/users/cfo@contoso.com/messages/m",
                "https://graph.microsoft.com@evil.example/v1.0/users/cfo@contoso.com/messages/m",
                "users/cfo@contoso.com/messages/m?$select=id",
                "users/cfo@contoso.com/messages/m#",
                "users/cfo@contoso.com/messages/../../ceo@contoso.com/messages/m",
                "users/cfo@contoso.com/messages/%2e%2e",
                "users/cfo@contoso.com/messages/m/attachments/a",
                "users/cfo@contoso.com/messages/m\r\nHost: evil.example",
                "users\\cfo@contoso.com\\messages\\m",
                "users/cfo@contoso.com/messages/m/$value",
                "users/cfo@contoso.com/sendMail",
                "$batch"
            })
    void noPathLeavesTheItemsOrTheHost(String path) {
        refused("", Map.of(GraphAttachConstants.ITEM_PATH, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MessageId",
                "MailFolderId",
                "ChildFolderIds",
                "Name",
                "ContentType",
                "ContentId",
                "Inline",
                "Size",
                "OnExisting"
            })
    void aLineBreakInAHeaderIsRefused(String header) {
        Map<String, Object> headers =
                new HashMap<>(Map.of(GraphAttachConstants.MESSAGE_ID, "m", "CamelGraphAttachMailFolderId", "inbox"));
        headers.put("CamelGraphAttach" + header, NASTY + "\u001b[31m\u202e");
        refused("&userId=cfo@contoso.com", headers);
    }

    @Test
    void aCharsetThatIsNoneIsRefusedInOneLine() {
        refused(
                "&userId=cfo@contoso.com",
                Map.of(GraphAttachConstants.MESSAGE_ID, "m", Exchange.CHARSET_NAME, NASTY),
                "text");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "elsewhere no file may be called like that")
    void aFileWithAHostileNameIsReportedInOneLine(@TempDir Path folder) throws Exception {
        Path gone = folder.resolve("a\r\nforged \u001b[31m\u202e.pdf");
        Map<String, Object> headers = Map.of(GraphAttachConstants.MESSAGE_ID, "m", GraphAttachConstants.NAME, "a.pdf");
        refused("&userId=cfo@contoso.com", headers, gone.toFile());
        Files.createDirectory(gone);
        refused("&userId=cfo@contoso.com", headers, gone.toFile());
    }

    /** What the service says is as foreign as what a message says. */
    @Test
    void wordsOfTheServiceAreReportedInOneLine() {
        rig.message("words");
        for (RequestKind kind :
                List.of(RequestKind.LIST_ATTACHMENTS, RequestKind.OPEN_SESSION, RequestKind.PUT_RANGE)) {
            rig.emulator
                    .faults()
                    .on(kind)
                    .answer(400)
                    .error("Odd\r\n\u001b[31mforged", "no\r\nway \u202e\u2028\u001b]0;x\u0007");

            Exchange exchange = send("", Map.of(GraphAttachConstants.MESSAGE_ID, "words"), new byte[3_000]);

            GraphAttachException failure = (GraphAttachException) Objects.requireNonNull(exchange.getException());
            Hostile.assertOneLine(failure, 1000);
            Hostile.assertOneLine(failure.code() + failure.requestId() + failure.remedy(), 1000);
            assertThat(failure).hasMessageContaining("no way");
        }
    }

    private void refused(String options, Map<String, Object> headers) {
        refused(options, headers, "content");
    }

    private void refused(String options, Map<String, Object> headers, Object body) {
        int before = rig.emulator.exchanges().size();
        Exchange exchange = send(options, headers, body);
        assertThat(exchange.getException())
                .as("%s with %s", options, headers.toString().toLowerCase(Locale.ROOT))
                .isInstanceOf(GraphAttachException.class);
        Hostile.assertOneLine(Objects.requireNonNull(exchange.getException()), 1000);
        assertThat(rig.emulator.exchanges()).as("requests that were sent").hasSize(before);
    }

    private Exchange send(String options, Map<String, Object> headers, Object body) {
        boolean addressed = options.contains("User")
                || options.contains("userId")
                || headers.keySet().stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).endsWith("itempath"));
        String uri = rig.uri("accessToken=RAW(" + rig.emulator.tokens().issueToApplication()
                + ")&smallFileLimit=1000&chunkSize=1000" + options);
        return rig.camel
                .createFluentProducerTemplate()
                .to(uri.replace("&authorityHost=" + rig.emulator.loginUrl(), ""))
                .withProcessor(exchange -> {
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().setHeader(Exchange.FILE_NAME, "a.txt");
                    if (!addressed) {
                        exchange.getMessage().setHeader(GraphAttachConstants.USER_ID, "cfo@contoso.com");
                    }
                    headers.forEach(exchange.getMessage()::setHeader);
                })
                .send();
    }
}
