package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is known from before holds for one service only, and is looked at before it is said again. */
class RepeatedJobTest {

    private final InboxWorld world = new InboxWorld();
    private final EmulatedItem event = world.emulator.create("/me/events/E");
    private final Path folder = world.folder;

    @AfterEach
    void close() throws IOException {
        world.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"id\": \"board\",", ""})
    void whatWasDeletedAtTheServiceIsAttachedAnew(String id) throws Exception {
        drop(id);
        assertThat(world.runOnce(world.emulator)).isZero();
        deleteAtTheService(event.attachments().get(0).id());

        drop(id);
        assertThat(world.runOnce(world.emulator)).isZero();

        assertThat(event.attachments()).extracting(EmulatedAttachment::name).containsExactly("minutes.txt");
    }

    @Test
    void whatIsStillThereIsNotAttachedAgainThoughTheStoreHasForgottenIt() throws IOException {
        drop("\"id\": \"board\",");
        assertThat(world.runOnce(world.emulator)).isZero();
        try (var state = Files.walk(folder.resolve("state"))) {
            for (var file : state.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }

        drop("\"id\": \"board\",");
        assertThat(world.runOnce(world.emulator)).isZero();

        assertThat(event.attachments()).hasSize(1);
    }

    @Test
    void anotherServiceGetsTheSameJobToo() throws IOException {
        drop("\"id\": \"board\",");
        assertThat(world.runOnce(world.emulator)).isZero();
        try (var other = GraphEmulator.start()) {
            var there = other.create("/me/events/E");

            drop("\"id\": \"board\",");
            assertThat(world.runOnce(other)).isZero();

            assertThat(there.attachments()).extracting(EmulatedAttachment::name).containsExactly("minutes.txt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"minutes.txt board.json", "board.json"})
    void aMoveToTheFailedJobsThatWasInterruptedIsEndedInTheSameFolder(String notMoved) throws IOException {
        drop("");
        Files.writeString(folder.resolve("inbox/board.json"), job("", "gone"));
        assertThat(world.runOnce(world.emulator)).isEqualTo(1);
        var failed = world.theOnlyFolderIn("failed");
        for (var name : notMoved.split(" ", -1)) {
            Files.move(failed.resolve(name), folder.resolve("inbox").resolve(name));
        }
        var job = Files.readString(folder.resolve("inbox/board.json"));
        Files.writeString(
                folder.resolve("inbox/board.receipt.json"),
                """
                { "job": "board.json", "jobSha256": "%s", "id": "", "graphHost": "%s", "target": {}, "started": "",
                  "finished": "", "files": [], "movingTo": "failed/%s" }
                """
                        .formatted(
                                HeldFile.sha256(job.getBytes(StandardCharsets.UTF_8)),
                                world.emulator.graphUrl().getAuthority(),
                                failed.getFileName()));

        assertThat(world.runOnce(world.emulator)).isEqualTo(1);

        assertThat(world.theOnlyFolderIn("failed")).isEqualTo(failed);
        assertThat(InboxWorld.names(failed)).containsExactly("board.error.json", "board.json", "minutes.txt");
        assertThat(folder.resolve("inbox")).isEmptyDirectory();
    }

    @Test
    void aJobWithTheLongestNameIsAttachedAndMoved() throws IOException {
        drop("");
        var name = "b".repeat(240) + ".json";
        Files.move(folder.resolve("inbox/board.json"), folder.resolve("inbox").resolve(name));

        assertThat(world.runOnce(world.emulator)).isZero();

        assertThat(world.theOnlyFolderIn("done").resolve(name)).exists();
    }

    @Test
    void aSecondApplicationOnOneInboxIsRefusedInOneSentence() throws IOException {
        var said = new ByteArrayOutputStream();
        var lock = InboxLock.of(folder.resolve("inbox").toRealPath());
        try {
            var settings = world.settings(world.emulator);
            settings.put("graphattach.state", folder.resolve("other-state").toString());
            var err = new PrintStream(said, true, StandardCharsets.UTF_8);

            assertThat(new Application(err, err, Map.of(), settings).run("--once"))
                    .isEqualTo(2);
        } finally {
            lock.close();
        }
        assertThat(said.toString(StandardCharsets.UTF_8))
                .startsWith("Not started: another application works the inbox '")
                .contains("; end it, or set graphattach.inbox to another folder")
                .hasLineCount(1);
        assertThat(world.runOnce(world.emulator))
                .as("after the first has ended")
                .isZero();
    }

    /** As macOS spells it: a letter, and its mark as a character of its own. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aFileIsFoundUnderAnotherSpellingOfItsName() throws IOException {
        Files.writeString(Path.of(URI.create(folder.resolve("inbox").toUri() + "u%CC%88ber.txt")), "spelled");
        Files.writeString(folder.resolve("inbox/board.json"), job("", "E").replace("minutes.txt", "\\u00fcber.txt"));

        assertThat(world.runOnce(world.emulator)).isZero();

        assertThat(event.attachments()).extracting(EmulatedAttachment::name).containsExactly("\u00fcber.txt");
        assertThat(folder.resolve("inbox")).isEmptyDirectory();
    }

    private void drop(String id) throws IOException {
        var file = Files.writeString(folder.resolve("inbox/minutes.txt"), "minutes");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L));
        Files.writeString(folder.resolve("inbox/board.json"), job(id, "E"));
    }

    private static String job(String id, String event) {
        return "{ %s \"target\": { \"item\": \"event\", \"eventId\": \"%s\" }, \"files\": [ { \"path\": \"minutes.txt\" } ] }"
                .formatted(id, event);
    }

    private void deleteAtTheService(String attachmentId) throws Exception {
        var uri = world.emulator.graphUrl() + "/me/events/E/attachments/" + attachmentId.replace("=", "%3D");
        var request = HttpRequest.newBuilder(URI.create(uri))
                .DELETE()
                .header("Authorization", "Bearer token")
                .build();
        var answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        assertThat(answer.statusCode()).isEqualTo(204);
    }
}
