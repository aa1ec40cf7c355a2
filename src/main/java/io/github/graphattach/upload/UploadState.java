package io.github.graphattach.upload;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.SourceException;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.NewAttachment;
import io.github.graphattach.graph.TokenException;
import io.github.graphattach.graph.UploadUrl;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.session.Checkpoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the stages of one upload share: what it is about, and how far it is. */
final class UploadState {

    final Ownership ownership;
    final GraphClient client;

    /** For questions, which anybody may ask: they change nothing. */
    final GraphClient asking;

    final OutlookItem item;
    final NewAttachment attachment;
    final AttachmentContent content;
    final UploadPolicy policy;
    final RetryPolicy retry;
    final UploadClock clock;
    final UploadListener listener;

    SourceDigest digest;

    /** When this try began. */
    long startNanos;

    /** The attachments that the item had before anything was sent; none of them is ever ours. */
    Optional<Set<String>> baseline = Optional.empty();

    /** Those of them that the new attachment replaces and that are still there. */
    List<String> idsToRemove = List.of();

    Optional<UploadSession> session = Optional.empty();
    int sessionsOpened;
    int chunkSize;

    /** Where the service stands, by its own word. */
    long committed;

    /** The end of what was ever sent in this session: bytes up to here may have arrived. */
    long sentUpTo;

    /** The furthest this session ever was; only getting beyond it counts as progress. */
    long furthest;

    /** Tries of the present request that failed. */
    int faults;

    int throttles;

    /** Whether anything went wrong on the way, so that only the bytes themselves prove the result. */
    boolean disturbed;

    /** Whether the service may have made an attachment that we have not found: it is looked for before anything is sent again. */
    boolean mayBeMade;

    /** The service's time before anything could have been made: what is older is not ours. Empty where it tells no time. */
    Optional<Instant> madeSince = Optional.empty();

    private Optional<Instant> lastAnswer = Optional.empty();

    /** Ours, once the service named it or it was found. */
    Optional<String> attachmentId = Optional.empty();

    /** Whether it may be removed should it turn out wrong; what was found under another name may be somebody else's. */
    boolean removable;

    boolean triedPost;
    int mismatches;
    String requestId = "";

    UploadState(
            Ownership ownership,
            GraphClient client,
            OutlookItem item,
            NewAttachment attachment,
            AttachmentContent content,
            UploadPolicy policy,
            RetryPolicy retry,
            UploadClock clock,
            UploadListener listener) {
        this.ownership = ownership;
        this.asking = client;
        this.client = new OwnedGraphClient(
                client, ownership, reply -> lastAnswer = reply.date().or(() -> lastAnswer));
        this.item = item;
        this.attachment = attachment;
        this.content = content;
        this.policy = policy;
        this.retry = retry;
        this.clock = clock;
        this.listener = listener;
        this.digest = newDigest();
        this.chunkSize = policy.chunkSize();
    }

    private SourceDigest newDigest() {
        return new SourceDigest(content, policy.verify() != VerifyLevel.NONE);
    }

    /** The source's digest; reading the source to its end may show that it is not what it was. */
    String sha256() throws UploadException {
        return read(digest::hex);
    }

    /** The same, where nobody has to read the source for it. */
    Optional<String> sha256IfWanted() throws UploadException {
        return read(digest::hexIfWanted);
    }

    private interface Reading<T> {
        T value() throws IOException;
    }

    private <T> T read(Reading<T> source) throws UploadException {
        try {
            return source.value();
        } catch (IOException e) {
            throw sourceChanged(e);
        }
    }

    /** What to fail with when the source cannot be read as it was. */
    UploadException sourceChanged(IOException e) {
        boolean mayBeThere = mayBeMade || attachmentId.isPresent();
        IOException cause = mayBeThere
                ? new SourceException(e.getMessage() + "; it may be attached as it was sent, look at the item", e)
                : e;
        return UploadException.of(UploadFailure.SOURCE_CHANGED, cause, committed);
    }

    long length() {
        return content.length();
    }

    UploadUrl url() {
        return session.orElseThrow().url();
    }

    /** The way to attach a file of this size. */
    Stage route() {
        return length() == 0 || length() < policy.smallFileLimit() ? new Posting(this) : new Opening(this);
    }

    /** The next request may make the attachment. */
    void mayMake() {
        if (!mayBeMade) {
            mayBeMade = true;
            madeSince = lastAnswer;
        }
    }

    /** Nothing that was sent has made it, as far as can be known. */
    void hasMadeNothing() {
        mayBeMade = false;
        madeSince = Optional.empty();
    }

    /** Whether the item's HTML is to show it, which the service has been seen to forget. */
    boolean isShown() {
        return attachment.inline() || attachment.contentId().isPresent();
    }

    boolean hasOurName(StoredAttachment one) {
        return one.name().equals(attachment.name());
    }

    /** {@return the ids of what was there before} */
    Set<String> before() {
        return baseline.orElse(Set.of());
    }

    /** What may be complete already is looked for before it is given up or sent once more. */
    Turn searchedFirst(Turn.Choice resort) throws UploadException {
        return mayBeMade ? Turn.to(new Searching(this, resort)) : resort.turn();
    }

    /** Progress: what failed before does not count any more. */
    void advanced() {
        faults = 0;
        throttles = 0;
    }

    /** The same stage again after a pause, unless its tries are used up or the pause is too long. */
    Turn again(Stage stage, UploadFailure failure, GraphReply reply) throws UploadException {
        Optional<Duration> asked = retryAfter(reply);
        // Only a throttle is waited out for nothing; a service that stays out of order uses the tries up.
        boolean counts = failure != UploadFailure.THROTTLED || (reply.status() != 429 && reply.status() != 403);
        if (counts && ++faults >= policy.maxAttempts()) {
            throw UploadException.of(failure, reply, asked, committed);
        }
        Duration wait = asked.orElseGet(() -> retry.backOff(counts ? faults : ++throttles));
        if (isTooLong(wait)) {
            throw UploadException.of(failure, reply, Optional.of(wait), committed);
        }
        return waiting(stage, asked.map(retry::notBefore).orElse(wait), failure);
    }

    /** What the service says about when to come back. At once is no answer to that: it would throttle again. */
    Optional<Duration> retryAfter(GraphReply reply) {
        return reply.retryAfter(clock.now()).filter(wait -> !wait.isZero());
    }

    boolean isTooLong(Duration wait) {
        return wait.compareTo(policy.maxRetryAfter()) > 0 || wait.compareTo(timeLeft()) > 0;
    }

    /** As {@link #again(Stage, UploadFailure, GraphReply)}, for a request that had no answer. */
    Turn again(Stage stage, UploadFailure failure, Exception noAnswer) throws UploadException {
        UploadFailure why = noAnswer instanceof TokenException ? UploadFailure.noToken(noAnswer) : failure;
        if (why == UploadFailure.SIGN_IN_REFUSED || ++faults >= policy.maxAttempts()) {
            throw UploadException.of(why, noAnswer, committed);
        }
        return waiting(stage, retry.backOff(faults), why);
    }

    /** What Graph's refusals have in common; each stage handles the special ones itself. */
    Turn onGraph(Stage stage, GraphReply reply) throws UploadException {
        UploadFailure failure = UploadFailure.onGraph(reply);
        return switch (failure) {
            case THROTTLED, SERVICE_FAULT, MALFORMED_ANSWER, ITEM_NOT_FOUND -> again(stage, failure, reply);
            default -> throw UploadException.of(failure, reply, retryAfter(reply), committed);
        };
    }

    Turn waiting(Stage stage, Duration wait, UploadFailure why) throws UploadException {
        if (wait.compareTo(timeLeft()) > 0) {
            throw UploadException.of(UploadFailure.OUT_OF_TIME, committed);
        }
        tell(UploadEvent.Type.WAITING, wait, why.reason());
        return new Turn(stage, wait);
    }

    /** Gives the session up and opens another one, which starts from byte 0. */
    Turn newSession(UploadException why) throws UploadException {
        closeSession();
        if (sessionsOpened >= policy.maxSessions()) {
            throw why;
        }
        return waiting(new Opening(this), retry.backOff(sessionsOpened), why.failure());
    }

    /** Tells the service that the session is not needed; it lapses by itself when that fails. */
    void closeSession() {
        session.ifPresent(this::delete);
        forgetSession();
    }

    void forgetSession() {
        session = Optional.empty();
        committed = 0;
        sentUpTo = 0;
        furthest = 0;
    }

    /** An interrupted thread would not get the request out. */
    private void delete(UploadSession open) {
        boolean interrupted = Thread.interrupted();
        boolean deleted = false;
        for (int tries = 0; tries < 2 && !deleted; tries++) {
            deleted = isDeleted(open);
        }
        if (!deleted) {
            tell(UploadEvent.Type.WAITING, Duration.ZERO, "a session could not be deleted; it lapses by itself");
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks for a session to be deleted; {@return whether asking again is of no use} */
    boolean isDeleted(UploadSession open) {
        try {
            int status = client.deleteSession(open.url()).status();
            return status < 500 && status != 429 && status != 408;
        } catch (IOException noAnswer) {
            return false;
        }
    }

    /** Whether the item may have an attachment that this upload made. */
    boolean mayBeAttached() {
        return mayBeMade || attachmentId.isPresent() || !idsToRemove.isEmpty();
    }

    /** Takes back that an attachment is ours: if it may be, it is to be removed, now or when the right one is there. */
    void disown(String id) {
        attachmentId = Optional.empty();
        hasMadeNothing();
        neverOurs(id);
        if (removable) {
            idsToRemove = List.copyOf(with(new LinkedHashSet<>(idsToRemove), id));
        }
    }

    void neverOurs(String id) {
        baseline = Optional.of(with(before(), id));
    }

    void removed(String id) {
        idsToRemove = idsToRemove.stream().filter(one -> !one.equals(id)).toList();
    }

    private static Set<String> with(Set<String> ids, String id) {
        Set<String> all = new LinkedHashSet<>(ids);
        all.add(id);
        return all;
    }

    /** Writes down how far the upload is, for whoever goes on with it. Before the first listing there is nothing to know. */
    void writeDown() {
        if (ownership.isClaimed() && baseline.isPresent()) {
            ownership.save(checkpoint());
        }
    }

    private Checkpoint checkpoint() {
        return new Checkpoint(
                session.map(open -> open.url().reveal()),
                session.flatMap(UploadSession::expiry),
                List.copyOf(before()),
                content.fingerprint(),
                length(),
                digest.prefix(),
                committed,
                Math.max(committed, sentUpTo),
                mayBeMade,
                madeSince,
                attachmentId,
                removable,
                idsToRemove);
    }

    /** Forgets this try. What counts is in the store, and the next one has all its tries, sessions and time. */
    void forget() {
        baseline = Optional.empty();
        idsToRemove = List.of();
        session = Optional.empty();
        sessionsOpened = 0;
        chunkSize = policy.chunkSize();
        committed = 0;
        sentUpTo = 0;
        furthest = 0;
        disturbed = false;
        hasMadeNothing();
        attachmentId = Optional.empty();
        removable = false;
        triedPost = false;
        mismatches = 0;
        requestId = "";
        digest = newDigest();
        advanced();
    }

    Duration timeLeft() {
        return policy.uploadTimeout().minusNanos(clock.nanos() - startNanos);
    }

    void tell(UploadEvent.Type type, Duration wait, String detail) {
        listener.on(new UploadEvent(type, attachment.name(), item.path(), length(), committed, wait, detail));
    }
}
