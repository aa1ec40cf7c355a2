package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A job opens each of its files when its turn comes, however many it has, so that few are open at once. */
@EnabledOnOs(OS.LINUX)
class OpenInboxFilesTest {

    private static final int FILES = 500;
    private static final int JOBS_IN_FLIGHT = 3;

    private final List<Integer> open = new ArrayList<>();
    private Path inbox;
    private OpenFilesOf files;
    private InboxBench bench;

    @BeforeEach
    void countBeforeEachStep(@TempDir Path root) throws IOException {
        inbox = root.toRealPath().resolve("inbox");
        files = new OpenFilesOf(inbox);
        bench = new InboxBench(root, JOBS_IN_FLIGHT, false, step -> open.add(files.count()));
    }

    @Test
    void aJobOfManyFilesHasOneOpen() throws IOException {
        drop("board", FILES);
        settle();

        bench.workAll();

        assertThat(bench.service().attachments()).hasSize(FILES);
        assertThat(open).as("files of the inbox that are open at once").contains(1);
        assertThat(open).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(1));
        assertThat(files.count()).as("open afterwards").isZero();
    }

    @Test
    void asManyJobsAsAreInWorkHaveOneOpenEach() throws IOException {
        for (var job = 0; job < 2 * JOBS_IN_FLIGHT; job++) {
            drop("job-" + job, 20);
        }
        settle();

        while (bench.look() || !bench.courses().isEmpty()) {
            List.copyOf(bench.courses()).forEach(InboxBench.Course::advance);
        }

        assertThat(bench.service().attachments()).hasSize(2 * JOBS_IN_FLIGHT * 20);
        assertThat(open).as("files of the inbox that are open at once").contains(JOBS_IN_FLIGHT);
        assertThat(open).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(JOBS_IN_FLIGHT));
        assertThat(files.count()).as("open afterwards").isZero();
    }

    private void settle() {
        bench.look();
        bench.pass(InboxBench.FILE_QUIET);
    }

    private void drop(String job, int files) throws IOException {
        for (var number = 0; number < files; number++) {
            Files.writeString(inbox.resolve(name(job, number)), "document %d of %s".formatted(number, job));
        }
        var names = IntStream.range(0, files)
                .mapToObj(number -> "{ \"path\": \"%s\" }".formatted(name(job, number)))
                .collect(Collectors.joining(", "));
        Files.writeString(
                inbox.resolve(job + ".json"),
                "{ \"target\": %s, \"files\": [ %s ] }".formatted(InboxBench.TARGET, names));
    }

    private static String name(String job, int number) {
        return "%s-%d.txt".formatted(job, number);
    }
}
