package io.github.graphattach.upload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an upload does when nothing goes wrong. */
class UndisturbedScenarios {

    @RegisterExtension
    static final World world = new World();

    /**
     * <pre>
     * server   an empty item
     * client   a file of 2500 bytes
     * request  list, open, one PUT per 1000 bytes, one look at the size
     * answer   200 with the next offset, at last 201 with Location
     * </pre>
     */
    @Test
    void aFileOfThreeRangesTakesSixRequests() {
        byte[] file = World.file(2500);

        UploadResult result = world.attach(file);

        assertThat(world.requests())
                .containsExactly(
                        "list 200", "open 201", "put 0-999 200", "put 1000-1999 200", "put 2000-2499 201", "get 200");
        assertThat(result.attachmentId()).isEqualTo(world.attachedOnce(file).id());
        assertThat(result.verified()).isEqualTo(UploadResult.Verified.SIZE);
        assertThat(world.waits()).isEmpty();
    }

    static Stream<Integer> sizes() {
        return Stream.of(
                0,
                1,
                World.SMALL - 1,
                World.SMALL,
                World.CHUNK - 1,
                World.CHUNK,
                World.CHUNK + 1,
                2 * World.CHUNK,
                2 * World.CHUNK + 1,
                7 * World.CHUNK + 13);
    }

    /**
     * <pre>
     * server   an empty item
     * client   a file whose last range is full, or has one byte
     * answer   as documented
     * </pre>
     */
    @ParameterizedTest
    @MethodSource("sizes")
    void aFileOfAnySizeIsAttachedOnce(int size) {
        byte[] file = World.file(size);

        UploadResult result = world.attach(file);

        assertThat(result.sha256()).contains(world.attachedOnce(file).sha256());
    }
}
