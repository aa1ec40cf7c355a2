package io.github.graphattach.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                "me/messages/a%252Fb|a%2Fb",
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

    /** EWS, Office.js and search write ids in the standard base64 alphabet, for which Graph has no ears. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "me/messages/AA-b_c=",
                "me/messages/AA-b+c=",
                "me/messages/AA%2Fb%2Bc=",
                "me/messages/AA%2fb%2bc%3D",
                "me/messages('AA/b+c=')",
                "me/messages('AA%2Fb%2Bc=')",
                "me/messages(%27AA%2Fb%2Bc=%27)",
                "me/Messages('AA-b_c=')"
            })
    void bothBase64AlphabetsAreTheSameId(String itemPath) {
        OutlookItem item = OutlookItem.parse(itemPath, KNOWN);

        assertThat(item.innermostId()).isEqualTo("AA-b_c=");
        assertThat(item.path()).isEqualTo("/me/messages/AA-b_c%3D");
        assertThat(item).isEqualTo(OutlookItem.parse("me/messages/AA-b_c=", KNOWN));
        assertThat(item.direct()).isEqualTo(item);
    }

    @Test
    void everyIdOfExchangeIsInTheAlphabetOfGraphAndNoOther() {
        OutlookItem occurrence = OutlookItem.of(
                ItemKind.EVENT,
                Map.of(
                        AddressOption.USER_ID, "news+de/x@contoso.com",
                        AddressOption.CALENDAR_GROUP_ID, "g/+",
                        AddressOption.CALENDAR_ID, "c/+",
                        AddressOption.EVENT_ID, "e/+",
                        AddressOption.EXCEPTION_OCCURRENCE_ID, "o/+"),
                KNOWN);
        OutlookItem message = OutlookItem.of(
                ItemKind.MESSAGE,
                Map.of(
                        AddressOption.MAIL_FOLDER_ID, "f/+",
                        AddressOption.CHILD_FOLDER_IDS, "a/+,b+/",
                        AddressOption.MESSAGE_ID, "m/+"),
                KNOWN);

        assertThat(occurrence.path())
                .isEqualTo("/users/news%2Bde%2Fx%40contoso.com/calendarGroups/g-_/calendars/c-_/events/e-_"
                        + "/exceptionOccurrences/o-_");
        assertThat(occurrence.mailbox()).isEqualTo(new Mailbox.User("news+de/x@contoso.com"));
        assertThat(message.path()).isEqualTo("/me/mailFolders/f-_/childFolders/a-_/childFolders/b_-/messages/m-_");
        assertThat(OutlookItem.parse("groups/g%2B%2F/events/e%2B%2F/instances('i+/')", KNOWN)
                        .path())
                .isEqualTo("/groups/g%2B%2F/events/e_-/instances/i_-");
        assertThat(OutlookItem.parse("groups/g%2B%2F/events/e", KNOWN).mailbox())
                .isEqualTo(new Mailbox.Group("g+/"));
    }

    /** Nothing tells the slash of an id from the one after it. */
    @Test
    void aBareSlashInAnIdIsASeparator() {
        assertThatThrownBy(() -> OutlookItem.parse("me/messages/AA/b+c=", KNOWN))
                .isInstanceOf(InvalidAddressException.class)
                .hasMessageContaining("goes on with 'b+c=' after the item")
                .hasMessageContaining("where a / in an id is written - or %2F");
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
