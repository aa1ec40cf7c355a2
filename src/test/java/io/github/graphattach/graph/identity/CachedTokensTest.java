package io.github.graphattach.graph.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.TokenException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One token for all, for as long as it is good. */
@Timeout(60)
class CachedTokensTest {

    private static final String CHALLENGE = "{\"access_token\":{\"nbf\":{\"essential\":true}}}";

    private final Source source = new Source();
    private final CachedTokens tokens = new CachedTokens(source, source.now::get);

    /** Numbers its tokens, and fails when told to. */
    private static final class Source implements TokenSource {

        private final List<Optional<String>> asked = new ArrayList<>();
        /** Near its overflow, which a monotonic clock may reach. */
        private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000);

        private volatile boolean broken;
        private volatile CountDownLatch open = new CountDownLatch(0);

        @Override
        public Issued issue(Optional<String> claims) throws TokenException {
            synchronized (asked) {
                asked.add(claims);
            }
            try {
                open.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            if (broken) {
                throw TokenException.unavailable("down", "wait", new IOException());
            }
            return new Issued(token(requests()), Duration.ofMinutes(60), Duration.ofMinutes(50));
        }

        int requests() {
            synchronized (asked) {
                return asked.size();
            }
        }

        void pass(Duration time) {
            now.addAndGet(time.toNanos());
        }
    }

    private static AccessToken token(int number) {
        return new AccessToken("token-" + number);
    }

    @Test
    void aTokenIsUsedUntilItsRenewalIsDue() throws Exception {
        assertThat(tokens.current()).isEqualTo(token(1));
        source.pass(Duration.ofMinutes(49));
        assertThat(tokens.current()).isEqualTo(token(1));
        source.pass(Duration.ofMinutes(1));
        assertThat(tokens.current()).isEqualTo(token(2));
        assertThat(tokens.current()).isEqualTo(token(2));
        assertThat(source.requests()).isEqualTo(2);
    }

    @Test
    void aTokenIsNotUsedOnItsLastSeconds() throws Exception {
        tokens.current();
        source.pass(Duration.ofMinutes(60).minusSeconds(5));
        source.broken = true;

        assertThatThrownBy(tokens::current).isInstanceOf(TokenException.class).hasMessage("down");
    }

    /** The old one is good for ten more minutes; the service that is down is asked every half minute only. */
    @Test
    void aRenewalThatFailsIsNobodysTrouble() throws Exception {
        tokens.current();
        source.pass(Duration.ofMinutes(51));
        source.broken = true;

        assertThat(tokens.current()).isEqualTo(token(1));
        assertThat(tokens.current()).isEqualTo(token(1));
        assertThat(source.requests()).isEqualTo(2);
        source.pass(Duration.ofSeconds(30));
        assertThat(tokens.current()).isEqualTo(token(1));
        assertThat(source.requests()).isEqualTo(3);
        source.broken = false;
        source.pass(Duration.ofSeconds(30));
        assertThat(tokens.current()).isEqualTo(token(4));
    }

    @Test
    void nobodyWaitsForARenewalAheadOfTime() throws Exception {
        tokens.current();
        source.pass(Duration.ofMinutes(51));
        source.open = new CountDownLatch(1);
        CompletableFuture<AccessToken> renewing = async(tokens::current);
        waitForRequests(2);

        assertThat(tokens.current()).isEqualTo(token(1));
        source.open.countDown();
        assertThat(renewing.join()).isEqualTo(token(2));
        assertThat(tokens.current()).isEqualTo(token(2));
    }

    @Test
    void allWhoComeAtOnceWaitForOneRequest() throws Exception {
        source.open = new CountDownLatch(1);
        List<CompletableFuture<AccessToken>> callers = IntStream.range(0, 16)
                .mapToObj(number -> async(tokens::current))
                .toList();
        waitForRequests(1);
        source.open.countDown();

        assertThat(callers).allSatisfy(caller -> assertThat(caller.join()).isEqualTo(token(1)));
        assertThat(source.requests()).isEqualTo(1);
    }

    @Test
    void allWhoWaitForARequestFailWithIt() throws Exception {
        source.broken = true;
        source.open = new CountDownLatch(1);
        CompletableFuture<AccessToken> first = async(tokens::current);
        waitForRequests(1);
        source.open.countDown();

        assertThatThrownBy(first::join)
                .hasRootCauseInstanceOf(IOException.class)
                .hasMessageContaining("down");
        source.broken = false;
        assertThat(tokens.current()).isEqualTo(token(2));
    }

    /** Nobody can count the nanoseconds of such a life. */
    @Test
    void aSourceThatMakesNoSenseIsASignInThatFailed() {
        CachedTokens senseless = new CachedTokens(
                claims -> new TokenSource.Issued(
                        token(1), Duration.ofSeconds(Long.MIN_VALUE), Duration.ofSeconds(Long.MIN_VALUE)),
                source.now::get);

        assertThatThrownBy(senseless::current)
                .isInstanceOf(TokenException.class)
                .hasMessageContaining("ArithmeticException")
                .satisfies(failure ->
                        assertThat(((TokenException) failure).isRefused()).isFalse());
    }

    @Test
    void aRefusedTokenIsReplacedOnceForAllWhoSentIt() throws Exception {
        AccessToken refused = tokens.current();

        assertThat(tokens.renewed(refused, Optional.empty())).isEqualTo(token(2));
        assertThat(tokens.renewed(refused, Optional.empty())).isEqualTo(token(2));
        assertThat(tokens.current()).isEqualTo(token(2));
        assertThat(source.requests()).isEqualTo(2);
    }

    @Test
    void theChallengeIsHandedOn() throws Exception {
        tokens.renewed(tokens.current(), Optional.of(CHALLENGE));

        assertThat(source.asked).containsExactly(Optional.empty(), Optional.of(CHALLENGE));
    }

    /** A token that was on its way already does not say what the challenge asks for. */
    @Test
    void aChallengeIsNotAnsweredByTheTokenOfAnotherRequest() throws Exception {
        AccessToken refused = tokens.current();
        source.open = new CountDownLatch(1);
        CompletableFuture<AccessToken> plain = async(() -> tokens.renewed(refused, Optional.empty()));
        waitForRequests(2);
        CompletableFuture<AccessToken> challenged = async(() -> tokens.renewed(refused, Optional.of(CHALLENGE)));
        source.open.countDown();

        assertThat(plain.join()).isEqualTo(token(2));
        assertThat(challenged.join()).isEqualTo(token(3));
        assertThat(source.asked).element(2).isEqualTo(Optional.of(CHALLENGE));
    }

    private interface Asking {
        AccessToken ask() throws TokenException;
    }

    private static CompletableFuture<AccessToken> async(Asking asking) {
        CompletableFuture<AccessToken> answer = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                answer.complete(asking.ask());
            } catch (TokenException | RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        thread.start();
        return answer;
    }

    private void waitForRequests(int number) {
        await().pollInterval(1, TimeUnit.MILLISECONDS).until(() -> source.requests() >= number);
    }
}
