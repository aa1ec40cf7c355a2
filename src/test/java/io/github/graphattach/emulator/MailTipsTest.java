package io.github.graphattach.emulator;

import static io.github.graphattach.emulator.MailWire.SENDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /users/{u}/getMailTips}: what can be known of recipients before anything is uploaded or sent. */
class MailTipsTest {

    private static final String ALL = "maxMessageSize, mailboxFullStatus, deliveryRestriction, moderationStatus,"
            + " recipientScope, totalMemberCount, externalMemberCount";

    private GraphEmulator emulator;
    private Wire wire;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.start();
        wire = new Wire(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    private static String body(String options, String... addresses) {
        String list = addresses.length == 0 ? "" : "\"" + String.join("\",\"", addresses) + "\"";
        return "{\"EmailAddresses\":[" + list + "],\"MailTipsOptions\":\"" + options + "\"}";
    }

    private JsonNode tips(String options, String... addresses) throws Exception {
        var response = wire.post(SENDER + "/getMailTips", body(options, addresses));
        assertThat(response.statusCode()).isEqualTo(200);
        return Wire.json(response).path("value");
    }

    /**
     * <pre>
     * request  all tips of somebody of the tenant who has the usual limits, and of somebody else
     * response the sizes and states of the one; of the other, that he is external, and no size at all
     * </pre>
     */
    @Test
    void ofSomebodyExternalNothingElseIsKnown() throws Exception {
        JsonNode tips = tips(ALL, "reader@contoso.com", "x@fabrikam.com");

        assertThat(tips.path(0).toString())
                .isEqualTo("{\"emailAddress\":{\"name\":\"\",\"address\":\"reader@contoso.com\"},"
                        + "\"recipientScope\":\"internal\",\"maxMessageSize\":36700160,\"mailboxFull\":false,"
                        + "\"deliveryRestricted\":false,\"isModerated\":false}");
        assertThat(tips.path(1).toString())
                .isEqualTo("{\"emailAddress\":{\"name\":\"\",\"address\":\"x@fabrikam.com\"},"
                        + "\"recipientScope\":\"external\"}");
    }

    /** A mailbox of this emulator is one of the tenant whatever its domain, and its name has no letter case. */
    @Test
    void aMailboxHereIsInternal() throws Exception {
        emulator.mailPolicy("/users/partner@fabrikam.com").receiveLimit(1000);

        JsonNode tips = tips(ALL, "Partner@Fabrikam.com");

        assertThat(tips.at("/0/recipientScope").asText()).isEqualTo("internal");
        assertThat(tips.at("/0/maxMessageSize").asInt()).isEqualTo(1000);
    }

    /** Each tip tells of one setting of the recipient's mailbox. */
    @Test
    void eachTipTellsOfASetting() throws Exception {
        emulator.mailPolicy("/users/list@contoso.com")
                .receiveLimit(5_000_000_000L)
                .full(true)
                .restricted(true)
                .moderated(true)
                .members(1200, 30);

        assertThat(tips(ALL, "list@contoso.com").path(0).toString())
                .isEqualTo("{\"emailAddress\":{\"name\":\"\",\"address\":\"list@contoso.com\"},"
                        + "\"recipientScope\":\"internal\",\"maxMessageSize\":2147483647,\"mailboxFull\":true,"
                        + "\"deliveryRestricted\":true,\"isModerated\":true,\"totalMemberCount\":1200,"
                        + "\"externalMemberCount\":30}");
    }

    /** What is not asked for is not told; the options are taken in any letter case, with spaces or without. */
    @Test
    void onlyWhatIsAskedForIsTold() throws Exception {
        assertThat(tips("MAXMESSAGESIZE,mailboxFullStatus", "reader@contoso.com")
                        .path(0)
                        .toString())
                .isEqualTo("{\"emailAddress\":{\"name\":\"\",\"address\":\"reader@contoso.com\"},"
                        + "\"maxMessageSize\":36700160,\"mailboxFull\":false}");
    }

    /** An address that is none has an error of its own; the others have their tips. */
    @Test
    void anAddressThatIsNoneHasAnError() throws Exception {
        JsonNode tips = tips("recipientScope", "user@x.nl),", "x@fabrikam.com");

        assertThat(tips.at("/0/error/code").asText()).isEqualTo("ErrorInvalidRecipients");
        assertThat(tips.at("/0").has("recipientScope")).isFalse();
        assertThat(tips.at("/1/recipientScope").asText()).isEqualTo("external");
    }

    /** To ask makes no mailbox. */
    @Test
    void toAskMakesNoMailbox() throws Exception {
        tips(ALL, "reader@contoso.com");

        assertThat(wire.get("/users/reader@contoso.com/messages").statusCode()).isEqualTo(404);
    }

    /** A tip that Graph does not have is refused, one that is missing here is named; at most 100 addresses are taken. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "weather | 1 | 400",
                "'' | 1 | 400",
                "automaticReplies | 1 | 501",
                "customMailTip | 1 | 501",
                "recipientSuggestions | 1 | 501",
                "recipientScope | 0 | 200",
                "recipientScope | 100 | 200",
                "recipientScope | 101 | 400"
            })
    void whatIsAskedWronglyIsRefused(String options, int addresses, int status) throws Exception {
        String[] list = Collections.nCopies(addresses, "x@fabrikam.com").toArray(String[]::new);

        var response = wire.post(SENDER + "/getMailTips", body(options, list));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(wire.post(SENDER + "/getMailTips", "{\"EmailAddresses\":[]}").statusCode())
                .isEqualTo(400);
    }

    /** The settings of a mailbox can be made and read by the control requests too. */
    @Test
    void scriptsCanSetThem() throws Exception {
        var set = Wire.send(control("policies")
                .POST(BodyPublishers.ofString("{\"mailbox\":\"/users/reader@contoso.com\",\"sendLimit\":1,"
                        + "\"receiveLimit\":2,\"recipientLimit\":3,\"full\":true,\"restricted\":true,"
                        + "\"moderated\":true,\"sendAs\":[],\"members\":{\"total\":5,\"external\":4}}")));
        for (String wrong : new String[] {
            "\"volume\":1", "\"full\":\"yes\"", "\"sendLimit\":\"1\"", "\"sendLimit\":-1", "\"members\":5"
        }) {
            var refused =
                    Wire.send(control("policies").POST(BodyPublishers.ofString("{\"mailbox\":\"/me\"," + wrong + "}")));
            assertThat(refused.statusCode()).as(wrong).isEqualTo(400);
        }
        JsonNode all = Wire.json(Wire.send(control("policies").GET()));

        assertThat(set.statusCode()).isEqualTo(200);
        assertThat(all.path("reader@contoso.com").toString())
                .isEqualTo(Wire.json(set).toString())
                .isEqualTo("{\"sendLimit\":1,\"receiveLimit\":2,\"recipientLimit\":3,\"full\":true,\"restricted\":true,"
                        + "\"moderated\":true,\"sendAs\":[],\"members\":{\"total\":5,\"external\":4}}");
        assertThat(all.path("demo@contoso.com").path("sendLimit").asInt()).isEqualTo(36_700_160);
        emulator.reset();
        assertThat(Wire.json(Wire.send(control("policies").GET()))).hasSize(1);
    }

    private HttpRequest.Builder control(String resource) {
        return HttpRequest.newBuilder(emulator.pageUrl().resolve("_emulator/" + resource));
    }
}
