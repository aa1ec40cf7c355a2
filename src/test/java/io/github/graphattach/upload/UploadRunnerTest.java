package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.graphattach.content.BytesContent;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.mailbox.MailboxGate;
import io.github.graphattach.mailbox.UploadBudget;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads on threads: waiting takes none, and nothing waits for ever when the application stops. */
class UploadRunnerTest {

    @RegisterExtension
    static final World world = new World();

    private static final String MAILBOX = "me";

    private final byte[] file = World.file(2500);
    private final ExecutorService pool = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final MailboxGate gate = new MailboxGate(pool);
    private final UploadRunner runner = new UploadRunner(pool, timer, gate, stopping::get);

    @AfterEach
    void stop() {
        pool.shutdownNow();
        timer.shutdownNow();
    }

    private CompletableFuture<Void> run(Upload upload) {
        return runner.run(upload, MAILBOX, 2, UploadBudget.unlimited(), Upload::isDone);
    }

    /** A question may have been asked beside the last request, and its thread goes on for a moment. */
    private void awaitEveryPermit() {
        Awaitility.await().untilAsserted(() -> assertThat(gate.snapshot()).isEmpty());
    }

    private static UploadFailure failureOf(CompletableFuture<?> run) throws Exception {
        try {
            run.get(20, TimeUnit.SECONDS);
            throw new AssertionError("the upload succeeded");
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(UploadException.class);
            return Objects.requireNonNull((UploadException) e.getCause()).failure();
        }
    }

    @Test
    void anUploadRunsToItsEnd() throws Exception {
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("0.05");

        run(world.upload(file)).get(20, TimeUnit.SECONDS);

        world.attachedOnce(file);
        awaitEveryPermit();
    }

    /** To wake another thread takes longer than many a request. */
    @Test
    void requestsThatFollowEachOtherAtOnceAreMadeByOneThread() throws Exception {
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("0.05");
        AtomicInteger handedOver = new AtomicInteger();
        UploadRunner counted = new UploadRunner(
                task -> {
                    handedOver.incrementAndGet();
                    pool.execute(task);
                },
                timer,
                gate,
                stopping::get);

        counted.run(world.upload(file), MAILBOX, 2, UploadBudget.unlimited(), Upload::isDone)
                .get(20, TimeUnit.SECONDS);

        assertThat(world.requests()).hasSizeGreaterThan(5);
        assertThat(handedOver)
                .as("once at the start, once for the list beside, once after the wait")
                .hasValue(3);
    }

    /** Each of the two requests is answered when the service has got the other one. */
    @Test
    void theItemIsListedWhileTheSessionIsOpened() throws Exception {
        CountDownLatch listed = new CountDownLatch(1);
        CountDownLatch opened = new CountDownLatch(1);
        GraphClient client = before(Map.of(
                "listAttachments", () -> meet(listed, opened), "createUploadSession", () -> meet(opened, listed)));
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            new UploadRunner(threads, timer, gate, stopping::get)
                    .run(
                            world.upload(client, new BytesContent(file)),
                            MAILBOX,
                            2,
                            UploadBudget.unlimited(),
                            Upload::isDone)
                    .get(30, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }

        world.attachedOnce(file);
        awaitEveryPermit();
    }

    @Test
    void whereTheMailboxHasRoomForOneRequestTheListIsTheFirst() throws Exception {
        runner.run(world.upload(file), MAILBOX, 1, UploadBudget.unlimited(), Upload::isDone)
                .get(20, TimeUnit.SECONDS);

        assertThat(world.requests()).startsWith("list 200", "open 201");
    }

    /** A pool that takes nothing more is one that stops; what it was driving goes on. */
    @Test
    void whereNoThreadIsLeftTheListIsTheFirst() throws Exception {
        Semaphore places = new Semaphore(1);
        UploadRunner narrow = new UploadRunner(
                task -> {
                    if (!places.tryAcquire()) {
                        throw new RejectedExecutionException();
                    }
                    pool.execute(task);
                },
                timer,
                gate,
                stopping::get);

        narrow.run(world.upload(file), MAILBOX, 2, UploadBudget.unlimited(), Upload::isDone)
                .get(20, TimeUnit.SECONDS);

        assertThat(world.requests()).startsWith("list 200", "open 201");
        awaitEveryPermit();
    }

    private static void meet(CountDownLatch here, CountDownLatch there) throws IOException {
        here.countDown();
        try {
            if (!there.await(20, TimeUnit.SECONDS)) {
                throw new IOException("the other request was not made meanwhile");
            }
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    /** {@return a client that does something before some of its requests} */
    private static GraphClient before(Map<String, World.IoAction> actions) {
        GraphClient client = world.client();
        return (GraphClient) Proxy.newProxyInstance(
                UploadRunnerTest.class.getClassLoader(),
                new Class<?>[] {GraphClient.class},
                (proxy, method, arguments) -> {
                    World.IoAction action = actions.get(method.getName());
                    if (action != null) {
                        action.run();
                    }
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw Objects.requireNonNull(e.getCause());
                    }
                });
    }

    @Test
    void anUploadStopsAtItsGoal() throws Exception {
        Upload upload = world.upload(file);

        runner.run(upload, MAILBOX, 2, UploadBudget.unlimited(), Upload::isOpen).get(20, TimeUnit.SECONDS);
        assertThat(world.requests("put")).isEmpty();

        runner.run(upload, MAILBOX, 2, UploadBudget.unlimited(), one -> one.committed() >= 1000)
                .get(20, TimeUnit.SECONDS);
        assertThat(world.requests("put")).hasSize(1);

        run(upload).get(20, TimeUnit.SECONDS);
        world.attachedOnce(file);
    }

    /** The pool has one thread, and each of the uploads is told to wait: one after the other they would take 10 s. */
    @Test
    void waitingUploadsHoldNoThread() throws Exception {
        world.on(PUT_RANGE).times(10).answer(429).retryAfter("1");
        long begin = System.nanoTime();

        List<CompletableFuture<Void>> runs = IntStream.range(0, 10)
                .mapToObj(i -> run(world.upload(World.file(600 + i))))
                .toList();
        CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        assertThat(world.item.attachments()).hasSize(10);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(8));
    }

    @Test
    void anUploadThatFailsGivesItsPermitBack() throws Exception {
        world.on(PUT_RANGE).answer(403);

        assertThat(failureOf(run(world.upload(file)))).isEqualTo(UploadFailure.ACCESS_DENIED);

        world.assertNothingLeft();
        awaitEveryPermit();
    }

    @Test
    void aBugFailsTheUploadAndGivesItsPermitBack() {
        Upload upload = world.upload(world.brokenAtRange(2), new BytesContent(file));

        assertThatThrownBy(() -> run(upload).get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(IllegalStateException.class);

        world.assertNothingLeft();
        awaitEveryPermit();
    }

    @Test
    void anUploadThatWaitsNoticesThatTheApplicationStops() throws Exception {
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("500");
        CompletableFuture<Void> run = run(world.upload(file));
        Awaitility.await().until(() -> world.events().contains(UploadEvent.Type.WAITING));

        stopping.set(true);

        assertThat(failureOf(run)).isEqualTo(UploadFailure.INTERRUPTED);
        world.assertGoesOn(file);
    }

    @Test
    void anUploadDoesNotBeginWhileTheApplicationStops() throws Exception {
        stopping.set(true);

        assertThat(failureOf(run(world.upload(file)))).isEqualTo(UploadFailure.INTERRUPTED);

        assertThat(world.requests()).isEmpty();
    }

    @Test
    void anUploadThatWaitsForItsMailboxesBudgetGivesItBackWhenTheApplicationStops() throws Exception {
        UploadBudget budget = new UploadBudget(3500, Duration.ofHours(1), System::nanoTime);
        CompletableFuture<Void> run = runner.run(world.upload(file), MAILBOX, 2, budget, Upload::isDone);
        Awaitility.await().until(() -> budget.snapshot().values().stream()
                .anyMatch(usage -> usage.backlog().compareTo(Duration.ofMinutes(1)) > 0));

        stopping.set(true);

        assertThat(failureOf(run)).isEqualTo(UploadFailure.INTERRUPTED);
        assertThat(world.requests("put")).containsExactly("put 0-999 200");
        assertThat(budget.snapshot().values()).allMatch(usage -> usage.backlog().isZero());
        world.assertGoesOn(file);
    }

    @Test
    void anUploadThatQueuesForItsMailboxGoesOnWhenThePermitComesBack() throws Exception {
        MailboxGate.Permit[] held = new MailboxGate.Permit[1];
        gate.acquire(MAILBOX, 1, pool, permit -> held[0] = permit);
        CompletableFuture<Void> run =
                runner.run(world.upload(file), MAILBOX, 1, UploadBudget.unlimited(), Upload::isDone);
        assertThat(world.requests()).isEmpty();

        held[0].close();

        run.get(20, TimeUnit.SECONDS);
        world.attachedOnce(file);
    }

    /** Who was before it began later than was foreseen. */
    @Test
    void anUploadThatHasItsPermitWaitsForItsMailboxesBudgetOnceMore() throws Exception {
        AtomicLong now = new AtomicLong();
        UploadBudget budget = new UploadBudget(1000, Duration.ofMillis(300), now::get);
        Upload upload = world.upload(file);
        runner.run(upload, MAILBOX, 1, UploadBudget.unlimited(), Upload::isOpen).get(20, TimeUnit.SECONDS);
        UploadBudget.Reservation before = budget.reserve(MAILBOX, 1000);

        CompletableFuture<Void> run = runner.run(upload, MAILBOX, 1, budget, one -> one.committed() == 1000);
        now.set(Duration.ofMillis(200).toNanos());
        assertThat(before.start()).isZero();
        before.end();
        Awaitility.await().until(() -> Collections.frequency(world.events(), UploadEvent.Type.WAITING) >= 2);
        assertThat(world.requests("put")).isEmpty();
        now.set(Duration.ofSeconds(1).toNanos());

        run.get(20, TimeUnit.SECONDS);
        assertThat(world.requests("put")).hasSize(1);
        awaitEveryPermit();
    }

    @Test
    void anUploadThatQueuesForItsMailboxSendsNothingWhenTheApplicationStops() throws Exception {
        Upload upload = world.upload(file);
        runner.run(upload, MAILBOX, 1, UploadBudget.unlimited(), Upload::isOpen).get(20, TimeUnit.SECONDS);
        MailboxGate.Permit[] held = new MailboxGate.Permit[1];
        gate.acquire(MAILBOX, 1, pool, permit -> held[0] = permit);
        CompletableFuture<Void> run = runner.run(upload, MAILBOX, 1, UploadBudget.unlimited(), Upload::isDone);

        stopping.set(true);
        held[0].close();

        assertThat(failureOf(run)).isEqualTo(UploadFailure.INTERRUPTED);
        assertThat(world.requests("put")).isEmpty();
        awaitEveryPermit();
        world.assertGoesOn(file);
    }

    @Test
    void whatOnlyOneUploadMayHaveIsGivenToOneAfterTheOther() throws Exception {
        CompletableFuture<MailboxGate.Permit> first = runner.lock(world.upload(file), "item");
        CompletableFuture<MailboxGate.Permit> second = runner.lock(world.upload(file), "item");
        assertThat(first).isCompleted();
        assertThat(second).isNotDone();

        first.join().close();

        second.get(20, TimeUnit.SECONDS).close();
        awaitEveryPermit();
    }

    /** As in a route that attaches to an item between the first and the last step of another upload to it. */
    @ParameterizedTest
    @EnumSource(
            value = UploadFailure.class,
            names = {"INTERRUPTED", "OUT_OF_TIME"})
    void theWaitForWhatIsNeverFreeEnds(UploadFailure how) throws Exception {
        world.clock.advance(world.uploadTimeout.multipliedBy(2));
        MailboxGate.Permit held = runner.lock(world.upload(file), "item").join();
        CompletableFuture<MailboxGate.Permit> waiting = runner.lock(world.upload(file), "item");

        if (how == UploadFailure.INTERRUPTED) {
            stopping.set(true);
        } else {
            world.clock.advance(world.uploadTimeout.plusSeconds(1));
        }

        assertThat(failureOf(waiting)).isEqualTo(how);
        held.close();
        awaitEveryPermit();
        assertThat(world.requests()).isEmpty();
    }

    /** Who has it may be of another application, which takes its time. */
    @ParameterizedTest
    @EnumSource(
            value = UploadFailure.class,
            names = {"INTERRUPTED", "OUT_OF_TIME"})
    void theWaitForTheMailboxEndsWhoeverHasIt(UploadFailure how) throws Exception {
        world.clock.advance(world.uploadTimeout.multipliedBy(2));
        UploadBudget budget = new UploadBudget(1_000_000, Duration.ofHours(1), System::nanoTime);
        Upload upload = world.upload(file);
        runner.run(upload, MAILBOX, 1, UploadBudget.unlimited(), Upload::isOpen).get(20, TimeUnit.SECONDS);
        gate.acquire(MAILBOX, 1, pool, permit -> {});
        CompletableFuture<Void> waiting = runner.run(upload, MAILBOX, 1, budget, Upload::isDone);

        if (how == UploadFailure.INTERRUPTED) {
            stopping.set(true);
        } else {
            world.clock.advance(world.uploadTimeout.plusSeconds(1));
        }

        assertThat(failureOf(waiting)).isEqualTo(how);
        assertThat(gate.waiting(MAILBOX)).isZero();
        assertThat(budget.snapshot()).as("what was put aside for the request").isEmpty();
        assertThat(world.requests("put")).isEmpty();
    }

    /** That is how Java says that the machine has no thread to give. */
    @Test
    void anUploadThatGetsNoThreadFails() {
        AtomicInteger threads = new AtomicInteger();
        UploadRunner poor = new UploadRunner(
                task -> {
                    if (threads.incrementAndGet() > 1) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    pool.execute(task);
                },
                timer,
                gate,
                stopping::get);
        // While it waits, it gives its thread back.
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("0.3");

        CompletableFuture<Void> run =
                poor.run(world.upload(file), MAILBOX, 2, UploadBudget.unlimited(), Upload::isDone);

        assertThat(run)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("unable to create native thread");
        awaitEveryPermit();
        world.assertGoesOn(file);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anUploadEndsWhenItsThreadsAreGone(boolean timerToo) throws Exception {
        world.on(PUT_RANGE).nth(2).answer(429).retryAfter("3");
        CompletableFuture<Void> run = run(world.upload(file));
        Awaitility.await().until(() -> world.events().contains(UploadEvent.Type.WAITING));

        pool.shutdown();
        if (timerToo) {
            timer.shutdown();
        }

        assertThat(failureOf(run)).isEqualTo(UploadFailure.INTERRUPTED);
        awaitEveryPermit();
        world.assertGoesOn(file);
    }

    @Test
    void anUploadThatCannotWaitEnds() throws Exception {
        timer.shutdown();
        world.on(PUT_RANGE).nth(2).answer(429);

        assertThat(failureOf(run(world.upload(file)))).isEqualTo(UploadFailure.INTERRUPTED);

        world.assertGoesOn(file);
    }
}
