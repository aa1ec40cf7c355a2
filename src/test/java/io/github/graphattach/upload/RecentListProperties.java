package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.OPEN_SESSION;
import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Files go to one item one after the other, some with the same bytes, while a neighbour attaches the same ones and answers
 * are lost: each file is there once, and what the neighbour attached is his.
 */
class RecentListProperties {

    private static World world = new World();

    private static final List<Integer> SIZES = List.of(300, 301, 2500);
    private static final String ITEM = "/me/events/S/instances/O";

    /** What goes wrong with an upload. */
    private enum Mishap {
        NONE,
        POST_WITHOUT_ANSWER,
        POST_WITHOUT_EFFECT,
        RANGE_WITHOUT_ANSWER,
        SESSION_LOST,
        THROTTLED,
        LIST_REFUSED
    }

    /**
     * One file.
     *
     * @param seconds that pass before
     * @param hasTwin whether the neighbour attaches the same then, and some seconds pass
     */
    private record Turn(int size, int seconds, boolean hasTwin, Mishap mishap) {}

    @BeforeContainer
    static void start() {
        world.close();
        world = new World();
    }

    @AfterContainer
    static void stop() {
        world.close();
    }

    @Provide
    static Arbitrary<List<Turn>> turns() {
        Arbitrary<Integer> seconds = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.just(0)),
                Tuple.of(1, Arbitraries.integers().between(1, 40)));
        return Combinators.combine(
                        Arbitraries.of(SIZES),
                        seconds,
                        Arbitraries.of(true, false, false),
                        Arbitraries.of(Mishap.class))
                .as(Turn::new)
                .list()
                .ofMinSize(2)
                .ofMaxSize(6);
    }

    @Property(tries = 400)
    void eachFileIsThereOnceBesideThoseOfTheNeighbour(@ForAll("turns") List<Turn> turns) {
        world.reset();
        world.item = world.emulator.create(ITEM);
        List<String> all = new ArrayList<>();
        for (Turn turn : turns) {
            byte[] bytes = World.file(turn.size());
            world.pass(Duration.ofSeconds(turn.seconds()));
            if (turn.hasTwin()) {
                all.add(world.attachedBefore(World.NAME, bytes));
                // Within a second or two nothing tells his from ours.
                world.pass(Duration.ofSeconds(5));
            }
            prepare(turn.mishap());

            UploadResult result = world.attach(bytes);

            assertThat(all).doesNotContain(result.attachmentId());
            all.add(result.attachmentId());
            assertThat(world.item.attachments())
                    .extracting(EmulatedAttachment::id)
                    .containsExactlyInAnyOrderElementsOf(all);
            world.emulator.faults().clear();
        }
    }

    private static void prepare(Mishap mishap) {
        switch (mishap) {
            case NONE -> {}
            case POST_WITHOUT_ANSWER -> world.on(POST_ATTACHMENT).loseReply();
            case POST_WITHOUT_EFFECT -> world.on(POST_ATTACHMENT).resetAfterReading();
            case RANGE_WITHOUT_ANSWER -> world.on(PUT_RANGE).lastRange().loseReply();
            case SESSION_LOST -> world.on(PUT_RANGE).lastRange().loseSession();
            case THROTTLED ->
                world.on(POST_ATTACHMENT, OPEN_SESSION).answer(429).retryAfter("3");
            case LIST_REFUSED -> world.on(LIST_ATTACHMENTS).answer(503);
        }
    }
}
