package io.github.graphattach.session;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * The tables of {@link JdbcUploadSessionStore}, made and brought up to date by the store itself.
 *
 * <p>H2 ends the transaction before each DDL statement, and several JVMs may start at once. So every migration is one
 * statement that does nothing when it was done before. Where the tables are up to date no right to make any is needed.
 */
final class JdbcSchema {

    /** The n-th brings version n-1 to version n. What was released is never changed, only added to. */
    private static final List<String> MIGRATIONS = List.of(
            """
            CREATE TABLE IF NOT EXISTS graph_attach_upload (
              upload_key VARCHAR(64) PRIMARY KEY,
              owner VARCHAR(100),
              epoch BIGINT NOT NULL,
              free_at TIMESTAMP(6) WITH TIME ZONE NOT NULL,
              upload_url VARCHAR,
              session_expiry TIMESTAMP(6) WITH TIME ZONE,
              baseline_ids VARCHAR ARRAY,
              fingerprint VARCHAR,
              content_length BIGINT,
              prefix_length BIGINT,
              prefix_sha256 VARCHAR,
              next_offset BIGINT,
              in_flight_end BIGINT,
              may_be_made BOOLEAN,
              attachment_id VARCHAR,
              ids_to_remove VARCHAR ARRAY,
              adopted_id VARCHAR UNIQUE,
              completed_id VARCHAR,
              completed_sha256 VARCHAR,
              completed_fingerprint VARCHAR,
              completed_bytes BIGINT,
              completed_verified VARCHAR)""",
            // 2 to 8: ids are judged per item, found attachments by their time, and a record tells when it was written.
            // The column adopted_id of version 1 is not used any more.
            addColumn("adopted VARCHAR UNIQUE"),
            addColumn("adopted_at TIMESTAMP(6) WITH TIME ZONE"),
            addColumn("may_be_made_at TIMESTAMP(6) WITH TIME ZONE"),
            addColumn("made_since TIMESTAMP(6) WITH TIME ZONE"),
            addColumn("removable BOOLEAN"),
            addColumn("completed_at TIMESTAMP(6) WITH TIME ZONE"),
            // Which form of key a row has; those of release 0.1.0 say nothing.
            addColumn("key_form INTEGER"),
            // 9 to 12: what was listed is stored once, each id at its place from 0; a checkpoint goes by the first ids.
            // The column baseline_ids of version 1 has them where an earlier version wrote the checkpoint.
            """
            CREATE TABLE IF NOT EXISTS graph_attach_list (
              list_id VARCHAR(36) PRIMARY KEY,
              length INTEGER NOT NULL,
              unused BOOLEAN NOT NULL)""",
            """
            CREATE TABLE IF NOT EXISTS graph_attach_listed (
              list_id VARCHAR(36) REFERENCES graph_attach_list (list_id) ON DELETE CASCADE,
              place INTEGER,
              attachment_id VARCHAR NOT NULL,
              PRIMARY KEY (list_id, place))""",
            addColumn("list_id VARCHAR(36)"),
            addColumn("listed INTEGER"));

    private static final String VERSION_TABLE =
            """
            CREATE TABLE IF NOT EXISTS graph_attach_schema (
              id INTEGER PRIMARY KEY,
              version INTEGER NOT NULL)""";

    private static final int ATTEMPTS = 5;

    /** Files that are read and written by threads of the platform, no file, or another process. */
    private static final Pattern UNINTERRUPTED_H2 = Pattern.compile("jdbc:h2:(async|mem|tcp|ssl):");

    private JdbcSchema() {}

    private static String addColumn(String column) {
        return "ALTER TABLE graph_attach_upload ADD COLUMN IF NOT EXISTS " + column;
    }

    /** The version of the tables that this release writes: the number of steps to it. */
    static int version() {
        return MIGRATIONS.size();
    }

    /**
     * Makes what is missing.
     *
     * @throws SessionStoreException when the database refuses, is another one, or has the tables of a later release
     */
    static void bringUpToDate(DataSource dataSource) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            prepare(connection);
            migrate(connection);
        } catch (SQLException e) {
            throw Database.failure("find or make the tables", e);
        }
    }

    private static void prepare(Connection connection) throws SQLException {
        DatabaseMetaData database = connection.getMetaData();
        switch (database.getDatabaseProductName()) {
            case "H2" -> prepareH2(connection, database.getURL());
            case "PostgreSQL" -> {}
            default ->
                throw new SessionStoreException(
                        "The session store keeps its tables in H2 or PostgreSQL; give it another data"
                                + " source than one that leads to " + database.getDatabaseProductName());
        }
    }

    /**
     * H2 by default keeps what was committed in memory for half a second, which a process that is killed would lose, and
     * closes its file for good when a thread that uses it is interrupted.
     */
    private static void prepareH2(Connection connection, String url) throws SQLException {
        if (!UNINTERRUPTED_H2.matcher(url).lookingAt()) {
            throw new SessionStoreException("The session store's H2 database would be closed by any thread that is"
                    + " interrupted: begin the URL of its data source with jdbc:h2:async: and not with jdbc:h2:file:");
        }
        execute(connection, "SET WRITE_DELAY 0");
    }

    /**
     * Several that start at once on an empty database get in each other's way; who comes later finds the work done. Within
     * one JVM, which is all that can open an H2 file, they come one after another.
     */
    private static synchronized void migrate(Connection connection) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                migrateFrom(version(connection), connection);
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void migrateFrom(int version, Connection connection) throws SQLException {
        if (version > MIGRATIONS.size()) {
            throw new SessionStoreException("The tables graph_attach_* have version " + version
                    + " and this release knows versions up to " + MIGRATIONS.size()
                    + ": use the release that made them, or give the session store a database of its own");
        }
        for (int next = version + 1; next <= MIGRATIONS.size(); next++) {
            execute(connection, MIGRATIONS.get(next - 1));
            execute(connection, "UPDATE graph_attach_schema SET version = " + next + " WHERE version < " + next);
        }
    }

    private static int version(Connection connection) throws SQLException {
        try {
            return storedVersion(connection);
        } catch (SQLException noTable) {
            execute(connection, VERSION_TABLE);
            execute(
                    connection,
                    "INSERT INTO graph_attach_schema (id, version)"
                            + " SELECT 1, 0 WHERE NOT EXISTS (SELECT * FROM graph_attach_schema)");
            return storedVersion(connection);
        }
    }

    private static int storedVersion(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT version FROM graph_attach_schema WHERE id = 1")) {
            if (!rows.next()) {
                throw new SQLException("the table graph_attach_schema is empty");
            }
            return rows.getInt(1);
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
