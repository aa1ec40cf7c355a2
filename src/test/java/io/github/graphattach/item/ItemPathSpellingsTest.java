package io.github.graphattach.item;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The spellings in which item paths come: from documentation, from {@code @odata.id}, from change notifications. */
class ItemPathSpellingsTest {

    private static final Set<String> KNOWN = Set.of("graph.microsoft.com", "localhost:8025");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/users/cfo@contoso.com/events/AAMk=",
                "users/cfo@contoso.com/events/AAMk=",
                "users/cfo%40contoso.com/events/AAMk%3D",
                "users/cfo%40contoso.com/events/AAMk%3d",
                "/v1.0/users/cfo@contoso.com/events/AAMk=",
                "v1.0/users/cfo@contoso.com/events/AAMk=",
                "/beta/users/cfo@contoso.com/events/AAMk=",
                "BETA/users/cfo@contoso.com/events/AAMk=",
                "https://graph.microsoft.com/v1.0/users/cfo@contoso.com/events/AAMk=",
                "https://graph.microsoft.com:443/v1.0/users/cfo@contoso.com/events/AAMk=",
                "HTTPS://Graph.Microsoft.COM/V1.0/users/cfo@contoso.com/events/AAMk=",
                "https://graph.microsoft.com/users/cfo@contoso.com/events/AAMk=",
                "http://localhost:8025/v1.0/users/cfo@contoso.com/events/AAMk=",
                "Users('cfo@contoso.com')/Events('AAMk=')",
                "/USERS('cfo@contoso.com')/events/AAMk=",
                "users/cfo@contoso.com/Events('AAMk=')",
                "users(%27cfo%40contoso.com%27)/events(%27AAMk%3D%27)",
                "users%28%27cfo%40contoso.com%27%29/events%28%27AAMk%3D%27%29",
                "%75sers/cfo@contoso.com/%65vents/AAMk="
            })
    void allSpellingsOfAPathAreTheSameAddress(String itemPath) {
        OutlookItem item = OutlookItem.parse(itemPath, KNOWN);

        assertThat(item.path()).isEqualTo("/users/cfo%40contoso.com/events/AAMk%3D");
        assertThat(item.mailbox()).isEqualTo(new Mailbox.User("cfo@contoso.com"));
        assertThat(item.kind()).isEqualTo(ItemKind.EVENT);
        assertThat(item.innermostId()).isEqualTo("AAMk=");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            delimiter = '|',
            value = {
                "me/messages/a+b|a+b",
                "me/messages/a%2Bb|a+b",
                "me/messages/a%252Fb|a%2Fb",
                "me/messages/a%2Fb|a/b",
                "me/messages('a/b')|a/b",
                "me/messages('a?b#c')|a?b#c",
                "me/messages('a%3Fb')|a?b",
                "me/messages('o''brien')|o'brien",
                "me/messages('o%27%27brien')|o'brien",
                "me/messages('''')|'",
                "me/messages('a)')|a)",
                "me/messages/('a')|('a')",
                "me/messages/a('b')|a('b')",
                "me/messages/o'brien|o'brien",
                "me/messages/me|me",
                "me/messages/messages|messages",
                "v1.0/me/messages/beta|beta",
                "me/messages/...|...",
                "me/messages/é🙂|é🙂",
                "me/messages/%C3%A9%F0%9F%99%82|é🙂"
            })
    void whatIsInAnIdIsDataAndIsDecodedOnce(String itemPath, String id) {
        assertThat(OutlookItem.parse(itemPath, KNOWN).innermostId()).isEqualTo(id);
    }

    @Test
    void mailboxesAreReadWithTheirIdsAsGiven() {
        assertThat(OutlookItem.parse("ME/messages/m", KNOWN).mailbox()).isEqualTo(new Mailbox.Me());
        assertThat(OutlookItem.parse("users/Me/messages/m", KNOWN).mailbox()).isEqualTo(new Mailbox.User("Me"));
        assertThat(OutlookItem.parse("groups/G=/events/e", KNOWN).mailbox()).isEqualTo(new Mailbox.Group("G="));
    }

    @Test
    void childFoldersNestAsDeepAsTheyLike() {
        String path = "/me/mailFolders/inbox" + "/childFolders/f".repeat(50) + "/messages/m";
        assertThat(OutlookItem.parse(path, KNOWN).path()).isEqualTo(path);
        assertThat(OutlookItem.parse(path, KNOWN).direct().path()).isEqualTo("/me/messages/m");
    }

    @Test
    void theOccurrenceInACalendarOfACalendarGroupHasTheDeclaredPath() {
        OutlookItem item = OutlookItem.of(
                ItemKind.EVENT,
                Map.of(
                        AddressOption.CALENDAR_GROUP_ID, "G",
                        AddressOption.CALENDAR_ID, "C",
                        AddressOption.EVENT_COLLECTION, "calendarView",
                        AddressOption.EVENT_ID, "E",
                        AddressOption.EXCEPTION_OCCURRENCE_ID, "O"),
                KNOWN);

        assertThat(item.path()).isEqualTo("/me/calendarGroups/G/calendars/C/calendarView/E/exceptionOccurrences/O");
        assertThat(item.direct().path()).isEqualTo("/me/events/O");
        assertThat(item).hasToString(item.path());
    }

    @Test
    void childFolderIdsAreTakenInTheirOrderWithoutTheWhiteSpaceAroundThem() {
        OutlookItem item = OutlookItem.of(
                ItemKind.MESSAGE,
                Map.of(
                        AddressOption.MAIL_FOLDER_ID, "inbox",
                        AddressOption.CHILD_FOLDER_IDS, "outer, inner",
                        AddressOption.MESSAGE_ID, "m"),
                KNOWN);

        assertThat(item.path()).isEqualTo("/me/mailFolders/inbox/childFolders/outer/childFolders/inner/messages/m");
    }

    @Test
    void anItemPathReplacesAllOtherOptions() {
        Map<AddressOption, String> values = Map.of(
                AddressOption.ITEM_PATH, "users/u/messages/m",
                AddressOption.GROUP_ID, "..",
                AddressOption.EVENT_ID, "");

        assertThat(OutlookItem.of(ItemKind.MESSAGE, values, KNOWN).path()).isEqualTo("/users/u/messages/m");
    }

    @Test
    void defaultCalendarAndEventCollectionAreReadInAnyLetterCase() {
        assertThat(event("True", "CALENDARVIEW")).isEqualTo("/me/calendar/calendarView/e");
        assertThat(event("FALSE", "Events")).isEqualTo("/me/events/e");
    }

    @Test
    void kindsOfItemsAreReadFromTheirWord() {
        assertThat(ItemKind.parse("message")).isEqualTo(ItemKind.MESSAGE);
        assertThat(ItemKind.parse("Event")).isEqualTo(ItemKind.EVENT);
        for (ItemKind kind : ItemKind.values()) {
            assertThat(ItemKind.parse(kind.text())).isEqualTo(kind);
        }
    }

    private static String event(String defaultCalendar, String collection) {
        return OutlookItem.of(
                        ItemKind.EVENT,
                        Map.of(
                                AddressOption.DEFAULT_CALENDAR, defaultCalendar,
                                AddressOption.EVENT_COLLECTION, collection,
                                AddressOption.EVENT_ID, "e"),
                        KNOWN)
                .path();
    }
}
