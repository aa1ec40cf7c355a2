package io.github.graphattach.app;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import io.github.graphattach.refusal.RefusedException;
import io.github.graphattach.session.JdbcUploadSessionStore;
import io.github.graphattach.session.KeyRing;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.SessionStoreException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the database in which uploads write down how far they are, so that the next start goes on there. The demonstration
 * has none: what its emulator holds ends with the process.
 */
public final class CheckpointConfiguration implements CamelConfiguration, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointConfiguration.class);

    /** Uploads ask for a moment per range. */
    private static final int CONNECTIONS = 4;

    /** Uploads ask several times before the inbox pauses and readiness says so: that should not take minutes. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private Optional<HikariDataSource> database = Optional.empty();

    @Override
    public void configure(CamelContext context) {
        var settings = new Settings(context);
        if (settings.flag(Application.DEMO)) {
            return;
        }
        var folder = settings.folder("graphattach.state").toAbsolutePath().normalize();
        var keyRing = keyRing(settings.text("graphattach.secret-key"));
        try {
            var opened = new HikariDataSource(pool(folder));
            database = Optional.of(opened);
            // Only one process can open the file, so none that lost its lease can still be sending.
            var terms = LeaseTerms.withGrace(Duration.ZERO);
            var store = new JdbcUploadSessionStore(opened, keyRing, terms);
            var left = store.releaseAll();
            LOG.info("{} uploads were in work when the application ended last", left);
            context.getRegistry().bind("checkpoints", store);
        } catch (HikariPool.PoolInitializationException | SessionStoreException e) {
            throw new StartRefusedException(
                    "the checkpoints in '%s' cannot be opened (%s)".formatted(folder, reason(e)),
                    "end the other application that uses this folder, or set graphattach.state to another one",
                    e);
        }
    }

    private static KeyRing keyRing(String secretKey) {
        if (secretKey.isEmpty()) {
            LOG.info("No GRAPH_ATTACH_SECRET_KEY: an upload that a crash interrupts will start over, as its session is"
                    + " known to this process only");
            return KeyRing.ofThisProcess();
        }
        try {
            return KeyRing.parse(secretKey);
        } catch (RefusedException e) {
            var refusal = e.refusal();
            throw new StartRefusedException(
                    "GRAPH_ATTACH_SECRET_KEY cannot be used: " + refusal.problem(), refusal.remedy(), e);
        }
    }

    static HikariConfig pool(Path folder) {
        var pool = new HikariConfig();
        pool.setPoolName("checkpoints");
        pool.setJdbcUrl("jdbc:h2:async:" + folder.resolve("uploads"));
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setConnectionTimeout(LONGEST_WAIT.toMillis());
        pool.setExceptionOverrideClassName(ClosedDatabase.class.getName());
        return pool;
    }

    private static String reason(RuntimeException thrown) {
        return thrown instanceof HikariPool.PoolInitializationException && thrown.getCause() != null
                ? thrown.getCause().getClass().getSimpleName()
                : String.valueOf(thrown.getMessage());
    }

    /** Closes the database, after everything that uses it has ended. */
    @Override
    public void close() {
        database.ifPresent(HikariDataSource::close);
    }
}
