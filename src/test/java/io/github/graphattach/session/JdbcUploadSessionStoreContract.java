package io.github.graphattach.session;

import static io.github.graphattach.session.Sample.COMPLETED;
import static io.github.graphattach.session.Sample.KEY;
import static io.github.graphattach.session.Sample.KEY_1;
import static io.github.graphattach.session.Sample.KEY_2;
import static io.github.graphattach.session.Sample.OTHER_KEY;
import static io.github.graphattach.session.Sample.TERMS;
import static io.github.graphattach.session.Sample.TOKEN;
import static io.github.graphattach.session.Sample.URL;
import static io.github.graphattach.session.Sample.checkpoint;
import static io.github.graphattach.session.Sample.claim;
import static io.github.graphattach.session.Sample.claimed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.github.graphattach.session.OverheardDatabase.CharacterCount;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store in a database does besides, whichever database it is. */
abstract class JdbcUploadSessionStoreContract extends UploadSessionStoreContract {

    static final KeyRing RING = KeyRing.parse("a:" + KEY_1);

    /** {@return the database of this class} */
    abstract DataSource database();

    /** {@return a pool of connections to the same database} */
    abstract HikariDataSource anotherPool();

    @BeforeEach
    void startWithAnEmptyDatabase() {
        sql("DROP TABLE IF EXISTS graph_attach_mail");
        sql("DROP TABLE IF EXISTS graph_attach_listed");
        sql("DROP TABLE IF EXISTS graph_attach_list");
        sql("DROP TABLE IF EXISTS graph_attach_upload");
        sql("DROP TABLE IF EXISTS graph_attach_schema");
    }

    @Override
    UploadSessionStore store() {
        return store(TERMS);
    }

    UploadSessionStore store(LeaseTerms terms) {
        return new JdbcUploadSessionStore(database(), RING, terms);
    }

    /** The database's clock goes its way, so the rows grow older instead. */
    @Override
    void elapse(Duration time) {
        sql("UPDATE graph_attach_upload SET free_at = free_at - " + time.toSeconds() + " * INTERVAL '1' SECOND");
    }

    void sql(String statement) {
        try (Connection connection = database().getConnection();
                Statement jdbc = connection.createStatement()) {
            jdbc.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(statement, e);
        }
    }

    List<String> cells(String query) {
        List<String> cells = new ArrayList<>();
        try (Connection connection = database().getConnection();
                Statement jdbc = connection.createStatement();
                ResultSet rows = jdbc.executeQuery(query)) {
            while (rows.next()) {
                for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                    cells.add(String.valueOf(rows.getString(column)));
                }
            }
            return cells;
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    // Tables

    @Test
    void theTablesMadeAtOnceAreThoseMadeStepByStep() throws SQLException {
        store().close();
        List<String> atOnce = tables();

        startWithAnEmptyDatabase();
        try (Connection connection = database().getConnection()) {
            JdbcSchema.migrateFrom(JdbcSchema.version(connection), connection);
        }

        assertThat(tables()).isEqualTo(atOnce).contains("listed").hasSizeGreaterThan(100);
        assertThat(cells("SELECT version FROM graph_attach_schema")).containsExactly("" + JdbcSchema.version());
    }

    @Test
    void aStartThatWasKilledWhileItMadeTheTablesIsTakenUp() throws SQLException {
        store().close();
        List<String> whole = tables();
        List<String> lastFirst =
                List.of("graph_attach_mail", "graph_attach_listed", "graph_attach_list", "graph_attach_upload");
        for (int missing = 1; missing <= lastFirst.size(); missing++) {
            lastFirst.subList(0, missing).forEach(table -> sql("DROP TABLE " + table));
            sql("UPDATE graph_attach_schema SET version = 0");

            store().close();

            assertThat(tables()).as("%d tables were not made before", missing).isEqualTo(whole);
        }
    }

    /** Version 13 told by two columns how far a mail is. */
    @ParameterizedTest
    @CsvSource({"AAMkDraft=,FALSE,DRAFT", ",TRUE,ASKED_FOR", ",FALSE,NOT_MADE"})
    void aMailOfVersion13IsUnderstood(String draftId, boolean mayBeMade, MailRecord.State state) {
        UploadSessionStore store = store();
        store.release(claim(store, KEY));
        String id = draftId == null ? "NULL" : "'" + draftId + "'";
        sql("INSERT INTO graph_attach_mail (mail_key, draft_id, may_be_made) VALUES ('" + KEY + "', " + id + ", "
                + mayBeMade + ")");

        MailRecord mail = store.mail(claim(store, KEY)).orElseThrow();

        assertThat(mail.state()).isEqualTo(state);
        assertThat(mail.messageId()).isEqualTo(Optional.ofNullable(draftId));
    }

    /** {@return columns with their types, and the constraints on them, without the names that databases make up} */
    private List<String> tables() {
        List<String> found = cells("SELECT lower(table_name), lower(column_name), data_type, is_nullable,"
                + " character_maximum_length FROM information_schema.columns"
                + " WHERE lower(table_name) LIKE 'graph_attach_%' ORDER BY 1, 2");
        found.addAll(cells("SELECT lower(c.table_name), constraint_type, lower(column_name)"
                + " FROM information_schema.table_constraints c LEFT JOIN information_schema.key_column_usage k"
                + " ON c.constraint_name = k.constraint_name AND c.constraint_schema = k.constraint_schema"
                + " WHERE lower(c.table_name) LIKE 'graph_attach_%' AND constraint_type <> 'CHECK' ORDER BY 1, 2, 3"));
        return found;
    }

    // Time

    @Test
    void aTakeoverWaitsForLeaseAndGraceByTheDatabasesClock() {
        LeaseTerms terms = new LeaseTerms(Duration.ofMillis(400), Duration.ofMillis(300), Duration.ofDays(7));
        UploadSessionStore other = store(terms);
        UploadSessionStore store = store(terms);
        long start = System.nanoTime();
        Lease lease = claim(store, KEY);

        Claim takeover = await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofSeconds(20))
                .until(() -> other.claim(KEY), Claim.Claimed.class::isInstance);

        // The two clocks are not the same: a little slack.
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(680));
        assertThat(claimed(takeover).lease().epoch()).isEqualTo(lease.epoch() + 1);
        assertThat(store.save(lease, checkpoint(7))).as("the owner before").isFalse();
    }

    // Races

    @Test
    void ofManyWhoClaimAtOnceExactlyOneGetsTheUpload() throws Exception {
        store();
        OwnershipRace.claimAtOnce(this::store, 20);
    }

    @Test
    void noEpochHasTwoOwnersAndNoSaveIsLost() throws Exception {
        LeaseTerms brief = new LeaseTerms(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofDays(7));
        OwnershipRace.countUp(() -> store(brief), 12);
    }

    @Test
    void manyStoresThatStartAtOnceMakeTheTablesTogether() throws Exception {
        for (int round = 0; round < 5; round++) {
            startWithAnEmptyDatabase();
            List<UploadSessionStore> stores = OwnershipRace.together(() -> this::store);

            assertThat(stores.get(0).claim(KEY)).isInstanceOf(Claim.Claimed.class);
            assertThat(cells("SELECT id, version FROM graph_attach_schema"))
                    .containsExactly("1", String.valueOf(JdbcSchema.version()));
        }
    }

    // Lists

    @Test
    void whatIsWrittenForManyFilesOfOneItemGrowsAsTheirNumber() {
        long forAThousand = charactersWrittenFor(1000);

        assertThat(charactersWrittenFor(2000)).isLessThan(forAThousand * 5 / 2);
    }

    @Test
    void eachIdIsStoredOnce() {
        charactersWrittenFor(100);

        assertThat(cells("SELECT COUNT(*) FROM graph_attach_listed")).containsExactly("100");
    }

    @Test
    void whatNoCheckpointGoesByIsPurged() {
        UploadSessionStore store = store();
        ListedIds list = ListedIds.of(Sample.ids(3));
        Lease completed = claim(store, "completed");
        store.save(completed, checkpoint(URL, 7, list));
        store.complete(completed, COMPLETED);
        Lease removed = claim(store, "removed");
        store.save(removed, checkpoint(URL, 7, ListedIds.of(Sample.ids(3))));
        store.remove(removed);
        leave(store, "listed again", ListedIds.of(Sample.ids(3)));
        leave(store, "listed again", ListedIds.of(Sample.ids(2)));
        store.purge();
        assertThat(cells("SELECT COUNT(*) FROM graph_attach_list"))
                .as("the next upload may go on with it")
                .containsExactly("4");

        store.purge();
        assertThat(cells("SELECT length FROM graph_attach_list")).containsExactly("2");
        assertThat(cells("SELECT COUNT(*) FROM graph_attach_listed")).containsExactly("2");

        elapse(Duration.ofDays(8));
        store.purge();
        store.purge();
        assertThat(cells("SELECT * FROM graph_attach_list")).isEmpty();
        assertThat(cells("SELECT * FROM graph_attach_listed")).isEmpty();
    }

    /** The purge does not see a checkpoint that is being saved. It is given all the time it needs to do harm. */
    @Test
    void aListIsNotPurgedWhileACheckpointIsSavedThatGoesByIt() throws Exception {
        UploadSessionStore store = store();
        ListedIds list = ListedIds.of(Sample.ids(3));
        leave(store, KEY, list);
        store.remove(claim(store, KEY));
        store.purge();
        Lease lease = claim(store, OTHER_KEY);

        beforeTheCommit(slow -> slow.save(lease, checkpoint(URL, 7, list.with("since"))), store::purge);
        store.release(lease);

        assertThat(listed(store, OTHER_KEY)).isEqualTo(list.with("since"));
    }

    @Test
    void aListThatIsBeingPurgedIsWrittenAnewByWhoGoesOnWithIt() throws Exception {
        UploadSessionStore store = store();
        ListedIds list = ListedIds.of(Sample.ids(3));
        leave(store, KEY, list);
        store.remove(claim(store, KEY));
        store.purge();
        Lease lease = claim(store, OTHER_KEY);

        beforeTheCommit(UploadSessionStore::purge, () -> store.save(lease, checkpoint(URL, 7, list.with("since"))));
        store.release(lease);

        assertThat(listed(store, OTHER_KEY)).isEqualTo(list.with("since"));
    }

    /** The other one begins before the first is committed, and ends then if nothing keeps it. */
    private void beforeTheCommit(Consumer<UploadSessionStore> first, Runnable other) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        AtomicBoolean begun = new AtomicBoolean();
        List<Future<?>> others = new CopyOnWriteArrayList<>();
        UploadSessionStore slow = new JdbcUploadSessionStore(
                OverheardDatabase.of(database(), (method, arguments) -> {
                    if (begun.get() && method.equals("commit")) {
                        others.add(thread.submit(other));
                        awaitAMoment(others.get(0));
                    }
                }),
                RING,
                TERMS);
        begun.set(true);
        first.accept(slow);
        for (Future<?> one : others) {
            one.get(1, TimeUnit.MINUTES);
        }
        thread.shutdown();
    }

    private static void awaitAMoment(Future<?> work) {
        try {
            work.get(300, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // It waits for the list, as it should.
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT INTO graph_attach_listed", "UPDATE graph_attach_list"})
    void whereTheListCannotBeWrittenTheCheckpointBeforeStands(String statement) {
        UploadSessionStore store = store();
        ListedIds list = ListedIds.of(Sample.ids(3));
        Lease lease = claim(store, KEY);
        store.save(lease, checkpoint(URL, 7, list));
        DataSource broken = OverheardDatabase.of(database(), (method, arguments) -> {
            if (method.equals("prepareStatement") && arguments[0].toString().startsWith(statement)) {
                throw new SQLException("the planted failure");
            }
        });

        assertThatThrownBy(() -> new JdbcUploadSessionStore(broken, RING, TERMS)
                        .save(lease, checkpoint(URL, 8, list.with("since"))))
                .isInstanceOf(SessionStoreException.class);

        store.release(lease);
        assertThat(claimed(store.claim(KEY)).checkpoint()).contains(checkpoint(URL, 7, list));
        leave(store, OTHER_KEY, list.with("since"));
        assertThat(listed(store, OTHER_KEY)).isEqualTo(list.with("since"));
    }

    @Test
    void anEarlierVersionsCheckpointGoesOnWithTheIdsThatItHas() {
        savedAndReleased();
        sql("DROP TABLE graph_attach_listed");
        sql("DROP TABLE graph_attach_list");
        sql("ALTER TABLE graph_attach_upload DROP COLUMN list_id");
        sql("ALTER TABLE graph_attach_upload DROP COLUMN listed");
        sql("UPDATE graph_attach_upload SET baseline_ids = ARRAY['AAMk1', 'AAMk2']");
        sql("UPDATE graph_attach_schema SET version = 8");

        UploadSessionStore store = store();
        Claim.Claimed claimed = claimed(store.claim(KEY));

        Checkpoint left = claimed.checkpoint().orElseThrow();
        assertThat(left).isEqualTo(checkpoint(7));
        store.save(claimed.lease(), left);
        store.release(claimed.lease());
        assertThat(cells("SELECT baseline_ids FROM graph_attach_upload")).containsExactly("null");
        assertThat(claimed(store.claim(KEY)).checkpoint()).contains(checkpoint(7));
    }

    /** Each upload is claimed, saved twice and completed; the next one goes by its list and what was attached. */
    private long charactersWrittenFor(int files) {
        startWithAnEmptyDatabase();
        CharacterCount count = new CharacterCount();
        UploadSessionStore store = new JdbcUploadSessionStore(OverheardDatabase.of(database(), count), RING, TERMS);
        ListedIds listed = ListedIds.of(List.of("before"));
        for (String id : Sample.ids(files)) {
            Lease lease = claim(store, UploadKey.ofItem("a file", id));
            store.save(lease, checkpoint(URL, 0, listed));
            store.save(lease, checkpoint(URL, 7, listed));
            store.complete(lease, COMPLETED);
            listed = listed.with(id);
        }
        return count.characters();
    }

    // Secrets

    @Test
    void nothingInTheTableTellsTheUploadUrl() {
        UploadSessionStore store = store();
        store.save(claim(store, KEY), checkpoint(7));

        assertThat(cells("SELECT * FROM graph_attach_upload"))
                .hasSizeGreaterThan(10)
                .contains("file:25000000:2026-11-20T08:00:00Z:(dev=1,ino=2)")
                .allSatisfy(cell -> assertThat(cell).doesNotContain(TOKEN, "https", "authtoken", "outlook.office"));
        assertThat(cells("SELECT upload_url FROM graph_attach_upload"))
                .singleElement()
                .satisfies(cell -> assertThat(RING.open(cell, KEY)).contains(URL));
    }

    @Test
    void theUploadUrlIsGoneOnceTheUploadIsCompleted() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        store.save(lease, checkpoint(7));
        store.complete(lease, COMPLETED);

        assertThat(cells("SELECT upload_url, baseline_ids, list_id, listed, fingerprint FROM graph_attach_upload"))
                .containsOnly("null");
    }

    @Test
    void aSessionWhoseKeyIsNoLongerInTheRingIsGivenUpAndTheRestIsKept() {
        savedAndReleased();

        UploadSessionStore rotated = new JdbcUploadSessionStore(database(), KeyRing.parse("b:" + KEY_2), TERMS);

        assertThat(claimed(rotated.claim(KEY)).checkpoint())
                .contains(checkpoint(7).withoutSession());
    }

    @Test
    void aNewKeyInFrontLeavesOldSessionsReadable() {
        savedAndReleased();
        KeyRing rotated = KeyRing.parse("b:" + KEY_2 + ",a:" + KEY_1);
        UploadSessionStore store = new JdbcUploadSessionStore(database(), rotated, TERMS);

        Claim.Claimed claimed = claimed(store.claim(KEY));
        assertThat(claimed.checkpoint()).contains(checkpoint(7));

        store.save(claimed.lease(), checkpoint(8));
        assertThat(cells("SELECT upload_url FROM graph_attach_upload"))
                .as("sealed anew")
                .allMatch(cell -> cell.startsWith("b:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'a:AAAA'", "'nonsense'", "''", "REPLACE(upload_url, 'a:', 'a:A')"})
    void aSessionWhoseUrlWasAlteredIsGivenUp(String altered) {
        savedAndReleased();
        sql("UPDATE graph_attach_upload SET upload_url = " + altered);

        assertThat(claimed(store().claim(KEY)).checkpoint())
                .contains(checkpoint(7).withoutSession());
    }

    @Test
    void aUrlThatWasCopiedToAnotherUploadIsNotUsed() {
        savedAndReleased();
        sql("UPDATE graph_attach_upload SET upload_key = '" + OTHER_KEY + "'");

        assertThat(claimed(store().claim(OTHER_KEY)).checkpoint())
                .contains(checkpoint(7).withoutSession());
    }

    @ParameterizedTest
    @ValueSource(strings = {"next_offset = -1", "next_offset = 25000001", "content_length = 0", "listed = 3"})
    void aCheckpointThatCannotBeIsGivenUp(String altered) {
        savedAndReleased();
        sql("UPDATE graph_attach_upload SET " + altered);

        Claim.Claimed claimed = claimed(store().claim(KEY));

        assertThat(claimed.checkpoint()).isEmpty();
        assertThat(store().save(claimed.lease(), checkpoint(1))).isTrue();
    }

    private void savedAndReleased() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        store.save(lease, checkpoint(7));
        store.release(lease);
    }

    @Test
    void whenTheDatabaseIsGoneTheErrorIsOneLineWithoutASecret() {
        HikariDataSource pool = anotherPool();
        UploadSessionStore store = new JdbcUploadSessionStore(pool, RING, TERMS);
        Lease lease = claim(store, KEY);
        pool.close();

        assertThatThrownBy(() -> store.save(lease, checkpoint(7)))
                .isInstanceOf(SessionStoreException.class)
                .hasMessageStartingWith("Tried to save a checkpoint in the session store but failed with ")
                .hasMessageContaining("check the store's data source")
                .hasMessageNotContaining("\n")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(TOKEN, URL));
    }

    @Test
    void whenAStatementFailsTheErrorHoldsNoSecretAndTheStoreGoesOn() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        sql("ALTER TABLE graph_attach_upload RENAME TO away");

        assertThatThrownBy(() -> store.save(lease, checkpoint(7)))
                .isInstanceOf(SessionStoreException.class)
                .hasMessageNotContaining("\n")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain(TOKEN, URL));

        sql("ALTER TABLE away RENAME TO graph_attach_upload");
        assertThat(store.save(lease, checkpoint(7))).isTrue();
    }

    private static String stackTrace(Throwable e) {
        StringWriter text = new StringWriter();
        e.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    // What the service says

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:59:59.999999999Z", "-1000000000-01-01T00:00:00Z"})
    void anExpiryBeyondTheDatabasesCalendarIsNoFailure(String expiry) {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        Checkpoint usual = checkpoint(7);

        store.save(
                lease,
                new Checkpoint(
                        usual.uploadUrl(),
                        Optional.of(Instant.parse(expiry)),
                        usual.baselineIds(),
                        usual.fingerprint(),
                        usual.contentLength(),
                        usual.prefix(),
                        usual.nextOffset(),
                        usual.inFlightEnd(),
                        usual.mayBeMade(),
                        usual.madeSince(),
                        usual.attachmentId(),
                        usual.removable(),
                        usual.idsToRemove()));
        store.release(lease);

        assertThat(claimed(store.claim(KEY)).checkpoint().flatMap(Checkpoint::expiry))
                .hasValueSatisfying(stored -> assertThat(stored.isAfter(Instant.parse("2026-01-01T00:00:00Z")))
                        .isEqualTo(expiry.startsWith("+")));
    }

    // What release 0.1.0 wrote

    @Test
    void anUploadOfAFormerKeyGoesOnUnderItsPresentOne() {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        store.save(lease, checkpoint(7));
        store.release(lease);
        sql("UPDATE graph_attach_upload SET key_form = NULL");
        UploadSessionStore next = store();

        next.carryOver(KEY, OTHER_KEY);
        next.carryOver(KEY, OTHER_KEY);

        assertThat(claimed(next.claim(OTHER_KEY)).checkpoint()).contains(checkpoint(7));
        assertThat(claimed(next.claim(KEY)).checkpoint())
                .as("of the former key")
                .isEmpty();
    }

    @Test
    void aFormerKeyDoesNotReplaceWhatThePresentOneHas() {
        UploadSessionStore store = store();
        store.complete(claim(store, KEY), COMPLETED);
        Lease lease = claim(store, OTHER_KEY);
        store.save(lease, checkpoint(7));
        store.release(lease);
        sql("UPDATE graph_attach_upload SET key_form = NULL WHERE upload_key = '" + KEY + "'");
        UploadSessionStore next = store();

        next.carryOver(KEY, OTHER_KEY);

        assertThat(claimed(next.claim(OTHER_KEY)).checkpoint()).contains(checkpoint(7));
    }

    // Tables

    @Test
    void theTablesOfALaterReleaseAreRefused() {
        store();
        sql("UPDATE graph_attach_schema SET version = 99");

        assertThatThrownBy(this::store)
                .isInstanceOf(SessionStoreException.class)
                .hasMessageContaining("version 99")
                .hasMessageContaining("up to " + JdbcSchema.version())
                .hasMessageContaining("use the release that made them");
    }

    @Test
    void whatWasInterruptedWhileTheTablesWereMadeIsFinished() {
        store();
        sql("UPDATE graph_attach_schema SET version = 0");

        assertThat(store().claim(KEY)).isInstanceOf(Claim.Claimed.class);
        assertThat(cells("SELECT version FROM graph_attach_schema"))
                .containsExactly(String.valueOf(JdbcSchema.version()));
    }

    @Test
    void connectionsThatDoNotCommitByThemselvesAreCommitted() {
        try (HikariDataSource manual = anotherPool()) {
            manual.setAutoCommit(false);
            UploadSessionStore store = new JdbcUploadSessionStore(manual, RING, TERMS);
            Lease lease = claim(store, KEY);
            store.save(lease, checkpoint(7));
            store.release(lease);
        }

        assertThat(claimed(store().claim(KEY)).checkpoint()).contains(checkpoint(7));
    }

    @Test
    void aThreadThatIsInterruptedDoesNotBreakTheStoreForOthers() throws Exception {
        UploadSessionStore store = store();
        Lease lease = claim(store, KEY);
        Thread interrupted = new Thread(() -> {
            Thread.currentThread().interrupt();
            for (int i = 0; i < 50; i++) {
                try {
                    store.save(lease, checkpoint(7));
                } catch (SessionStoreException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        interrupted.start();
        interrupted.join(Duration.ofSeconds(30).toMillis());

        assertThat(store.save(lease, checkpoint(8))).isTrue();
    }
}
