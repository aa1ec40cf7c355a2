package io.github.graphattach.component;

import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.Faults;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.session.JdbcUploadSessionStore;
import io.github.graphattach.session.KeyRing;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.upload.UploadEvent;
import io.github.graphattach.upload.UploadListener;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
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
        try (Node node = new Node(event -> {})) {
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
    void bothAreAttachedByTwoJvms(LastRanges lastRanges) throws Exception {
        lastRanges.script(emulator.faults());
        CyclicBarrier bothHaveBegun = new CyclicBarrier(2);
        UploadListener together = event -> {
            if (event.type() == UploadEvent.Type.OPENED) {
                meet(bothHaveBegun);
            }
        };
        try (Node one = new Node(together);
                Node other = new Node(together)) {
            assertBothAttached(one.attach("a"), other.attach("b"));
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
        try (Node node = new Node(event -> {})) {
            Exchange failed = node.attach("a").get(60, TimeUnit.SECONDS);
            assertThat(failed.getException()).isInstanceOf(VerificationException.class);
            emulator.faults().clear();
            Future<Exchange> other = node.attach("b");
            other.get(60, TimeUnit.SECONDS);
            assertBothAttached(node.attach("a"), other);
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the other did not come", e);
        }
    }

    private void assertBothAttached(Future<Exchange> one, Future<Exchange> other) throws Exception {
        List<String> reported = List.of(id(one), id(other));
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
        return exchange.getMessage().getHeader(GraphAttachConstants.ATTACHMENT_ID, String.class);
    }

    /** A Camel of its own, as another JVM has it, with the checkpoints that all share. */
    private final class Node implements AutoCloseable {

        private final DefaultCamelContext camel = new DefaultCamelContext();

        Node(UploadListener listener) {
            JdbcDataSource database = new JdbcDataSource();
            database.setURL("jdbc:h2:mem:" + System.identityHashCode(emulator) + ";DB_CLOSE_DELAY=-1");
            KeyRing keys = KeyRing.parse("k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
            camel.getRegistry().bind("store", new JdbcUploadSessionStore(database, keys, TERMS));
            camel.getRegistry().bind("listener", listener);
            camel.start();
        }

        Future<Exchange> attach(String uploadId) {
            return camel.createFluentProducerTemplate()
                    .to("graph-attach:message?messageId=m&name=twin.pdf&accessToken=t&sessionStore=#bean:store"
                            + "&uploadListener=#bean:listener&chunkSize=100000&smallFileLimit=1&retryDelay=20"
                            + "&requestTimeout=3s&uploadId=" + uploadId + "&graphUrl=" + emulator.graphUrl())
                    .withBody(BYTES)
                    .asyncSend();
        }

        @Override
        public void close() {
            camel.stop();
        }
    }
}
