package io.github.graphattach.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.graph.GraphReply;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer of Graph means by its code. */
class JudgementTest {

    /** Reports of the same refusal differ in its status. */
    @ParameterizedTest
    @CsvSource({
        "ErrorInvalidUser, NO_SUCH_USER",
        "Request_ResourceNotFound, NO_SUCH_USER",
        "MailboxNotEnabledForRESTAPI, NO_MAILBOX",
        "MailboxNotSupportedForRESTAPI, NO_MAILBOX",
        "ResourceNotFound, NO_MAILBOX",
        "ErrorNonExistentMailbox, MAILBOX_AWAY",
        "ErrorSendAsDenied, SEND_AS_DENIED",
        "ErrorInvalidRecipients, INVALID_RECIPIENTS",
        "ErrorExceededMaxRecipientLimit, TOO_MANY_RECIPIENTS",
        "ErrorRecipientLimitExceeded, TOO_MANY_RECIPIENTS",
        "InvalidInternetMessageHeader, HEADERS_REFUSED",
        "InvalidInternetMessageHeaderCollection, HEADERS_REFUSED",
        "ErrorExceededMessageLimit, SENDING_LIMIT",
        "ErrorMessageSizeExceeded, MESSAGE_TOO_LARGE",
        "ErrorQuotaExceeded, MAILBOX_FULL"
    })
    void aCodeSaysTheSameWhateverTheStatus(String code, UploadFailure expected) {
        for (int status : new int[] {400, 403, 404, 409, 413, 422, 500, 503, 507}) {
            UploadFailure judged = Judgement.onGraph(reply(status, code));

            assertThat(judged).as("%d %s", status, code).isEqualTo(expected);
            assertThat(judged.leavesOpen())
                    .as("%s was surely not carried out", code)
                    .isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ErrorSendAsDenied, THROTTLED",
        "ErrorQuotaExceeded, THROTTLED",
        "ErrorExceededMessageLimit, SENDING_LIMIT"
    })
    void aThrottleIsOneWhateverItsCodeUnlessItLastsADay(String code, UploadFailure expected) {
        assertThat(Judgement.onGraph(reply(429, code))).isEqualTo(expected);
    }

    @Test
    void whoMissesTheMailboxDoesNotSayThatTheItemIsGone() {
        assertThat(Judgement.isGone(reply(404, "ErrorItemNotFound"))).isTrue();
        assertThat(Judgement.isGone(reply(404, ""))).isTrue();
        assertThat(Judgement.isGone(reply(404, "ErrorNonExistentMailbox"))).isFalse();
        assertThat(Judgement.isGone(reply(404, "ErrorInvalidUser"))).isFalse();
        assertThat(Judgement.isGone(reply(410, "ErrorItemNotFound"))).isFalse();
    }

    private static GraphReply reply(int status, String code) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", code);
        return new GraphReply(status, Map.of(), body, "");
    }
}
