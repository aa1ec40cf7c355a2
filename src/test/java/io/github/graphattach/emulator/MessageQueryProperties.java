package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.PercentCoding;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * Whatever is asked of whatever messages, the pages hold what a plain search of a list finds, in its order; and whatever name
 * is put into a query that is otherwise right, it is not passed over. Tries as of {@link NotImplementedProperties}.
 */
@AddLifecycleHook(NotImplementedProperties.Cases.class)
class MessageQueryProperties {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String JOB = "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name Job";

    private static final GraphEmulator EMULATOR =
            GraphEmulator.builder().clock(Clock.fixed(START, ZoneOffset.UTC)).start();
    private static final Wire WIRE = new Wire(EMULATOR);
    private static final AtomicInteger MAILBOXES = new AtomicInteger();

    /** A message of the model. The seconds since the one before may be none, so that times are not unique. */
    private record Message(int number, String subject, boolean isRead, String importance, String job, int seconds) {

        ObjectNode json() {
            ObjectNode json = Json.object()
                    .put("subject", subject)
                    .put("isRead", isRead)
                    .put("importance", importance)
                    .put("internetMessageId", "<" + number + "@contoso.com>");
            json.putArray("singleValueExtendedProperties")
                    .addObject()
                    .put("id", JOB)
                    .put("value", job);
            return json;
        }
    }

    /** A message with the second in which it came. */
    private record Received(Message message, Instant at) {}

    /** An expression, what it says, and which properties it names in which order. */
    private record Expression(String text, Predicate<Received> holds, List<String> properties, boolean isOr) {

        Expression(String text, String property, Predicate<Received> holds) {
            this(text, holds, List.of(property), false);
        }

        /** As an operand of an operator that binds tighter than "or". */
        String operand() {
            return isOr ? "(" + text + ")" : text;
        }

        Expression and(Expression other) {
            return new Expression(
                    operand() + " and " + other.operand(),
                    holds.and(other.holds),
                    joined(properties, other.properties),
                    false);
        }

        Expression or(Expression other) {
            return new Expression(
                    text + " or " + other.text, holds.or(other.holds), joined(properties, other.properties), true);
        }

        Expression not() {
            return new Expression("not (" + text + ")", holds.negate(), properties, false);
        }

        private static List<String> joined(List<String> one, List<String> other) {
            return Stream.concat(one.stream(), other.stream()).distinct().toList();
        }
    }

    /** A property to sort by. */
    private record Sorting(String property, boolean descending) {

        Comparator<Received> order() {
            Comparator<Received> order =
                    switch (property) {
                        case "subject" ->
                            Comparator.comparing(
                                    received -> lowerCase(received.message().subject()));
                        case "isRead" ->
                            Comparator.comparing(received -> received.message().isRead());
                        default -> Comparator.comparing(Received::at);
                    };
            return descending ? order.reversed() : order;
        }

        String text() {
            return property + (descending ? " desc" : "");
        }
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    @AfterContainer
    static void stop() {
        EMULATOR.close();
    }

    @Provide
    Arbitrary<List<Message>> mailboxes() {
        return Combinators.combine(
                        subjects(),
                        Arbitraries.of(true, false),
                        Arbitraries.of("low", "normal", "high"),
                        Arbitraries.of("a", "b"),
                        Arbitraries.integers().between(0, 2))
                .as((subject, isRead, importance, job, seconds) ->
                        new Message(0, subject, isRead, importance, job, seconds))
                .list()
                .ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> subjects() {
        return Arbitraries.of("", "a", "A", "ab", "aB", "b", "it's", "it''s", "a and b", "(a", "\u00e4\u20ac", "%41+&");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private Arbitrary<Expression> comparisons() {
        Arbitrary<Expression> subjects = Combinators.combine(
                        subjects(), Arbitraries.of("eq", "ne", "startswith", "contains"))
                .as((text, operation) -> {
                    String wanted = lowerCase(text);
                    Predicate<String> found =
                            switch (operation) {
                                case "eq" -> wanted::equals;
                                case "ne" -> Predicate.not(wanted::equals);
                                case "startswith" -> subject -> subject.startsWith(wanted);
                                default -> subject -> subject.contains(wanted);
                            };
                    return new Expression(
                            operation.length() == 2
                                    ? "subject " + operation + " " + quoted(text)
                                    : operation + "(subject," + quoted(text) + ")",
                            "subject",
                            received -> found.test(lowerCase(received.message().subject())));
                });
        Arbitrary<Expression> readOnes = Arbitraries.of(true, false)
                .map(wanted -> new Expression(
                        "isRead eq " + wanted,
                        "isRead",
                        received -> received.message().isRead() == wanted));
        Arbitrary<Expression> important = Arbitraries.of("low", "high")
                .map(wanted ->
                        new Expression("importance ne '" + wanted + "'", "importance", received -> !received.message()
                                .importance()
                                .equals(wanted)));
        Arbitrary<Expression> jobs = Arbitraries.of("a", "A", "c")
                .map(wanted -> new Expression(
                        "singleValueExtendedProperties/Any(ep: ep/id eq '" + JOB + "' and ep/value eq '" + wanted
                                + "')",
                        "singleValueExtendedProperties",
                        received -> received.message().job().equalsIgnoreCase(wanted)));
        return Arbitraries.oneOf(subjects, readOnes, important, jobs, times());
    }

    private static Arbitrary<Expression> times() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 12), Arbitraries.of("eq", "ne", "gt", "ge", "lt", "le"))
                .as((seconds, operator) -> {
                    Instant wanted = START.plusSeconds(seconds);
                    return new Expression(
                            "receivedDateTime " + operator + " " + wanted, "receivedDateTime", received -> {
                                int order = received.at().compareTo(wanted);
                                return switch (operator) {
                                    case "eq" -> order == 0;
                                    case "ne" -> order != 0;
                                    case "gt" -> order > 0;
                                    case "ge" -> order >= 0;
                                    case "lt" -> order < 0;
                                    default -> order <= 0;
                                };
                            });
                });
    }

    private Arbitrary<Expression> expressions(int depth) {
        if (depth == 0) {
            return comparisons();
        }
        Arbitrary<Expression> inner = Arbitraries.lazy(() -> expressions(depth - 1));
        return Arbitraries.oneOf(
                comparisons(),
                inner.map(Expression::not),
                Combinators.combine(inner, inner).as(Expression::and),
                Combinators.combine(inner, inner).as(Expression::or));
    }

    @Provide
    Arbitrary<Optional<Expression>> filters() {
        return expressions(3).optional(0.8);
    }

    @Provide
    Arbitrary<List<Sorting>> orders() {
        return Combinators.combine(Arbitraries.of("subject", "isRead", "receivedDateTime"), Arbitraries.of(true, false))
                .as(Sorting::new)
                .list()
                .uniqueElements(Sorting::property)
                .ofMaxSize(2);
    }

    @Property(tries = Integer.MAX_VALUE)
    void theAnswerIsThatOfAPlainSearch(
            @ForAll("mailboxes") List<Message> mailbox,
            @ForAll("filters") Optional<Expression> filter,
            @ForAll("orders") List<Sorting> sortings,
            @ForAll("pages") int top,
            @ForAll("pages") int skip)
            throws Exception {
        EMULATOR.reset();
        String path = "/users/u" + MAILBOXES.incrementAndGet() + "@contoso.com/messages";
        List<Received> stored = store(path, mailbox);
        String query = "?$count=true&$top=" + top + "&$skip=" + (skip - 1)
                + filter.map(expression -> "&$filter=" + PercentCoding.encode(expression.text()))
                        .orElse("")
                + (sortings.isEmpty()
                        ? ""
                        : "&$orderby="
                                + PercentCoding.encode(String.join(
                                        ",",
                                        sortings.stream().map(Sorting::text).toList())));

        var first = WIRE.get(path + query);

        if (mailbox.isEmpty()) {
            assertThat(first.statusCode()).as("no mailbox without a message").isIn(400, 404);
        } else if (isInefficient(filter, sortings)) {
            assertThat(Wire.errorCode(first)).isEqualTo("InefficientFilter");
        } else {
            List<Received> expected = found(stored, filter, sortings);
            List<Integer> numbers = expected.stream()
                    .map(received -> received.message().number())
                    .toList();
            assertThat(Wire.json(first).path("@odata.count").asInt()).isEqualTo(numbers.size());
            assertThat(pages(first, top))
                    .isEqualTo(numbers.subList(Math.min(skip - 1, numbers.size()), numbers.size()));
        }
    }

    @Provide
    Arbitrary<Integer> pages() {
        return Arbitraries.integers().between(1, 5);
    }

    private static List<Received> store(String path, List<Message> mailbox) throws Exception {
        List<Received> stored = new ArrayList<>();
        Instant now = START;
        for (Message each : mailbox) {
            EMULATOR.advanceClock(Duration.ofSeconds(each.seconds()));
            now = now.plusSeconds(each.seconds());
            Message message = new Message(
                    stored.size(), each.subject(), each.isRead(), each.importance(), each.job(), each.seconds());
            assertThat(WIRE.post(path, message.json().toString()).statusCode()).isEqualTo(201);
            stored.add(new Received(message, now));
        }
        return stored;
    }

    private static boolean isInefficient(Optional<Expression> filter, List<Sorting> sortings) {
        List<String> sorted = sortings.stream().map(Sorting::property).toList();
        return filter.map(Expression::properties)
                .filter(named -> named.size() < sorted.size()
                        || !named.subList(0, sorted.size()).equals(sorted))
                .isPresent();
    }

    private static List<Received> found(List<Received> stored, Optional<Expression> filter, List<Sorting> sortings) {
        List<Received> newestFirst = new ArrayList<>(stored);
        Collections.reverse(newestFirst);
        Stream<Received> found = newestFirst.stream()
                .filter(received -> filter.map(expression -> expression.holds().test(received))
                        .orElse(true));
        Optional<Comparator<Received>> order =
                sortings.stream().map(Sorting::order).reduce(Comparator::thenComparing);
        return order.isPresent() ? found.sorted(order.get()).toList() : found.toList();
    }

    /** Follows the links to the end; {@return the numbers of the messages} Each page but the last is full. */
    private static List<Integer> pages(HttpResponse<byte[]> first, int top) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        JsonNode page = Wire.json(first);
        while (true) {
            for (JsonNode message : page.path("value")) {
                String id = message.path("internetMessageId").asText();
                numbers.add(Integer.parseInt(id.substring(1, id.indexOf('@'))));
            }
            if (!page.has("@odata.nextLink")) {
                assertThat(page.path("value").size()).isLessThanOrEqualTo(top);
                return numbers;
            }
            assertThat(page.path("value")).hasSize(top);
            page = Wire.json(Wire.send(HttpRequest.newBuilder(
                            URI.create(page.path("@odata.nextLink").asText()))
                    .header("Authorization", Wire.TOKEN)));
        }
    }

    /** An option with a place for a name, and the names that are right there. */
    private record Place(String option, String value, Set<String> known) {}

    @Provide
    Arbitrary<Place> places() {
        Set<String> properties = Set.of("subject", "internetMessageId", "conversationId", "parentFolderId");
        Set<String> sortable = Set.of(
                "subject",
                "isDraft",
                "isRead",
                "hasAttachments",
                "receivedDateTime",
                "sentDateTime",
                "createdDateTime",
                "lastModifiedDateTime");
        return Arbitraries.of(
                new Place("$filter", "{} eq 'x'", properties),
                new Place("$filter", "isRead eq true and {} eq 'x'", properties),
                new Place("$filter", "not ({} eq 'x')", properties),
                new Place("$filter", "subject {} 'x'", Set.of("eq", "ne")),
                new Place("$filter", "receivedDateTime {} 2026-01-01", Set.of("eq", "ne", "gt", "ge", "lt", "le")),
                new Place("$filter", "isRead eq {}", Set.of("true", "false")),
                new Place("$filter", "importance eq '{}'", Set.of("low", "normal", "high")),
                new Place("$filter", "isRead eq true {} isDraft eq true", Set.of("and", "or")),
                new Place("$filter", "isRead eq true {}", Set.of()),
                new Place("$filter", "{}(subject,'x')", Set.of("startswith", "contains")),
                new Place("$filter", "startswith({},'x')", Set.of("subject")),
                new Place("$filter", "{} (subject eq 'x')", Set.of("not")),
                new Place(
                        "$filter",
                        "singleValueExtendedProperties/{}(ep: ep/id eq '" + JOB + "' and ep/value eq 'x')",
                        Set.of("any", "Any", "ANY")),
                new Place("$filter", "{}/any(ep: ep/id eq '" + JOB + "' and ep/value eq 'x')", Set.of()),
                new Place(
                        "$filter",
                        "singleValueExtendedProperties/any(ep: ep/{} eq '" + JOB + "' and ep/value eq 'x')",
                        Set.of("id")),
                new Place(
                        "$filter",
                        "singleValueExtendedProperties/any(ep: ep/id {} '" + JOB + "' and ep/value eq 'x')",
                        Set.of("eq")),
                new Place(
                        "$filter",
                        "singleValueExtendedProperties/any(ep: ep/id eq '" + JOB + "' {} ep/value eq 'x')",
                        Set.of("and")),
                new Place("$orderby", "{}", sortable),
                new Place("$orderby", "subject,{}", sortable),
                new Place("$orderby", "subject {}", Set.of("asc", "desc")),
                new Place("$expand", "{}", Set.of("attachments")),
                new Place("$expand", "attachments,{}", Set.of("attachments")),
                new Place("$expand", "attachments({}=id)", Set.of("$select")),
                new Place(
                        "$expand", "attachments($select={})", Set.of("id", "name", "size", "contentType", "isInline")),
                new Place("$expand", "singleValueExtendedProperties($filter=id {} '" + JOB + "')", Set.of("eq")),
                new Place("$expand", "singleValueExtendedProperties($filter={} eq '" + JOB + "')", Set.of("id")),
                new Place("$top", "{}", Set.of()),
                new Place("$skip", "{}", Set.of()),
                new Place("$count", "{}", Set.of("true", "false")),
                new Place("$skiptoken", "{}", Set.of()));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "id",
                        "changeKey",
                        "bodyPreview",
                        "uniqueBody",
                        "body/content",
                        "flag/flagStatus",
                        "toRecipients",
                        "categories",
                        "attachments",
                        "extensions",
                        "sensitivity",
                        "isDraft",
                        "Subject",
                        "EQ",
                        "has",
                        "in",
                        "add",
                        "all",
                        "endswith",
                        "tolower",
                        "length",
                        "cast",
                        "isof",
                        "null",
                        "ASC",
                        "$filter",
                        "$top",
                        "$levels"),
                Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(12),
                Arbitraries.strings()
                        .withChars("$@.-_ aZ9'\"\\<>{}()[]=&?#%+;:,/|\u00e4\u20ac\u202e\n")
                        .ofMinLength(1)
                        .ofMaxLength(8));
    }

    @Property(tries = Integer.MAX_VALUE)
    void noNameInAQueryIsPassedOver(@ForAll("places") Place place, @ForAll("names") String name) throws Exception {
        if (name.matches(" +") || place.known().contains(name.strip()) || isANumber(place, name)) {
            return;
        }
        EMULATOR.create("/me/messages/M");
        String value = place.value().replace("{}", name);

        var response = WIRE.get("/me/messages?" + place.option() + "=" + PercentCoding.encode(value));

        assertThat(response.statusCode()).as(place.option() + "=" + value).isIn(501, 400);
        String mark = EMULATOR.exchanges().get(EMULATOR.exchanges().size() - 1).notImplemented();
        assertThat(mark.isEmpty()).isEqualTo(response.statusCode() == 400);
    }

    private static boolean isANumber(Place place, String name) {
        return Set.of("$top", "$skip").contains(place.option()) && name.matches("\\d+");
    }
}
