package io.github.graphattach.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every item path that Graph has described: built from options where they can say it, written, and read back. */
class ItemPathTemplatesTest {

    private static final System.Logger LOG = System.getLogger(ItemPathTemplatesTest.class.getName());
    private static final String ACTION = "/attachments/createUploadSession";

    /** As bad as ids get; {@code %s} makes each of a path's ids its own. */
    private static final String HOSTILE_ID = "AAMk/+=#?%%2F'(%s) &;é🙂";

    private static final String HOSTILE_ID_ENCODED =
            "AAMk%%2F%%2B%%3D%%23%%3F%%252F%%27%%28%s%%29%%20%%26%%3B%%C3%%A9%%F0%%9F%%99%%82";

    @ParameterizedTest
    @MethodSource("itemTemplates")
    void everyTemplateIsBuiltFromOptionsAndParsesBackToTheSameAddress(String template) {
        String path = instantiate(template, HOSTILE_ID_ENCODED);

        OutlookItem parsed = OutlookItem.parse(path, Set.of());

        assertThat(parsed.path()).as("written from what was read").isEqualTo(inTheAlphabetOfGraph(path));
        options(template).ifPresent(values -> {
            OutlookItem built = OutlookItem.of(parsed.kind(), values, Set.of());
            assertThat(built.path()).as("built from %s", values.keySet()).isEqualTo(inTheAlphabetOfGraph(path));
            assertThat(built).isEqualTo(parsed).hasSameHashCodeAs(parsed);
        });
        assertThat(OutlookItem.of(parsed.kind(), Map.of(AddressOption.ITEM_PATH, path), Set.of()))
                .as("given as itemPath")
                .isEqualTo(parsed);
    }

    @ParameterizedTest
    @MethodSource("itemTemplates")
    void everyTemplateParsesFromKeySyntaxInAnyLetterCaseBehindAHostAndAVersion(String template) {
        String keys = instantiate(template, "\0")
                .replaceAll(
                        "/\0", "('" + HOSTILE_ID.formatted(1).replace("'", "''").replace("%", "%25") + "')");
        String shouted = swapCaseOfFixedSegments(keys);

        OutlookItem parsed =
                OutlookItem.parse("https://graph.example:8443/v1.0" + shouted, Set.of("graph.example:8443"));

        assertThat(parsed.path())
                .isEqualTo(inTheAlphabetOfGraph(
                        instantiate(template, HOSTILE_ID_ENCODED.formatted(1).replace("%", "%%"))));
    }

    /** All ids but those of users and groups. */
    private static String inTheAlphabetOfGraph(String path) {
        return path.replaceAll("(?<!/users|/groups)/AAMk%2F%2B", "/AAMk-_");
    }

    @ParameterizedTest
    @MethodSource("itemTemplates")
    void everyTemplateHasADirectPathOfItsMailboxAndItsInnermostId(String template) {
        OutlookItem item = OutlookItem.parse(instantiate(template, "id%s"), Set.of());
        String mailbox = template.startsWith("/me") ? "/me" : template.substring(0, template.indexOf('/', 1)) + "/id1";
        String collection = template.contains("/messages/") ? "/messages/" : "/events/";

        assertThat(item.direct().path()).isEqualTo(mailbox + collection + item.innermostId());
        assertThat(item.direct().kind()).isEqualTo(item.kind());
        assertThat(item.direct().direct()).isEqualTo(item.direct());
        assertThat(item.path()).endsWith("/" + item.innermostId());
    }

    @Test
    @DisplayName("122 message and event templates of two files are covered, 106 of them different")
    void theCountOfCoveredTemplatesIsKnown() {
        List<String> covered = itemTemplates().toList();
        long byOptions = covered.stream()
                .filter(template -> options(template).isPresent())
                .count();

        assertThat(covered).hasSize(122);
        assertThat(new HashSet<>(covered)).hasSize(106);
        assertThat(byOptions).isEqualTo(82);
        LOG.log(
                System.Logger.Level.INFO,
                "Item path templates covered: {0} ({1} different), {2} of them built from options",
                covered.size(),
                new HashSet<>(covered).size(),
                byOptions);
    }

    @ParameterizedTest
    @MethodSource("otherTemplates")
    void toDoTasksAndGroupPostsAreRefusedByName(String template) {
        String what = template.contains("/todo/") ? "names a To Do task" : "names a group post";

        assertThatThrownBy(() -> OutlookItem.parse(instantiate(template, "id%s"), Set.of()))
                .isInstanceOf(InvalidAddressException.class)
                .hasMessage("option itemPath (header CamelGraphAttachItemPath) " + what
                        + "; give the path of an Outlook message or event");
    }

    static Stream<String> itemTemplates() {
        return templates().filter(template -> !isOther(template));
    }

    static Stream<String> otherTemplates() {
        return templates().filter(ItemPathTemplatesTest::isOther);
    }

    private static boolean isOther(String template) {
        return template.contains("/todo/") || template.contains("/posts/");
    }

    private static Stream<String> templates() {
        return Stream.of("graph-v1.0-2026-08.txt", "graph-v1.0-until-2025-06.txt")
                .flatMap(ItemPathTemplatesTest::lines);
    }

    private static Stream<String> lines(String file) {
        try (InputStream in = ItemPathTemplatesTest.class.getResourceAsStream("/paths/" + file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .peek(line -> assertThat(line).endsWith(ACTION))
                    .map(line -> line.substring(0, line.length() - ACTION.length()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String instantiate(String template, String id) {
        String path = template;
        for (int n = 1; path.contains("{"); n++) {
            path = path.substring(0, path.indexOf('{')) + id.formatted(n) + path.substring(path.indexOf('}') + 1);
        }
        return path;
    }

    /** The options that say a template, with the ids of {@link #HOSTILE_ID}; none when it nests occurrences twice. */
    private static Optional<Map<AddressOption, String>> options(String template) {
        if (template.contains("/instances/") && template.contains("/exceptionOccurrences/")) {
            return Optional.empty();
        }
        Map<AddressOption, String> values = new EnumMap<>(AddressOption.class);
        int ids = 0;
        for (String segment : template.substring(1).split("/", -1)) {
            switch (segment) {
                case "me" -> {}
                case "calendar" -> values.put(AddressOption.DEFAULT_CALENDAR, "true");
                case "users" -> values.put(AddressOption.USER_ID, HOSTILE_ID.formatted(++ids));
                case "groups" -> values.put(AddressOption.GROUP_ID, HOSTILE_ID.formatted(++ids));
                case "messages" -> values.put(AddressOption.MESSAGE_ID, HOSTILE_ID.formatted(++ids));
                case "mailFolders" -> values.put(AddressOption.MAIL_FOLDER_ID, HOSTILE_ID.formatted(++ids));
                case "childFolders" -> values.put(AddressOption.CHILD_FOLDER_IDS, HOSTILE_ID.formatted(++ids));
                case "calendarGroups" -> values.put(AddressOption.CALENDAR_GROUP_ID, HOSTILE_ID.formatted(++ids));
                case "calendars" -> values.put(AddressOption.CALENDAR_ID, HOSTILE_ID.formatted(++ids));
                case "events", "calendarView" -> {
                    values.put(AddressOption.EVENT_COLLECTION, segment);
                    values.put(AddressOption.EVENT_ID, HOSTILE_ID.formatted(++ids));
                }
                case "instances" -> values.put(AddressOption.INSTANCE_ID, HOSTILE_ID.formatted(++ids));
                case "exceptionOccurrences" ->
                    values.put(AddressOption.EXCEPTION_OCCURRENCE_ID, HOSTILE_ID.formatted(++ids));
                default -> assertThat(segment).startsWith("{");
            }
        }
        return Optional.of(values);
    }

    private static String swapCaseOfFixedSegments(String keys) {
        StringBuilder swapped = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < keys.length(); i++) {
            char c = keys.charAt(i);
            quoted ^= c == '\'';
            char other = Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c);
            swapped.append(quoted ? c : other);
        }
        return swapped.toString();
    }
}
