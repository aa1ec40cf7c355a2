package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
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
    private final Set<String> destroyedNames = new HashSet<>();
    /** What took the place of a job or a file after the receipt was written: a kill can leave it beside that. */
    private final Set<String> late = new HashSet<>();

    private final Set<String> deletedAttachments = new HashSet<>();
    private final Set<Path> provenReceipts = new HashSet<>();
    private final Set<Path> failuresElsewhere = new HashSet<>();
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

    String drops(String content) {
        alive.add(content);
        return content;
    }

    /** Somebody destroys what lies there. */
    void destroys(Path file) throws IOException {
        var content = Files.readString(file);
        if (alive.remove(content)) {
            destroyed.add(content);
        }
        destroyedNames.add(String.valueOf(file.getFileName()));
    }

    /** What was known at the other service says nothing here, nor does a move to the failed jobs that was begun there. */
    void changesService() throws IOException {
        for (var failure : records("failed", ".error.json")) {
            if (!hasItsJob(failure)) {
                failuresElsewhere.add(failure);
            }
        }
        bench.changeService();
    }

    /** Somebody destroys what lies there, and puts this in its place. */
    void replaces(Path file, String content) throws IOException {
        var old = HeldFile.sha256(Files.readAllBytes(file));
        for (var receipt : records("done", ".receipt.json")) {
            if (Files.readString(receipt).contains(old)) {
                late.add(content);
            }
        }
        destroys(file);
        drops(content);
    }

    /** Somebody deletes an attachment: from now on no receipt may name it, those that do were true. */
    void deletes(String attachmentId) throws IOException {
        for (var receipt : records("done", ".receipt.json")) {
            if (provenReceipts.add(receipt)) {
                assertNamesWhatTheServiceHolds(receipt);
            }
        }
        deletedAttachments.add(attachmentId);
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

    /**
     * {@return what jobs that are done have left, as far as it can be dropped again}
     *
     * <p>Its place is to be free, and not that of what a job in work may give back in that very moment: no move in Java
     * refuses to overwrite.
     */
    List<Path> sendable() throws IOException {
        var done = bench.root.resolve("done");
        return dropped(done).stream()
                .filter(file -> done.relativize(file).getNameCount() == 2 && isSpelledOneWay(file))
                .filter(file -> !Files.exists(inInbox(file), LinkOption.NOFOLLOW_LINKS))
                .filter(file -> !bench.isClaimed(String.valueOf(file.getFileName())))
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
            // What is gone at the service is attached anew, unless its file was taken away as well.
            var isGone = deletedAttachments.contains(file.attachmentId()) || service.hasRemoved(file.attachmentId());
            if (stored.isEmpty() && isGone) {
                assertThat(receipt.resolveSibling(file.path()))
                        .as("%s: what could have been attached anew", name)
                        .doesNotExist();
            } else {
                assertThat(stored.map(ServiceDouble.Stored::sha256))
                        .as("%s: what %s names at the service", name, receipt)
                        .contains(file.sha256());
            }
        }
    }

    private void assertIsBesideWhatWasWorked(Path receipt) throws IOException {
        var said = read(receipt);
        // A kill, and then another file in the place of one that was attached, lets a job fail after its receipt.
        var job = receipt.resolveSibling(said.job());
        if (JobReader.isJob(said.job()) && Files.exists(job) && !late.contains(Files.readString(job))) {
            assertThat(HeldFile.sha256(Files.readAllBytes(job)))
                    .as("%s: the job beside %s is the one that was worked", name, receipt)
                    .isEqualTo(said.jobSha256());
        }
        for (var file : said.files()) {
            var moved = receipt.resolveSibling(file.path());
            if (Files.isRegularFile(moved, LinkOption.NOFOLLOW_LINKS) && !late.contains(Files.readString(moved))) {
                assertThat(HeldFile.sha256(Files.readAllBytes(moved)))
                        .as("%s: %s is the file that was attached", name, moved)
                        .isEqualTo(file.sha256());
            }
        }
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
        var job = jobOf(failure);
        if (JobReader.isJob(job) && !destroyedNames.contains(job) && !failuresElsewhere.contains(failure)) {
            assertThat(hasItsJob(failure))
                    .as("%s: the job beside %s", name, failure)
                    .isTrue();
        }
    }

    private static String jobOf(Path failure) throws IOException {
        return JobReader.strictMapper().readTree(failure.toFile()).path("job").asText();
    }

    private static boolean hasItsJob(Path failure) throws IOException {
        return Files.exists(failure.resolveSibling(jobOf(failure)));
    }
}
