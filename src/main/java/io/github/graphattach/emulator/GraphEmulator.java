package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.ServerCertificate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

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
 *
 * <p>Longer than 300 lines because tests find everything from here, each with an example.
 */
public final class GraphEmulator implements AutoCloseable {

    /** Whether the service's limits per mailbox are kept. */
    public enum Limits {
        /** 4 concurrent requests, 10,000 requests in 10 minutes, 150 MB in 5 minutes; one write to an item at a time. */
        REAL,
        /** None of them. */
        OFF
    }

    /** Whose requests Graph answers. */
    public enum Auth {
        /** Anyone's who brings a bearer token, whatever it is. */
        ANY,
        /** Only with a token of the emulator's own login, which then listens on a port of its own, over TLS. */
        STRICT
    }

    private final EmulatorState state;
    private final Hosts hosts;
    private final Optional<ServerCertificate> certificate;

    private GraphEmulator(Builder builder) throws IOException {
        boolean strict = builder.auth == Auth.STRICT;
        certificate = strict || builder.tls ? Optional.of(ServerCertificate.generate()) : Optional.empty();
        state = new EmulatorState(
                builder.contentFolder.isPresent()
                        ? ContentStore.in(builder.contentFolder.get())
                        : ContentStore.temporary(),
                new EmulatorClock(builder.clock),
                new SizeLimits(builder.minimumSessionSize, builder.messageSizeLimit, builder.mailboxQuota),
                builder.limits == Limits.REAL);
        Hosts.Settings settings =
                new Hosts.Settings(builder.address, builder.port, builder.patience, strict, builder.tls, certificate);
        try {
            hosts = Hosts.open(settings, state);
        } catch (IOException e) {
            state.close();
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
        return URI.create(hosts.graph() + "/" + GraphService.VERSION);
    }

    /** {@return scheme, host and port of the upload host} */
    public URI uploadUrl() {
        return hosts.upload();
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
        return state.create(itemPath);
    }

    /**
     * {@return the item that the path leads to, if each container on it exists and holds the next}
     *
     * @param itemPath a path as for {@link #create(String)}
     * @throws IllegalArgumentException when that is not the path of a message or an event
     */
    public Optional<EmulatedItem> find(String itemPath) {
        return state.find(itemPath).map(EmulatedItem.class::cast);
    }

    /**
     * Moves an item as a person or a rule does: it goes on under another id, and the id that it had is gone.
     *
     * @param itemPath a path as for {@link #create(String)}
     * @return the item under its new id
     * @throws IllegalArgumentException when there is no item at that path
     */
    public EmulatedItem move(String itemPath) {
        return state.move(itemPath);
    }

    /** {@return where people look at the emulator, and the root of its control requests} */
    public URI pageUrl() {
        return URI.create(hosts.graph() + "/");
    }

    /**
     * {@return the authority to log in at, without a tenant}
     *
     * @throws IllegalStateException unless the emulator was built with {@link Auth#STRICT}
     */
    public URI loginUrl() {
        return hosts.login().orElseThrow(() -> new IllegalStateException("there is a login only with auth(STRICT)"));
    }

    /** {@return the access tokens of the emulator's login; they count only with {@link Auth#STRICT}} */
    public Tokens tokens() {
        return state.tokens;
    }

    /**
     * {@return the certificate of the listeners that speak TLS}
     *
     * @throws IllegalStateException unless the emulator was built with {@code tls(true)} or {@link Auth#STRICT}
     */
    public X509Certificate certificate() {
        return serverCertificate().certificate();
    }

    /**
     * {@return a context for clients that trust {@link #certificate()} and no other}
     *
     * @throws IllegalStateException unless the emulator was built with {@code tls(true)} or {@link Auth#STRICT}
     */
    public SSLContext sslContext() {
        return serverCertificate().trustingContext();
    }

    /** {@return the certificate as a PEM text, if a listener speaks TLS} */
    Optional<String> certificatePem() {
        return certificate.map(ServerCertificate::pem);
    }

    private ServerCertificate serverCertificate() {
        return certificate.orElseThrow(
                () -> new IllegalStateException("there is a certificate only with tls(true) or auth(STRICT)"));
    }

    /** {@return what was asked and answered so far, in the order of the answers; at most the latest 20,000} */
    public List<RecordedExchange> exchanges() {
        return state.log.all();
    }

    /** {@return the mails that meetings have sent to their attendees so far, in that order} */
    public List<MeetingMail> meetingMails() {
        return state.meetings.mails();
    }

    /** {@return how many upload sessions are neither finished nor given up nor expired} */
    public long openSessions() {
        return state.sessions.all().stream()
                .filter(session -> state.clock.instant().isBefore(session.expires()))
                .count();
    }

    /** {@return how answers are worded where the service varies} */
    public Answers answers() {
        return state.answers;
    }

    /** {@return the script of what goes wrong} */
    public Faults faults() {
        return state.faults;
    }

    /**
     * {@return what that mailbox lets out and in; the mailbox is made if need be}
     *
     * @param mailbox {@code /me} or {@code /users/{id}}
     */
    public MailPolicy mailPolicy(String mailbox) {
        return state.policy(mailbox);
    }

    /** Moves the emulator's clock forward: sessions expire, windows of limits pass, accepted mail leaves Drafts. */
    public void advanceClock(Duration duration) {
        state.advanceClock(duration);
    }

    /** Forgets all items, sessions, faults and exchanges, words answers in the default way and sets the clock right. */
    public void reset() {
        state.reset();
    }

    /** Closes the ports, cutting what is in progress, and removes the temporary folder. */
    @Override
    public void close() {
        hosts.close();
        state.close();
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
        private Auth auth = Auth.ANY;
        private boolean tls;

        private Builder() {}

        /** Sets Graph's port, the upload host gets the next one and a login the one after; 0, the default, takes two free ports. */
        public Builder port(int graphPort) {
            if (graphPort < 0 || graphPort > 65533) {
                throw new IllegalArgumentException("port must be 0 to 65533, but is " + graphPort);
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

        /** Sets whose requests Graph answers; {@link Auth#ANY} by default. */
        public Builder auth(Auth mode) {
            auth = mode;
            return this;
        }

        /** Sets whether Graph and the upload host speak TLS, with a certificate made at the start; false by default. */
        public Builder tls(boolean on) {
            tls = on;
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
