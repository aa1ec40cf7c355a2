package io.github.graphattach.session;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;

/** A real PostgreSQL, started once for all tests of a JVM, which stops it when it ends. */
public final class TestPostgres {

    private TestPostgres() {}

    private static final class Running {

        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.start();
            } catch (IOException e) {
                throw new IllegalStateException("PostgreSQL does not start", e);
            }
        }
    }

    /** {@return a pool for a user; {@code postgres} may do everything} */
    public static HikariDataSource pool(String user) {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(Running.SERVER.getJdbcUrl(user, "postgres"));
        return pool;
    }
}
