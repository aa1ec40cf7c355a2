package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.DELETE_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_CONTENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.graphattach.content.ByteRange;
import io.github.graphattach.content.Spool;
import io.github.graphattach.content.SpooledContent;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An attachment is removed, or asked for, after its upload was done. */
class LoneRequestScenarios {

    @RegisterExtension
    static final World world = new World();

    @Test
    void itIsGoneAfterOneRequest() throws UploadException {
        remove(attached());

        assertThat(world.item.attachments()).isEmpty();
        assertThat(world.requests("delete")).containsExactly("delete 204");
        assertThat(world.waits()).isEmpty();
    }

    @Test
    void oneThatIsGoneAlreadyIsRemoved() throws UploadException {
        String id = attached();
        remove(id);

        remove(id);

        assertThat(world.requests("delete")).containsExactly("delete 204", "delete 404");
    }

    @ParameterizedTest
    @CsvSource({"429, 120", "503, 7", "403, 3"})
    void theTimeThatTheServiceNamesIsWaited(int status, int seconds) throws UploadException {
        String id = attached();
        world.on(DELETE_ATTACHMENT).nth(1).answer(status).retryAfter(String.valueOf(seconds));

        remove(id);

        assertThat(world.item.attachments()).isEmpty();
        assertThat(world.waits()).containsExactly(Duration.ofSeconds(seconds));
    }

    @Test
    void aLostAnswerIsAskedForAgain() throws UploadException {
        String id = attached();
        world.on(DELETE_ATTACHMENT).nth(1).resetAfterReading();

        remove(id);

        assertThat(world.item.attachments()).isEmpty();
        assertThat(world.waits()).containsExactly(Duration.ofMillis(500));
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 503})
    void aServiceThatStaysOutOfOrderIsAskedAsOftenAsForAnUpload(int status) {
        String id = attached();
        world.on(DELETE_ATTACHMENT).always().answer(status);

        UploadException failure = catchThrowableOfType(UploadException.class, () -> remove(id));

        assertThat(failure.failure()).isEqualTo(UploadFailure.SERVICE_FAULT);
        assertThat(world.requests("delete")).hasSize(5);
        assertThat(world.item.attachments()).hasSize(1);
    }

    @Test
    void aRefusalIsFinal() {
        String id = attached();
        world.on(DELETE_ATTACHMENT).always().answer(403).error("ErrorAccessDenied");

        UploadException failure = catchThrowableOfType(UploadException.class, () -> remove(id));

        assertThat(failure.failure()).isEqualTo(UploadFailure.ACCESS_DENIED);
        assertThat(world.requests("delete")).hasSize(1);
    }

    @Test
    void whatIsThereIsFoundWithOneRequest() throws UploadException {
        String id = attached();

        assertThat(isThere(id)).isTrue();

        assertThat(world.requests("get")).containsExactly("get 200");
    }

    @Test
    void whatIsGoneIsNotFound() throws UploadException {
        String id = attached();
        remove(id);

        assertThat(isThere(id)).isFalse();
    }

    @Test
    void nothingIsSaidOfWhatCouldNotBeAsked() {
        String id = attached();
        world.on(GET_ATTACHMENT).always().answer(503);

        UploadException failure = catchThrowableOfType(UploadException.class, () -> isThere(id));

        assertThat(failure.failure()).isEqualTo(UploadFailure.SERVICE_FAULT);
        assertThat(world.requests("get")).hasSize(5);
    }

    /** A full disk is no fault of the service, which is not asked again. */
    @Test
    void bytesThatCannotBeKeptAreNotAskedForAgain() {
        String id = attached();
        Path gone = Path.of("there", "is", "no", "such", "folder");

        UploadException failure = catchThrowableOfType(
                UploadException.class,
                () -> run(LoneRequest.content(
                        world.client(), world.address(), id, 10, () -> Spool.in(gone), world.context())));

        assertThat(failure.failure()).isEqualTo(UploadFailure.NOT_KEPT);
        assertThat(failure).hasMessageContaining("there is no such folder");
        assertThat(world.waits()).isEmpty();
    }

    @Test
    void whatASecondTryBringsReplacesWhatTheFirstHasBrought() throws Exception {
        String id = attached();
        world.on(GET_CONTENT).nth(1).resetAfterReading();
        try (Spool spool = Spool.in(Path.of(System.getProperty("java.io.tmpdir")))) {
            spool.write(new byte[] {1, 2, 3});

            run(LoneRequest.content(
                    world.client(),
                    world.address(),
                    id,
                    10,
                    () -> {
                        spool.restart();
                        return spool;
                    },
                    world.context()));

            assertThat(world.requests("value")).hasSize(2);
            try (SpooledContent content = spool.content()) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                content.transferTo(new ByteRange(0, content.length()), bytes);
                assertThat(bytes.toByteArray()).isEqualTo(World.file(10));
            }
        }
    }

    private static String attached() {
        String id = world.attachedBefore(World.NAME, World.file(10));
        world.requests().clear();
        return id;
    }

    private static void remove(String id) throws UploadException {
        run(LoneRequest.removal(world.client(), world.address(), id, world.context()));
    }

    private static boolean isThere(String id) throws UploadException {
        LoneRequest look = LoneRequest.look(world.client(), world.address(), id, world.context());
        run(look);
        return look.isFound();
    }

    private static void run(LoneRequest request) throws UploadException {
        for (Duration pause = request.step(); !request.isDone(); pause = request.step()) {
            world.pass(pause);
        }
    }
}
