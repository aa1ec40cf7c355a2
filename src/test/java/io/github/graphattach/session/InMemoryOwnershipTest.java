package io.github.graphattach.session;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Threads of one JVM that share the store in memory, in real time. */
class InMemoryOwnershipTest {

    private final UploadSessionStore store = new InMemoryUploadSessionStore(
            new LeaseTerms(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofDays(7)), 1000, System::nanoTime);

    @Test
    void noEpochHasTwoOwnersAndNoSaveIsLost() throws Exception {
        OwnershipRace.countUp(() -> store, 20);
    }

    @Test
    void ofManyWhoClaimAtOnceExactlyOneGetsTheUpload() throws Exception {
        UploadSessionStore patient = new InMemoryUploadSessionStore(Sample.TERMS, 1000, System::nanoTime);
        OwnershipRace.claimAtOnce(() -> patient, 50);
    }
}
