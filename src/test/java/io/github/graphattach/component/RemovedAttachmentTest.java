package io.github.graphattach.component;

import static io.github.graphattach.emulator.RequestKind.DELETE_ATTACHMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An attachment that turned out wrong after its upload is removed on the thread of the caller. */
class RemovedAttachmentTest {

    private final Rig rig = new Rig();
    private String id = "";

    @BeforeEach
    void attach() {
        rig.message("m");
        Message attached =
                rig.send("message?messageId=m&name=a", new byte[3], Map.of()).getMessage();
        id = Objects.requireNonNull(attached.getHeader(GraphAttachConstants.ATTACHMENT_ID, String.class));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aFaultOnTheWayIsTriedAgain() {
        rig.emulator.faults().on(DELETE_ATTACHMENT).nth(1).answer(503);

        remove();

        assertThat(rig.message("m").attachments()).isEmpty();
    }

    @Test
    void aRefusalSaysThatAPersonHasToDoIt() {
        rig.emulator.faults().on(DELETE_ATTACHMENT).always().answer(403).error("ErrorAccessDenied");

        AccessDeniedException refused = catchThrowableOfType(AccessDeniedException.class, this::remove);

        assertThat(refused)
                .hasMessageStartingWith("Tried to remove an attachment from /me/messages/m but failed because")
                .hasMessageEndingWith("; remove it by hand");
        assertThat(refused.remedy()).isEqualTo("remove it by hand");
        assertThat(refused.retryable()).isFalse();
    }

    /** Nothing but the stop ends the wait: it is ten minutes long. */
    @Test
    void aStopEndsTheWait() {
        rig.emulator.faults().on(DELETE_ATTACHMENT).always().answer(429).retryAfter("600");
        CompletableFuture<Void> removal = CompletableFuture.runAsync(this::remove);
        Awaitility.await().until(() -> rig.emulator.exchanges().stream()
                .anyMatch(request -> request.method().equals("DELETE")));

        rig.camel.stop();

        CompletionException ended =
                catchThrowableOfType(CompletionException.class, () -> removal.orTimeout(60, TimeUnit.SECONDS)
                        .join());
        assertThat(ended).hasCauseInstanceOf(UploadInterruptedException.class);
        assertThat(rig.message("m").attachments()).hasSize(1);
    }

    private void remove() {
        GraphAttachEndpoint endpoint = rig.camel.getEndpoint(rig.uri("message"), GraphAttachEndpoint.class);
        Message message = new DefaultExchange(rig.camel).getMessage();
        message.setHeader(GraphAttachConstants.MESSAGE_ID, "m");
        endpoint.removeAttachment(message, id);
    }
}
