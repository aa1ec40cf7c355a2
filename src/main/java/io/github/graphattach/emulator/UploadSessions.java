package io.github.graphattach.emulator;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/** The upload sessions in progress. A finished or cancelled one is forgotten. */
final class UploadSessions {

    private final Map<String, UploadSession> sessions = new ConcurrentHashMap<>();
    private final ContentStore store;
    private final Clock clock;
    private final Answers answers;
    private final Wording wording;
    private final Changes changes;

    UploadSessions(ContentStore store, Clock clock, Answers answers, Wording wording, Changes changes) {
        this.answers = answers;
        this.wording = wording;
        this.changes = changes;
        this.store = store;
        this.clock = clock;
    }

    UploadSession open(Mailbox mailbox, StoredItem item, AttachmentDraft draft, long size, Instant expires)
            throws IOException {
        purge();
        String id = Ids.entry();
        UploadSession session = new UploadSession(
                id,
                Ids.token(),
                wording.sessionPath(mailbox, item, id),
                mailbox,
                item,
                draft,
                size,
                expires,
                store.begin(),
                new AtomicReference<>(clock.instant()));
        sessions.put(id, session);
        changes.session(session, 0, "open");
        return session;
    }

    Optional<UploadSession> find(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    boolean isOpen(UploadSession session) {
        return sessions.containsKey(session.id());
    }

    Collection<UploadSession> all() {
        return List.copyOf(sessions.values());
    }

    /** Takes note that bytes have come, the last of them at that offset. */
    void advanced(UploadSession session, long received) {
        session.active().set(clock.instant());
        changes.session(session, received, "open");
    }

    /** Forgets the session and its bytes. */
    void discard(UploadSession session) throws IOException {
        sessions.remove(session.id());
        session.content().close();
        store.delete(session.content().file());
        changes.session(session, session.content().length(), "discarded");
    }

    /** Attaches the session's bytes to its item and forgets the session. */
    StoredAttachment finish(UploadSession session) throws IOException {
        PartialContent content = session.content();
        sessions.remove(session.id());
        StoredAttachment attachment = answers.kept(session.draft().stored(content, clock.instant()));
        if (answers.keepsAttachments(session.mailbox())) {
            session.item().add(attachment);
        } else {
            store.delete(content.file());
        }
        changes.session(session, session.size(), "finished");
        return attachment;
    }

    void clear() throws IOException {
        for (UploadSession session : all()) {
            discard(session);
        }
    }

    /** Sessions nobody finished lapse some time after they expired. */
    private void purge() throws IOException {
        Instant longAgo = clock.instant().minus(Duration.ofHours(1));
        for (UploadSession session : all()) {
            if (session.expires().isBefore(longAgo)) {
                discard(session);
            }
        }
    }
}
