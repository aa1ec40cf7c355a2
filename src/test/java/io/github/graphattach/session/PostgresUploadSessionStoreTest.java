package io.github.graphattach.session;

import static io.github.graphattach.session.Sample.COMPLETED;
import static io.github.graphattach.session.Sample.KEY;
import static io.github.graphattach.session.Sample.TERMS;
import static io.github.graphattach.session.Sample.checkpoint;
import static io.github.graphattach.session.Sample.claim;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(
        value = OS.LINUX,
        architectures = "amd64",
        disabledReason = "the test's dependencies have PostgreSQL for Linux on amd64 only")
class PostgresUploadSessionStoreTest extends JdbcUploadSessionStoreContract {

    private static HikariDataSource pool;

    @BeforeAll
    static void open() {
        pool = TestPostgres.pool("postgres");
    }

    @AfterAll
    static void close() {
        pool.close();
    }

    @Override
    DataSource database() {
        return pool;
    }

    @Override
    HikariDataSource anotherPool() {
        return TestPostgres.pool("postgres");
    }

    @Test
    void whereTheTablesAreThereNoRightToMakeAnyIsNeeded() {
        store();
        sql("REVOKE CREATE ON SCHEMA public FROM PUBLIC");
        sql("DROP ROLE IF EXISTS app");
        sql("CREATE ROLE app LOGIN");
        sql("GRANT SELECT, INSERT, UPDATE, DELETE ON graph_attach_upload TO app");
        sql("GRANT SELECT, INSERT, UPDATE, DELETE ON graph_attach_list, graph_attach_listed TO app");
        sql("GRANT SELECT ON graph_attach_schema TO app");

        try (HikariDataSource app = TestPostgres.pool("app")) {
            UploadSessionStore store = new JdbcUploadSessionStore(app, RING, TERMS);
            Lease lease = claim(store, KEY);
            assertThat(store.save(lease, checkpoint(7))).isTrue();
            assertThat(store.complete(lease, COMPLETED)).isTrue();
            assertThat(store.purge()).isZero();
        }
        sql("DROP OWNED BY app");
    }
}
