package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.Fault;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.identity.Credential;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Component;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a refusal of Graph means for whoever runs the route: which permission, which option, which mailbox. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RemediesTest {

    private static final String APPLICATION = "credentialType=client-secret&tenantId=t&clientId=c&clientSecret=s";

    private final TenantRig rig;

    RemediesTest() throws Exception {
        rig = new TenantRig();
    }

    @BeforeEach
    void reset() {
        rig.emulator.reset();
    }

    @AfterAll
    void close() {
        rig.close();
    }

    private GraphAttachException refused(String uri, Map<String, Object> headers) {
        Map<String, Object> all = new HashMap<>(headers);
        all.put(GraphAttachConstants.NAME, "a.bin");
        Exchange exchange = rig.camel
                .createFluentProducerTemplate()
                .to(uri)
                .withProcessor(sent -> {
                    sent.getMessage().setBody(new byte[3_000]);
                    all.forEach(sent.getMessage()::setHeader);
                })
                .send();
        return (GraphAttachException) Objects.requireNonNull(exchange.getException(), "no failure");
    }

    private GraphAttachException denied(String kind, String credential, String itemPath) {
        rig.emulator.create(itemPath);
        String uri = rig.uri(credential).replace("graph-attach:message", "graph-attach:" + kind);
        GraphAttachException failure = refused(
                credential.startsWith("accessToken") ? uri.replaceAll("&authorityHost=[^&]*", "") : uri,
                Map.of(GraphAttachConstants.ITEM_PATH, itemPath));
        assertThat(failure).isInstanceOf(AccessDeniedException.class).hasMessageEndingWith(failure.remedy());
        assertThat(failure.statusCode()).isEqualTo(403);
        return failure;
    }

    @ParameterizedTest
    @CsvSource({
        "message, /users/u/messages/m, Mail.ReadWrite, Calendars",
        "event, /users/u/events/e, Calendars.ReadWrite, Mail."
    })
    void anApplicationIsToldThePermissionAndTheExchangeRole(
            String kind, String path, String permission, String notThis) {
        rig.emulator.tokens().permissions("Mail.Send");
        restart();

        assertThat(denied(kind, APPLICATION, path).remedy())
                .contains("application permission " + permission, "Exchange role Application " + permission)
                .doesNotContain(notThis, "delegated");
    }

    /** A user's token: in the mailbox of somebody else it is of no use, whatever it permits. */
    @ParameterizedTest
    @CsvSource({"message, /users/other/messages/m, Mail.ReadWrite", "event, /users/other/events/e, Calendars.ReadWrite"
    })
    void aDelegatedTokenIsToldOfSharedMailboxes(String kind, String path, String permission) {
        String token = rig.emulator.tokens().issueToUser();

        assertThat(denied(kind, "accessToken=" + token, path).remedy())
                .contains(
                        "delegated token needs " + permission,
                        "shared or delegated mailboxes",
                        "application permission " + permission);
    }

    @Test
    void anEventOfAGroupIsToldItsOwnPermission() {
        rig.emulator.tokens().permissions("Calendars.ReadWrite");
        restart();

        assertThat(denied("event", APPLICATION, "/groups/g/events/e").remedy())
                .contains("delegated permission Group.ReadWrite.All");
    }

    @Test
    void anAccessPolicyIsNamed() {
        rig.emulator
                .faults()
                .on(RequestKind.LIST_ATTACHMENTS)
                .answer(403)
                .error(
                        "ErrorAccessDenied",
                        "Access to OData is disabled: [RAOP] : Blocked by tenant configured AppOnly AccessPolicy settings.");

        assertThat(denied("message", APPLICATION, "/users/u/messages/m").remedy())
                .contains("application access policy", "policy's group", "Application Mail.ReadWrite");
    }

    /** The draft and its files need another permission than its sending. */
    @Test
    void whoSendsIsToldBothPermissions() throws Exception {
        ObjectNode words = JsonNodeFactory.instance.objectNode();
        words.putObject("error").put("code", "ErrorAccessDenied");
        UploadException denied = UploadException.of(
                UploadFailure.ACCESS_DENIED, new GraphReply(403, Map.of(), words, ""), Optional.empty(), 0);
        OutlookItem message = OutlookItem.parse("/users/u/messages/m", Set.of());

        assertThat(new Remedies(new Credential.ManagedIdentity(Optional.empty())).ofSending(message, denied))
                .contains(
                        "application permissions Mail.ReadWrite and Mail.Send",
                        "Exchange roles Application Mail.ReadWrite and Application Mail.Send");
        assertThat(new Remedies(new Credential.Token(new AccessToken("t"))).ofSending(message, denied))
                .contains("a delegated token needs Mail.ReadWrite and Mail.Send");
    }

    /** No token goes there, and Graph has opened the session just now: no permission is missing. */
    @ParameterizedTest
    @CsvSource({"''", "Forbidden", "ErrorAccessDenied"})
    void aRefusalByTheUploadHostIsOnlyOneOfPermissionsWhenItSaysSo(String code) {
        rig.emulator.create("/users/u/messages/m");
        Fault refusal = rig.emulator.faults().on(RequestKind.PUT_RANGE).answer(403);
        if (code.isEmpty()) {
            refusal.body("text/plain", "denied by policy");
        } else {
            refusal.error(code, "No.");
        }

        GraphAttachException failure = refused(
                rig.uri(APPLICATION) + "&smallFileLimit=1",
                Map.of(GraphAttachConstants.ITEM_PATH, "/users/u/messages/m"));

        assertThat(failure).isInstanceOf(AccessDeniedException.class).hasMessageEndingWith(failure.remedy());
        assertThat(failure.statusCode()).isEqualTo(403);
        if (code.equals("ErrorAccessDenied")) {
            assertThat(failure.remedy()).contains("application permission Mail.ReadWrite");
        } else {
            assertThat(failure)
                    .hasMessageContaining("upload host")
                    .hasMessageContaining("proxy")
                    .hasMessageNotContaining("Mail.ReadWrite");
        }
        assertThat(rig.emulator.openSessions()).isZero();
    }

    @Test
    void rangesThatAreBrokenOffNameTheOptionThatMakesThemSmaller() {
        rig.emulator.create("/users/u/messages/m");
        rig.emulator.faults().on(RequestKind.PUT_RANGE).always().resetWhileReading(100);

        GraphAttachException failure = refused(
                rig.uri(APPLICATION) + "&smallFileLimit=1&chunkSize=1000&maxAttempts=3",
                Map.of(GraphAttachConstants.ITEM_PATH, "/users/u/messages/m"));

        assertThat(failure.retryable()).isTrue();
        assertThat(failure.remedy()).contains("option chunkSize", "proxy");
        assertThat(failure).hasMessageEndingWith(failure.remedy());
    }

    @ParameterizedTest
    @CsvSource({
        "ErrorItemNotFound, check the ids and the mailbox",
        "ErrorInvalidUser, check the option userId",
        "Request_ResourceNotFound, check the option userId",
        "MailboxNotEnabledForRESTAPI, give the user a license",
        "MailboxNotSupportedForRESTAPI, give the user a license",
        "ResourceNotFound, give the user a license"
    })
    void whatIsNotThereIsToldApart(String code, String remedy) {
        rig.emulator.create("/users/u/messages/m");
        rig.emulator
                .faults()
                .on(RequestKind.LIST_ATTACHMENTS)
                .always()
                .answer(404)
                .error(code, "Not found.");

        GraphAttachException failure = refused(
                rig.uri(APPLICATION) + "&maxAttempts=2", Map.of(GraphAttachConstants.ITEM_PATH, "/users/u/messages/m"));

        assertThat(failure).isInstanceOf(ItemNotFoundException.class);
        assertThat(failure.remedy()).contains(remedy);
    }

    @ParameterizedTest
    @CsvSource({
        "message, /users/u/messages/m, 400, ErrorInvalidIdMalformed, messageId (header CamelGraphAttachMessageId)",
        "event, /users/u/events/e, 404, ErrorInvalidMailboxItemId, eventId (header CamelGraphAttachEventId)",
        "event, /users/u/calendarView/e, 400, RequestBroker--ParseUri, addressing=direct"
    })
    void anIdThatIsRefusedNamesWhereItAndTheMailboxComeFrom(
            String kind, String path, int status, String code, String remedy) {
        rig.emulator.create(path);
        rig.emulator.faults().on(RequestKind.LIST_ATTACHMENTS).answer(status).error(code, "No.");

        GraphAttachException failure = refused(
                rig.uri(APPLICATION).replace("graph-attach:message", "graph-attach:" + kind),
                Map.of(GraphAttachConstants.ITEM_PATH, path));

        assertThat(failure).isInstanceOf(ItemNotFoundException.class).hasMessageEndingWith(failure.remedy());
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retryable()).isFalse();
        assertThat(failure.remedy())
                .contains(
                        "check the id",
                        "the mailbox",
                        remedy,
                        "itemPath (header CamelGraphAttachItemPath)",
                        "userId (header CamelGraphAttachUserId)");
    }

    @ParameterizedTest
    @CsvSource({"LIST_ATTACHMENTS, GraphAttachException", "GET_ATTACHMENT, VerificationException"})
    void whatPacksAnswersIsNamed(RequestKind kind, String type) {
        rig.emulator.create("/users/u/messages/m");
        rig.emulator
                .faults()
                .on(kind)
                .always()
                .answer(200)
                .header("Content-Encoding", "gzip")
                .body("application/json", "packed");

        GraphAttachException failure = refused(
                rig.uri(APPLICATION) + "&maxAttempts=2&smallFileLimit=1",
                Map.of(GraphAttachConstants.ITEM_PATH, "/users/u/messages/m"));

        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure).hasMessageContaining("gzip").hasMessageEndingWith(failure.remedy());
        assertThat(failure.remedy()).contains("proxy", "Content-Encoding");
    }

    @Test
    void anApplicationHasNoMailboxOfItsOwn() {
        GraphAttachException failure = refused(rig.uri(APPLICATION), Map.of(GraphAttachConstants.MESSAGE_ID, "m"));

        assertThat(failure)
                .hasMessageContaining("has no mailbox of its own (/me)")
                .hasMessageContaining("option userId")
                .hasMessageContaining(GraphAttachConstants.USER_ID);
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"us-gov-l4", "us-gov-l5"})
    void whereThereAreNoSessionsALargeFileIsRefusedAtOnce(String cloud) throws Exception {
        try (GraphEmulator government = GraphEmulator.start();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.start();
            government.create("/me/messages/m");
            String uri = "graph-attach:message?messageId=m&name=a&accessToken=t&cloud=" + cloud + "&smallFileLimit=1000"
                    + "&graphUrl=" + government.graphUrl();

            Exchange large = camel.createFluentProducerTemplate()
                    .to(uri)
                    .withBody(new byte[1000])
                    .send();
            int requests = government.exchanges().size();
            Exchange small = camel.createFluentProducerTemplate()
                    .to(uri)
                    .withBody(new byte[999])
                    .send();

            assertThat(large.getException())
                    .isInstanceOf(AttachmentRejectedException.class)
                    .hasMessageContaining("cloud=" + cloud + " has no upload sessions")
                    .hasMessageContaining("smallFileLimit (1000 bytes)")
                    .hasMessageContaining("sharing link");
            assertThat(requests).isZero();
            assertThat(small.getException()).isNull();
        }
    }

    /** Tokens of other tests would do. */
    private void restart() {
        Component component = Objects.requireNonNull(rig.camel.getComponent("graph-attach"));
        component.stop();
        component.start();
    }
}
