package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The draft of a job that is given up is deleted, unless it may have been sent. */
class DiscardDraftTest {

    private static final String CREATE = "message?userId=cfo@contoso.com&operation=createDraft&to=a@contoso.com";

    private final Rig rig = new Rig();

    @BeforeEach
    void makeTheMailbox() {
        rig.emulator.create("/users/cfo%40contoso.com/messages/another");
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aDraftIsDeletedAndTheNextTryOfTheMailMakesAnother() {
        String first = draft("created");

        assertThat(discard("offer-7")).isTrue();

        assertThat(requests("DELETE")).hasSize(1);
        assertThat(draft("created")).isNotEqualTo(first);
    }

    @Test
    void aDraftWhoseDeletionWasNotAnsweredIsGone() {
        draft("created");
        rig.emulator.faults().on(RequestKind.CHANGE_ITEM).nth(1).loseReply();

        assertThat(discard("offer-7")).isTrue();

        assertThat(requests("DELETE")).hasSize(2);
        draft("created");
    }

    @Test
    void whereNoDraftWasMadeNothingIsAsked() {
        assertThat(discard("another")).isFalse();
        assertThat(rig.emulator.exchanges()).isEmpty();
    }

    private String draft(String outcome) {
        Exchange exchange = rig.send(CREATE, Map.of(), Map.of(GraphAttachConstants.JOB_KEY, "offer-7"));
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(GraphAttachConstants.OUTCOME))
                .isEqualTo(outcome);
        return Objects.requireNonNull(exchange.getMessage().getHeader(GraphAttachConstants.MESSAGE_ID, String.class));
    }

    private boolean discard(String jobKey) {
        Message message = new DefaultExchange(rig.camel).getMessage();
        message.setHeader(GraphAttachConstants.USER_ID, "cfo@contoso.com");
        message.setHeader(GraphAttachConstants.JOB_KEY, jobKey);
        return rig.camel
                .getEndpoint(rig.uri("message"), GraphAttachEndpoint.class)
                .discardDraft(message);
    }

    private List<RecordedExchange> requests(String method) {
        return rig.emulator.exchanges().stream()
                .filter(request -> request.method().equals(method))
                .toList();
    }
}
