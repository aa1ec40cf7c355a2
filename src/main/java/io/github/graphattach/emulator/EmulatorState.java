package io.github.graphattach.emulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/** Everything that the emulator knows, and the rules it plays by: what {@link GraphEmulator#reset()} forgets. */
final class EmulatorState implements AutoCloseable {

    final ContentStore store;
    final EmulatorClock clock;
    final SizeLimits sizes;
    final Answers answers = new Answers();
    final Wording wording = new Wording(answers);
    final Changes changes = new Changes();
    final ExchangeLog log;
    final Mailboxes mailboxes;
    final MailPolicies policies;
    final MailTransport transport;
    final TransactionIds transactions;
    final Meetings meetings;
    final Faults faults;
    final Tokens tokens;
    final UploadSessions sessions;
    final Throttling throttling;
    final RequestGate gate;

    EmulatorState(ContentStore store, EmulatorClock clock, SizeLimits sizes, boolean realLimits) {
        this.store = store;
        this.clock = clock;
        this.sizes = sizes;
        this.log = new ExchangeLog(changes);
        this.mailboxes = new Mailboxes(clock);
        this.policies = new MailPolicies(sizes);
        this.transport = new MailTransport(mailboxes, policies, answers.sending(), store, clock, changes);
        this.transactions = new TransactionIds(answers, clock);
        this.meetings = new Meetings(new AttendeeCopies(mailboxes, store, clock), answers, clock);
        this.faults = new Faults(mailboxes);
        this.tokens = new Tokens(clock);
        this.sessions = new UploadSessions(store, clock, answers, wording, changes);
        this.throttling = new Throttling(realLimits, wording, clock);
        this.gate = new RequestGate(throttling, faults, sessions, transport, clock);
    }

    /** {@return the item at that path, made if need be} */
    EmulatedItem create(String itemPath) {
        GraphPath path = GraphPath.ofItem(itemPath);
        transport.carryOut();
        EmulatedItem item = mailboxes.mailbox(path.owner()).create(path);
        changes.changed();
        return item;
    }

    /** {@return the item at that path} */
    Optional<StoredItem> find(String itemPath) {
        transport.carryOut();
        return mailboxes.find(GraphPath.ofItem(itemPath));
    }

    /** {@return the policy of that mailbox, which is made if need be} */
    MailPolicy policy(String mailbox) {
        return policies.of(mailboxes.mailbox(GraphPath.parse(mailbox).owner()));
    }

    /** Lets time pass. */
    void advanceClock(Duration duration) {
        clock.advance(duration);
        transport.carryOut();
        changes.changed();
    }

    /** {@return the item at that path under another id} */
    EmulatedItem move(String itemPath) {
        GraphPath path = GraphPath.ofItem(itemPath);
        transport.carryOut();
        StoredItem item =
                mailboxes.find(path).orElseThrow(() -> new IllegalArgumentException("there is no item at " + itemPath));
        EmulatedItem moved = mailboxes.mailbox(path.owner()).rename(item);
        changes.changed();
        return moved;
    }

    void reset() {
        discardSessions();
        mailboxes.all().stream()
                .flatMap(mailbox -> mailbox.items().stream())
                .flatMap(item -> item.delete().stream())
                .forEach(gone -> store.delete(gone.attachment().content()));
        transport.clear();
        policies.clear();
        mailboxes.clear();
        transactions.clear();
        meetings.clear();
        answers.reset();
        faults.clear();
        throttling.reset();
        tokens.reset();
        clock.reset();
        log.clear();
        changes.reload();
    }

    private void discardSessions() {
        try {
            sessions.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("Tried to discard the upload sessions but failed", e);
        }
    }

    @Override
    public void close() {
        discardSessions();
        store.close();
    }
}
