package io.github.graphattach.component;

import static io.github.graphattach.component.GraphAttachHealthCheck.FIRST_PAUSE;
import static io.github.graphattach.component.GraphAttachHealthCheck.LONGEST_PAUSE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.upload.UploadFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.health.HealthCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When the check asks, what it makes of the answer, and what uploads say in between. */
class GraphAttachHealthCheckTest {

    private static final Duration JUST_BEFORE = Duration.ofNanos(-1);

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE);
    private final List<UploadFailure> asked = new ArrayList<>();
    private CompletableFuture<Optional<UploadFailure>> answer = CompletableFuture.completedFuture(Optional.empty());
    private boolean stopped;

    private final GraphAttachHealthCheck check = new GraphAttachHealthCheck(
            "one",
            new GraphAttachHealthCheck.Probe() {
                @Override
                public String service() {
                    return "https://graph.example.com/v1.0";
                }

                @Override
                public boolean isStopped() {
                    return stopped;
                }

                @Override
                public CompletableFuture<Optional<UploadFailure>> ask(UploadFailure last) {
                    asked.add(last);
                    return answer;
                }
            },
            now::get);

    @ParameterizedTest
    @EnumSource(
            value = UploadFailure.class,
            names = {
                "NO_ANSWER",
                "NOT_SIGNED_IN",
                "SIGN_IN_REFUSED",
                "NO_TOKEN",
                "PROXY",
                "SESSION_REFUSED",
                "UPLOAD_HOST_REFUSED",
                "STORE_FAILED"
            })
    void aFailureThatConcernsEveryUploadIsOverWhenWhatUploadsNeedIsThere(UploadFailure failure) {
        check.failed(failure, false);
        assertThat(state()).isEqualTo(HealthCheck.State.DOWN);

        pass(FIRST_PAUSE.plus(JUST_BEFORE));
        assertThat(state()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(asked).isEmpty();

        pass(Duration.ofNanos(1));
        assertThat(state()).as("at the first look after the pause").isEqualTo(HealthCheck.State.UP);
        assertThat(asked).containsExactly(failure);
        assertThat(state()).isEqualTo(HealthCheck.State.UP);
        assertThat(asked).as("nothing is asked while all is well").hasSize(1);
    }

    @Test
    void theReasonAndTheRemedyAreThoseOfWhatIsMissingNow() {
        check.failed(UploadFailure.NO_ANSWER, false);
        answer = CompletableFuture.completedFuture(Optional.of(UploadFailure.STORE_FAILED));
        assertThat(check.call().getMessage()).contains("Uploads fail because the service did not answer");

        pass(FIRST_PAUSE);

        HealthCheck.Result result = check.call();
        assertThat(result.getMessage()).contains("Uploads fail because the session store does not work");
        assertThat(result.getDetails())
                .containsEntry("failure", "STORE_FAILED")
                .containsEntry("service", "https://graph.example.com/v1.0")
                .containsEntry("remedy", UploadFailure.STORE_FAILED.remedy());
    }

    @Test
    void thePausesGrowUpToAMinuteWhileSomethingIsMissing() {
        answer = CompletableFuture.completedFuture(Optional.of(UploadFailure.NO_TOKEN));
        check.failed(UploadFailure.NO_TOKEN, false);

        for (int seconds : List.of(5, 10, 20, 40, 60, 60)) {
            int before = asked.size();
            pass(Duration.ofSeconds(seconds).plus(JUST_BEFORE));
            state();
            assertThat(asked).as("before %s s have passed", seconds).hasSize(before);
            pass(Duration.ofNanos(1));
            assertThat(state()).isEqualTo(HealthCheck.State.DOWN);
            assertThat(asked).as("after %s s", seconds).hasSize(before + 1);
        }
    }

    /** Token and store say nothing of the network to Graph: the pod is given a request every minute, not every 5 s. */
    @Test
    void thePausesGrowAlsoWhenUploadsGoOnFailingThoughNothingIsMissing() {
        for (int seconds : List.of(5, 10, 20, 40, 60, 60)) {
            check.failed(UploadFailure.NO_ANSWER, false);
            pass(Duration.ofSeconds(seconds).plus(JUST_BEFORE));
            assertThat(state()).isEqualTo(HealthCheck.State.DOWN);
            pass(Duration.ofNanos(1));
            assertThat(state()).isEqualTo(HealthCheck.State.UP);
        }
        check.succeeded();

        check.failed(UploadFailure.NO_ANSWER, false);
        pass(FIRST_PAUSE);
        assertThat(state()).as("after a success all begins anew").isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void whileUploadsGoOnFailingNothingIsAsked() {
        for (int i = 0; i < 10; i++) {
            check.failed(UploadFailure.NOT_SIGNED_IN, true);
            pass(FIRST_PAUSE.plus(JUST_BEFORE));
            assertThat(state()).isEqualTo(HealthCheck.State.DOWN);
        }
        assertThat(asked).isEmpty();

        check.succeeded();
        assertThat(state()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void anAnswerAboutOneItemEndsTheTroubleAndWhatSaysNothingOfTheServiceDoesNot() {
        check.failed(UploadFailure.NO_ANSWER, false);
        check.failed(UploadFailure.SOURCE_CHANGED, false);
        assertThat(state()).isEqualTo(HealthCheck.State.DOWN);

        check.failed(UploadFailure.ITEM_NOT_FOUND, true);
        assertThat(state()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void oneQuestionIsAskedAtATimeAndNobodyWaitsForASlowAnswer() {
        answer = new CompletableFuture<>();
        check.failed(UploadFailure.NO_TOKEN, false);
        pass(FIRST_PAUSE);

        assertThat(state()).isEqualTo(HealthCheck.State.DOWN);
        pass(LONGEST_PAUSE);
        assertThat(state()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(asked).hasSize(1);

        answer.complete(Optional.empty());
        assertThat(state()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void anAnswerIsNoneWhenAnUploadHasFailedSinceTheQuestion() {
        answer = new CompletableFuture<>();
        check.failed(UploadFailure.NO_TOKEN, false);
        pass(FIRST_PAUSE);
        assertThat(state()).isEqualTo(HealthCheck.State.DOWN);

        check.failed(UploadFailure.NO_ANSWER, false);
        answer.complete(Optional.empty());

        assertThat(state()).isEqualTo(HealthCheck.State.DOWN);
    }

    @Test
    void aQuestionThatCannotBeAskedIsAskedAgainLater() {
        answer = CompletableFuture.failedFuture(new RejectedExecutionException("shut down"));
        check.failed(UploadFailure.NO_TOKEN, false);
        pass(FIRST_PAUSE);
        assertThat(state()).isEqualTo(HealthCheck.State.DOWN);

        answer = CompletableFuture.completedFuture(Optional.empty());
        pass(FIRST_PAUSE.multipliedBy(2));
        assertThat(state()).isEqualTo(HealthCheck.State.UP);
    }

    @Test
    void aStoppedComponentIsNotReadyAndSaysSo() {
        stopped = true;
        HealthCheck.Result result = check.call();
        assertThat(result.getState()).isEqualTo(HealthCheck.State.DOWN);
        assertThat(result.getMessage()).contains("The component graph-attach is stopped");

        stopped = false;
        assertThat(state()).isEqualTo(HealthCheck.State.UP);
    }

    private HealthCheck.State state() {
        return check.call().getState();
    }

    /** From near the end of the number range on, where the clock wraps around. */
    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }
}
