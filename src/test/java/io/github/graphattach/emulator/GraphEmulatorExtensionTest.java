package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The emulator as other people's tests use it. */
class GraphEmulatorExtensionTest {

    @RegisterExtension
    static final GraphEmulatorExtension SHARED = new GraphEmulatorExtension();

    @RegisterExtension
    final GraphEmulatorExtension own =
            new GraphEmulatorExtension(GraphEmulator.builder().minimumSessionSize(1));

    @Test
    void aStaticOneIsSharedAndAnOtherIsTheTestsOwn() {
        EmulatedItem item = own.create("/me/messages/M");

        assertThat(own.emulator().find("/me/messages/M")).containsSame(item);
        assertThat(SHARED.emulator().find("/me/messages/M")).isEmpty();
        assertThat(own.graphUrl()).isNotEqualTo(SHARED.graphUrl());
        assertThat(own.faults().pending()).isEmpty();
    }

    @Test
    void theTestsOwnStartsEmpty() {
        assertThat(own.emulator().find("/me/messages/M")).isEmpty();
        own.create("/me/messages/M");
    }

    @Test
    void outsideOfATestThereIsNone() {
        assertThatIllegalStateException().isThrownBy(() -> new GraphEmulatorExtension().emulator());
    }

    @Nested
    class InANestedClass {

        @Test
        void theSharedOneGoesOn() throws Exception {
            SHARED.create("/me/messages/Nested");

            assertThat(new Wire(SHARED.emulator()).get("/me/messages/Nested").statusCode())
                    .isEqualTo(200);
        }
    }
}
