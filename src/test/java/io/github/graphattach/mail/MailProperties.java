package io.github.graphattach.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.Fault;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.emulator.Sending.Again;
import io.github.graphattach.emulator.Sending.SentIds;
import io.github.graphattach.upload.RecentLists;
import io.github.graphattach.upload.Upload;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever happens to a mail between here and the service, in the end there is exactly one with all its files, or none and a
 * state that says so: faults at any requests, tries that are killed anywhere, a store that is lost, a service that takes its
 * time, shows things late, changes ids, keeps no copy, returns the mail, or sends it again when it is asked again.
 *
 * <p>Two things cannot be told by anybody when the store that knew them is gone: that a mail was sent which left no copy, and
 * what the service does not show yet. So a store is lost only where copies are kept, and when everything can be seen.
 *
 * <p>A build tries the same cases each time. To try others, take the seed away.
 */
class MailProperties {

    private static final String READER = "reader@contoso.com";
    private static final List<String> FILES = List.of("a", "b".repeat(700), "c".repeat(2100));
    private static final int MOST_TRIES = 8;
    private static final Duration LATEST = Duration.ofMinutes(5);
    private static final MailWorld WORLD = new MailWorld();

    /** A fault at the n-th request of a kind. */
    record Hit(RequestKind kind, int nth, What what) {}

    /** What a fault does. */
    enum What {
        REPLY_LOST,
        RESET,
        THROTTLED,
        FAILED,
        FAILED_AFTERWARDS,
        TIMED_OUT_AFTERWARDS,
        REFUSED
    }

    /** A try that is killed after so many steps; what happens then. */
    record Killed(int steps, boolean storeLost, int minutes) {}

    /** How the service behaves; times in seconds. */
    record Variant(
            io.github.graphattach.emulator.Sending.Outcome outcome,
            SentIds ids,
            Again again,
            int delay,
            int draftsLate,
            int filtersLate) {

        boolean keepsCopies() {
            return outcome != io.github.graphattach.emulator.Sending.Outcome.NO_COPY;
        }

        boolean delivers() {
            return outcome != io.github.graphattach.emulator.Sending.Outcome.RETURNED;
        }
    }

    @AfterContainer
    static void close() {
        WORLD.close();
    }

    @Provide
    Arbitrary<List<Hit>> hits() {
        Arbitrary<RequestKind> kinds = Arbitraries.of(
                RequestKind.CREATE_ITEM,
                RequestKind.SEND,
                RequestKind.SEND,
                RequestKind.POST_ATTACHMENT,
                RequestKind.OPEN_SESSION,
                RequestKind.PUT_RANGE,
                RequestKind.LIST_ATTACHMENTS,
                RequestKind.CHANGE_ITEM,
                RequestKind.OTHER);
        return Combinators.combine(kinds, Arbitraries.integers().between(1, 5), Arbitraries.of(What.values()))
                .as(Hit::new)
                .list()
                .ofMaxSize(6);
    }

    @Provide
    Arbitrary<List<Killed>> kills() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.of(false, false, true),
                        Arbitraries.of(0, 3, 10))
                .as(Killed::new)
                .list()
                .ofMaxSize(4);
    }

    @Provide
    Arbitrary<Variant> variants() {
        return Combinators.combine(
                        Arbitraries.of(io.github.graphattach.emulator.Sending.Outcome.values()),
                        Arbitraries.of(SentIds.values()),
                        Arbitraries.of(Again.values()),
                        Arbitraries.of(0, 5, 60, 200),
                        Arbitraries.of(0, 0, 20),
                        Arbitraries.of(0, 0, 20))
                .as(Variant::new);
    }

    @Property(tries = 2000, seed = "16", edgeCases = EdgeCasesMode.NONE)
    void inTheEndThereIsOneMailOrNone(
            @ForAll("hits") List<Hit> hits,
            @ForAll("kills") List<Killed> kills,
            @ForAll("variants") Variant variant,
            @ForAll boolean confirmed,
            @ForAll boolean discarded) {
        WORLD.startAnew();
        vary(variant);
        hits.forEach(MailProperties::script);
        Mail mail = new Mail(confirmed, discarded);

        for (Killed killed : kills) {
            mail.tryOnce(killed.steps());
            WORLD.pass(Duration.ofMinutes(killed.minutes()));
            if (killed.storeLost() && variant.keepsCopies()) {
                WORLD.pass(LATEST);
                WORLD.forgetStore();
            }
        }
        WORLD.emulator.faults().clear();
        for (int tries = 0; mail.result.isEmpty() && tries < MOST_TRIES; tries++) {
            WORLD.pass(Duration.ofMinutes(11));
            mail.tryOnce(Integer.MAX_VALUE);
        }
        WORLD.pass(Duration.ofMinutes(11));

        mail.check(variant);
    }

    private static void vary(Variant variant) {
        var answers = WORLD.emulator.answers();
        answers.sending()
                .outcome(variant.outcome())
                .ids(variant.ids())
                .again(variant.again())
                .delay(Duration.ofSeconds(variant.delay()));
        answers.draftsLate(Duration.ofSeconds(variant.draftsLate()))
                .filtersLate(Duration.ofSeconds(variant.filtersLate()));
    }

    private static void script(Hit hit) {
        Fault fault = WORLD.on(hit.kind()).nth(hit.nth());
        switch (hit.what()) {
            case REPLY_LOST -> fault.loseReply();
            case RESET -> fault.resetBeforeReading();
            case THROTTLED -> fault.answer(429).retryAfter("30");
            case FAILED -> fault.answer(500);
            case FAILED_AFTERWARDS -> fault.answer(503).afterCommit();
            case TIMED_OUT_AFTERWARDS -> fault.answer(504).afterCommit();
            case REFUSED -> fault.answer(400).error("ErrorInvalidRequest");
        }
    }

    /** The tries of one mail, and what came of them. */
    private static final class Mail {

        private static final String KEY = "job";

        private final boolean confirmed;
        private final boolean discarded;
        private final List<String> log = new ArrayList<>();
        private Optional<SendResult> result = Optional.empty();
        private Optional<UploadFailure> failure = Optional.empty();
        private int stepsLeft;

        Mail(boolean confirmed, boolean discarded) {
            this.confirmed = confirmed;
            this.discarded = discarded;
        }

        /** The process that makes the try is killed. */
        private static final class KilledException extends RuntimeException {
            private static final long serialVersionUID = 1L;
        }

        void tryOnce(int steps) {
            stepsLeft = steps;
            failure = Optional.empty();
            try {
                result = Optional.of(mail());
                log.add(result.get().outcome().toString());
            } catch (UploadException e) {
                log.add(e.failure().toString());
                failure = Optional.of(e.failure());
                if (discarded) {
                    discard();
                }
            } catch (KilledException e) {
                log.add("killed");
            }
        }

        private SendResult mail() throws UploadException {
            DraftJob job = WORLD.job(KEY, MailWorld.mail(), true, Optional.of(MailWorld.GRACE));
            drive(job::step, job::isDone);
            DraftResult draft = job.result();
            boolean isNew = draft.outcome() == DraftResult.Outcome.CREATED;
            List<String> ids = draft.outcome() == DraftResult.Outcome.ALREADY_SENT
                    ? List.of()
                    : attached(draft.messageId(), isNew ? RecentLists.ofNewItem() : RecentLists.none());
            SendJob sending = WORLD.sending(
                    KEY,
                    new SendTask(
                            MailWorld.MAILBOX,
                            draft.messageId(),
                            MailWorld.source(KEY),
                            Optional.of(ids),
                            false,
                            isNew),
                    confirmed);
            drive(sending::step, sending::isDone);
            return sending.result();
        }

        private List<String> attached(String draftId, RecentLists lists) throws UploadException {
            List<String> ids = new ArrayList<>();
            for (String content : FILES) {
                String name = content.charAt(0) + ".txt";
                Upload upload = WORLD.upload(
                        KEY + " " + name + " " + draftId,
                        draftId,
                        name,
                        content.getBytes(StandardCharsets.UTF_8),
                        lists);
                drive(upload::step, upload::isDone);
                ids.add(upload.result().attachmentId());
            }
            return ids;
        }

        private interface Step {
            Duration take() throws UploadException;
        }

        private void drive(Step step, BooleanSupplier done) throws UploadException {
            while (!done.getAsBoolean()) {
                if (stepsLeft-- <= 0) {
                    throw new KilledException();
                }
                WORLD.pass(step.take());
            }
        }

        private void discard() {
            DiscardJob job = WORLD.discarding(KEY);
            try {
                drive(job::step, job::isDone);
            } catch (UploadException | KilledException e) {
                log.add("not discarded");
            }
        }

        void check(Variant variant) {
            List<List<String>> delivered = WORLD.filesOf(READER);
            String why = log + " " + WORLD.requests();
            assertThat(delivered.size()).as("mails delivered: %s", why).isLessThanOrEqualTo(1);
            for (List<String> files : delivered) {
                assertThat(files)
                        .as("files of the mail: %s", why)
                        .containsExactlyInAnyOrderElementsOf(FILES.stream()
                                .map(content -> content.charAt(0) + ".txt " + content)
                                .toList());
            }
            if (result.isEmpty()) {
                assertThat(delivered).as("a mail that has failed: %s", why).isEmpty();
                assertThat(failure.orElseThrow().retryable())
                        .as("whether another try would help: %s", why)
                        .isFalse();
            } else if (result.get().outcome() != SendResult.Outcome.UNCONFIRMED) {
                assertThat(WORLD.draftsOf(KEY)).as("drafts left: %s", why).isZero();
                assertThat(delivered.size()).as("mails delivered: %s", why).isEqualTo(variant.delivers() ? 1 : 0);
            }
        }
    }
}
