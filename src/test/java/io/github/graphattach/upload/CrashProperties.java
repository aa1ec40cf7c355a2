package io.github.graphattach.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.content.BytesContent;
import io.github.graphattach.emulator.EmulatedAttachment;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Process after process dies at any of its calls to the service or to the store; the last one lives. The file is attached
 * once, whole, and each death costs no more than one range.
 */
class CrashProperties {

    private static final String KEY = "the upload of ";

    private static final World world = new World();

    private static int uploads;

    /** Where a process dies: at its n-th call, before or after that was carried out. */
    record Death(int call, boolean carriedOut) {}

    @AfterContainer
    static void close() {
        world.close();
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aSessionSurvivesAnyCrash(
            @ForAll @IntRange(min = 1, max = 6000) int size,
            @ForAll("deaths") List<Death> deaths,
            @ForAll VerifyLevel verify,
            @ForAll OnExisting onExisting,
            @ForAll World.Question question) {
        byte[] file = survived(size, 0, deaths, verify, onExisting, question);

        long again = world.requests("put").stream()
                        .map(put -> put.split("[ -]"))
                        .mapToLong(put -> Long.parseLong(put[2]) - Long.parseLong(put[1]) + 1)
                        .sum()
                - file.length;
        assertThat(again)
                .as("bytes sent again by %s deaths: %s", deaths.size(), world.requests())
                .isLessThanOrEqualTo((long) World.CHUNK * deaths.size());
    }

    @Property(edgeCases = EdgeCasesMode.NONE, tries = 300)
    void aPostSurvivesAnyCrash(
            @ForAll @IntRange(max = 2000) int size,
            @ForAll("deaths") List<Death> deaths,
            @ForAll VerifyLevel verify,
            @ForAll OnExisting onExisting,
            @ForAll World.Question question) {
        survived(size, 3000, deaths, verify, onExisting, question);
    }

    private byte[] survived(
            int size,
            int smallFileLimit,
            List<Death> deaths,
            VerifyLevel verify,
            OnExisting onExisting,
            World.Question question) {
        world.reset();
        world.smallFileLimit = smallFileLimit;
        world.verify = verify;
        world.onExisting = onExisting;
        world.question = question;
        byte[] file = World.file(size);
        byte[] other = World.file(size + 1);
        String theirs = world.attachedBefore(World.NAME, other);
        world.requests().clear();
        String key = KEY + ++uploads;

        for (Death death : deaths) {
            try (EngineProcess process = new EngineProcess(world, death.call, death.carriedOut)) {
                world.finish(process.upload(key, new BytesContent(file)));
            } catch (EngineProcess.Died killed) {
                // As it was meant.
            }
        }
        UploadResult result;
        try (EngineProcess process = EngineProcess.immortal(world)) {
            result = world.finish(process.upload(key, new BytesContent(file)));
        }

        List<EmulatedAttachment> ours = world.item.attachments().stream()
                .filter(attachment -> !attachment.id().equals(theirs))
                .toList();
        assertThat(ours).as("attachments after %s", world.requests()).hasSize(1);
        world.assertStored(ours.get(0), file);
        assertThat(result.attachmentId()).isEqualTo(ours.get(0).id());
        assertThat(world.item.attachments())
                .as("with what was there before, after %s", world.requests())
                .hasSize(onExisting == OnExisting.REPLACE ? 1 : 2);
        assertThat(world.emulator.openSessions())
                .as("sessions whose URL was never written down, after %s", world.requests())
                .isLessThanOrEqualTo(deaths.size());
        return file;
    }

    @Provide
    Arbitrary<List<Death>> deaths() {
        return Combinators.combine(Arbitraries.integers().between(1, 40), Arbitraries.of(true, false))
                .as(Death::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(4);
    }
}
