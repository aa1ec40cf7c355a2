package io.github.graphattach.session;

import static io.github.graphattach.session.Sample.ITEM;
import static io.github.graphattach.session.Sample.KEY;
import static io.github.graphattach.session.Sample.OTHER_KEY;
import static io.github.graphattach.session.Sample.claim;
import static io.github.graphattach.session.Sample.claimed;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A database as release 0.1.0 has left it: one upload done, one with an open session, one whose attachment is made but not
 * verified. Each is taken up where it stopped.
 */
class StoreOfRelease010Test {

    private static final LeaseTerms TERMS = new LeaseTerms(Duration.ofHours(1), Duration.ZERO, Duration.ofDays(36_500));

    /** Of the test that made the file. */
    private static final KeyRing RING = KeyRing.parse("k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");

    private HikariDataSource database;
    private UploadSessionStore store;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        try (InputStream written = getClass().getResourceAsStream("store-0.1.0.mv.db")) {
            Files.copy(Objects.requireNonNull(written), folder.resolve("store.mv.db"));
        }
        database = H2UploadSessionStoreTest.pool(folder.resolve("store"));
        store = new JdbcUploadSessionStore(database, RING, TERMS);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static String former(String uploadId) {
        return UploadKey.former("127.0.0.1:8025", "contoso.com", "app", "AAMkItem=", "report.pdf", uploadId);
    }

    @Test
    void whatIsDoneIsKnownWithTheTimeAtWhichItWas() {
        store.carryOver(former("done"), KEY);

        assertThat(store.claim(KEY)).isInstanceOfSatisfying(Claim.Completed.class, done -> {
            assertThat(done.upload().attachmentId()).isEqualTo("AAMkDone=");
            assertThat(done.upload().sha256()).contains("ab".repeat(32));
            assertThat(done.upload().at()).isBetween("2026-11-27T00:00:00Z", "2026-11-28T00:00:00Z");
        });
    }

    @Test
    void anOpenSessionIsTakenUp() {
        store.carryOver(former("left"), KEY);

        Checkpoint left = claimed(store.claim(KEY)).checkpoint().orElseThrow();

        assertThat(left)
                .isEqualTo(new Checkpoint(
                        Optional.of("https://outlook.office.com/api/gv1.0/users('u@t')/messages('AAMk=')"
                                + "/AttachmentSessions('s')?authtoken=abc"),
                        Optional.of(Instant.parse("2126-11-23T10:00:00.123456Z")),
                        ListedIds.of(List.of("AAMk1", "AAMk2")),
                        "file:7:1:k",
                        25_000_000,
                        Optional.of(new Checkpoint.Prefix(3_932_160, "cd".repeat(32))),
                        3_932_160,
                        7_864_320,
                        false,
                        Optional.empty(),
                        Optional.empty(),
                        true,
                        List.of("AAMk2")));
    }

    @Test
    void anAttachmentThatIsMadeMayBeRemovedShouldItBeWrong() {
        store.carryOver(former("made"), KEY);

        Claim.Claimed made = claimed(store.claim(KEY));

        assertThat(made.checkpoint()).hasValueSatisfying(left -> {
            assertThat(left.attachmentId()).contains("AAMkMade=");
            assertThat(left.mayBeMade()).isTrue();
            assertThat(left.removable()).isTrue();
        });
        assertThat(store.adopt(made.lease(), ITEM, made.checkpoint().orElseThrow(), Proof.FOUND))
                .isTrue();
    }

    @Test
    void itIsFoundAfterAnotherStartToo() {
        UploadSessionStore next = new JdbcUploadSessionStore(database, RING, TERMS);

        next.carryOver(former("left"), KEY);

        assertThat(claimed(next.claim(KEY)).checkpoint()).isPresent();
    }

    @Test
    void whatItDoesNotHaveIsNew() {
        store.carryOver(former("unknown"), OTHER_KEY);

        assertThat(claim(store, OTHER_KEY).epoch()).isEqualTo(1);
    }
}
