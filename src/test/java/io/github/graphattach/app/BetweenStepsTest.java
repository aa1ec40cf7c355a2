package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.graphattach.app.InboxBench.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody does between two steps of a job, step by step. */
class BetweenStepsTest {

    private interface Deed {

        void act() throws IOException;
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private final Map<Step, Deed> deeds = new EnumMap<>(Step.class);
    private InboxBench bench;
    private Path file;

    @BeforeEach
    void aJobWithAFile(@TempDir Path root) throws IOException {
        bench = new InboxBench(root, 1, false, this::before);
        file = Files.writeString(root.resolve("inbox/a.txt"), "first");
        dropJob("");
    }

    private void dropJob(String id) throws IOException {
        Files.writeString(
                bench.root.resolve("inbox/board.json"),
                "{ %s \"target\": %s, \"files\": [ { \"path\": \"a.txt\" } ] }".formatted(id, InboxBench.TARGET));
    }

    private void before(Step step) {
        var deed = deeds.remove(step);
        try {
            if (deed != null) {
                deed.act();
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFileThatComesAfterItsJobWasCheckedIsNotTakenForTheOneThatWasAttachedBeforeAKill() throws IOException {
        deeds.put(Step.FINISH, () -> {
            throw new Killed();
        });
        assertThatThrownBy(this::work).isInstanceOf(Killed.class);
        bench.start();
        Files.delete(file);
        deeds.put(Step.FINISH, () -> Files.writeString(file, "second"));

        work();

        assertThat(file).as("what nobody has attached").hasContent("second");
        assertThat(bench.root.resolve("inbox/board.json")).doesNotExist();
    }

    @Test
    void whatWasDeletedAtTheServiceAfterAKillIsAttachedAnew() {
        deeds.put(Step.FINISH, () -> {
            throw new Killed();
        });
        assertThatThrownBy(this::work).isInstanceOf(Killed.class);
        bench.service().attachments().clear();
        bench.start();

        work();

        assertThat(bench.service().attachments()).hasSize(1);
    }

    /** Both are paths of one host. */
    @Test
    void anIdThatIsUsedAtOneServiceIsFreeAtTheOther() throws IOException {
        dropJob("\"id\": \"board\",");
        work();
        bench.changeService();
        bench.start();
        Files.writeString(file, "other");
        dropJob("\"id\": \"board\",");

        work();

        assertThat(bench.service().attachments().values())
                .extracting(ServiceDouble.Stored::content)
                .containsExactly("other");
    }

    /** Some file systems give what is new the key of what was deleted just before. */
    @Test
    void aLinkInThePlaceOfAnAttachedFileIsNotMovedWithItsJob() throws IOException {
        deeds.put(Step.MOVE, () -> {
            Files.delete(file);
            Files.createSymbolicLink(file, bench.root.resolve("elsewhere"));
        });

        work();

        assertThat(Files.isSymbolicLink(file)).as("a link in the inbox").isTrue();
        try (var moved = Files.walk(bench.root.resolve("done"))) {
            assertThat(moved.filter(each -> each.endsWith("a.txt")))
                    .as("beside the receipt")
                    .isEmpty();
        }
        assertThat(Files.exists(bench.root.resolve("inbox/board.json"), LinkOption.NOFOLLOW_LINKS))
                .isFalse();
    }

    private void work() {
        bench.workAll();
        bench.pass(InboxBench.FILE_QUIET);
        bench.workAll();
    }
}
