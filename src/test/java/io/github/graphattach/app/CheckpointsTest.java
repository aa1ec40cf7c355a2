package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.graphattach.OtherJvm;
import io.github.graphattach.session.Claim;
import io.github.graphattach.session.JdbcUploadSessionStore;
import io.github.graphattach.session.KeyRing;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.SessionStoreException;
import io.github.graphattach.session.UploadSessionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The database of the checkpoints after what can happen to it. */
class CheckpointsTest {

    private static final LeaseTerms AN_HOUR =
            new LeaseTerms(Duration.ofHours(1), Duration.ZERO, LeaseTerms.DEFAULT_RETENTION);

    /** As after a crash and a start with the clock set back: the lease runs for long, and its owner is gone. */
    @Test
    void aLeaseOfAProcessThatIsGoneEndsWithIt(@TempDir Path folder) {
        try (var pool = pool(folder)) {
            var gone = new JdbcUploadSessionStore(pool, KeyRing.ofThisProcess(), AN_HOUR);
            assertThat(gone.claim("upload")).isInstanceOf(Claim.Claimed.class);
        }
        var context = new DefaultCamelContext();
        var properties = context.getPropertiesComponent();
        properties.addInitialProperty("graphattach.demo", "false");
        properties.addInitialProperty("graphattach.secret-key", "");
        properties.addInitialProperty("graphattach.state", folder.toString());
        try (var next = new CheckpointConfiguration()) {
            next.configure(context);
            var store = Objects.requireNonNull(
                    context.getRegistry().lookupByNameAndType("checkpoints", UploadSessionStore.class));

            assertThat(store.claim("upload")).as("a claim by the next process").isInstanceOf(Claim.Claimed.class);
        }
    }

    /** A limit of the process on the size of files stands for the disk; a process of its own, as it is the limit of one. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void aDatabaseThatClosedItselfOnAFullDiskIsOpenedAgain(@TempDir Path folder) throws Exception {
        var process = OtherJvm.shortLived(
                        List.of("-Dlog4j2.configurationFile=log4j2.properties", "-Dgraphattach.log-level=off"),
                        CheckpointsTest.class,
                        folder.toString())
                .inheritIO()
                .start();

        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /** Runs in the process with the limit. */
    public static void main(String[] arguments) throws Exception {
        try (var pool = pool(Path.of(arguments[0]))) {
            var store = new JdbcUploadSessionStore(pool, KeyRing.ofThisProcess(), AN_HOUR);
            limitFilesTo("20000");
            assertThatThrownBy(() -> {
                        for (var count = 0; count < 1000; count++) {
                            store.claim("upload-" + count);
                        }
                    })
                    .isInstanceOf(SessionStoreException.class);
            limitFilesTo("unlimited");

            var opened = false;
            for (var tries = 0; tries < 10 && !opened; tries++) {
                opened = isOpen(store);
            }
            assertThat(store.claim("another")).isInstanceOf(Claim.Claimed.class);
        }
    }

    private static boolean isOpen(JdbcUploadSessionStore store) {
        try {
            store.requireReachable();
            return true;
        } catch (SessionStoreException e) {
            return false;
        }
    }

    private static void limitFilesTo(String bytes) throws IOException, InterruptedException {
        var pid = String.valueOf(ProcessHandle.current().pid());
        var limited = new ProcessBuilder("prlimit", "--pid", pid, "--fsize=" + bytes + ":unlimited")
                .inheritIO()
                .start();
        assertThat(limited.waitFor()).isZero();
    }

    private static HikariDataSource pool(Path folder) {
        return new HikariDataSource(CheckpointConfiguration.pool(folder));
    }
}
