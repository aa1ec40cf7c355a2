package io.github.graphattach.session;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** A database as the store uses it: short transactions of prepared statements. */
final class Database {

    static final String H2 = "H2";

    /** What both databases can hold with room to spare; a service that names another time means never or long ago. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private final DataSource dataSource;

    Database(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What is done in one transaction. */
    @FunctionalInterface
    interface Work<T> {

        T on(Connection connection) throws SQLException;
    }

    /** Reads the row that the result set is at. */
    @FunctionalInterface
    interface RowReader<T> {

        T read(ResultSet row) throws SQLException;
    }

    /**
     * Works in one transaction, which is undone when the work fails.
     *
     * @param purpose completes "Tried to", for the error
     * @throws SessionStoreException in place of any {@link SQLException}
     */
    <T> T inTransaction(String purpose, Work<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            boolean autoCommit = connection.getAutoCommit();
            connection.setAutoCommit(false);
            try {
                writeAtOnce(connection);
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollBack(connection, e);
                throw e;
            } finally {
                connection.setAutoCommit(autoCommit);
            }
        } catch (SQLException e) {
            throw failure(purpose, e);
        }
    }

    /**
     * H2 by default keeps what was committed in memory for half a second, which a process that is killed would lose. It does so
     * again each time that it opens its file, as it does after a full disk has closed it: a delay that was set is forgotten.
     */
    static void writeAtOnce(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals(H2)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET WRITE_DELAY 0");
            }
        }
    }

    /** The error for the user. The driver's own words have many lines; they are in the cause. */
    static SessionStoreException failure(String purpose, SQLException e) {
        return new SessionStoreException(
                "Tried to " + purpose + " in the session store but failed with "
                        + e.getClass().getSimpleName() + ", SQL state " + e.getSQLState()
                        + "; check the store's data source and its database",
                e);
    }

    private static void rollBack(Connection connection, Exception why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /** {@return how many rows the statement changed} */
    static int update(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            return statement.executeUpdate();
        }
    }

    /** {@return the first row that the statement finds} */
    static <T> Optional<T> query(Connection connection, String sql, RowReader<T> reader, Object... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, values);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
            }
        }
    }

    /** {@return the texts of an array in a row; none where there is no array} */
    static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return array == null
                ? List.of()
                : Arrays.stream((Object[]) array.getArray())
                        .map(String.class::cast)
                        .toList();
    }

    /** {@return a time in a row} */
    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    /** {@return a time as it is stored} */
    static OffsetDateTime storable(Instant time) {
        Instant storable = time.isBefore(EARLIEST) ? EARLIEST : time.isAfter(LATEST) ? LATEST : time;
        return storable.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            if (value instanceof List<?> texts) {
                statement.setArray(i + 1, statement.getConnection().createArrayOf("VARCHAR", texts.toArray()));
            } else if (value instanceof Optional<?> optional) {
                statement.setObject(i + 1, optional.orElse(null));
            } else {
                statement.setObject(i + 1, value);
            }
        }
    }
}
