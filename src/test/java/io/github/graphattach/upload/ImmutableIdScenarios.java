package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.RecordedExchange.Host;
import io.github.graphattach.graph.IdType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Graph names attachments by their immutable ids, because it is asked to; the upload host, which is not asked, by the ordinary
 * ones. Either leads to the attachment.
 */
class ImmutableIdScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] small = World.file(300);
    private final byte[] large = World.file(2500);

    @BeforeEach
    void preferImmutableIds() {
        world.idType = IdType.IMMUTABLE;
    }

    /** Every answer of Graph says that it follows the preference; the upload host was not told of it. */
    private static void assertPreferenceIsForGraph() {
        assertThat(world.emulator.exchanges()).allSatisfy(exchange -> {
            boolean graph = exchange.host() == Host.GRAPH;
            assertThat(exchange.requestHeaders().containsKey("prefer"))
                    .as("%s %s prefers", exchange.method(), exchange.path())
                    .isEqualTo(graph);
        });
    }

    /**
     * <pre>
     * server   names the new attachment by its immutable id
     * client   posts
     * answer   201 with that id
     * then     it is looked at under it, and told so
     * </pre>
     */
    @Test
    void whatIsPostedHasAnImmutableId() {
        UploadResult result = world.attach(small);

        assertThat(result.attachmentId()).isNotEqualTo(world.attachedOnce(small).id());
        assertThat(world.requests()).containsExactly("list 200", "post 201");
        assertPreferenceIsForGraph();
    }

    /**
     * <pre>
     * server   the upload host names the new attachment by its ordinary id
     * client   sends ranges
     * answer   201 with that id in Location
     * then     Graph takes it: it is looked at under it, nothing is searched
     * </pre>
     */
    @Test
    void whatIsSentInRangesHasTheIdOfTheUploadHost() {
        UploadResult result = world.attach(large);

        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(large).id());
        assertThat(world.requests("list")).hasSize(1);
        assertPreferenceIsForGraph();
    }

    /**
     * <pre>
     * server   has a twin, listed under its immutable id, and has made ours; the answer is lost
     * client   looks for what was not there before
     * then     ours is found under its immutable id
     * </pre>
     */
    @Test
    void whatWasThereBeforeIsKnownUnderItsImmutableId() {
        String twin = world.attachedBefore(World.NAME, large);
        world.on(PUT_RANGE).lastRange().loseReply();

        UploadResult result = world.attach(large);

        assertThat(world.item.attachments()).hasSize(2);
        assertThat(result.verified()).isEqualTo(UploadResult.Verified.CONTENT);
        assertThat(result.attachmentId()).isNotEqualTo(twin);
        assertThat(world.requests("open")).hasSize(1);
    }

    /**
     * <pre>
     * server   lists an attachment of our name under its immutable id
     * client   replaces what has its name, by POST and by session
     * request  DELETE with the immutable id
     * then     only ours is there
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void anAttachmentIsReplacedUnderItsImmutableId(int size) {
        world.onExisting = OnExisting.REPLACE;
        world.attachedBefore(World.NAME, World.file(2000));

        world.attach(World.file(size));

        world.attachedOnce(World.file(size));
        assertThat(world.requests("delete")).containsExactly("delete 204");
    }
}
