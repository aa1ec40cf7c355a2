package io.github.graphattach.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad address with its exact error. {@code <x>} stands for option x with its header in brackets. */
class InvalidAddressTest {

    private static final String ID = "; set it to an id as Graph returns it, or leave it out";
    private static final String SHORT = "; give the path of one item, without its folders";
    private static final String PATH_ID = "; give the id as Graph returns it";
    private static final String MALFORMED = "; encode the ids in UTF-8; the character % itself is written %25";
    private static final String MAILBOX = "me or users or groups";

    @ParameterizedTest
    @MethodSource({"badOptionsAreRefusedWithOneLine", "hugeOptions"})
    void badOptionsAreRefusedWithOneLine(String kind, String options, String message) {
        assertThatThrownBy(() -> OutlookItem.of(ItemKind.parse(kind), values(options), Set.of()))
                .isInstanceOf(InvalidAddressException.class)
                .hasMessage(withHeaders(message));
    }

    static Stream<Arguments> badOptionsAreRefusedWithOneLine() {
        return Stream.of(
                bad(
                        "message",
                        "",
                        "option <messageId> is missing; set it to the id of the message, or give the whole path as <itemPath>"),
                bad(
                        "event",
                        "userId=u",
                        "option <eventId> is missing; set it to the id of the event, or give the whole path as <itemPath>"),
                bad(
                        "event",
                        "instanceId=i",
                        "option <eventId> is missing; set it to the id of the event, or give the whole path as <itemPath>"),
                bad("message", "messageId=", "option <messageId> is blank" + ID),
                bad("message", "messageId= \t\u00a0\u2003", "option <messageId> is blank" + ID),
                bad("message", "messageId=.", "option <messageId> is '.'" + ID),
                bad("message", "messageId=..", "option <messageId> is '..'" + ID),
                bad("message", "messageId=m\n", "option <messageId> has a control character" + ID),
                bad("message", "messageId=m\u0085", "option <messageId> has a control character" + ID),
                bad("message", "messageId=m\0", "option <messageId> has a control character" + ID),
                bad("message", "messageId=m\ud83d", "option <messageId> has half of a surrogate pair" + ID),
                bad("message", "messageId=\ude42m", "option <messageId> has half of a surrogate pair" + ID),
                bad("message", "messageId=m|userId= ", "option <userId> is blank" + ID),
                bad("message", "messageId=m|mailFolderId=..", "option <mailFolderId> is '..'" + ID),
                bad(
                        "message",
                        "messageId=m|mailFolderId=f|childFolderIds=a,..",
                        "option <childFolderIds> is '..'" + ID),
                bad(
                        "message",
                        "messageId=m|mailFolderId=f|childFolderIds=",
                        "option <childFolderIds> has an empty element; separate the ids by single commas, outermost folder first"),
                bad(
                        "message",
                        "messageId=m|mailFolderId=f|childFolderIds=a,,b",
                        "option <childFolderIds> has an empty element; separate the ids by single commas, outermost folder first"),
                bad(
                        "message",
                        "messageId=m|mailFolderId=f|childFolderIds=a, ",
                        "option <childFolderIds> has an empty element; separate the ids by single commas, outermost folder first"),
                bad(
                        "message",
                        "messageId=m|childFolderIds=a",
                        "option <childFolderIds> needs <mailFolderId>; add the id or well-known name of the outermost folder"),
                bad(
                        "message",
                        "messageId=m|groupId=g",
                        "option <groupId> cannot address a message, as a group has only events; use <userId>, or graph-attach:event"),
                bad(
                        "message",
                        "messageId=m|eventId=e",
                        "option <eventId> is for graph-attach:event, not for graph-attach:message; remove it, or use the other endpoint"),
                bad(
                        "message",
                        "messageId=m|calendarId=c",
                        "option <calendarId> is for graph-attach:event, not for graph-attach:message; remove it, or use the other endpoint"),
                bad(
                        "message",
                        "messageId=m|calendarGroupId=c",
                        "option <calendarGroupId> is for graph-attach:event, not for graph-attach:message; remove it, or use the other endpoint"),
                bad(
                        "message",
                        "messageId=m|defaultCalendar=false",
                        "option <defaultCalendar> is for graph-attach:event, not for graph-attach:message; remove it, or use the other endpoint"),
                bad(
                        "message",
                        "messageId=m|eventCollection=events",
                        "option <eventCollection> is for graph-attach:event, not for graph-attach:message; remove it, or use the other endpoint"),
                bad(
                        "message",
                        "messageId=m|instanceId=i",
                        "option <instanceId> is for graph-attach:event, not for graph-attach:message; remove it, or use the other endpoint"),
                bad(
                        "message",
                        "messageId=m|exceptionOccurrenceId=i",
                        "option <exceptionOccurrenceId> is for graph-attach:event, not for graph-attach:message; remove it, or use the other endpoint"),
                bad(
                        "event",
                        "eventId=e|messageId=m",
                        "option <messageId> is for graph-attach:message, not for graph-attach:event; remove it, or use the other endpoint"),
                bad(
                        "event",
                        "eventId=e|mailFolderId=f",
                        "option <mailFolderId> is for graph-attach:message, not for graph-attach:event; remove it, or use the other endpoint"),
                bad(
                        "event",
                        "eventId=e|childFolderIds=f",
                        "option <childFolderIds> is for graph-attach:message, not for graph-attach:event; remove it, or use the other endpoint"),
                bad(
                        "event",
                        "eventId=e|userId=u|groupId=g",
                        "options <userId> and <groupId> exclude each other; keep the one whose mailbox has the event"),
                bad(
                        "event",
                        "eventId=e|calendarGroupId=g",
                        "option <calendarGroupId> needs <calendarId>; add the id of the calendar in that group"),
                bad(
                        "event",
                        "eventId=e|defaultCalendar=true|calendarId=c",
                        "options <defaultCalendar> and <calendarId> exclude each other; remove the one that does not have the event"),
                bad("event", "eventId=e|defaultCalendar=", "option <defaultCalendar> is ''; set it to true or false"),
                bad(
                        "event",
                        "eventId=e|defaultCalendar=yes",
                        "option <defaultCalendar> is 'yes'; set it to true or false"),
                bad(
                        "event",
                        "eventId=e|groupId=g|calendarId=c",
                        "options <groupId> and <calendarId> exclude each other; a group has only its default calendar, so remove calendarId"),
                bad(
                        "event",
                        "eventId=e|groupId=g|calendarGroupId=c|calendarId=c",
                        "options <groupId> and <calendarGroupId> exclude each other; a group has only its default calendar, so remove calendarGroupId"),
                bad(
                        "event",
                        "eventId=e|eventCollection=view",
                        "option <eventCollection> is 'view'; set it to events or calendarView"),
                bad(
                        "event",
                        "eventId=e|eventCollection=instances",
                        "option <eventCollection> is 'instances'; set it to events or calendarView"),
                bad(
                        "event",
                        "eventId=e|eventCollection=a\n\u202e\u2028" + "x".repeat(50),
                        "option <eventCollection> is 'a\\u{A}\\u{202E}\\u{2028}" + "x".repeat(36)
                                + "...'; set it to events or calendarView"),
                bad(
                        "event",
                        "eventId=e|instanceId=i|exceptionOccurrenceId=o",
                        "options <instanceId> and <exceptionOccurrenceId> exclude each other; keep one, or give a path with both nestings as <itemPath>"),
                bad(
                        "event",
                        "itemPath=me/messages/m",
                        "option <itemPath> names a message; give the path of an event, or use graph-attach:message"),
                bad(
                        "message",
                        "itemPath=me/events/e",
                        "option <itemPath> names an event; give the path of a message, or use graph-attach:event"));
    }

    @ParameterizedTest
    @MethodSource({"badItemPathsAreRefusedWithOneLine", "hugeItemPaths"})
    void badItemPathsAreRefusedWithOneLine(String itemPath, String message) {
        assertThatThrownBy(() -> OutlookItem.parse(itemPath, Set.of("graph.microsoft.com", "localhost:8025")))
                .isInstanceOf(InvalidAddressException.class)
                .hasMessage(withHeaders("option <itemPath> " + message));
    }

    static Stream<Arguments> badItemPathsAreRefusedWithOneLine() {
        String foreign =
                ", which is not that of graphUrl; give a path of the service that the endpoint uses, or the path without a host";
        String query = "has a query; remove everything from the ? on; in an id it is written %3F";
        String fragment = "has a fragment; remove everything from the # on; in an id it is written %23";
        String empty = "has an empty segment; write single slashes, and none at the end";
        String messagesKey =
                "has a malformed key after 'messages'; write messages('id'), with quotes in the id doubled";
        return Stream.of(
                bad("", "is blank; give a path such as users/{id}/messages/{id}, or leave it out"),
                bad(" \n", "is blank; give a path such as users/{id}/messages/{id}, or leave it out"),
                bad("/", empty),
                bad("//me/messages/m", empty),
                bad("me//messages/m", empty),
                bad("me/messages/m/", empty),
                bad("https://graph.microsoft.com", empty),
                bad(
                        "me",
                        "ends before an item; go on with mailFolders or messages or calendar or calendarGroups or calendars or events or calendarView"),
                bad("users/u/mailFolders/inbox", "ends before an item; go on with childFolders or messages"),
                bad("users/u/calendarGroups/g", "ends before an item; go on with calendars"),
                bad("me/messages", "has no id after 'messages'; give the whole path of the item"),
                bad("me/messages/", "has an empty id after 'messages'" + PATH_ID),
                bad("users//messages/m", "has an empty id after 'users'" + PATH_ID),
                bad("me/messages/%20", "has an id after 'messages' that is blank" + PATH_ID),
                bad("me/messages/..", "has an id after 'messages' that is '..'" + PATH_ID),
                bad("me/messages/%2E%2e", "has an id after 'messages' that is '..'" + PATH_ID),
                bad("me/messages('.')", "has an id after 'messages' that is '.'" + PATH_ID),
                bad("me/messages('')", "has an id after 'messages' that is blank" + PATH_ID),
                bad("me/messages/m%0A", "has an id after 'messages' that has a control character" + PATH_ID),
                bad("me/messages/m\r", "has an id after 'messages' that has a control character" + PATH_ID),
                bad("me/messages/\ud83d", "has an id after 'messages' that has half of a surrogate pair" + PATH_ID),
                bad("me/messages/100%", "has a % that two hexadecimal digits do not follow" + MALFORMED),
                bad("me/messages/%4", "has a % that two hexadecimal digits do not follow" + MALFORMED),
                bad("me/messages/%zz", "has a % that two hexadecimal digits do not follow" + MALFORMED),
                bad("me/messages/%+1", "has a % that two hexadecimal digits do not follow" + MALFORMED),
                bad("me/messages/%FF", "has percent escapes that are not UTF-8" + MALFORMED),
                bad("me/messages/%C3", "has percent escapes that are not UTF-8" + MALFORMED),
                bad("me/messages/%C0%AF", "has percent escapes that are not UTF-8" + MALFORMED),
                bad("me/messages/%ED%A0%BD", "has percent escapes that are not UTF-8" + MALFORMED),
                bad("me%/messages/m", "has a % that two hexadecimal digits do not follow" + MALFORMED),
                bad("me/messages('m", messagesKey),
                bad("me/messages('m'", messagesKey),
                bad("me/messages(m)", messagesKey),
                bad("me/messages(id='m')", messagesKey),
                bad("me/messages('m')x", messagesKey),
                bad("me/messages('o'brien')", messagesKey),
                bad("me/messages(\"m\")", messagesKey),
                bad("me('x')/messages/m", "has a key where none belongs; write /me and /calendar without parentheses"),
                bad("me/messages/m?$select=id", query),
                bad("me?x/messages/m", query),
                bad("users?x", query),
                bad("me/messages('m')?x", query),
                bad("users/a#EXT#@b/messages/m", fragment),
                bad("me/messages/m#", fragment),
                bad(
                        "https://user:secret@graph.microsoft.com/v1.0/me/messages/m",
                        "has user information before the host; remove everything up to the @"),
                bad(
                        "https://graph.microsoft.com@evil.example/v1.0/me/messages/m",
                        "has user information before the host; remove everything up to the @"),
                bad("https://evil.example/v1.0/me/messages/m", "is on the host 'evil.example'" + foreign),
                bad(
                        "https://graph.microsoft.com.evil.example/me/messages/m",
                        "is on the host 'graph.microsoft.com.evil.example'" + foreign),
                bad(
                        "https://graph.microsoft.com:8443/me/messages/m",
                        "is on the host 'graph.microsoft.com:8443'" + foreign),
                bad(
                        "http://graph.microsoft.com:443/me/messages/m",
                        "is on the host 'graph.microsoft.com:443'" + foreign),
                bad("http://localhost/me/messages/m", "is on the host 'localhost'" + foreign),
                bad("https:///me/messages/m", "is on the host ''" + foreign),
                bad(
                        "https://evil.example\\@graph.microsoft.com/me/messages/m",
                        "is on the host 'evil.example'" + foreign),
                bad(
                        "ftp://graph.microsoft.com/me/messages/m",
                        "has 'ftp:' where " + MAILBOX + " belongs; give a path of an item"),
                bad(
                        "/https://graph.microsoft.com/me/messages/m",
                        "has 'https:' where " + MAILBOX + " belongs; give a path of an item"),
                bad("v2.0/me/messages/m", "has 'v2.0' where " + MAILBOX + " belongs; give a path of an item"),
                bad("v1.0/beta/me/messages/m", "has 'beta' where " + MAILBOX + " belongs; give a path of an item"),
                bad("v1.0", "has 'v1.0' where " + MAILBOX + " belongs; give a path of an item"),
                bad("messages/m", "has 'messages' where " + MAILBOX + " belongs; give a path of an item"),
                bad(
                        "me/drive/items/i",
                        "has 'drive' where mailFolders or messages or calendar or calendarGroups or calendars or events or calendarView belongs; give a path of an item"),
                bad(
                        "me/childFolders/f/messages/m",
                        "has 'childFolders' where mailFolders or messages or calendar or calendarGroups or calendars or events or calendarView belongs; give a path of an item"),
                bad(
                        "me/mailFolders/f/events/e",
                        "has 'events' where childFolders or messages belongs; give a path of an item"),
                bad("me/calendarGroups/g/events/e", "has 'events' where calendars belongs; give a path of an item"),
                bad(
                        "me/calendar/calendars/c/events/e",
                        "has 'calendars' where events or calendarView belongs; give a path of an item"),
                bad(
                        "groups/g/messages/m",
                        "has 'messages' where calendar or events or calendarView belongs; give a path of an item"),
                bad(
                        "groups/g/calendars/c/events/e",
                        "has 'calendars' where calendar or events or calendarView belongs; give a path of an item"),
                bad("me/todo/lists/l/tasks/t", "names a To Do task; give the path of an Outlook message or event"),
                bad(
                        "Users('u')/ToDo/lists/l/tasks/t",
                        "names a To Do task; give the path of an Outlook message or event"),
                bad("groups/g/threads/t/posts/p", "names a group post; give the path of an Outlook message or event"),
                bad(
                        "Groups('g')/Conversations('c')/Threads('t')/Posts('p')",
                        "names a group post; give the path of an Outlook message or event"),
                bad("me/messages/m/attachments", "goes on after the item; name the item, not its attachments"),
                bad("me/events/e/Attachments('a')", "goes on after the item; name the item, not its attachments"),
                bad(
                        "me/events/e/attachments/createUploadSession",
                        "goes on after the item; name the item, not its attachments"),
                bad(
                        "me/messages/m/$value",
                        "goes on with '$value' after the item; end it with the item's id, where a / in an id is written - or %2F"),
                bad(
                        "me/messages/m/instances/i",
                        "goes on with 'instances' after the item; end it with the item's id, where a / in an id is written - or %2F"),
                bad(
                        "me/events/e/instances/i/instances/j",
                        "goes on with 'instances' after the item; end it with the item's id, where a / in an id is written - or %2F"),
                bad(
                        "me/events/e/instances/i/exceptionOccurrences/o/instances/j",
                        "goes on with 'instances' after the item; end it with the item's id, where a / in an id is written - or %2F"),
                bad(
                        "me/events/e/exceptionOccurrences/o/instances/i/exceptionOccurrences/p",
                        "goes on with 'exceptionOccurrences' after the item; end it with the item's id, where a / in an id is written - or %2F"),
                bad(
                        "me/calendarView/e/events/f",
                        "goes on with 'events' after the item; end it with the item's id, where a / in an id is written - or %2F"));
    }

    /** No address makes a log line of its own length. */
    static Stream<Arguments> hugeOptions() {
        String huge = "a".repeat(400_000);
        String smiles = "🙂".repeat(100_000);
        String id = "takes more than 1024 characters of a path" + ID;
        String folders =
                "makes a path of more than 16384 characters; leave the folders out, as the id of a message is enough";
        return Stream.of(
                bad("message", "messageId=" + huge, "option <messageId> " + id),
                bad("message", "messageId=" + "a".repeat(1025), "option <messageId> " + id),
                bad("message", "messageId=" + "=".repeat(342), "option <messageId> " + id),
                bad("message", "messageId=" + smiles, "option <messageId> " + id),
                bad("message", "messageId=m|userId=" + huge, "option <userId> " + id),
                bad("message", "messageId=m|mailFolderId=" + huge, "option <mailFolderId> " + id),
                bad("message", "messageId=m|mailFolderId=f|childFolderIds=" + huge, "option <childFolderIds> " + id),
                bad(
                        "message",
                        "messageId=m|mailFolderId=f|childFolderIds=" + "a,".repeat(200_000) + "a",
                        "option <childFolderIds> " + folders),
                bad(
                        "message",
                        "messageId=m|mailFolderId=f|childFolderIds=" + "é,".repeat(1_000) + "a",
                        "option <childFolderIds> " + folders),
                bad("event", "eventId=" + huge, "option <eventId> " + id),
                bad("event", "eventId=e|groupId=" + huge, "option <groupId> " + id),
                bad("event", "eventId=e|calendarId=" + huge, "option <calendarId> " + id),
                bad("event", "eventId=e|instanceId=" + huge, "option <instanceId> " + id),
                bad(
                        "event",
                        "eventId=e|defaultCalendar=" + huge,
                        "option <defaultCalendar> is '" + "a".repeat(40) + "...'; set it to true or false"),
                bad(
                        "event",
                        "eventId=e|eventCollection=" + huge,
                        "option <eventCollection> is '" + "a".repeat(40) + "...'; set it to events or calendarView"),
                bad(
                        "message",
                        "itemPath=me/messages/" + huge,
                        "option <itemPath> has more than 16384 characters" + SHORT));
    }

    static Stream<Arguments> hugeItemPaths() {
        String huge = "a".repeat(400_000);
        String whole = "has more than 16384 characters" + SHORT;
        return Stream.of(
                bad(huge, whole),
                bad("/".repeat(400_000), whole),
                bad("https://" + huge + "/me/messages/m", whole),
                bad("me/messages/" + huge, whole),
                bad("me/messages('" + huge + "')", whole),
                bad("me/mailFolders/f" + "/childFolders/f".repeat(1_200) + "/messages/m", whole),
                bad(
                        "me/mailFolders/f" + "/childFolders/éé".repeat(1_000) + "/messages/m",
                        "makes a path of more than 16384 characters" + SHORT),
                bad(
                        "me/" + "a".repeat(16_000),
                        "has '" + "a".repeat(40) + "...' where mailFolders or messages or "
                                + "calendar or calendarGroups or calendars or events or calendarView belongs; give a path of an item"),
                bad(
                        "https://" + "a".repeat(16_000),
                        "is on the host '" + "a".repeat(40) + "...', which is not that of graphUrl; give a path of the"
                                + " service that the endpoint uses, or the path without a host"),
                bad(
                        "me/messages/" + "a".repeat(1025),
                        "has an id after 'messages' that takes more than 1024 characters of a path" + PATH_ID));
    }

    @Test
    void idsAndPathsMayBeLongerThanAnyThatTheServiceMakes() {
        String longest = "a".repeat(1024);
        String path = "/users/" + longest + "/calendarGroups/" + longest + "/calendars/" + longest + "/events/"
                + longest + "/instances/" + longest + "/exceptionOccurrences/" + longest;

        assertThat(OutlookItem.parse(path, Set.of()).path()).isEqualTo(path);
    }

    @Test
    void anUnknownKindOfItemIsRefused() {
        assertThatThrownBy(() -> ItemKind.parse("mesage"))
                .isInstanceOf(InvalidAddressException.class)
                .hasMessage("the endpoint's item is 'mesage'; write graph-attach:message or graph-attach:event");
    }

    @Test
    void headersAreNamedAfterTheirOptions() {
        for (AddressOption option : AddressOption.values()) {
            String name = option.option();
            assertThat(option.header())
                    .isEqualTo("CamelGraphAttach" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1));
        }
    }

    private static Arguments bad(Object... arguments) {
        return Arguments.of(arguments);
    }

    private static Map<AddressOption, String> values(String options) {
        Map<AddressOption, String> values = new EnumMap<>(AddressOption.class);
        for (AddressOption option : AddressOption.values()) {
            for (String setting : options.split("\\|", -1)) {
                if (setting.startsWith(option.option() + "=")) {
                    values.put(option, setting.substring(option.option().length() + 1));
                }
            }
        }
        return values;
    }

    private static String withHeaders(String message) {
        String expanded = message;
        for (AddressOption option : AddressOption.values()) {
            expanded = expanded.replace(
                    "<" + option.option() + ">", option.option() + " (header " + option.header() + ")");
        }
        return expanded;
    }
}
