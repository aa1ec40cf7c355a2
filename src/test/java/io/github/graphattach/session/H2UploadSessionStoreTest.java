package io.github.graphattach.session;

import static io.github.graphattach.session.Sample.KEY;
import static io.github.graphattach.session.Sample.OTHER_KEY;
import static io.github.graphattach.session.Sample.TERMS;
import static io.github.graphattach.session.Sample.TOKEN;
import static io.github.graphattach.session.Sample.checkpoint;
import static io.github.graphattach.session.Sample.claim;
import static io.github.graphattach.session.Sample.claimed;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.github.graphattach.OtherJvm;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class H2UploadSessionStoreTest extends JdbcUploadSessionStoreContract {

    private static Path folder;
    private static HikariDataSource pool;

    @BeforeAll
    static void open(@TempDir Path temporary) {
        folder = temporary;
        pool = pool(folder.resolve("store"));
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    static HikariDataSource pool(Path file) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl("jdbc:h2:async:" + file.toAbsolutePath());
        return pool;
    }

    @Override
    DataSource database() {
        return pool;
    }

    @Override
    HikariDataSource anotherPool() {
        return pool(folder.resolve("store"));
    }

    @Test
    void whatWasSavedOutlivesAProcessThatDiesInTheSameMoment() throws Exception {
        Path file = folder.resolve("crash");
        Process owner = OtherJvm.shortLived(List.of(), DyingOwner.class, file.toString())
                .inheritIO()
                .start();
        assertThat(owner.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
        assertThat(owner.exitValue()).isEqualTo(DyingOwner.STATUS);

        try (HikariDataSource survivor = pool(file)) {
            UploadSessionStore store = new JdbcUploadSessionStore(survivor, RING, TERMS);
            assertThat(store.claim(KEY)).as("the dead owner's lease runs").isInstanceOf(Claim.Busy.class);
            try (Connection connection = survivor.getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("UPDATE graph_attach_upload SET free_at = CURRENT_TIMESTAMP");
            }
            assertThat(claimed(store.claim(KEY)).checkpoint()).contains(checkpoint(DyingOwner.SAVES));
        }
    }

    /** As after a full disk has closed it. The copy is what a process that is killed would leave. */
    @Test
    void whatWasSavedIsInTheFileAlsoWhenH2HasOpenedItAnew() throws Exception {
        Path file = folder.resolve("anew");
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:async:" + file.toAbsolutePath());
        database.setUser("");
        UploadSessionStore store = new JdbcUploadSessionStore(database, RING, TERMS);
        try (Connection opened = database.getConnection()) {
            assertThat(opened.isValid(0)).isTrue();
            store.save(claim(store, KEY), checkpoint(1));
            Files.copy(folder.resolve("anew.mv.db"), folder.resolve("left.mv.db"));
        }

        try (HikariDataSource survivor = pool(folder.resolve("left"))) {
            JdbcUploadSessionStore next = new JdbcUploadSessionStore(survivor, RING, TERMS);
            next.releaseAll();
            assertThat(claimed(next.claim(KEY)).checkpoint()).contains(checkpoint(1));
        }
    }

    @Test
    void aProcessThatDiesBeforeItsCheckpointIsCommittedLeavesTheOneBefore() throws Exception {
        Path file = folder.resolve("uncommitted");
        Process owner = OtherJvm.shortLived(List.of(), UncommittedOwner.class, file.toString())
                .inheritIO()
                .start();
        assertThat(owner.waitFor(60, TimeUnit.SECONDS)).as("the process ended").isTrue();
        assertThat(owner.exitValue()).isEqualTo(DyingOwner.STATUS);

        try (HikariDataSource survivor = pool(file)) {
            JdbcUploadSessionStore store = new JdbcUploadSessionStore(survivor, RING, TERMS);
            store.releaseAll();
            assertThat(listed(store, KEY)).isEqualTo(UncommittedOwner.LISTED);
            leave(store, OTHER_KEY, UncommittedOwner.LISTED.with("another"));
            assertThat(listed(store, OTHER_KEY)).endsWith("another").hasSize(4);
        }
    }

    /** A JVM that is gone when what was attached since its first checkpoint is written, and the second one is not. */
    static final class UncommittedOwner {

        static final ListedIds LISTED = ListedIds.of(Sample.ids(3));

        private UncommittedOwner() {}

        public static void main(String[] args) {
            AtomicBoolean dies = new AtomicBoolean();
            DataSource database = OverheardDatabase.of(pool(Path.of(args[0])), (method, arguments) -> {
                if (dies.get() && method.equals("commit")) {
                    Runtime.getRuntime().halt(DyingOwner.STATUS);
                }
            });
            UploadSessionStore store = new JdbcUploadSessionStore(database, RING, TERMS);
            leave(store, KEY, LISTED);
            Lease lease = claim(store, KEY);
            dies.set(true);
            store.save(lease, checkpoint(Sample.URL, 8, LISTED.with("since")));
        }
    }

    @Test
    void nothingInTheFileTellsTheUploadUrl() throws Exception {
        Path file = folder.resolve("secret");
        try (HikariDataSource writer = pool(file)) {
            UploadSessionStore store = new JdbcUploadSessionStore(writer, RING, TERMS);
            Lease lease = claim(store, KEY);
            for (int i = 0; i < 20; i++) {
                store.save(lease, checkpoint(i));
            }
        }

        String bytes = Files.readString(folder.resolve("secret.mv.db"), ISO_8859_1);
        assertThat(bytes.contains("AAMkAttachment="))
                .as("plain text is readable")
                .isTrue();
        assertThat(bytes.contains(TOKEN)).as("the token is").isFalse();
        assertThat(bytes.contains("authtoken")).as("the URL is").isFalse();
    }

    @Test
    void aFileThatAnInterruptWouldCloseIsRefused() {
        try (HikariDataSource plain = new HikariDataSource()) {
            plain.setJdbcUrl("jdbc:h2:file:" + folder.resolve("plain").toAbsolutePath());

            assertThatThrownBy(() -> new JdbcUploadSessionStore(plain, RING, TERMS))
                    .isInstanceOf(SessionStoreException.class)
                    .hasMessageContaining("jdbc:h2:async:");
        }
    }

    @Test
    void anotherDatabaseIsRefused() {
        assertThatThrownBy(() -> new JdbcUploadSessionStore(disguised("MySQL"), RING, TERMS))
                .isInstanceOf(SessionStoreException.class)
                .hasMessageContaining("H2 or PostgreSQL")
                .hasMessageContaining("MySQL");
    }

    private static DataSource disguised(String product) {
        return (DataSource)
                replacing(DataSource.class, pool, "getConnection", () -> (Connection) replacing(
                        Connection.class, pool.getConnection(), "getMetaData", () -> (DatabaseMetaData) replacing(
                                DatabaseMetaData.class, new Object(), "getDatabaseProductName", () -> product)));
    }

    private interface Answer {
        Object get() throws Exception;
    }

    private static Object replacing(Class<?> type, Object target, String method, Answer answer) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
            try {
                return called.getName().equals(method) ? answer.get() : called.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    /** A JVM that saves some checkpoints and is gone. */
    static final class DyingOwner {

        static final int SAVES = 25;
        static final int STATUS = 9;

        private DyingOwner() {}

        public static void main(String[] args) {
            UploadSessionStore store = new JdbcUploadSessionStore(
                    pool(Path.of(args[0])),
                    RING,
                    new LeaseTerms(Duration.ofHours(1), Duration.ZERO, Duration.ofDays(7)));
            Lease lease = claim(store, KEY);
            for (int i = 1; i <= SAVES; i++) {
                store.save(lease, checkpoint(i));
            }
            Runtime.getRuntime().halt(STATUS);
        }
    }
}
