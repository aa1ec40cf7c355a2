package io.github.graphattach.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class OutlookItemProperties {

    private static final Set<String> NO_HOSTS = Set.of();

    @Property(tries = 3000)
    void noIdChangesTheNumberOfSegments(@ForAll("ids") String user, @ForAll("ids") String id) {
        OutlookItem item = OutlookItem.of(
                ItemKind.EVENT,
                Map.of(
                        AddressOption.USER_ID, user,
                        AddressOption.CALENDAR_ID, id,
                        AddressOption.EVENT_ID, user,
                        AddressOption.EXCEPTION_OCCURRENCE_ID, id),
                NO_HOSTS);

        assertThat(item.path().split("/", -1)).hasSize(9);
        assertThat(item.path()).matches("(?:/(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})++)++");
        assertThat(item.mailbox()).isEqualTo(new Mailbox.User(user));
        assertThat(item.innermostId()).isEqualTo(ExchangeId.urlSafe(id));
    }

    @Property(tries = 3000)
    void anIdHasOneFormWhicheverAlphabetItComesIn(@ForAll("ids") String id) {
        String urlSafe = ExchangeId.urlSafe(id);

        assertThat(urlSafe).doesNotContain("/", "+").hasSameSizeAs(id);
        assertThat(ExchangeId.urlSafe(urlSafe)).isEqualTo(urlSafe);
        assertThat(message(urlSafe)).isEqualTo(message(id)).hasSameHashCodeAs(message(id));
    }

    private static OutlookItem message(String id) {
        return OutlookItem.of(ItemKind.MESSAGE, Map.of(AddressOption.MESSAGE_ID, id), NO_HOSTS);
    }

    @Property(tries = 3000)
    void aTextIsEitherOneSegmentOrRefused(@ForAll("texts") String text) {
        try {
            OutlookItem item = message(text);
            assertThat(item.path().split("/", -1)).hasSize(4);
            assertThat(OutlookItem.parse(item.path(), NO_HOSTS).innermostId()).isEqualTo(ExchangeId.urlSafe(text));
        } catch (InvalidAddressException e) {
            assertOneLine(e);
        }
    }

    @Property(tries = 3000)
    void addressToPathToAddressIsTheIdentity(@ForAll("addresses") OutlookItem item) {
        assertThat(OutlookItem.parse(item.path(), NO_HOSTS)).isEqualTo(item);
        assertThat(OutlookItem.parse(item.direct().path(), NO_HOSTS)).isEqualTo(item.direct());
        assertThat(OutlookItem.of(item.kind(), Map.of(AddressOption.ITEM_PATH, item.path()), NO_HOSTS))
                .isEqualTo(item);
    }

    @Property(tries = 2000)
    void keysCarryAnyIdWhenQuotesAreDoubledAndPercentSignsEscaped(@ForAll("ids") String id) {
        String key = id.replace("%", "%25").replace("'", "''");

        assertThat(OutlookItem.parse("Users('" + key + "')/Messages('" + key + "')", NO_HOSTS)
                        .path())
                .isEqualTo("/users/" + PercentEncoding.encode(id) + "/messages/"
                        + PercentEncoding.encode(ExchangeId.urlSafe(id)));
    }

    @Property(tries = 5000)
    void noTextMakesTheReaderFailOtherwiseThanWithItsOwnOneLineError(@ForAll("pathLikeTexts") String text) {
        try {
            OutlookItem item = OutlookItem.parse(text, Set.of("graph.example"));
            assertThat(OutlookItem.parse(item.path(), NO_HOSTS)).isEqualTo(item);
        } catch (InvalidAddressException e) {
            assertOneLine(e);
        }
    }

    @Example
    void longTextsAreReadInLinearTimeAndHugeOnesNotAtAll() {
        longTexts(16_000);
        longTexts(1 << 20);
    }

    private void longTexts(int size) {
        List<String> texts = List.of(
                "/".repeat(size),
                "%".repeat(size),
                "me/messages/" + "%25".repeat(size),
                "me/messages('" + "'".repeat(size),
                "me/messages(" + "%27".repeat(size),
                "me/mailFolders/f" + "/childFolders/f".repeat(size / 15) + "/messages/m",
                "https://" + "a:@".repeat(size),
                "me/events/e" + "/instances/i".repeat(size / 12));
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> texts.forEach(this::noTextMakesTheReaderFailOtherwiseThanWithItsOwnOneLineError));
    }

    private static void assertOneLine(InvalidAddressException e) {
        assertThat(e.getMessage()).isNotNull().hasSizeLessThan(700).matches("[^\\p{Cntrl}\u2028\u2029]+");
        assertThat(e.getMessage()).contains("CamelGraphAttach").contains("; ");
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> any = Arbitraries.strings().ofMaxLength(20);
        Arbitrary<String> delimiters = Arbitraries.strings()
                .withChars("/+=#?%'() &;,.\\:@$[]\"2F5c7é\ud83d\ude42\0\n")
                .ofMaxLength(12);
        Arbitrary<String> codePoints = Arbitraries.integers()
                .between(0, Character.MAX_CODE_POINT)
                .list()
                .ofMaxSize(8)
                .map(list -> list.stream()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append))
                .map(StringBuilder::toString);
        return Arbitraries.oneOf(any, delimiters, codePoints);
    }

    @Provide
    Arbitrary<String> ids() {
        return texts().filter(text -> Step.defect(text).isEmpty());
    }

    @Provide
    Arbitrary<String> pathLikeTexts() {
        Arbitrary<String> piece = Arbitraries.oneOf(
                texts(),
                Arbitraries.of(
                        "/",
                        "/",
                        "/",
                        "me",
                        "users",
                        "Users('u')",
                        "groups/g",
                        "messages",
                        "events/e",
                        "MailFolders('f')",
                        "childFolders/c",
                        "calendar",
                        "calendarGroups/g",
                        "calendars/c",
                        "calendarView/v",
                        "instances/i",
                        "exceptionOccurrences/o",
                        "attachments",
                        "todo",
                        "threads",
                        "('",
                        "')",
                        "''",
                        "%27",
                        "%2F",
                        "%",
                        "https://graph.example",
                        "https://",
                        "v1.0/",
                        "beta/",
                        "?",
                        "#"));
        return piece.list().ofMaxSize(12).map(pieces -> String.join("", pieces));
    }

    /** All addresses of the grammar: a walk along the segments that may follow, until an item that is deep enough. */
    @Provide
    Arbitrary<OutlookItem> addresses() {
        Arbitrary<List<Integer>> turns =
                Arbitraries.integers().between(0, 1000).list().ofSize(12);
        return Combinators.combine(turns, ids().list().ofSize(12)).as(OutlookItemProperties::walk);
    }

    private static OutlookItem walk(List<Integer> turns, List<String> ids) {
        List<Step> steps = new ArrayList<>();
        for (int i = 0; i < turns.size(); i++) {
            List<Segment> next = new ArrayList<>(ItemAddress.next(steps));
            boolean atItem = !steps.isEmpty()
                    && steps.get(steps.size() - 1).segment().names().isPresent();
            if (next.isEmpty() || (atItem && turns.get(i) % 2 == 0)) {
                break;
            }
            Segment segment =
                    i > 8 && next.contains(Segment.MESSAGES) ? Segment.MESSAGES : next.get(turns.get(i) % next.size());
            steps.add(new Step(segment, segment.keyed() ? ids.get(i) : ""));
        }
        return new ItemAddress(steps);
    }

    @Property(tries = 2000)
    void optionsAndPathAreTwoWaysToTheSameAddress(
            @ForAll("ids") String a, @ForAll("ids") String b, @ForAll boolean view, @ForAll boolean group) {
        Map<AddressOption, String> values = new EnumMap<>(AddressOption.class);
        values.put(group ? AddressOption.GROUP_ID : AddressOption.USER_ID, a);
        values.put(AddressOption.DEFAULT_CALENDAR, "true");
        values.put(AddressOption.EVENT_COLLECTION, view ? "calendarView" : "events");
        values.put(AddressOption.EVENT_ID, b);

        OutlookItem built = OutlookItem.of(ItemKind.EVENT, values, NO_HOSTS);

        assertThat(OutlookItem.parse(built.path(), NO_HOSTS)).isEqualTo(built);
        assertThat(built.direct().path()).endsWith("/events/" + PercentEncoding.encode(ExchangeId.urlSafe(b)));
    }
}
