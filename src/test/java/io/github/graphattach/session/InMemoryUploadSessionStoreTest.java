package io.github.graphattach.session;

import static io.github.graphattach.session.Sample.COMPLETED;
import static io.github.graphattach.session.Sample.TERMS;
import static io.github.graphattach.session.Sample.checkpoint;
import static io.github.graphattach.session.Sample.claim;
import static io.github.graphattach.session.Sample.claimed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InMemoryUploadSessionStoreTest extends UploadSessionStoreContract {

    /** Close to the end of the number range, where a clock may be. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

    private final UploadSessionStore store = store(1000);

    private UploadSessionStore store(int capacity) {
        return new InMemoryUploadSessionStore(TERMS, capacity, nanos::get);
    }

    @Override
    UploadSessionStore store() {
        return store;
    }

    @Override
    void elapse(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aFullStoreForgetsWhatWasReleasedOrCompletedLongestAgo() {
        UploadSessionStore small = store(3);
        Lease first = claim(small, "claimed first, completed last");
        Lease second = claim(small, "released first");
        small.save(second, checkpoint(7));
        small.release(second);
        Lease third = claim(small, "released second");
        small.save(third, checkpoint(9));
        small.release(third);
        small.complete(first, COMPLETED);

        claim(small, "one more");

        assertThat(small.claim("claimed first, completed last")).isEqualTo(new Claim.Completed(COMPLETED));
        assertThat(claimed(small.claim("released second")).checkpoint()).contains(checkpoint(9));
        assertThat(claimed(small.claim("released first")).checkpoint()).isEmpty();
    }

    @Test
    void aFullStoreNeverForgetsAnUploadWhoseLeaseRuns() {
        UploadSessionStore small = store(2);
        Lease first = claim(small, "1");
        Lease second = claim(small, "2");
        Lease third = claim(small, "3");

        assertThat(small.renew(first)).isTrue();
        assertThat(small.renew(second)).isTrue();
        assertThat(small.renew(third)).isTrue();
    }

    @Test
    void aFullStoreForgetsAnUploadWhoseLeaseRanOff() {
        UploadSessionStore small = store(1);
        Lease abandoned = claim(small, "1");
        elapse(TERMS.lease().plus(TERMS.grace()));

        claim(small, "2");

        assertThat(small.renew(abandoned)).isFalse();
    }

    @Test
    void whatAForgottenUploadHasAttachedIsNobodys() {
        UploadSessionStore small = store(1);
        Lease forgotten = claim(small, "1");
        assertThat(small.adopt(forgotten, "item", checkpoint(7).naming("a", true), Proof.FOUND))
                .isTrue();
        small.release(forgotten);

        Lease next = claim(small, "2");

        assertThat(small.adopt(next, "item", checkpoint(7).naming("a", true), Proof.FOUND))
                .isTrue();
    }

    @Test
    void aCapacityOfNothingIsRefused() {
        assertThatThrownBy(() -> store(0)).hasMessageContaining("capacity of 0").hasMessageContaining("1 or more");
    }
}
