package io.github.graphattach.component;

import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.github.graphattach.OtherJvm;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.Faults;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.session.JdbcUploadSessionStore;
import io.github.graphattach.session.KeyRing;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.TestPostgres;
import io.github.graphattach.upload.UploadEvent;
import io.github.graphattach.upload.UploadListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two uploads of the same bytes under the same name to one item, which differ in their {@code uploadId} only: two are wanted.
 * Where answers are lost, nothing that the service shows tells whose attachment is whose.
 */
class TwinsTest {

    private static final byte[] BYTES = new byte[300_000];
    private static final LeaseTerms TERMS = LeaseTerms.withGrace(Duration.ZERO);

    static {
        new Random(2).nextBytes(BYTES);
    }

    private final GraphEmulator emulator =
            GraphEmulator.builder().minimumSessionSize(0).start();
    private final EmulatedItem item = emulator.create("/me/messages/m");

    @AfterEach
    void close() {
        emulator.close();
    }

    /** What happens to the last ranges of the twins. */
    enum LastRanges {
        BOTH_ANSWERS_ARE_LOST,
        ONE_IS_NEVER_TAKEN_AND_THE_ANSWER_TO_THE_OTHER_IS_LOST,
        ONE_IS_NEVER_TAKEN_AND_THE_ANSWER_TO_THE_OTHER_IS_LATE;

        void script(Faults faults) {
            switch (this) {
                case BOTH_ANSWERS_ARE_LOST ->
                    faults.on(PUT_RANGE).lastRange().times(2).loseReply();
                case ONE_IS_NEVER_TAKEN_AND_THE_ANSWER_TO_THE_OTHER_IS_LOST -> {
                    faults.on(PUT_RANGE).lastRange().loseSession();
                    faults.on(PUT_RANGE).lastRange().nth(2).loseReply();
                }
                case ONE_IS_NEVER_TAKEN_AND_THE_ANSWER_TO_THE_OTHER_IS_LATE -> {
                    faults.on(PUT_RANGE).lastRange().loseSession();
                    faults.on(PUT_RANGE).lastRange().nth(2).delayReply(Duration.ofSeconds(2));
                }
            }
        }
    }

    /**
     * <pre>
     * twins    in one JVM, at once
     * server   as the parameter says
     * result   two attachments; each upload reports one of them
     * </pre>
     */
    @ParameterizedTest
    @EnumSource
    void bothAreAttachedByOneJvm(LastRanges lastRanges) throws Exception {
        lastRanges.script(emulator.faults());
        try (Node node = node()) {
            assertBothAttached(node.attach("a"), node.attach("b"));
        }
    }

    /**
     * <pre>
     * twins    in two JVMs that share a database; both have listed what is there before anything is attached
     * server   as the parameter says
     * result   two attachments; each upload reports one of them
     * </pre>
     */
    @ParameterizedTest
    @EnumSource
    void bothAreAttachedByTwoJvms(LastRanges lastRanges, @TempDir Path meeting) throws Exception {
        lastRanges.script(emulator.faults());
        try (HikariDataSource database = TestPostgres.pool("postgres")) {
            Process one = Twin.start("a", emulator, database, meeting);
            Process other = Twin.start("b", emulator, database, meeting);
            try {
                assertBothAttached(List.of(Twin.outcome(one), Twin.outcome(other)));
            } finally {
                one.destroyForcibly().onExit().join();
                other.destroyForcibly().onExit().join();
            }
        }
    }

    /** A JVM that attaches one of the twins. Limits hold per JVM, so that two of them in one JVM would take turns. */
    static final class Twin {

        private static final String ATTACHED = "attached: ";

        private Twin() {}

        static Process start(String uploadId, GraphEmulator emulator, HikariDataSource database, Path meeting)
                throws IOException {
            return OtherJvm.shortLived(
                            List.of("-Xmx96m"),
                            Twin.class,
                            uploadId,
                            emulator.graphUrl().toString(),
                            database.getJdbcUrl(),
                            meeting.toString())
                    .redirectErrorStream(true)
                    .start();
        }

        static String outcome(Process twin) throws IOException {
            String printed = new String(twin.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(printed).as("what the JVM printed").contains(ATTACHED);
            return printed.substring(printed.indexOf(ATTACHED) + ATTACHED.length())
                    .strip();
        }

        public static void main(String[] args) throws Exception {
            Path meeting = Path.of(args[3]);
            UploadListener together = event -> {
                if (event.type() == UploadEvent.Type.OPENED) {
                    meet(meeting, args[0]);
                }
            };
            try (HikariDataSource database = new HikariDataSource()) {
                database.setJdbcUrl(args[2]);
                try (Node node = new Node(args[1], database, together)) {
                    System.out.println(ATTACHED + id(node.attach(args[0])));
                }
            }
        }

        private static void meet(Path meeting, String name) {
            try {
                Files.createFile(meeting.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            await().atMost(Duration.ofMinutes(2))
                    .until(() -> Files.exists(meeting.resolve("a")) && Files.exists(meeting.resolve("b")));
        }
    }

    /**
     * <pre>
     * one      fails after its last range, whose answer is lost
     * other    attaches
     * one      is tried again
     * result   two attachments; each upload reports one of them
     * </pre>
     */
    @Test
    void theOneThatIsTriedAgainFindsItsOwn() throws Exception {
        emulator.faults().on(PUT_RANGE).lastRange().loseReply();
        assertBothAttachedInTwoTries();
    }

    /**
     * <pre>
     * one      fails after its last range, which was never taken
     * other    attaches
     * one      is tried again
     * result   two attachments; each upload reports one of them
     * </pre>
     */
    @Test
    void theOneThatIsTriedAgainTakesNoneOfTheOther() throws Exception {
        emulator.faults().on(PUT_RANGE).lastRange().loseSession();
        assertBothAttachedInTwoTries();
    }

    private void assertBothAttachedInTwoTries() throws Exception {
        emulator.faults().on(LIST_ATTACHMENTS).nth(2).times(1000).answer(500);
        try (Node node = node()) {
            Exchange failed = node.attach("a").get(60, TimeUnit.SECONDS);
            assertThat(failed.getException()).isInstanceOf(VerificationException.class);
            emulator.faults().clear();
            Future<Exchange> other = node.attach("b");
            other.get(60, TimeUnit.SECONDS);
            assertBothAttached(node.attach("a"), other);
        }
    }

    private void assertBothAttached(Future<Exchange> one, Future<Exchange> other) throws Exception {
        assertBothAttached(List.of(id(one), id(other)));
    }

    private void assertBothAttached(List<String> reported) {
        assertThat(item.attachments())
                .as("attachments after %s", emulator.exchanges())
                .hasSize(2)
                .allSatisfy(attachment -> assertThat(attachment.content()).hasBinaryContent(BYTES));
        assertThat(item.attachments())
                .as("what is attached is what the two have reported")
                .extracting(EmulatedAttachment::id)
                .containsExactlyInAnyOrderElementsOf(reported);
    }

    private static String id(Future<Exchange> upload) throws Exception {
        Exchange exchange = upload.get(60, TimeUnit.SECONDS);
        assertThat(exchange.getException()).isNull();
        return Objects.requireNonNull(
                exchange.getMessage().getHeader(GraphAttachConstants.ATTACHMENT_ID, String.class));
    }

    private Node node() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + System.identityHashCode(emulator) + ";DB_CLOSE_DELAY=-1");
        return new Node(emulator.graphUrl().toString(), database, event -> {});
    }

    /** A Camel with its checkpoints. */
    private static final class Node implements AutoCloseable {

        private final DefaultCamelContext camel = new DefaultCamelContext();
        private final String graphUrl;

        Node(String graphUrl, DataSource database, UploadListener listener) {
            this.graphUrl = graphUrl;
            KeyRing keys = KeyRing.parse("k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
            camel.getRegistry().bind("store", new JdbcUploadSessionStore(database, keys, TERMS));
            camel.getRegistry().bind("listener", listener);
            camel.start();
        }

        Future<Exchange> attach(String uploadId) {
            return camel.createFluentProducerTemplate()
                    .to("graph-attach:message?messageId=m&name=twin.pdf&accessToken=t&sessionStore=#bean:store"
                            + "&uploadListener=#bean:listener&chunkSize=100000&smallFileLimit=1&retryDelay=20"
                            + "&requestTimeout=3s&uploadId=" + uploadId + "&graphUrl=" + graphUrl)
                    .withBody(BYTES)
                    .asyncSend();
        }

        @Override
        public void close() {
            camel.stop();
        }
    }
}
