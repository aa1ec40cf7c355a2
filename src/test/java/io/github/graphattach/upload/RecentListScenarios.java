package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.content.BytesContent;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.session.JdbcUploadSessionStore;
import io.github.graphattach.session.KeyRing;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.ListedIds;
import io.github.graphattach.session.RenewingSessionStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Several files go to one item, one after the other: its list is made for the first. */
class RecentListScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] small = World.file(300);
    private final byte[] large = World.file(2500);

    /**
     * <pre>
     * client   20 small files to one message
     * request  one list, 20 POSTs
     * </pre>
     */
    @Test
    void twentyFilesToAMessageTakeOneList() {
        IntStream.range(0, 20).forEach(number -> world.attach(World.file(300 + number)));

        assertThat(world.requests("list")).hasSize(1);
        assertThat(world.requests()).hasSize(21);
        assertThat(world.item.attachments()).hasSize(20);
    }

    /**
     * <pre>
     * server   may make an exception of the occurrence, with other ids, when it is written to
     * request  a list before the first write and one after it; none where the address says that it is an exception
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "/me/events/E, 2",
        "/me/events/S/instances/O, 2",
        "/me/calendar/calendarView/E, 2",
        "/me/events/S/exceptionOccurrences/O, 1",
        "/me/mailFolders/inbox/messages/M, 1"
    })
    void anEventIsListedAgainAfterTheFirstWrite(String path, int lists) {
        world.item = world.emulator.create(path);

        IntStream.range(0, 5).forEach(number -> world.attach(World.file(300 + number)));

        assertThat(world.requests("list")).hasSize(lists);
        assertThat(OutlookItem.parse(path, Set.of()).keepsIds()).isEqualTo(lists == 1);
    }

    /**
     * <pre>
     * server   lists the master's attachments of the exception under new ids once it is written to
     * client   loses the answer to its second POST, which was not carried out
     * then     what came with the exception was there before: it is not taken for ours, and the file is sent again
     * </pre>
     */
    @Test
    void whatAnExceptionInheritsIsNeverOurs() {
        world.item = world.emulator.create("/me/events/S/instances/O");
        world.attach(large);
        String inherited = world.attachedBefore("inherited.pdf", small);
        world.on(POST_ATTACHMENT).resetAfterReading();

        UploadResult result = world.attach(small);

        assertThat(result.attachmentId()).isNotEqualTo(inherited);
        assertThat(world.item.attachments()).hasSize(3);
    }

    /**
     * <pre>
     * client   attaches a file, and another one so many seconds later
     * request  a list for each where more than 30 s have passed
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"0, 1", "29, 1", "31, 2", "3600, 2"})
    void aListServesForThirtySeconds(int seconds, int lists) {
        world.attach(small);
        world.pass(Duration.ofSeconds(seconds));

        world.attach(large);

        assertThat(world.requests("list")).hasSize(lists);
    }

    /**
     * <pre>
     * server   has what the first file made, and loses the answer to the second POST, which it carried out
     * then     the second is found, though the bytes of the first are the same
     * </pre>
     */
    @Test
    void whatWasAttachedSinceTheListIsNotTakenTwice() {
        String first = world.attach(small).attachmentId();
        world.on(POST_ATTACHMENT).loseReply();

        UploadResult second = world.attach(small);

        assertThat(second.attachmentId()).isNotEqualTo(first);
        assertThat(world.item.attachments())
                .extracting(EmulatedAttachment::id)
                .containsExactlyInAnyOrder(first, second.attachmentId());
    }

    /** Another store does not know that it has an owner, so that only the list tells. */
    @Test
    void theListIsKeptUpWithWhatWasAttachedSince() {
        List<String> ids =
                List.of(world.attach(small).attachmentId(), world.attach(large).attachmentId());

        assertThat(world.lists.find(World.ITEM, world.clock.nanos()))
                .hasValueSatisfying(list -> assertThat(list.ids()).containsExactlyInAnyOrderElementsOf(ids));
    }

    /**
     * <pre>
     * server   gets a twin of the second file from somebody else, ten seconds before its POST, which has no effect and no answer
     * then     the twin is older than the POST: it is not ours, the file is sent again
     * </pre>
     */
    @Test
    void aNeighboursTwinSinceTheListIsNotOurs() {
        world.attach(large);
        world.pass(Duration.ofSeconds(5));
        String theirs = world.attachedBefore(World.NAME, small);
        world.pass(Duration.ofSeconds(10));
        world.on(POST_ATTACHMENT).resetAfterReading();

        UploadResult ours = world.attach(small);

        assertThat(world.requests("list 200"))
                .as("one list, and those of the search")
                .hasSizeGreaterThan(1);
        assertThat(ours.attachmentId()).isNotEqualTo(theirs);
        assertThat(world.item.attachments()).hasSize(3);
    }

    /**
     * <pre>
     * client   a choice by what is there
     * request  a list of its own
     * </pre>
     */
    @ParameterizedTest
    @EnumSource(
            value = OnExisting.class,
            names = {"SKIP", "REPLACE"})
    void aChoiceByWhatIsThereIsMadeByANewList(OnExisting choice) {
        world.attach(small);
        world.onExisting = choice;

        world.attach(large);

        assertThat(world.requests("list")).hasSize(2);
    }

    /**
     * <pre>
     * server   was out of order for a moment, or for good
     * then     the next file takes a list of its own
     * </pre>
     */
    @Test
    void afterAnythingWentWrongThereIsANewList() {
        world.attach(small);
        world.on(POST_ATTACHMENT).loseReply();
        world.attach(World.file(301));
        int listsOfASearch = world.requests("list").size();
        world.attach(World.file(302));
        assertThat(world.requests("list")).hasSize(listsOfASearch + 1);

        world.on(POST_ATTACHMENT).answer(400);
        world.failureOf(World.file(303));
        world.attach(World.file(304));
        assertThat(world.requests("list")).hasSize(listsOfASearch + 2);
    }

    /**
     * <pre>
     * client   20 files to one message, the list made once, or for each file anew
     * store    has each id once
     * </pre>
     */
    @ParameterizedTest
    @EnumSource(OnExisting.class)
    void theStoreHasEachIdOnce(OnExisting choice) throws SQLException {
        world.onExisting = choice;
        JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:each-id-once", "", "");
        KeyRing ring = KeyRing.parse("a:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
        LeaseTerms terms = LeaseTerms.withGrace(Duration.ZERO);
        try (RenewingSessionStore store = world.renewing(new JdbcUploadSessionStore(database, ring, terms));
                Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (int number = 0; number < 20; number++) {
                world.finish(world.upload(
                        new Ownership(store, World.keys("upload " + number)),
                        world.client(),
                        new BytesContent(World.file(300 + number))));
            }

            try (ResultSet ids = statement.executeQuery("SELECT attachment_id FROM graph_attach_listed")) {
                List<String> stored = new ArrayList<>();
                while (ids.next()) {
                    stored.add(ids.getString(1));
                }
                assertThat(stored)
                        .doesNotHaveDuplicates()
                        .hasSizeLessThanOrEqualTo(20)
                        .isNotEmpty();
            }
        } finally {
            database.dispose();
        }
    }

    @Test
    void itemsHaveListsOfTheirOwn() {
        RecentLists lists = new RecentLists();
        lists.keep("one", recent(0, "a"), 0);

        assertThat(lists.find("one", 0))
                .hasValueSatisfying(list -> assertThat(list.ids()).containsExactly("a"));
        assertThat(lists.find("two", 0)).isEmpty();
        lists.forget("one");
        assertThat(lists.find("one", 0)).isEmpty();
    }

    /** A few megabytes, however many items and files there are. */
    @Test
    void theOldestListsGoWhenThereAreTooManyIds() {
        RecentLists lists = new RecentLists();
        lists.keep("old", manyIds(8_000), 0);
        lists.keep("middle", manyIds(8_000), 0);

        lists.keep("new", manyIds(8_000), 0);

        assertThat(List.of("old", "middle", "new"))
                .filteredOn(item -> lists.find(item, 0).isPresent())
                .containsExactly("middle", "new");
        lists.keep("huge", manyIds(30_000), 0);
        assertThat(List.of("middle", "new", "huge"))
                .noneMatch(item -> lists.find(item, 0).isPresent());
    }

    @Test
    void listsThatAreOverGoWhenAnotherIsKept() {
        RecentLists lists = new RecentLists();
        long later = Duration.ofSeconds(31).toNanos();
        lists.keep("old", recent(0, "a"), 0);

        lists.keep("new", recent(later, "b"), later);

        assertThat(lists.find("old", 0)).isEmpty();
        assertThat(lists.find("new", later)).isPresent();
    }

    private static RecentLists.Recent recent(long madeAt, String id) {
        return RecentLists.Recent.of(ListedIds.of(Set.of(id)), madeAt, true);
    }

    private static RecentLists.Recent manyIds(int count) {
        List<String> ids =
                IntStream.range(0, count).mapToObj(number -> "id " + number).toList();
        return RecentLists.Recent.of(ListedIds.of(ids), 0, true);
    }

    /** The next try of a file goes by what its first try has written down. */
    @Test
    void anUploadThatGoesOnHasItsOwnList() throws UploadException {
        world.attach(small);
        Upload upload = world.upload("goes on", world.client(), new BytesContent(large));
        world.makeRequests(upload, 2);
        upload.abandon();
        String theirs = world.attachedBefore(World.NAME, small);

        UploadResult result = world.finish(world.upload("goes on", world.client(), new BytesContent(large)));

        assertThat(result.attachmentId()).isNotEqualTo(theirs);
        assertThat(world.item.attachments()).hasSize(3);
    }
}
