package io.github.graphattach.graph.identity;

import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.AccessTokens;
import io.github.graphattach.graph.TokenException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * One token for everybody who asks in the name of one identity: got once, however many ask at the same time, and renewed
 * ahead of its end while the others go on with the one there is.
 *
 * <p>Its life is counted on a monotonic clock from when it was issued, so that a wrong or moved wall clock does not end it.
 */
final class CachedTokens implements AccessTokens {

    /** While the old token is good, a sign-in service that is down is asked again only after this pause. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(30).toNanos();

    /** A token that would expire before its request arrives counts as expired. */
    private static final long MARGIN_NANOS = Duration.ofSeconds(10).toNanos();

    private final TokenSource source;
    private final LongSupplier nanos;
    private Optional<Held> held = Optional.empty();
    private Optional<Flight> flight = Optional.empty();

    /** A token, what it had to say, and the times, on the monotonic clock, of its renewal and of its end. */
    private record Held(AccessToken token, Optional<String> claims, long renewal, long end) {}

    /** A token that is being got, and what it has to say. */
    private record Flight(Optional<String> claims, CompletableFuture<Held> landing) {}

    /**
     * Keeps the tokens of one identity.
     *
     * @param source of new ones
     * @param nanos a monotonic clock
     */
    CachedTokens(TokenSource source, LongSupplier nanos) {
        this.source = source;
        this.nanos = nanos;
    }

    @Override
    public AccessToken current() throws TokenException {
        Optional<Held> good;
        synchronized (this) {
            long now = nanos.getAsLong();
            good = held.filter(token -> token.end() - now > 0);
            boolean due = good.filter(token -> token.renewal() - now <= 0).isPresent();
            if (good.isPresent() && (!due || flight.isPresent())) {
                return good.get().token();
            }
        }
        return good.isPresent() ? renewedAhead(good.get()) : got(token -> isGood(token), Optional.empty());
    }

    private synchronized boolean isGood(Held token) {
        return token.end() - nanos.getAsLong() > 0;
    }

    private AccessToken renewedAhead(Held old) throws TokenException {
        try {
            return got(token -> !token.equals(old), Optional.empty());
        } catch (TokenException e) {
            postpone(old);
            return old.token();
        }
    }

    private synchronized void postpone(Held old) {
        if (held.filter(old::equals).isPresent()) {
            held = Optional.of(new Held(old.token(), old.claims(), nanos.getAsLong() + PAUSE_NANOS, old.end()));
        }
    }

    @Override
    public AccessToken renewed(AccessToken refused, Optional<String> claims) throws TokenException {
        return got(
                token -> !token.token().equals(refused)
                        && (claims.isEmpty() || token.claims().equals(claims)),
                claims);
    }

    /** The held token if it is good, else a new one. Callers that come while the new one is fetched wait for it. */
    private AccessToken got(Predicate<Held> willDo, Optional<String> claims) throws TokenException {
        while (true) {
            Flight joined;
            boolean ours;
            synchronized (this) {
                if (held.filter(willDo).isPresent()) {
                    return held.get().token();
                }
                ours = flight.isEmpty();
                joined = flight.orElseGet(() -> new Flight(claims, new CompletableFuture<>()));
                flight = Optional.of(joined);
            }
            if (ours) {
                fly(joined);
            }
            boolean asWanted = joined.claims().equals(claims);
            Optional<AccessToken> landed = landed(joined, asWanted);
            if (asWanted && landed.isPresent()) {
                return landed.get();
            }
        }
    }

    private void fly(Flight flown) {
        try {
            TokenSource.Issued issued = source.issue(flown.claims());
            long now = nanos.getAsLong();
            Held fresh = new Held(
                    issued.token(),
                    flown.claims(),
                    now + issued.renewal().toNanos(),
                    now
                            + Math.max(
                                    issued.life().toNanos() - MARGIN_NANOS,
                                    issued.life().toNanos() / 2));
            synchronized (this) {
                held = Optional.of(fresh);
                flight = Optional.empty();
            }
            flown.landing().complete(fresh);
        } catch (TokenException | Error e) {
            crash(flown, e);
        } catch (RuntimeException e) {
            crash(
                    flown,
                    TokenException.unavailable(
                            "what was to give a token failed with "
                                    + e.getClass().getSimpleName(),
                            "look at the TokenCredential bean, or at the options of the credential",
                            e));
        }
    }

    private void crash(Flight flown, Throwable e) {
        synchronized (this) {
            flight = Optional.empty();
        }
        flown.landing().completeExceptionally(e);
    }

    /** What came of it; a failure of somebody else's request with other claims is not ours. */
    private static Optional<AccessToken> landed(Flight flown, boolean asWanted) throws TokenException {
        try {
            return Optional.of(flown.landing().join().token());
        } catch (CompletionException e) {
            if (!asWanted) {
                return Optional.empty();
            }
            if (e.getCause() instanceof TokenException failure) {
                throw failure;
            }
            throw e;
        }
    }
}
