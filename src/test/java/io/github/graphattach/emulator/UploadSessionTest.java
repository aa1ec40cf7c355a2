package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Nothing of the emulator prints a session as it is; who adds a line that does shows no token. */
class UploadSessionTest {

    @Test
    void aSessionDoesNotPrintItsToken() throws Exception {
        try (EmulatorState state = new EmulatorState(
                ContentStore.temporary(),
                new EmulatorClock(Clock.systemUTC()),
                new SizeLimits(0, Long.MAX_VALUE, Long.MAX_VALUE),
                false)) {
            Mailbox mailbox =
                    state.mailboxes.mailbox(GraphPath.ofItem("/me/messages/m").owner());
            StoredItem item = mailbox.create(GraphPath.ofItem("/me/messages/m"));
            AttachmentDraft draft = new AttachmentDraft("a.bin", Optional.empty(), false, Optional.empty());

            UploadSession session = state.sessions.open(mailbox, item, draft, 3, Instant.MAX);

            assertThat(session.toString()).contains(session.id()).doesNotContain(session.token());
        }
    }
}
