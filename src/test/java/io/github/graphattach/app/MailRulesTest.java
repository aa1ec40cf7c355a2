package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.graphattach.app.MailBench.Step;
import io.github.graphattach.app.MailDouble.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mail of a job goes out once and whole, whatever happens between two steps, and what is written down says so. */
class MailRulesTest {

    private interface Deed {

        void act() throws IOException;
    }

    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final Sent THE_MAIL = new Sent("Offer", List.of("a.txt", "b.txt"));

    private final Map<Step, Deed> deeds = new EnumMap<>(Step.class);
    private MailBench bench;

    @BeforeEach
    void anEmptyInbox(@TempDir Path root) throws IOException {
        bench = new MailBench(root, this::before);
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

    private static void kill() {
        throw new Killed();
    }

    private void drop(String id, String more) throws IOException {
        bench.drop("a.txt", "first");
        bench.drop("b.txt", "second");
        bench.drop(
                "offer.json",
                """
                { %s "mail": { "userId": "u", "to": "a@example.com", "subject": "Offer" %s },
                  "files": [ { "path": "a.txt" }, { "path": "b.txt" } ] }
                """
                        .formatted(id, more));
    }

    @Test
    void theReceiptSaysWhatBecameOfTheMailAndOfEachFile() throws IOException {
        drop("\"id\": \"offer-7\",", "");

        bench.work();

        assertThat(bench.service.sent).containsExactly(THE_MAIL);
        assertThat(bench.ended("done")).containsExactly("a.txt", "b.txt", "offer.json", "offer.receipt.json");
        var receipt = bench.json("done", "offer.receipt.json").get(0);
        assertThat(receipt.path("outcome").asText()).isEqualTo("accepted");
        assertThat(receipt.path("jobKey").asText()).isEqualTo("offer-7");
        assertThat(receipt.path("messageId").asText()).startsWith("draft-");
        assertThat(receipt.path("internetMessageId").asText()).isEqualTo("<1@graph>");
        assertThat(receipt.path("target").path("userId").asText()).isEqualTo("u");
        assertThat(receipt.path("files"))
                .hasSize(2)
                .allMatch(file -> file.path("outcome").asText().equals("attached"));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FAIL")
    void aKillBeforeAnyStepEndsWithOneMail(Step step) throws IOException {
        assertAKillEndsWithOneMail(step, "\"id\": \"offer-7\",");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FAIL")
    void aKillBeforeAnyStepOfAJobWithoutAnIdEndsWithOneMail(Step step) throws IOException {
        assertAKillEndsWithOneMail(step, "");
    }

    private void assertAKillEndsWithOneMail(Step step, String id) throws IOException {
        drop(id, "");
        deeds.put(step, MailRulesTest::kill);
        assertThatThrownBy(bench::work).isInstanceOf(Killed.class);
        bench.start();

        bench.work();

        assertThat(bench.service.sent).containsExactly(THE_MAIL);
        assertThat(bench.service.drafts()).as("drafts left behind").isEmpty();
        assertThat(bench.ended("done")).containsExactly("a.txt", "b.txt", "offer.json", "offer.receipt.json");
        assertThat(bench.ended("failed")).isEmpty();
    }

    private void setAside() throws IOException {
        Files.move(bench.root.resolve("done"), bench.root.resolve("seen"));
        Files.createDirectory(bench.root.resolve("done"));
        bench.start();
    }

    @Test
    void manyKillsEndWithOneMail() throws IOException {
        var random = new Random(16);
        var steps = List.copyOf(EnumSet.complementOf(EnumSet.of(Step.FAIL)));
        for (var mail = 1; mail <= 200; mail++) {
            drop("", "");
            for (var kills = random.nextInt(6); kills > 0; kills--) {
                deeds.clear();
                deeds.put(steps.get(random.nextInt(steps.size())), MailRulesTest::kill);
                try {
                    bench.work();
                } catch (Killed expected) {
                    bench.start();
                }
            }
            deeds.clear();
            bench.work();

            assertThat(bench.service.sent)
                    .as("mails after %s jobs", mail)
                    .hasSize(mail)
                    .containsOnly(THE_MAIL);
        }
        assertThat(bench.ended("failed")).isEmpty();
    }

    /** Without an id each is a mail of its own. */
    @Test
    void theSameJobWithoutAnIdIsSentEachTimeThatItIsDropped() throws IOException {
        drop("", "");
        bench.work();
        drop("", "");
        bench.work();

        assertThat(bench.service.sent).containsExactly(THE_MAIL, THE_MAIL);
    }

    @Test
    void theSameJobWithAnIdIsSentOnceAndAsksNothingTheSecondTime() throws IOException {
        drop("\"id\": \"offer-7\",", "");
        bench.work();
        var requests = bench.service.requests();
        for (var again = 0; again < 2; again++) {
            drop("\"id\": \"offer-7\",", "");
            bench.work();
        }

        assertThat(bench.service.sent).hasSize(1);
        assertThat(bench.service.requests()).isEqualTo(requests);
        assertThat(bench.json("done", "offer.receipt.json"))
                .extracting(receipt -> receipt.path("outcome").asText())
                .containsExactlyInAnyOrder("accepted", "already-sent", "already-sent");
        assertThat(bench.json("done", "offer.receipt.json"))
                .allSatisfy(receipt -> assertThat(receipt.path("files")).hasSize(2));
    }

    @Test
    void anotherMailWithTheIdOfAFinishedJobFails() throws IOException {
        drop("\"id\": \"offer-7\",", "");
        bench.work();
        drop("\"id\": \"offer-7\",", ", \"text\": \"other\"");

        bench.work();

        assertThat(bench.service.sent).hasSize(1);
        assertThat(bench.json("failed", "offer.error.json").get(0).path("code").asText())
                .isEqualTo("idUsed");
    }

    /** Where the folder of finished jobs was cleared, the service alone knows. */
    @Test
    void aMailThatTheServiceKnowsAsSentIsNotSentAgainAndNothingIsAttachedToIt() throws IOException {
        drop("\"id\": \"offer-7\",", "");
        bench.work();
        setAside();
        drop("\"id\": \"offer-7\",", "");

        bench.work();

        assertThat(bench.service.sent).hasSize(1);
        assertThat(bench.json("done", "offer.receipt.json")
                        .get(0)
                        .path("outcome")
                        .asText())
                .isEqualTo("already-sent");
    }

    /** A draft without its file would be a mail with a hole. */
    @Test
    void aFileThatGrowsAfterItWasAttachedIsAttachedAnewBeforeTheMailIsSent() throws IOException {
        drop("", "");
        deeds.put(
                Step.COMPLETE,
                () -> Files.writeString(bench.root.resolve("inbox/a.txt"), " more", StandardOpenOption.APPEND));

        bench.work();

        assertThat(bench.service.sent).hasSize(1);
        assertThat(bench.service.sent.get(0).files()).containsExactlyInAnyOrder("a.txt", "b.txt");
        assertThat(bench.json("done", "offer.receipt.json").get(0).findValuesAsText("bytes"))
                .containsExactly("10", "6");
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "ATTACH", "SEND"})
    void anOutageFailsNoMailAndSendsNoneTwice(Step step) throws IOException {
        drop("", "");
        deeds.put(step, () -> bench.service.fail(MailDouble.outage()));
        bench.work();
        assertThat(bench.ended("failed")).isEmpty();
        bench.service.mend();

        bench.work();

        assertThat(bench.service.sent).containsExactly(THE_MAIL);
    }

    @ParameterizedTest
    @CsvSource({
        "ATTACH, keep, kept",
        "ATTACH, delete, deleted",
        "SEND, keep, kept",
        "SEND, delete, kept",
    })
    void aFailedJobSaysWhatBecameOfItsDraft(Step step, String onFailure, String fate) throws IOException {
        drop("", ", \"onFailure\": \"%s\"".formatted(onFailure));
        deeds.put(step, () -> bench.service.fail(MailDouble.refusal()));
        deeds.put(Step.FAIL, () -> bench.service.mend());

        bench.work();

        assertThat(bench.service.sent).isEmpty();
        assertThat(bench.service.drafts()).hasSize(fate.equals("kept") ? 1 : 0);
        var error = bench.json("failed", "offer.error.json").get(0);
        assertThat(error.path("messageId").asText()).startsWith("draft-");
        assertThat(error.path("draft").asText()).isEqualTo(fate);
        assertThat(error.path("code").asText()).isEqualTo("ErrorInvalidRequest");
    }

    @Test
    void aDraftThatCannotBeDeletedIsKept() throws IOException {
        drop("", ", \"onFailure\": \"delete\"");
        deeds.put(Step.ATTACH, () -> bench.service.fail(MailDouble.refusal()));

        bench.work();

        assertThat(bench.json("failed", "offer.error.json").get(0).path("draft").asText())
                .isEqualTo("kept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep", "delete"})
    void aFailedJobThatIsMovedBackAsItIsEndsWithOneMail(String onFailure) throws IOException {
        drop("", ", \"onFailure\": \"%s\"".formatted(onFailure));
        deeds.put(Step.ATTACH, () -> bench.service.fail(MailDouble.refusal()));
        deeds.put(Step.FAIL, () -> bench.service.mend());
        bench.work();
        moveBack();

        bench.work();

        assertThat(bench.service.sent).containsExactly(THE_MAIL);
        assertThat(bench.service.drafts()).isEmpty();
    }

    /** As one who was told nothing does. */
    @Test
    void aFailedJobThatIsDroppedAgainUnderItsIdGoesOnWithItsDraft() throws IOException {
        failWithId();
        drop("\"id\": \"offer-7\",", "");

        bench.work();

        assertThat(bench.service.sent).containsExactly(THE_MAIL);
        assertThat(bench.service.drafts()).isEmpty();
    }

    /** The draft says what the earlier job said. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anotherMailWithTheIdOfAFailedJobIsNotSentWithItsDraft(boolean isMovedBack) throws IOException {
        failWithId();
        if (isMovedBack) {
            moveBack();
        }
        for (var tries = 0; tries < 2; tries++) {
            drop("\"id\": \"offer-7\",", ", \"text\": \"other\"");

            bench.work();

            assertThat(bench.service.sent).isEmpty();
            assertThat(bench.json("failed", "offer.error.json"))
                    .anySatisfy(error -> assertThat(error.path("code").asText()).isEqualTo("otherDraft"));
        }
    }

    private void failWithId() throws IOException {
        drop("\"id\": \"offer-7\",", "");
        deeds.put(Step.ATTACH, () -> bench.service.fail(MailDouble.refusal()));
        deeds.put(Step.FAIL, () -> bench.service.mend());
        bench.work();
        assertThat(bench.json("failed", "offer.error.json")).hasSize(1);
    }

    private void moveBack() throws IOException {
        var moved = new ArrayList<Path>();
        try (var files = Files.walk(bench.root.resolve("failed"))) {
            files.filter(Files::isRegularFile).forEach(moved::add);
        }
        for (var file : moved) {
            Files.move(
                    file,
                    bench.root.resolve("inbox").resolve(file.getFileName().toString()),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
