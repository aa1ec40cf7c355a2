package io.github.graphattach.session;

import static io.github.graphattach.session.Database.instant;
import static io.github.graphattach.session.Database.query;
import static io.github.graphattach.session.Database.storable;
import static io.github.graphattach.session.Database.texts;
import static io.github.graphattach.session.Database.update;

import io.github.graphattach.session.Checkpoint.Prefix;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps checkpoints in a database, where they survive a crash and are shared by all JVMs that use it. H2 and PostgreSQL.
 *
 * <p>An upload is one row of the table {@code graph_attach_upload}; what was listed before is
 * in tables of its own. The store makes them itself. Upload URLs are stored sealed; there is no way to store them otherwise,
 * so without a key ring only {@link InMemoryUploadSessionStore} can be used. A URL that the ring cannot open is dropped with a
 * warning: the upload then goes on without its session, with what else the checkpoint says.
 *
 * <p>Every change of an upload is one statement whose condition is the caller's lease, and lease times are compared by the
 * database's clock only. The data source's connections have the isolation READ COMMITTED, the default of both databases. On H2 every
 * commit is written to the file system at once, so that it outlives the process; a file's URL begins with
 * {@code jdbc:h2:async:}, as any other H2 file is closed when a thread that uses it is interrupted.
 *
 * <p>Longer than 300 lines because each call of the store is a statement with its parameters.
 */
public final class JdbcUploadSessionStore implements UploadSessionStore {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcUploadSessionStore.class);

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
    private final boolean hasFormerKeys;

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
        this.hasFormerKeys = database.inTransaction(
                "look for uploads of release 0.1.0",
                connection -> query(connection, UploadSql.FORMER_KEYS, row -> row.getLong(1))
                                .orElse(0L)
                        > 0);
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

    @Override
    public Claim claimAnew(String key, CompletedUpload gone) {
        int unused = database.inTransaction(
                "drop the record of an upload",
                connection -> update(connection, UploadSql.DROP_RESULT, key, gone.attachmentId()));
        return claim(key);
    }

    /** The sealed upload URL belongs to its row's key. Such rows become fewer and are never written again. */
    @Override
    public void carryOver(String formerKey, String key) {
        if (!hasFormerKeys) {
            return;
        }
        int unused = database.inTransaction("carry an upload over", connection -> {
            Optional<String> url = query(
                            connection, UploadSql.FORMER_URL, row -> Optional.ofNullable(row.getString(1)), formerKey)
                    .flatMap(stored -> stored.flatMap(text -> keyRing.open(text, formerKey)))
                    .map(open -> keyRing.seal(open, key));
            return update(connection, UploadSql.CARRY_OVER, key, url, formerKey, key);
        });
    }

    /** Takes what is free, or tells why it is not, or adds what is missing; empty when that changed in between. */
    private Optional<Claim> take(Connection connection, String key) throws SQLException {
        String owner = instance + "/" + claims.incrementAndGet();
        long untilTakeover = terms.untilTakeover().toMillis();
        if (update(connection, UploadSql.TAKE, owner, untilTakeover, key) == 1) {
            return query(connection, UploadSql.READ, row -> claimed(row, key, owner), key, owner);
        }
        Optional<Claim> notFree = query(connection, UploadSql.LOOK, this::notFree, key);
        if (notFree.isPresent()) {
            return notFree;
        }
        try {
            update(connection, UploadSql.ADD, owner, untilTakeover, key);
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

    private Claim notFree(ResultSet row) throws SQLException {
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
                row.getString("completed_verified"),
                completedAt(row)));
    }

    /** Release 0.1.0 has not written it down, but for how long it wanted to keep the record. */
    private Instant completedAt(ResultSet row) throws SQLException {
        return instant(row, "completed_at")
                .orElse(row.getObject("free_at", OffsetDateTime.class)
                        .toInstant()
                        .minus(terms.retention()));
    }

    @Override
    public boolean save(Lease lease, Checkpoint checkpoint) {
        return database.inTransaction("save a checkpoint", connection -> isSaved(connection, lease, checkpoint));
    }

    private boolean isSaved(Connection connection, Lease lease, Checkpoint checkpoint) throws SQLException {
        ListedIds list = checkpoint.baselineIds();
        boolean isWritten = StoredLists.isReferredTo(connection, lease, list);
        boolean saved = isRowSaved(connection, lease, checkpoint);
        if (saved && !isWritten) {
            StoredLists.write(connection, list);
        }
        return saved;
    }

    private boolean isRowSaved(Connection connection, Lease lease, Checkpoint checkpoint) throws SQLException {
        return changed(
                connection,
                UploadSql.SAVE,
                lease,
                terms.untilTakeover().toMillis(),
                checkpoint.uploadUrl().map(url -> keyRing.seal(url, lease.key())),
                checkpoint.expiry().map(Database::storable),
                checkpoint.baselineIds().listId(),
                checkpoint.baselineIds().size(),
                checkpoint.fingerprint(),
                checkpoint.contentLength(),
                checkpoint.prefix().map(Prefix::length),
                checkpoint.prefix().map(Prefix::sha256),
                checkpoint.nextOffset(),
                checkpoint.inFlightEnd(),
                checkpoint.mayBeMade(),
                checkpoint.mayBeMade(),
                checkpoint.madeSince().map(Database::storable),
                checkpoint.attachmentId(),
                checkpoint.removable(),
                checkpoint.idsToRemove());
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
                LOG.warn(
                        "The session of upload {} is not taken up, its file is sent from the first byte: the session's URL"
                                + " was encrypted with a key that this process does not have; where sessions are to"
                                + " outlive a restart, give each start the same key (GRAPH_ATTACH_SECRET_KEY)",
                        key);
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
                instant(row, "session_expiry"),
                StoredLists.read(row),
                fingerprint,
                row.getLong("content_length"),
                Optional.ofNullable(row.getString("prefix_sha256")).map(sha256 -> new Prefix(prefixLength, sha256)),
                row.getLong("next_offset"),
                row.getLong("in_flight_end"),
                row.getBoolean("may_be_made"),
                instant(row, "made_since"),
                Optional.ofNullable(row.getString("attachment_id")),
                // Release 0.1.0 removed whatever turned out wrong.
                !Boolean.FALSE.equals(row.getObject("removable", Boolean.class)),
                texts(row, "ids_to_remove"));
    }

    @Override
    public Optional<MailRecord> mail(Lease lease) {
        return database.inTransaction(
                "read how far a mail is",
                connection -> query(connection, UploadSql.READ_MAIL, StoredMail::read, lease.key()));
    }

    /** Renewing locks the row of the lease, so that nobody takes the mail over before this is written. */
    @Override
    public boolean saveMail(Lease lease, MailRecord mail) {
        return database.inTransaction("save how far a mail is", connection -> {
            boolean ours = changed(
                    connection, UploadSql.RENEW, lease, terms.untilTakeover().toMillis());
            Object[] values = StoredMail.values(mail, lease.key());
            if (ours && update(connection, UploadSql.CHANGE_MAIL, values) == 0) {
                int unused = update(connection, UploadSql.ADD_MAIL, values);
            }
            return ours;
        });
    }

    @Override
    public boolean renew(Lease lease) {
        return ifOwned(
                "renew a lease", UploadSql.RENEW, lease, terms.untilTakeover().toMillis());
    }

    @Override
    public boolean adopt(Lease lease, String itemKey, Checkpoint checkpoint, Proof proof) {
        String adopted = itemKey + " " + checkpoint.attachmentId().orElseThrow();
        return database.inTransaction("adopt an attachment", connection -> {
            try {
                if (proof == Proof.NAMED) {
                    update(connection, UploadSql.TAKE_FROM_OTHERS, adopted, lease.key(), lease.key());
                }
                return update(connection, UploadSql.ADOPT, adopted, lease.key(), lease.owner(), lease.epoch()) == 1
                        && isSaved(connection, lease, checkpoint);
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
                UploadSql.COMPLETE,
                lease,
                terms.retention().toMillis(),
                upload.attachmentId(),
                upload.sha256(),
                upload.fingerprint(),
                upload.bytes(),
                upload.verified(),
                storable(upload.at()));
    }

    @Override
    public boolean release(Lease lease) {
        return ifOwned("release an upload", UploadSql.RELEASE, lease);
    }

    /**
     * Ends the leases of all owners, whatever the clock says. Only for a database that no other process can have open, as an
     * H2 file, and before anything is claimed: then their owners are gone.
     *
     * @return how many there were
     */
    public int releaseAll() {
        return database.inTransaction(
                "release the uploads of a process that is gone",
                connection -> update(connection, UploadSql.RELEASE_ALL));
    }

    @Override
    public boolean remove(Lease lease) {
        return ifOwned("remove an upload", UploadSql.REMOVE, lease);
    }

    @Override
    public int purge() {
        return database.inTransaction("purge old uploads", connection -> {
            int uploads = update(connection, UploadSql.PURGE, terms.retention().toMillis());
            StoredLists.purge(connection);
            return uploads;
        });
    }

    @Override
    public void requireReachable() {
        database.inTransaction("reach the database", connection -> query(connection, "SELECT 1", row -> true));
    }

    /** Closes nothing: the data source is its maker's. */
    @Override
    public void close() {}

    private boolean ifOwned(String purpose, String sql, Lease lease, Object... values) {
        return database.inTransaction(purpose, connection -> changed(connection, sql, lease, values));
    }

    private static boolean changed(Connection connection, String sql, Lease lease, Object... values)
            throws SQLException {
        Object[] all = Stream.concat(Arrays.stream(values), Stream.of(lease.key(), lease.owner(), lease.epoch()))
                .toArray();
        return update(connection, sql, all) == 1;
    }
}
