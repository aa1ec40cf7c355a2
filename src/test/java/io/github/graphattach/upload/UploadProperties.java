package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.CANCEL_SESSION;
import static io.github.graphattach.emulator.RequestKind.DELETE_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_CONTENT;
import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.OPEN_SESSION;
import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static io.github.graphattach.emulator.RequestKind.SESSION_STATUS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.BytesContent;
import io.github.graphattach.content.FileContent;
import io.github.graphattach.content.SpooledContent;
import io.github.graphattach.emulator.Answers.LocationForm;
import io.github.graphattach.emulator.Answers.Progress;
import io.github.graphattach.emulator.Answers.RangeForm;
import io.github.graphattach.emulator.Answers.StatusQuery;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.Fault;
import io.github.graphattach.emulator.RequestKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Any file, any policy, any wording and any script of faults from the emulator's repertoire: the upload ends with exactly one
 * attachment that is the file, or with a failure that has a name and leaves none that is wrong. More cases by hand:
 * {@code -Djqwik.tries.default=50000}.
 */
class UploadProperties {

    /** Enough for every try, session and search of the worst script; an engine that goes round has no bound. */
    private static final int MOST_REQUESTS = 400;

    private static final String OTHER_BYTES = "other bytes";

    private static final World world = new World();

    private static final Path folder = newFolder();

    /** What a fault does. */
    record Effect(String name, Consumer<Fault> script) {
        @Override
        public String toString() {
            return name;
        }
    }

    record Strike(RequestKind kind, int nth, int times, Effect effect) {}

    /** How the service words its answers. */
    record Wording(
            Progress progress, RangeForm range, LocationForm location, StatusQuery status, int conflict, int expired) {}

    /** What is there before: nothing, a twin of the file, or something else of its name. */
    enum Before {
        NOTHING,
        TWIN,
        OTHER_BYTES
    }

    /** Where the bytes are read from. */
    enum Source {
        MEMORY,
        FILE,
        SPOOL
    }

    record Given(
            Source source,
            int size,
            int chunk,
            int smallFileLimit,
            VerifyLevel verify,
            OnExisting onExisting,
            Before before,
            Wording wording,
            World.Question question) {

        Given but(int size, int smallFileLimit, World.Question question) {
            return new Given(source, size, chunk, smallFileLimit, verify, onExisting, before, wording, question);
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("upload-properties");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterContainer
    static void close() throws IOException {
        world.close();
        Files.deleteIfExists(folder.resolve("file"));
        Files.delete(folder);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aSessionNeverAttachesAWrongByteOrASecondCopy(
            @ForAll("worlds") Given given, @ForAll("strikes") List<Strike> strikes) {
        check(given.but(given.size + 1, 0, given.question), strikes);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void aFileOfAnySizeIsNeverAttachedWronglyOrTwice(
            @ForAll("worlds") Given given, @ForAll("strikes") List<Strike> strikes) {
        check(given, strikes);
    }

    private static void check(Given given, List<Strike> strikes) {
        byte[] file = World.file(given.size);
        arrange(given);
        Map<String, byte[]> before = before(given, file);
        for (Strike strike : strikes) {
            strike.effect.script.accept(world.on(strike.kind).nth(strike.nth).times(strike.times));
        }
        int setUp = world.requests().size();

        try (AttachmentContent content = content(given.source, file)) {
            check(given, strikes, file, before, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }

        assertThat(world.requests().size() - setUp)
                .as("requests: %s", world.requests())
                .isLessThan(MOST_REQUESTS);
        assertThat(sentBytes())
                .as("bytes sent: %s", world.requests())
                .isLessThanOrEqualTo((long) (given.size + 1) * (9 + 4 * strikes.size()));
        if (strikes.stream().noneMatch(UploadProperties::mayLeaveASession)) {
            world.assertNoSession();
        }
    }

    private static AttachmentContent content(Source source, byte[] file) throws IOException {
        return switch (source) {
            case MEMORY -> new BytesContent(file);
            case FILE -> FileContent.open(Files.write(folder.resolve("file"), file));
            case SPOOL -> SpooledContent.of(new ByteArrayInputStream(file), Long.MAX_VALUE, folder, (read, rest) -> {});
        };
    }

    private static void check(
            Given given, List<Strike> strikes, byte[] file, Map<String, byte[]> before, AttachmentContent content) {
        Upload upload = world.upload(content);
        try {
            world.drive(upload);
            succeeded(given, upload.result(), file, before);
        } catch (UploadException e) {
            failed(given, e, file, before);
            if (strikes.stream().noneMatch(UploadProperties::mayLeaveASession)) {
                world.assertNoUselessSession(e);
            }
            secondTry(given, e, file, before, content);
        }
    }

    /** The service is well again, and what can be retried is retried, as a redelivery or another process does. */
    private static void secondTry(
            Given given, UploadException failure, byte[] file, Map<String, byte[]> before, AttachmentContent content) {
        if (failure.failure().retryable()) {
            world.emulator.faults().clear();
            succeeded(given, world.finish(world.again(content)), file, before);
        }
    }

    private static void arrange(Given given) {
        world.reset();
        world.chunkSize = given.chunk;
        world.smallFileLimit = given.smallFileLimit;
        world.verify = given.verify;
        world.onExisting = given.onExisting;
        world.question = given.question;
        Wording wording = given.wording;
        world.emulator
                .answers()
                .progress(wording.progress)
                .ranges(wording.range)
                .location(wording.location)
                .statusQuery(wording.status)
                .rangeConflictStatus(wording.conflict)
                .expiredStatus(wording.expired);
    }

    private static Map<String, byte[]> before(Given given, byte[] file) {
        Map<String, byte[]> before = new HashMap<>();
        switch (given.before) {
            case NOTHING -> {}
            case TWIN -> before.put(world.attachedBefore(World.NAME, file), file);
            case OTHER_BYTES -> {
                byte[] other = World.file(given.size + 7);
                before.put(world.attachedBefore(World.NAME, other), other);
            }
        }
        return before;
    }

    private static List<EmulatedAttachment> made(Map<String, byte[]> before) {
        return world.item.attachments().stream()
                .filter(attachment -> !before.containsKey(attachment.id()))
                .toList();
    }

    private static void succeeded(Given given, UploadResult result, byte[] file, Map<String, byte[]> before) {
        List<EmulatedAttachment> made = made(before);
        if (result.outcome() == UploadResult.Outcome.ALREADY_PRESENT) {
            assertThat(made)
                    .as("attachments beside the one present after %s", world.requests())
                    .isEmpty();
            assertThat(before.get(result.attachmentId())).isEqualTo(file);
        } else {
            assertThat(made).as("attachments after %s", world.requests()).hasSize(1);
            world.assertStored(made.get(0), file);
            assertThat(result.attachmentId()).isEqualTo(made.get(0).id());
        }
        int expected = given.onExisting == OnExisting.REPLACE ? 0 : before.size();
        assertThat(world.item.attachments().size() - made.size())
                .as("attachments that were there before, after %s", world.requests())
                .isEqualTo(expected);
    }

    private static void failed(Given given, UploadException failure, byte[] file, Map<String, byte[]> before) {
        List<EmulatedAttachment> made = made(before);
        assertThat(made).as("%s left after %s", failure, world.requests()).hasSizeLessThanOrEqualTo(1);
        made.forEach(attachment -> world.assertStored(attachment, file));
        if (made.isEmpty() || given.onExisting != OnExisting.REPLACE) {
            assertThat(world.item.attachments().size() - made.size())
                    .as("attachments that were there before, after %s", world.requests())
                    .isEqualTo(before.size());
        }
        assertThat(failure.getMessage()).doesNotContain("authtoken", "\n");
    }

    private static long sentBytes() {
        return world.requests("put").stream()
                .map(put -> put.split("[ -]"))
                .mapToLong(put -> Long.parseLong(put[2]) - Long.parseLong(put[1]) + 1)
                .sum();
    }

    /** Where the answer that named a session was lost nobody can delete it, and a DELETE is tried twice only. */
    private static boolean mayLeaveASession(Strike strike) {
        return strike.kind == CANCEL_SESSION || strike.kind == OPEN_SESSION;
    }

    @Provide
    Arbitrary<Given> worlds() {
        Arbitrary<Given> asked = Combinators.combine(
                        Arbitraries.of(Source.class),
                        Arbitraries.integers().between(0, 4500),
                        Arbitraries.integers().between(300, 1500),
                        Arbitraries.integers().between(0, 2000),
                        Arbitraries.of(VerifyLevel.class),
                        Arbitraries.of(OnExisting.class),
                        Arbitraries.of(Before.class),
                        wordings())
                .as((source, size, chunk, limit, verify, onExisting, before, wording) -> new Given(
                        source, size, chunk, limit, verify, onExisting, before, wording, World.Question.NOT_ASKED));
        return Combinators.combine(asked, Arbitraries.of(World.Question.class))
                .as((given, question) -> given.but(given.size, given.smallFileLimit, question));
    }

    private static Arbitrary<Wording> wordings() {
        return Combinators.combine(
                        Arbitraries.of(Progress.class),
                        Arbitraries.of(RangeForm.class),
                        Arbitraries.of(LocationForm.class),
                        Arbitraries.of(StatusQuery.class),
                        Arbitraries.of(400, 409, 416),
                        Arbitraries.of(401, 404, 410))
                .as(Wording::new);
    }

    @Provide
    Arbitrary<List<Strike>> strikes() {
        return Arbitraries.of(
                        PUT_RANGE,
                        PUT_RANGE,
                        PUT_RANGE,
                        POST_ATTACHMENT,
                        OPEN_SESSION,
                        SESSION_STATUS,
                        CANCEL_SESSION,
                        LIST_ATTACHMENTS,
                        GET_ATTACHMENT,
                        GET_CONTENT,
                        DELETE_ATTACHMENT)
                .flatMap(kind -> Combinators.combine(
                                Arbitraries.integers().between(1, 6),
                                Arbitraries.integers().between(1, 6),
                                Arbitraries.of(effects(kind)))
                        .as((nth, times, effect) -> new Strike(kind, nth, times, effect)))
                .list()
                .ofMaxSize(6)
                .map(UploadProperties::lyingOnce);
    }

    /** A service that shows other bytes twice than it holds proves a mismatch that is none. */
    private static List<Strike> lyingOnce(List<Strike> strikes) {
        List<Strike> kept = new ArrayList<>(strikes);
        strikes.stream().filter(UploadProperties::isLie).skip(1).forEach(kept::remove);
        return kept;
    }

    private static boolean isLie(Strike strike) {
        return strike.effect.name.equals(OTHER_BYTES);
    }

    private static Effect effect(String name, Consumer<Fault> script) {
        return new Effect(name, script);
    }

    private static List<Effect> effects(RequestKind kind) {
        List<Effect> effects = new ArrayList<>(onTheWay());
        effects.addAll(answers());
        switch (kind) {
            case PUT_RANGE -> effects.addAll(ofRanges());
            case SESSION_STATUS ->
                effects.addAll(List.of(
                        effect("claim 0", f -> f.claimOffset(0)),
                        effect("claim 700", f -> f.claimOffset(700)),
                        effect("claim 10^9", f -> f.claimOffset(1_000_000_000)),
                        effect("lose session", Fault::loseSession)));
            case OPEN_SESSION ->
                effects.add(effect(
                        "too small", f -> f.answer(400).error("ErrorAttachmentSizeShouldNotBeLessThanMinimumSize")));
            case GET_CONTENT ->
                effects.add(effect(OTHER_BYTES, f -> f.times(1).answer(200).body("application/octet-stream", "other")));
            // An attachment that is there while its deletion says that it is gone cannot be told from one that is gone.
            case DELETE_ATTACHMENT ->
                effects.removeIf(effect -> effect.name.startsWith("404") && !effect.name.contains("HTML"));
            case GET_ATTACHMENT ->
                effects.add(effect("size 0", f -> f.answer(200).body("application/json", "{\"size\":0}")));
            default -> {}
        }
        return effects;
    }

    private static List<Effect> onTheWay() {
        return List.of(
                effect("reset before", Fault::resetBeforeReading),
                effect("reset while reading", f -> f.resetWhileReading(100)),
                effect("reset after", Fault::resetAfterReading),
                effect("lose reply", Fault::loseReply),
                effect("end of stream", f -> f.loseReply().endOfStream()),
                effect("cut reply", f -> f.cutReply(5)),
                effect("three hours", f -> f.advanceClock(Duration.ofHours(3))));
    }

    private static List<Effect> answers() {
        Stream<Effect> refused = Stream.of(
                        302, 400, 401, 403, 404, 405, 407, 408, 409, 410, 412, 413, 416, 422, 423, 429, 500, 502, 503,
                        504, 507, 509)
                .flatMap(status -> Stream.of(
                        effect("" + status, f -> f.answer(status)),
                        effect(status + " in HTML", f -> f.answer(status).body("text/html", "<html>")),
                        effect(status + " with a wait", f -> f.answer(status).retryAfter("3")),
                        effect(status + " with a long wait", f -> f.answer(status)
                                .retryAfter("3600"))));
        Stream<Effect> acted = Stream.of(408, 500, 502, 503, 504)
                .map(status ->
                        effect(status + " after it acted", f -> f.answer(status).afterCommit()));
        return Stream.concat(refused, acted).toList();
    }

    private static List<Effect> ofRanges() {
        return List.of(
                effect("accept 0", f -> f.acceptOnly(0)),
                effect("accept 100", f -> f.acceptOnly(100)),
                effect("rewind to 0", f -> f.rewindTo(0)),
                effect("rewind to 450", f -> f.rewindTo(450)),
                effect("claim 0", f -> f.claimOffset(0)),
                effect("claim 700", f -> f.claimOffset(700)),
                effect("claim 10^9", f -> f.claimOffset(1_000_000_000)),
                effect("lose session", Fault::loseSession),
                effect("without Location", Fault::withoutLocation),
                effect("404 after it acted", f -> f.answer(404).afterCommit()),
                effect("416 after it acted", f -> f.answer(416).afterCommit()),
                effect("200 after it acted", f -> f.answer(200).afterCommit()),
                effect(
                        "200 in HTML after it acted",
                        f -> f.answer(200).body("text/html", "<html>").afterCommit()),
                effect("message too large", f -> f.answer(413).error("ErrorMessageSizeExceeded")));
    }
}
