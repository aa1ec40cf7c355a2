package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A running stand-in for Microsoft Graph's Outlook attachments: two ports on loopback, one for Graph and one for the Outlook
 * host that upload URLs point to. State is in memory, the bytes of attachments are on disk.
 *
 * <pre>{@code
 * try (GraphEmulator emulator = GraphEmulator.start()) {
 *     EmulatedItem draft = emulator.create("/me/messages/AAMkAD0001=");
 *     // ... let the route under test attach a file, with emulator.graphUrl() as Graph and any bearer token ...
 *     assertThat(draft.attachments()).hasSize(1);
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads.
 */
public final class GraphEmulator implements AutoCloseable {

    /** Whether the service's limits per mailbox are kept. */
    public enum Limits {
        /** 4 concurrent requests, 10,000 requests in 10 minutes, 150 MB in 5 minutes; one write to an item at a time. */
        REAL,
        /** None of them. */
        OFF
    }

    private final ContentStore store;
    private final Mailboxes mailboxes;
    private final ExchangeLog log = new ExchangeLog();
    private final Answers answers = new Answers();
    private final Faults faults;
    private final EmulatorClock clock;
    private final Throttling throttling;
    private final UploadSessions sessions;
    private final HttpListener upload;
    private final HttpListener graph;

    private GraphEmulator(Builder builder) throws IOException {
        store = builder.contentFolder.isPresent()
                ? ContentStore.in(builder.contentFolder.get())
                : ContentStore.temporary();
        clock = new EmulatorClock(builder.clock);
        mailboxes = new Mailboxes(clock);
        faults = new Faults(mailboxes);
        SizeLimits limits = new SizeLimits(builder.minimumSessionSize, builder.messageSizeLimit, builder.mailboxQuota);
        throttling = new Throttling(builder.limits == Limits.REAL, answers, clock);
        sessions = new UploadSessions(store, clock);
        RequestGate gate = new RequestGate(throttling, faults, sessions, clock);
        UploadService uploads = new UploadService(
                sessions, answers, limits, clock, gate, () -> uploadUrl().toString());
        AttachmentService attachments = new AttachmentService(store, sessions, uploads, answers, limits, clock);
        ItemService items = new ItemService(store, attachments, clock);
        upload = HttpListener.start(
                "graph-emulator-upload",
                builder.address,
                builder.port == 0 ? 0 : builder.port + 1,
                builder.patience,
                new Listener(RecordedExchange.Host.UPLOAD, log, clock, uploads));
        try {
            graph = HttpListener.start(
                    "graph-emulator",
                    builder.address,
                    builder.port,
                    builder.patience,
                    new Listener(
                            RecordedExchange.Host.GRAPH,
                            log,
                            clock,
                            new GraphService(mailboxes, attachments, items, gate)));
        } catch (IOException e) {
            upload.close();
            store.close();
            throw e;
        }
    }

    /**
     * Starts an emulator on free loopback ports; its content goes to a temporary folder that is removed on close.
     *
     * @throws UncheckedIOException when no port or no folder can be had
     */
    public static GraphEmulator start() {
        return builder().start();
    }

    /** {@return settings for an emulator that differs from the default} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the root of Graph v1.0, such as {@code http://127.0.0.1:8025/v1.0}} */
    public URI graphUrl() {
        return URI.create(graph.origin() + "/" + GraphService.VERSION);
    }

    /** {@return scheme, host and port of the upload host} */
    public URI uploadUrl() {
        return upload.origin();
    }

    /**
     * Creates a message or an event, and every folder, calendar group, calendar and series on the way to it, with exactly
     * the ids of the path. Does nothing if the path leads to an item already; an item that exists elsewhere in the mailbox
     * is moved.
     *
     * @param itemPath a path such as {@code /me/calendarGroups/G/calendars/C/calendarView/E/exceptionOccurrences/O}, each
     *     id percent-encoded as one segment; {@code /users/{id}} and {@code /groups/{id}} too
     * @throws IllegalArgumentException when that is not the path of a message or an event
     */
    public EmulatedItem create(String itemPath) {
        GraphPath path = itemPath(itemPath);
        return mailboxes.mailbox(path.owner()).create(path);
    }

    /**
     * {@return the item that the path leads to, if each container on it exists and holds the next}
     *
     * @param itemPath a path as for {@link #create(String)}
     * @throws IllegalArgumentException when that is not the path of a message or an event
     */
    public Optional<EmulatedItem> find(String itemPath) {
        return mailboxes.find(itemPath(itemPath)).map(EmulatedItem.class::cast);
    }

    static GraphPath itemPath(String itemPath) {
        try {
            GraphPath path = GraphPath.parse(itemPath);
            if (path.isItem()) {
                return path;
            }
        } catch (GraphFailure e) {
            throw new IllegalArgumentException("'" + itemPath + "' is not the path of an item: " + e.message(), e);
        }
        throw new IllegalArgumentException("'" + itemPath + "' does not end at a message or an event");
    }

    /** {@return what was asked and answered so far, in the order of the answers; at most the latest 20,000} */
    public List<RecordedExchange> exchanges() {
        return log.all();
    }

    /** {@return how many upload sessions are neither finished nor given up nor expired} */
    public long openSessions() {
        return sessions.all().stream()
                .filter(session -> clock.instant().isBefore(session.expires()))
                .count();
    }

    /** {@return how answers are worded where the service varies} */
    public Answers answers() {
        return answers;
    }

    /** {@return the script of what goes wrong} */
    public Faults faults() {
        return faults;
    }

    /** Moves the emulator's clock forward: sessions expire, windows of limits pass. */
    public void advanceClock(Duration duration) {
        clock.advance(duration);
    }

    /** Forgets all items, sessions, faults and exchanges, words answers in the default way and sets the clock right. */
    public void reset() {
        try {
            sessions.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("Tried to discard the upload sessions but failed", e);
        }
        mailboxes.all().stream()
                .flatMap(mailbox -> mailbox.items().stream())
                .flatMap(item -> item.delete().stream())
                .forEach(attachment -> store.delete(attachment.attachment().content()));
        mailboxes.clear();
        answers.reset();
        faults.clear();
        throttling.reset();
        clock.reset();
        log.clear();
    }

    /** Closes both ports, cutting what is in progress, and removes the temporary folder. */
    @Override
    public void close() {
        graph.close();
        upload.close();
        try {
            sessions.clear();
        } catch (IOException e) {
            throw new UncheckedIOException("Tried to discard the upload sessions but failed", e);
        }
        store.close();
    }

    /** Settings of an emulator. */
    public static final class Builder {

        private int port;
        private String address = "127.0.0.1";
        private Optional<Path> contentFolder = Optional.empty();
        private Clock clock = Clock.systemUTC();
        private Duration patience = Duration.ofSeconds(30);
        private long minimumSessionSize = SizeLimits.MINIMUM_SESSION;
        private long messageSizeLimit = SizeLimits.MESSAGE;
        private long mailboxQuota = SizeLimits.MAILBOX;

        private Limits limits = Limits.OFF;

        private Builder() {}

        /** Sets Graph's port, the upload host gets the next one; 0, the default, takes two free ports. */
        public Builder port(int graphPort) {
            if (graphPort < 0 || graphPort > 65534) {
                throw new IllegalArgumentException("port must be 0 to 65534, but is " + graphPort);
            }
            port = graphPort;
            return this;
        }

        /** Sets the local address to listen on; {@code 127.0.0.1} by default. */
        public Builder address(String localAddress) {
            address = localAddress;
            return this;
        }

        /** Keeps content in this folder, which is made if need be and is not removed; a temporary one by default. */
        public Builder contentFolder(Path folder) {
            contentFolder = Optional.of(folder);
            return this;
        }

        /** Sets the clock for {@code Date}, expiry and limits; the system's by default. */
        public Builder clock(Clock emulatorClock) {
            clock = emulatorClock;
            return this;
        }

        /** Sets how long a connection may be silent before it is closed; 30 seconds by default. */
        public Builder patience(Duration silence) {
            patience = silence;
            return this;
        }

        /** Sets the smallest file, in bytes, that an upload session is created for; 2,097,152 by default. */
        public Builder minimumSessionSize(long bytes) {
            minimumSessionSize = bytes;
            return this;
        }

        /** Sets how many bytes one item may hold; 36,700,160 (35 MB) by default, as Exchange Online has it. */
        public Builder messageSizeLimit(long bytes) {
            messageSizeLimit = bytes;
            return this;
        }

        /** Sets how many bytes of attachments one mailbox may hold; 53,687,091,200 (50 GB) by default. */
        public Builder mailboxQuota(long bytes) {
            mailboxQuota = bytes;
            return this;
        }

        /** Sets whether the service's limits per mailbox are kept; {@link Limits#OFF} by default. */
        public Builder limits(Limits mode) {
            limits = mode;
            return this;
        }

        /**
         * Starts the emulator.
         *
         * @throws UncheckedIOException when a port is taken or the folder cannot be made
         */
        public GraphEmulator start() {
            try {
                return new GraphEmulator(this);
            } catch (IOException e) {
                throw new UncheckedIOException("Tried to start the emulator but failed", e);
            }
        }
    }
}
