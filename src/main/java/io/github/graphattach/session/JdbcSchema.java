package io.github.graphattach.session;

import static java.util.stream.Collectors.joining;

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

    private static final String UPLOADS = "graph_attach_upload";
    private static final String MAILS = "graph_attach_mail";

    /** The n-th brings version n-1 to version n. What was released is never changed, only added to. */
    private static final List<Step> MIGRATIONS = List.of(
            new Table(
                    UPLOADS,
                    """
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
                    completed_verified VARCHAR"""),
            // 2 to 8: ids are judged per item, found attachments by their time, and a record tells when it was written.
            // The column adopted_id of version 1 is not used any more.
            new Column(UPLOADS, "adopted VARCHAR UNIQUE"),
            new Column(UPLOADS, "adopted_at TIMESTAMP(6) WITH TIME ZONE"),
            new Column(UPLOADS, "may_be_made_at TIMESTAMP(6) WITH TIME ZONE"),
            new Column(UPLOADS, "made_since TIMESTAMP(6) WITH TIME ZONE"),
            new Column(UPLOADS, "removable BOOLEAN"),
            new Column(UPLOADS, "completed_at TIMESTAMP(6) WITH TIME ZONE"),
            // Which form of key a row has; those of release 0.1.0 say nothing.
            new Column(UPLOADS, "key_form INTEGER"),
            // 9 to 12: what was listed is stored once, each id at its place from 0; a checkpoint goes by the first ids.
            // The column baseline_ids of version 1 has them where an earlier version wrote the checkpoint.
            new Table(
                    "graph_attach_list",
                    """
                    list_id VARCHAR(36) PRIMARY KEY,
                    length INTEGER NOT NULL,
                    unused BOOLEAN NOT NULL"""),
            new Table(
                    "graph_attach_listed",
                    """
                    list_id VARCHAR(36) REFERENCES graph_attach_list (list_id) ON DELETE CASCADE,
                    place INTEGER,
                    attachment_id VARCHAR NOT NULL,
                    PRIMARY KEY (list_id, place)"""),
            new Column(UPLOADS, "list_id VARCHAR(36)"),
            new Column(UPLOADS, "listed INTEGER"),
            // 13: how far mails are; their leases are rows of uploads.
            new Table(
                    MAILS,
                    """
                    mail_key VARCHAR(64) PRIMARY KEY REFERENCES graph_attach_upload (upload_key) ON DELETE CASCADE,
                    draft_id VARCHAR,
                    may_be_made BOOLEAN NOT NULL"""),
            // 14 to 17: mails are sent too. A row without a state is of version 13.
            new Column(MAILS, "state VARCHAR(20)"),
            new Column(MAILS, "brought_ids VARCHAR ARRAY"),
            new Column(MAILS, "send_at TIMESTAMP(6) WITH TIME ZONE"),
            new Column(MAILS, "asked_at TIMESTAMP(6) WITH TIME ZONE"));

    private static final String VERSION_TABLE =
            """
            CREATE TABLE IF NOT EXISTS graph_attach_schema (
              id INTEGER PRIMARY KEY,
              version INTEGER NOT NULL)""";

    private static final int ATTEMPTS = 5;

    /** Files that are read and written by threads of the platform, no file, or another process. */
    private static final Pattern UNINTERRUPTED_H2 = Pattern.compile("jdbc:h2:(async|mem|tcp|ssl):");

    private JdbcSchema() {}

    /** One statement that does nothing when it was done before. */
    private sealed interface Step permits Table, Column {
        String statement();
    }

    private record Table(String name, String columns) implements Step {
        @Override
        public String statement() {
            return "CREATE TABLE IF NOT EXISTS " + name + " (" + columns + ")";
        }
    }

    /** One more column of a table. */
    private record Column(String table, String definition) implements Step {
        @Override
        public String statement() {
            return "ALTER TABLE " + table + " ADD COLUMN IF NOT EXISTS " + definition;
        }
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
            case Database.H2 -> prepareH2(connection, database.getURL());
            case "PostgreSQL" -> {}
            default ->
                throw new SessionStoreException(
                        "The session store keeps its tables in H2 or PostgreSQL; give it another data"
                                + " source than one that leads to " + database.getDatabaseProductName());
        }
    }

    /** H2 by default closes its file for good when a thread that uses it is interrupted. */
    private static void prepareH2(Connection connection, String url) throws SQLException {
        if (!UNINTERRUPTED_H2.matcher(url).lookingAt()) {
            throw new SessionStoreException("The session store's H2 database would be closed by any thread that is"
                    + " interrupted: begin the URL of its data source with jdbc:h2:async: and not with jdbc:h2:file:");
        }
        Database.writeAtOnce(connection);
    }

    /**
     * Several that start at once on an empty database get in each other's way; who comes later finds the work done. Within
     * one JVM, which is all that can open an H2 file, they come one after another.
     */
    private static synchronized void migrate(Connection connection) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                int version = version(connection);
                if (version == 0 && attempt == 1) {
                    makeAtOnce(connection);
                } else {
                    migrateFrom(version, connection);
                }
                return;
            } catch (SQLException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * The same tables as step by step, in a fraction of the time of an application's first start: H2 copies a table for each
     * column that it gets. Where a table is there already, somebody else is at work or was killed there, and each step counts.
     */
    private static void makeAtOnce(Connection connection) throws SQLException {
        for (Step step : MIGRATIONS) {
            if (step instanceof Table table) {
                execute(connection, "CREATE TABLE " + table.name + " (" + table.columns + laterColumns(table) + ")");
            }
        }
        writeVersion(connection, MIGRATIONS.size());
    }

    private static String laterColumns(Table table) {
        return MIGRATIONS.stream()
                .filter(step -> step instanceof Column column && column.table.equals(table.name))
                .map(step -> ", " + ((Column) step).definition)
                .collect(joining());
    }

    /** Brings tables of a version, which may be none, up to date step by step. */
    static void migrateFrom(int version, Connection connection) throws SQLException {
        if (version > MIGRATIONS.size()) {
            throw new SessionStoreException("The tables graph_attach_* have version " + version
                    + " and this release knows versions up to " + MIGRATIONS.size()
                    + ": use the release that made them, or give the session store a database of its own");
        }
        for (int next = version + 1; next <= MIGRATIONS.size(); next++) {
            execute(connection, MIGRATIONS.get(next - 1).statement());
            writeVersion(connection, next);
        }
    }

    private static void writeVersion(Connection connection, int version) throws SQLException {
        execute(connection, "UPDATE graph_attach_schema SET version = " + version + " WHERE version < " + version);
    }

    /** {@return the version of the tables; 0 when there are none} */
    static int version(Connection connection) throws SQLException {
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
