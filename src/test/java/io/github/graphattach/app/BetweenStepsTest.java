package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.graphattach.app.InboxBench.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        drop("board.json", jobFor(id, "a.txt"));
    }

    private Path drop(String name, String content) throws IOException {
        return Files.writeString(bench.root.resolve("inbox").resolve(name), content);
    }

    private static String jobFor(String id, String file) {
        return "{ %s \"target\": %s, \"files\": [ { \"path\": \"%s\" } ] }".formatted(id, InboxBench.TARGET, file);
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
        deeds.put(Step.FINISH, this::kill);
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
        deeds.put(Step.FINISH, this::kill);
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

        assertThat(attached()).containsExactly("other");
    }

    /** Some file systems give what is new the key of what was deleted just before. */
    @ParameterizedTest
    @ValueSource(strings = {"done", "failed"})
    void aLinkInThePlaceOfAFileIsNotMovedWithItsJob(String outcome) throws IOException {
        if (outcome.equals("failed")) {
            drop("board.json", jobFor("", "a.txt\" }, { \"path\": \"missing.txt"));
        }
        deeds.put(Step.MOVE, () -> {
            Files.delete(file);
            Files.createSymbolicLink(file, bench.root.resolve("elsewhere"));
        });

        work();

        try (var left = Files.list(bench.root.resolve("inbox"))) {
            assertThat(left).as("a link in the inbox").hasSize(1).allMatch(Files::isSymbolicLink);
        }
        try (var moved = Files.walk(bench.root.resolve(outcome))) {
            assertThat(moved.filter(each -> each.endsWith("a.txt")))
                    .as("beside what was written down")
                    .isEmpty();
        }
        assertThat(contents(outcome)).containsKey("board.json");
    }

    /** What came in the moment before the move is given back, and something else comes in the moment before that. */
    @Test
    void nothingThatComesWhileAFileIsGivenBackIsOverwritten() throws IOException {
        inTurn(() -> replace(file, "second"), () -> drop("a.txt", "third"));

        work();

        assertThat(contents("inbox")).containsValues("second", "third").containsEntry("a.txt", "third");
        assertThat(contents("done")).containsKey("board.json").doesNotContainKey("a.txt");
    }

    @Test
    void whatIsGivenBackKeepsItsNameWhereThatIsFree() throws IOException {
        inTurn(() -> replace(file, "second"));

        work();

        assertThat(contents("inbox")).isEqualTo(Map.of("a.txt", "second"));
    }

    /** The way down is not held while a second name is given. */
    @Test
    void whatLayInAFolderBelowComesBackToTheInboxItselfUnderAMarkedName() throws IOException {
        Files.createDirectory(bench.root.resolve("inbox/sub"));
        var below = drop("sub/b.txt", "first");
        drop("board.json", jobFor("", "sub/b.txt"));
        inTurn(() -> replace(below, "second"));

        work();
        work();

        assertThat(contents("inbox")).containsEntry("a.txt", "first").containsValue("second");
        assertThat(contents("inbox").keySet()).anyMatch(name -> name.matches("b \\([0-9a-f]{8}\\)\\.txt"));
    }

    /** A kill leaves both names of what is given back by a second one. */
    @Test
    void whatWasHalfGivenBackIsInOnePlaceAfterTheNextStart() throws IOException {
        inTurn(() -> replace(file, "second"), this::kill);
        assertThatThrownBy(this::work).isInstanceOf(Killed.class);
        Files.createLink(file, only("done", "a.txt"));
        bench.start();

        work();

        assertThat(contents("inbox")).isEmpty();
        assertThat(contents("done")).doesNotContainKey("a.txt");
        assertThat(contents("failed"))
                .as("the job says what became of its file")
                .containsEntry("a.txt", "second")
                .hasEntrySatisfying(
                        "board.error.json", error -> assertThat(error).contains("fileReplaced"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasMovedForAnotherFileIsGivenBackThoughTheJobIsGone(boolean isReplaced) throws IOException {
        inTurn(() -> replace(file, "second"), this::kill);
        assertThatThrownBy(this::work).isInstanceOf(Killed.class);
        Files.delete(bench.root.resolve("inbox/board.json"));
        if (isReplaced) {
            drop("b.txt", "other");
            drop("board.json", jobFor("", "b.txt"));
        }
        bench.start();

        work();

        assertThat(contents("inbox")).isEqualTo(Map.of("a.txt", "second"));
        assertThat(contents("done")).doesNotContainKey("a.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a kill", "a full disk"})
    void aJobThatWasWrittenOverTheOldOneAtItsMoveIsWorked(String interruption) throws IOException {
        drop("b.txt", "other");
        inTurn(() -> {}, () -> drop("board.json", jobFor("", "b.txt")), () -> {
            if (interruption.equals("a kill")) {
                kill();
            }
            bench.done.refuse(1);
        });
        if (interruption.equals("a kill")) {
            assertThatThrownBy(this::work).isInstanceOf(Killed.class);
            bench.start();
        }

        work();
        work();

        assertThat(attached()).containsExactly("first", "other");
        assertThat(contents("inbox")).isEmpty();
    }

    @Test
    void aJobThatWasWrittenOverAFailedOneAtItsMoveIsWorkedAfterAKill() throws IOException {
        drop("board.json", jobFor("", "missing.txt"));
        inTurn(() -> drop("board.json", jobFor("", "a.txt")), this::kill);
        assertThatThrownBy(this::work).isInstanceOf(Killed.class);
        bench.start();

        work();
        work();

        assertThat(attached()).containsExactly("first");
        assertThat(contents("inbox")).isEmpty();
    }

    /** The job that was worked last is known by what its folder says, and not by what lies beside the record. */
    @Test
    void aJobThatWasWrittenOverTheOldOneIsWorkedThoughTheOldOneIsDroppedAgain() throws IOException {
        drop("b.txt", "other");
        inTurn(() -> {}, () -> drop("board.json", jobFor("", "b.txt")), this::kill);
        assertThatThrownBy(this::work).isInstanceOf(Killed.class);
        drop("a.txt", "first again");
        dropJob("");
        bench.start();

        work();
        work();

        assertThat(attached()).containsExactlyInAnyOrder("first", "first again", "other");
        assertThat(contents("inbox")).isEmpty();
    }

    /** The record is in the inbox, where anybody may write. */
    @Test
    void aRecordThatNamesAJobElsewhereMovesAndDeletesNothing() throws IOException {
        work();
        var receipt = only("done", "board.receipt.json");
        var done = String.valueOf(receipt.getName(receipt.getNameCount() - 2));
        var before = contents("done");
        var forged = Files.readString(receipt)
                .replace("\"board.json\"", "\"../../inbox/evil.json\"")
                .replaceFirst("\"files\" : \\[", "\"movingTo\" : \"done/" + done + "\", \"files\" : [");
        drop("evil.receipt.json", forged.replaceAll("\"sha256\" : \"[0-9a-f]+", "\"sha256\" : \"00"));
        drop("other.receipt.json", forged);
        drop("other.json", jobFor("", "missing.txt"));

        work();

        assertThat(contents("done")).isEqualTo(before);
        assertThat(contents("inbox")).containsKey("evil.receipt.json").doesNotContainKey("a.txt");
    }

    @Test
    void aJobThatIsGivenBackUnderAnotherNameIsAJobStill() throws IOException {
        drop("b.txt", "other");
        drop("c.txt", "third");
        inTurn(() -> {}, () -> drop("board.json", jobFor("", "b.txt")), () -> drop("board.json", jobFor("", "c.txt")));

        work();
        work();

        assertThat(attached()).containsExactlyInAnyOrder("first", "other", "third");
        assertThat(contents("inbox")).isEmpty();
    }

    @Test
    void aJobThatIsDeletedAtItsMoveLiesBesideItsReceipt() throws IOException {
        var job = Files.readString(bench.root.resolve("inbox/board.json"));
        inTurn(() -> {}, () -> Files.delete(bench.root.resolve("inbox/board.json")));

        work();

        assertThat(contents("done")).containsEntry("board.json", job);
        assertThat(contents("inbox")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"done", "failed"})
    void aMoveThatWasBegunIsEndedAlsoWhenTheServiceIsAnotherOne(String outcome) throws IOException {
        if (outcome.equals("failed")) {
            drop("board.json", "no job");
        }
        deeds.put(Step.MOVE, this::kill);
        assertThatThrownBy(this::work).isInstanceOf(Killed.class);
        bench.changeService();
        bench.start();

        work();

        assertThat(bench.service().requests())
                .as("requests to the other service")
                .isZero();
        assertThat(contents("inbox")).doesNotContainKey("board.json");
        try (var folders = Files.list(bench.root.resolve(outcome))) {
            assertThat(folders).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatIsGoneCountsAsAttachedOnlyWhileTheServiceHasIt(boolean isThere) throws IOException {
        deeds.put(Step.FINISH, this::kill);
        assertThatThrownBy(this::work).isInstanceOf(Killed.class);
        bench.start();
        Files.delete(file);
        if (!isThere) {
            bench.service().attachments().clear();
        }

        work();

        assertThat(contents(isThere ? "done" : "failed")).containsKey("board.json");
        if (!isThere) {
            assertThat(contents("failed").get("board.error.json"))
                    .contains(
                            "fileMissing",
                            "neither the attachment nor the file is there",
                            "put the file into the inbox");
        }
    }

    /** It is not this job's. */
    @Test
    void anAttachmentThatWasThereBeforeStaysWhenTheFileGrows() throws IOException {
        dropJob("\"id\": \"board\",");
        work();
        var before = Map.copyOf(bench.service().attachments());
        drop("a.txt", "first");
        dropJob("\"id\": \"board\",");
        deeds.put(Step.FINISH, () -> Files.writeString(file, "first and more"));

        work();
        work();

        assertThat(bench.service().attachments()).containsAllEntriesOf(before);
    }

    /** What the job has attached itself it finds again after a kill. */
    @Test
    void anOwnAttachmentThatTheFileOutgrewIsRemovedAlsoAfterAKill() throws IOException {
        deeds.put(Step.FINISH, this::kill);
        assertThatThrownBy(this::work).isInstanceOf(Killed.class);
        bench.start();
        deeds.put(Step.FINISH, () -> Files.writeString(file, "first and more"));

        work();
        work();

        assertThat(attached()).containsExactly("first and more");
    }

    @Test
    void anOutgrownAttachmentIsRemovedThoughTheFileIsGone() throws IOException {
        deeds.put(Step.FINISH, () -> Files.writeString(file, "first and more"));
        bench.workAll();
        Files.delete(file);

        work();

        assertThat(bench.service().attachments()).isEmpty();
        assertThat(contents("failed")).containsKey("board.error.json");
    }

    @Test
    void aFolderThatIsALinkInTheMomentOfTheMoveHoldsNothingUp() throws IOException {
        Files.createDirectory(bench.root.resolve("inbox/sub"));
        drop("sub/b.txt", "second");
        drop("board.json", jobFor("", "sub/b.txt"));
        deeds.put(Step.MOVE, () -> {
            Files.move(bench.root.resolve("inbox/sub"), bench.root.resolve("elsewhere"));
            Files.createSymbolicLink(bench.root.resolve("inbox/sub"), bench.root.resolve("elsewhere"));
        });

        work();
        work();

        assertThat(contents("done")).containsKey("board.json").doesNotContainKey("b.txt");
        assertThat(bench.root.resolve("elsewhere/b.txt")).hasContent("second");
        assertThat(bench.outage().reason()).isEmpty();
    }

    @Test
    void aFileThatWasOnlyTouchedIsMovedWithItsJob() throws IOException {
        deeds.put(Step.FINISH, () -> Files.setLastModifiedTime(file, FileTime.fromMillis(0)));

        work();

        assertThat(contents("done")).containsEntry("a.txt", "first");
        assertThat(contents("inbox")).isEmpty();
    }

    @Test
    void aFileThatGrowsAtItsMoveStays() throws IOException {
        inTurn(() -> Files.writeString(file, "first and more"));

        work();

        assertThat(contents("inbox")).isEqualTo(Map.of("a.txt", "first and more"));
    }

    private void replace(Path place, String content) throws IOException {
        var other = Files.writeString(bench.root.resolve("other"), content);
        Files.move(other, place, StandardCopyOption.REPLACE_EXISTING);
    }

    private void kill() {
        throw new Killed();
    }

    /** Does these before the next moves, one before each. */
    private void inTurn(Deed... inTurn) {
        if (inTurn.length > 0) {
            deeds.put(Step.MOVE, () -> {
                inTurn(Arrays.copyOfRange(inTurn, 1, inTurn.length));
                inTurn[0].act();
            });
        }
    }

    private Path only(String folder, String name) throws IOException {
        try (var files = Files.walk(bench.root.resolve(folder))) {
            return files.filter(path -> path.endsWith(name)).findFirst().orElseThrow();
        }
    }

    /** {@return the content of all that the service has} */
    private List<String> attached() {
        return bench.service().attachments().values().stream()
                .map(ServiceDouble.Stored::content)
                .toList();
    }

    /** {@return what lies in a folder and below, by the last name} */
    private Map<String, String> contents(String folder) throws IOException {
        var found = new HashMap<String, String>();
        try (var files = Files.walk(bench.root.resolve(folder))) {
            for (var each : files.filter(Files::isRegularFile).toList()) {
                found.put(String.valueOf(each.getFileName()), Files.readString(each));
            }
        }
        return found;
    }

    private void work() {
        bench.workAll();
        bench.pass(InboxBench.FILE_QUIET);
        bench.workAll();
    }
}
