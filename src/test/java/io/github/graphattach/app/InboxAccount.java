package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What was dropped into an inbox and what became of it, by content: each file has one of its own. */
final class InboxAccount {

    private final String name;
    private final InboxBench bench;
    /** What was dropped and nobody destroyed, and what was. */
    private final Set<String> alive = new HashSet<>();

    private final Set<String> destroyed = new HashSet<>();
    /** The job that came with a file that no other job names, by the file's content. */
    private final Map<String, String> jobs = new HashMap<>();

    private final Set<Path> provenReceipts = new HashSet<>();
    /** Accounts of failures that had no job beside them when a kill or a full disk interrupted the move. */
    private final Set<Path> interruptedFailures = new HashSet<>();

    private int contents;
    private int receipts;

    /** @param name begins each complaint */
    InboxAccount(String name, InboxBench bench) {
        this.name = name;
        this.bench = bench;
    }

    /** {@return how many receipts were compared with the service in the end} */
    int receipts() {
        return receipts;
    }

    /** {@return a number that is given once} */
    int next() {
        return ++contents;
    }

    /** {@return content that nothing else has} */
    String fresh() {
        return name + ", content " + next() + "\n";
    }

    Path write(Path file, String content) throws IOException {
        Files.writeString(file, content);
        touch(file);
        return file;
    }

    /** Disks tell times apart by some milliseconds, so what is written at once looks the same, now and then. */
    void touch(Path file) throws IOException {
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000L * next()));
    }

    String drops(String content) {
        alive.add(content);
        return content;
    }

    /** A job comes with a file that no other one names. */
    void belongs(String file, String job) {
        jobs.put(file, job);
    }

    /** Somebody destroys what lies there. */
    void destroys(Path file) throws IOException {
        var content = Files.readString(file);
        if (alive.remove(content)) {
            destroyed.add(content);
        }
    }

    /** Somebody destroys what lies there, and puts this in its place. */
    void replaces(Path file, String content) throws IOException {
        destroys(file);
        drops(content);
    }

    /** A kill or a full disk interrupts what is being done. */
    void interrupts() {
        try {
            for (var failure : records("failed", ".error.json")) {
                if (!hasItsJob(failure)) {
                    interruptedFailures.add(failure);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Somebody deletes an attachment: from now on no receipt may name it, those that do were true. */
    void deletes(String attachmentId) throws IOException {
        for (var receipt : records("done", ".receipt.json")) {
            if (provenReceipts.add(receipt)) {
                assertNamesWhatTheServiceHolds(receipt);
            }
        }
        bench.services.forEach(service -> service.attachments().remove(attachmentId));
    }

    /** {@return the files below a folder that are no records} */
    List<Path> dropped(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file -> !isRecord(String.valueOf(file.getFileName())))
                    .sorted()
                    .toList();
        }
    }

    /** {@return what jobs that are done have left, as far as it can be dropped again} */
    List<Path> sendable() throws IOException {
        var done = bench.root.resolve("done");
        return dropped(done).stream()
                .filter(file -> done.relativize(file).getNameCount() == 2 && isSpelledOneWay(file))
                .filter(file -> !Files.exists(inInbox(file), LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** {@return the place in the inbox of a file of that name} */
    Path inInbox(Path file) {
        return bench.root.resolve("inbox").resolve(Objects.requireNonNull(file.getFileName()));
    }

    private static boolean isSpelledOneWay(Path file) {
        var name = FileName.shown(Objects.requireNonNull(file.getFileName()));
        return FileName.composed(name).equals(name);
    }

    private static boolean isRecord(String name) {
        return RecordNames.mayBe(name) || name.startsWith(HeldFolder.UNFINISHED);
    }

    private List<Path> records(String outcome, String ending) throws IOException {
        try (var files = Files.walk(bench.root.resolve(outcome), 2)) {
            return files.filter(file -> file.toString().endsWith(ending)
                            && !String.valueOf(file.getFileName()).startsWith(HeldFolder.UNFINISHED))
                    .sorted()
                    .toList();
        }
    }

    void assertAllIsSaidAndDone() throws IOException {
        assertThat(bench.inbox().isIdle())
                .as(
                        "%s: idle in the end; it waits because of %s",
                        name, bench.outage().reason())
                .isTrue();
        assertThat(bench.inbox().left())
                .as("%s: what stays for good", name)
                .noneMatch(file -> file.matches("job-[0-9]\\.json"));
        assertEachFileIsInOnePlace();
        for (var service : bench.services) {
            for (var stored : service.attachments().values()) {
                assertThat(alive.contains(stored.content()) || destroyed.contains(stored.content()))
                        .as("%s: '%s' was attached, and was dropped as a whole", name, stored.content())
                        .isTrue();
                assertThat(stored.name()).as("%s: what is ignored", name).doesNotEndWith(".tmp");
            }
        }
        for (var receipt : records("done", ".receipt.json")) {
            receipts++;
            if (!provenReceipts.contains(receipt)) {
                assertNamesWhatTheServiceHolds(receipt);
            }
            assertIsBesideWhatWasWorked(receipt);
            assertBelongsToNoOtherJob(receipt);
            assertNothingOutdatedIsLeft(receipt);
        }
        for (var failure : records("failed", ".error.json")) {
            assertIsFairAndWhole(failure);
        }
    }

    private void assertEachFileIsInOnePlace() throws IOException {
        var found = new HashMap<String, List<Path>>();
        for (var part : List.of("inbox", "done", "failed")) {
            for (var file : dropped(bench.root.resolve(part))) {
                found.computeIfAbsent(Files.readString(file), first -> new ArrayList<>())
                        .add(bench.root.relativize(file));
            }
        }
        for (var content : alive) {
            assertThat(found.getOrDefault(content, List.of()))
                    .as("%s: where '%s' is", name, content)
                    .hasSize(1);
        }
        found.forEach((content, places) -> assertThat(alive.contains(content) || destroyed.contains(content))
                .as("%s: '%s' was dropped, in %s", name, content, places)
                .isTrue());
    }

    private Receipt read(Path receipt) throws IOException {
        return JobReader.strictMapper().readValue(Files.readString(receipt, StandardCharsets.UTF_8), Receipt.class);
    }

    private void assertNamesWhatTheServiceHolds(Path receipt) throws IOException {
        var said = read(receipt);
        assertThat(said.files()).as("%s: files of %s", name, receipt).isNotEmpty();
        var service = bench.services.stream()
                .filter(one -> one.service().has(said))
                .findFirst()
                .orElseThrow();
        for (var file : said.files()) {
            var stored = Optional.ofNullable(service.attachments().get(file.attachmentId()));
            assertThat(stored.map(ServiceDouble.Stored::sha256))
                    .as("%s: what %s names at the service", name, receipt)
                    .contains(file.sha256());
        }
    }

    private void assertIsBesideWhatWasWorked(Path receipt) throws IOException {
        var said = read(receipt);
        var job = receipt.resolveSibling(said.job());
        if (JobReader.isJob(said.job()) && Files.exists(job)) {
            assertThat(HeldFile.sha256(Files.readAllBytes(job)))
                    .as("%s: the job beside %s is the one that was worked", name, receipt)
                    .isEqualTo(said.jobSha256());
        }
        for (var file : said.files()) {
            var moved = receipt.resolveSibling(file.path());
            if (Files.isRegularFile(moved, LinkOption.NOFOLLOW_LINKS)) {
                assertThat(HeldFile.sha256(Files.readAllBytes(moved)))
                        .as("%s: %s is the file that was attached", name, moved)
                        .isEqualTo(file.sha256());
            }
        }
    }

    private void assertBelongsToNoOtherJob(Path receipt) throws IOException {
        var said = read(receipt);
        for (var job : jobs.entrySet()) {
            assertThat(!JobReader.isJob(said.job())
                            && !said.job().startsWith("renamed")
                            && alive.contains(job.getValue())
                            && said.files().get(0).sha256().equals(sha256(job.getKey())))
                    .as("%s: '%s' was attached by itself, and a job names it", name, said.job())
                    .isFalse();
        }
    }

    private void assertNothingOutdatedIsLeft(Path receipt) throws IOException {
        var said = read(receipt);
        // Files without a job of their own are one job after the other of one name.
        if (!JobReader.isJob(said.job())) {
            return;
        }
        for (var outdated : bench.outdated().entrySet()) {
            // Where that could not be written down, and the file is gone now, the receipt says what is there.
            var isNamed =
                    said.files().stream().anyMatch(file -> file.attachmentId().equals(outdated.getKey()));
            if (outdated.getValue().equals(said.jobSha256()) && !isNamed) {
                assertThat(bench.services)
                        .as("%s: the service of %s has a part of a file", name, receipt)
                        .filteredOn(service -> service.service().has(said))
                        .noneMatch(service -> service.attachments().containsKey(outdated.getKey()));
            }
        }
    }

    private static String sha256(String content) {
        return HeldFile.sha256(content.getBytes(StandardCharsets.UTF_8));
    }

    /** A job fails once, in one folder, for what is its own fault. */
    private void assertIsFairAndWhole(Path failure) throws IOException {
        var account = Files.readString(failure);
        assertThat(account)
                .as("%s: %s is the job's own fault", name, failure)
                .doesNotContain(ServiceDouble.STOPPED, ServiceDouble.REFUSED, "No space left");
        for (var file : dropped(bench.root.resolve("inbox"))) {
            var composed = FileName.composed(FileName.shown(Objects.requireNonNull(file.getFileName())));
            assertThat(!isSpelledOneWay(file) && account.contains("the file '" + composed + "' is not"))
                    .as("%s: %s misses what lies there in another spelling", name, failure)
                    .isFalse();
        }
        var job = JobReader.strictMapper().readTree(failure.toFile());
        var isGone = interruptedFailures.contains(failure)
                && destroyed.stream().anyMatch(content -> sha256(content)
                        .equals(job.path("jobSha256").asText()));
        if (JobReader.isJob(job.path("job").asText()) && !isGone) {
            assertThat(hasItsJob(failure))
                    .as("%s: the job beside %s", name, failure)
                    .isTrue();
        }
    }

    private static boolean hasItsJob(Path failure) throws IOException {
        var said = JobReader.strictMapper().readTree(failure.toFile());
        var job = failure.resolveSibling(said.path("job").asText());
        return Files.exists(job)
                && HeldFile.sha256(Files.readAllBytes(job))
                        .equals(said.path("jobSha256").asText());
    }
}
