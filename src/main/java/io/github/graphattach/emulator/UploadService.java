package io.github.graphattach.emulator;

import io.github.graphattach.emulator.PartialContent.Writer;
import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.HttpService;
import io.github.graphattach.emulator.http.PercentCoding;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Outlook host that upload URLs point to: ranges in order, status, cancellation.
 *
 * @see <a href="https://learn.microsoft.com/graph/outlook-large-attachments">Attach large files to Outlook items</a>
 */
final class UploadService implements HttpService {

    /** How often watchers are told of a range that is still coming in: a slow one moves, a fast one costs nothing. */
    private static final long WATCHED_NANOS = Duration.ofMillis(200).toNanos();

    private static final String TOKEN = "authtoken";

    /** An upload URL is taken as it was given. */
    private static final Set<String> OPTIONS = Set.of(TOKEN);

    private static final Pattern SESSION = Pattern.compile("/AttachmentSessions\\('([^']+)'\\)$");

    private final UploadSessions sessions;
    private final Answers answers;
    private final Wording wording;
    private final SizeLimits limits;
    private final Clock clock;
    private final RequestGate gate;
    private final Supplier<String> origin;

    UploadService(EmulatorState state, Supplier<String> origin) {
        this.sessions = state.sessions;
        this.answers = state.answers;
        this.wording = state.wording;
        this.limits = state.sizes;
        this.clock = state.clock;
        this.gate = state.gate;
        this.origin = origin;
    }

    @Override
    public void serve(HttpExchange exchange) throws IOException {
        Optional<UploadSession> session = session(exchange);
        RequestKind kind = kind(exchange.method());
        gate.pass(
                RecordedExchange.Host.UPLOAD,
                exchange,
                incoming(exchange, kind, session),
                plan -> serve(exchange, kind, session, plan));
    }

    private static RequestKind kind(String method) {
        return switch (method) {
            case "PUT" -> RequestKind.PUT_RANGE;
            case "GET" -> RequestKind.SESSION_STATUS;
            case "DELETE" -> RequestKind.CANCEL_SESSION;
            default -> RequestKind.OTHER;
        };
    }

    private void serve(HttpExchange exchange, RequestKind kind, Optional<UploadSession> addressed, FaultPlan plan)
            throws IOException {
        UploadSession session = addressed.filter(sessions::isOpen).orElseThrow(GraphFailure::itemNotFound);
        Operation.requireOptions(exchange, OPTIONS);
        requireUsable(exchange, session);
        switch (kind) {
            case PUT_RANGE -> put(exchange, session, plan);
            case SESSION_STATUS -> status(exchange, session, plan);
            case CANCEL_SESSION -> cancel(exchange, session);
            default -> throw Operation.methodNotImplemented(exchange.method(), "AttachmentSessions");
        }
    }

    private Optional<UploadSession> session(HttpExchange exchange) {
        String path = PercentCoding.decode(exchange.rawPath());
        Matcher matcher = SESSION.matcher(path);
        return Optional.of(matcher)
                .filter(Matcher::find)
                .flatMap(found -> sessions.find(found.group(1)))
                .filter(candidate -> PercentCoding.decode(candidate.path()).equals(path));
    }

    private static IncomingRequest incoming(HttpExchange exchange, RequestKind kind, Optional<UploadSession> session) {
        boolean lastRange = exchange.header("Content-Range")
                .flatMap(ContentRange::parse)
                .filter(ContentRange::isLast)
                .isPresent();
        return new IncomingRequest(
                kind,
                session.map(UploadSession::mailbox),
                session.map(UploadSession::item),
                session,
                Math.max(0, exchange.contentLength()),
                lastRange);
    }

    private void requireUsable(HttpExchange exchange, UploadSession session) {
        String token = exchange.queryParameter(TOKEN).orElse("");
        if (!token.equals(session.token())) {
            throw new GraphFailure(401, "InvalidAuthenticationToken", "The authtoken of this URL is not valid.");
        }
        if (exchange.header("Authorization").isPresent()) {
            throw wrongAudience();
        }
        if (!clock.instant().isBefore(session.expires())) {
            throw new GraphFailure(
                    answers.expiredStatus.get(), "ErrorUploadSessionExpired", "The session has expired.");
        }
        if (!session.item().isStored()) {
            throw GraphFailure.itemNotFound();
        }
    }

    /** What a Graph token on a pre-authenticated URL gets: the URL's own token is the only one that counts. */
    private static GraphFailure wrongAudience() {
        return new GraphFailure(
                401,
                "InvalidAudienceForResource",
                "The audience claim value is invalid for current resource. Audience claim is"
                        + " 'https://graph.microsoft.com/', resource type is 'Exchange'.");
    }

    private void put(HttpExchange exchange, UploadSession session, FaultPlan plan) throws IOException {
        ContentRange range = range(exchange, session);
        PartialContent content = session.content();
        Writer writer = content.writer(range.first()).orElseThrow(this::conflict);
        long accepted = Math.min(range.length(), plan.acceptOnly().orElse(range.length()));
        receive(exchange, accepted, range, session, writer);
        limits.requireRoom(session.mailbox(), session.item(), range.last() + 1);
        if (!writer.commit()) {
            throw new GraphFailure(409, "ErrorRangeSuperseded", "The same range has arrived in another request.");
        }
        long next = range.first() + accepted;
        if (plan.rewindTo().isPresent()) {
            next = Math.min(next, plan.rewindTo().getAsLong());
            content.rewindTo(next);
        }
        if (next == session.size()) {
            finish(exchange, session);
        } else {
            progress(
                    exchange,
                    answers.progressStatus.get(),
                    session,
                    plan.claimOffset().orElse(next));
        }
    }

    private void progress(HttpExchange exchange, int status, UploadSession session, long next) throws IOException {
        sessions.advanced(session, session.content().length());
        Json.reply(exchange, status, wording.progressBody(session, next));
    }

    private ContentRange range(HttpExchange exchange, UploadSession session) {
        ContentRange range = exchange.header("Content-Range")
                .flatMap(ContentRange::parse)
                .orElseThrow(() -> malformed("The Content-Range header is missing or malformed."));
        if (range.total() != session.size()) {
            throw malformed("The total of Content-Range is not the size that the session was created with.");
        }
        if (exchange.contentLength() != range.length()) {
            throw malformed("Content-Range header length does not match the provided number of bytes.");
        }
        return range;
    }

    private static GraphFailure malformed(String message) {
        return new GraphFailure(400, "ErrorInvalidContentRange", message);
    }

    private GraphFailure conflict() {
        return new GraphFailure(
                answers.rangeConflictStatus.get(), "invalidRange", "The range is not the one that is expected next.");
    }

    /** Reads the whole range, but keeps only what is accepted of it. */
    private void receive(HttpExchange exchange, long accepted, ContentRange range, UploadSession session, Writer writer)
            throws IOException {
        long told = System.nanoTime();
        for (long done = 0; done < range.length(); ) {
            ByteBuffer come = exchange.read(range.length() - done);
            int count = come.remaining();
            if (count == 0) {
                throw malformed("Content-Range header length does not match the provided number of bytes.");
            }
            writer.write(come.limit((int) Math.max(0, Math.min(count, accepted - done))));
            done += count;
            if (System.nanoTime() - told >= WATCHED_NANOS) {
                told = System.nanoTime();
                sessions.advanced(session, range.first() + Math.min(done, accepted));
            }
        }
    }

    private void finish(HttpExchange exchange, UploadSession session) throws IOException {
        StoredAttachment attachment = sessions.finish(session);
        wording.location(session.mailbox(), session.item(), attachment.id())
                .ifPresent(location -> exchange.setHeader("Location", origin.get() + location));
        exchange.reply(201);
    }

    private void status(HttpExchange exchange, UploadSession session, FaultPlan plan) throws IOException {
        switch (answers.statusQuery.get()) {
            case ANSWERED ->
                progress(
                        exchange,
                        200,
                        session,
                        plan.claimOffset().orElse(session.content().length()));
            case NOT_FOUND -> throw GraphFailure.itemNotFound();
            case METHOD_NOT_ALLOWED -> throw GraphFailure.methodNotAllowed();
        }
    }

    private void cancel(HttpExchange exchange, UploadSession session) throws IOException {
        sessions.discard(session);
        exchange.reply(204);
    }

    /** {@return the URL that a client uploads to, with its token} */
    String uploadUrl(UploadSession session) {
        return String.format(Locale.ROOT, "%s%s?authtoken=%s", origin.get(), session.path(), session.token());
    }
}
