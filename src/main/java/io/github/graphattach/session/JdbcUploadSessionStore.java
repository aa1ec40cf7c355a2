package io.github.graphattach.session;

import static io.github.graphattach.session.Database.query;
import static io.github.graphattach.session.Database.update;

import io.github.graphattach.session.Checkpoint.Prefix;
import java.sql.Array;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps checkpoints in a database, where they survive a crash and are shared by all JVMs that use it. H2 and PostgreSQL.
 *
 * <p>An upload is one row of the table {@code graph_attach_upload}, which the store makes itself. Upload URLs are stored
 * sealed; there is no way to store them otherwise, so without a key ring only {@link InMemoryUploadSessionStore} can be used.
 * A URL that the ring cannot open is dropped with a warning: the upload then goes on without its session, with what else the
 * checkpoint says.
 *
 * <p>Every change is one statement whose condition is the caller's lease, and lease times are compared by the database's
 * clock only. The data source's connections have the isolation READ COMMITTED, the default of both databases. On H2 every
 * commit is written to the file system at once, so that it outlives the process; a file's URL begins with
 * {@code jdbc:h2:async:}, as any other H2 file is closed when a thread that uses it is interrupted.
 */
public final class JdbcUploadSessionStore implements UploadSessionStore {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcUploadSessionStore.class);

    /** What both databases can hold with room to spare; a service that names another time means never or long ago. */
    private static final Instant EARLIEST = Instant.EPOCH;

    private static final Instant LATEST = Instant.parse("9999-12-31T00:00:00Z");

    private static final String MILLIS = "CAST(? AS BIGINT) * INTERVAL '0.001' SECOND";
    private static final String IF_OWNED = " WHERE upload_key = ? AND owner = ? AND epoch = ?";

    private static final String TAKE =
            """
            UPDATE graph_attach_upload
            SET owner = ?, epoch = epoch + 1, free_at = CURRENT_TIMESTAMP + %s,
              completed_id = NULL, completed_sha256 = NULL, completed_fingerprint = NULL, completed_bytes = NULL,
              completed_verified = NULL
            WHERE upload_key = ? AND free_at <= CURRENT_TIMESTAMP"""
                    .formatted(MILLIS);
    private static final String READ = "SELECT * FROM graph_attach_upload WHERE upload_key = ? AND owner = ?";
    private static final String LOOK =
            """
            SELECT graph_attach_upload.*, CURRENT_TIMESTAMP AS now_at
            FROM graph_attach_upload
            WHERE upload_key = ? AND free_at > CURRENT_TIMESTAMP""";
    private static final String ADD =
            """
            INSERT INTO graph_attach_upload (owner, epoch, free_at, upload_key)
            VALUES (?, 1, CURRENT_TIMESTAMP + %s, ?)"""
                    .formatted(MILLIS);
    private static final String SAVE =
            """
            UPDATE graph_attach_upload
            SET free_at = CURRENT_TIMESTAMP + %s, upload_url = ?, session_expiry = ?, baseline_ids = ?,
              fingerprint = ?, content_length = ?, prefix_length = ?, prefix_sha256 = ?,
              next_offset = ?, in_flight_end = ?, may_be_made = ?, attachment_id = ?, ids_to_remove = ?"""
                            .formatted(MILLIS)
                    + IF_OWNED;
    private static final String RENEW =
            "UPDATE graph_attach_upload SET free_at = CURRENT_TIMESTAMP + " + MILLIS + IF_OWNED;
    private static final String ADOPT = "UPDATE graph_attach_upload SET adopted_id = ?" + IF_OWNED;
    private static final String COMPLETE =
            """
            UPDATE graph_attach_upload
            SET owner = NULL, free_at = CURRENT_TIMESTAMP + %s,
              completed_id = ?, completed_sha256 = ?, completed_fingerprint = ?, completed_bytes = ?,
              completed_verified = ?,
              upload_url = NULL, session_expiry = NULL, baseline_ids = NULL,
              fingerprint = NULL, content_length = NULL, prefix_length = NULL, prefix_sha256 = NULL,
              next_offset = NULL, in_flight_end = NULL, may_be_made = NULL, attachment_id = NULL, ids_to_remove = NULL"""
                            .formatted(MILLIS)
                    + IF_OWNED;
    private static final String RELEASE =
            "UPDATE graph_attach_upload SET owner = NULL, free_at = CURRENT_TIMESTAMP" + IF_OWNED;
    private static final String REMOVE = "DELETE FROM graph_attach_upload" + IF_OWNED;
    private static final String PURGE =
            """
            DELETE FROM graph_attach_upload
            WHERE free_at <= CURRENT_TIMESTAMP - %s
              OR (completed_id IS NOT NULL AND free_at <= CURRENT_TIMESTAMP)"""
                    .formatted(MILLIS);

    /** Each round was lost to somebody else who claimed the same upload in the same moment. */
    private static final int CLAIM_ROUNDS = 10;

    /** The class of SQL states of unique constraints and their like. */
    private static final String CONSTRAINT_VIOLATED = "23";

    private static final Duration SHORTLY = Duration.ofMillis(100);

    private final Database database;
    private final KeyRing keyRing;
    private final LeaseTerms terms;
    private final String instance = UUID.randomUUID().toString();
    private final AtomicLong claims = new AtomicLong();

    /**
     * Makes the tables where they are missing.
     *
     * @param dataSource of the database; stays open when the store is closed
     * @param keyRing seals upload URLs
     * @param terms how long leases and records last
     * @throws SessionStoreException when the database does not answer, is neither H2 nor PostgreSQL, is an H2 file that
     *     an interrupt would close, or has the tables of a later release
     */
    public JdbcUploadSessionStore(DataSource dataSource, KeyRing keyRing, LeaseTerms terms) {
        this.database = new Database(dataSource);
        this.keyRing = keyRing;
        this.terms = terms;
        JdbcSchema.bringUpToDate(dataSource);
    }

    @Override
    public LeaseTerms terms() {
        return terms;
    }

    @Override
    public Claim claim(String key) {
        for (int round = 0; round < CLAIM_ROUNDS; round++) {
            Optional<Claim> claim = database.inTransaction("claim an upload", connection -> take(connection, key));
            if (claim.isPresent()) {
                return claim.get();
            }
        }
        return new Claim.Busy(SHORTLY);
    }

    /** Takes what is free, or tells why it is not, or adds what is missing; empty when that changed in between. */
    private Optional<Claim> take(Connection connection, String key) throws SQLException {
        String owner = instance + "/" + claims.incrementAndGet();
        long untilTakeover = terms.untilTakeover().toMillis();
        if (update(connection, TAKE, owner, untilTakeover, key) == 1) {
            return query(connection, READ, row -> claimed(row, key, owner), key, owner);
        }
        Optional<Claim> notFree = query(connection, LOOK, JdbcUploadSessionStore::notFree, key);
        if (notFree.isPresent()) {
            return notFree;
        }
        try {
            update(connection, ADD, owner, untilTakeover, key);
            return Optional.of(new Claim.Claimed(new Lease(key, owner, 1), Optional.empty()));
        } catch (SQLException e) {
            undo(connection, e);
            return Optional.empty();
        }
    }

    /** Somebody else has that value already; anything else is a failure. */
    private static void undo(Connection connection, SQLException violation) throws SQLException {
        if (!String.valueOf(violation.getSQLState()).startsWith(CONSTRAINT_VIOLATED)) {
            throw violation;
        }
        connection.rollback();
    }

    private Claim claimed(ResultSet row, String key, String owner) throws SQLException {
        return new Claim.Claimed(new Lease(key, owner, row.getLong("epoch")), checkpoint(row, key));
    }

    private static Claim notFree(ResultSet row) throws SQLException {
        String attachmentId = row.getString("completed_id");
        if (attachmentId == null) {
            return new Claim.Busy(Duration.between(
                    row.getObject("now_at", OffsetDateTime.class), row.getObject("free_at", OffsetDateTime.class)));
        }
        return new Claim.Completed(new CompletedUpload(
                attachmentId,
                Optional.ofNullable(row.getString("completed_sha256")),
                row.getString("completed_fingerprint"),
                row.getLong("completed_bytes"),
                row.getString("completed_verified")));
    }

    @Override
    public boolean save(Lease lease, Checkpoint checkpoint) {
        return ifOwned(
                "save a checkpoint",
                SAVE,
                lease,
                terms.untilTakeover().toMillis(),
                checkpoint.uploadUrl().map(url -> keyRing.seal(url, lease.key())),
                checkpoint.expiry().map(JdbcUploadSessionStore::storable),
                checkpoint.baselineIds(),
                checkpoint.fingerprint(),
                checkpoint.contentLength(),
                checkpoint.prefix().map(Prefix::length),
                checkpoint.prefix().map(Prefix::sha256),
                checkpoint.nextOffset(),
                checkpoint.inFlightEnd(),
                checkpoint.mayBeMade(),
                checkpoint.attachmentId(),
                checkpoint.idsToRemove());
    }

    private static OffsetDateTime storable(Instant expiry) {
        Instant storable = expiry.isBefore(EARLIEST) ? EARLIEST : expiry.isAfter(LATEST) ? LATEST : expiry;
        return storable.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    /** Empty when none was saved. */
    private Optional<Checkpoint> checkpoint(ResultSet row, String key) throws SQLException {
        String fingerprint = row.getString("fingerprint");
        if (fingerprint == null) {
            return Optional.empty();
        }
        Optional<String> sealed = Optional.ofNullable(row.getString("upload_url"));
        Optional<String> url = sealed.flatMap(text -> keyRing.open(text, key));
        try {
            Checkpoint checkpoint = checkpoint(row, fingerprint, url);
            if (sealed.isPresent() && url.isEmpty()) {
                LOG.warn("The session of upload {} is given up: no key of the option secretKey opens its URL", key);
                return Optional.of(checkpoint.withoutSession());
            }
            return Optional.of(checkpoint);
        } catch (IllegalArgumentException e) {
            LOG.warn("The checkpoint of upload {} is given up, its row was altered: {}", key, e.getMessage());
            return Optional.empty();
        }
    }

    private static Checkpoint checkpoint(ResultSet row, String fingerprint, Optional<String> url) throws SQLException {
        long prefixLength = row.getLong("prefix_length");
        return new Checkpoint(
                url,
                Optional.ofNullable(row.getObject("session_expiry", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant),
                list(row.getArray("baseline_ids")),
                fingerprint,
                row.getLong("content_length"),
                Optional.ofNullable(row.getString("prefix_sha256")).map(sha256 -> new Prefix(prefixLength, sha256)),
                row.getLong("next_offset"),
                row.getLong("in_flight_end"),
                row.getBoolean("may_be_made"),
                Optional.ofNullable(row.getString("attachment_id")),
                list(row.getArray("ids_to_remove")));
    }

    private static List<String> list(@Nullable Array array) throws SQLException {
        return array == null
                ? List.of()
                : Arrays.stream((Object[]) array.getArray())
                        .map(String.class::cast)
                        .toList();
    }

    @Override
    public boolean renew(Lease lease) {
        return ifOwned("renew a lease", RENEW, lease, terms.untilTakeover().toMillis());
    }

    @Override
    public boolean adopt(Lease lease, String attachmentId) {
        return database.inTransaction("adopt an attachment", connection -> {
            try {
                return update(connection, ADOPT, attachmentId, lease.key(), lease.owner(), lease.epoch()) == 1;
            } catch (SQLException e) {
                undo(connection, e);
                return false;
            }
        });
    }

    @Override
    public boolean complete(Lease lease, CompletedUpload upload) {
        return ifOwned(
                "complete an upload",
                COMPLETE,
                lease,
                terms.retention().toMillis(),
                upload.attachmentId(),
                upload.sha256(),
                upload.fingerprint(),
                upload.bytes(),
                upload.verified());
    }

    @Override
    public boolean release(Lease lease) {
        return ifOwned("release an upload", RELEASE, lease);
    }

    @Override
    public boolean remove(Lease lease) {
        return ifOwned("remove an upload", REMOVE, lease);
    }

    @Override
    public int purge() {
        return database.inTransaction(
                "purge old uploads",
                connection -> update(connection, PURGE, terms.retention().toMillis()));
    }

    /** Closes nothing: the data source is its maker's. */
    @Override
    public void close() {}

    private boolean ifOwned(String purpose, String sql, Lease lease, Object... values) {
        Object[] all = Stream.concat(Arrays.stream(values), Stream.of(lease.key(), lease.owner(), lease.epoch()))
                .toArray();
        return database.inTransaction(purpose, connection -> update(connection, sql, all) == 1);
    }
}
