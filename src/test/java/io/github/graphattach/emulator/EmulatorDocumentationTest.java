package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page about the emulator names what there is, with the defaults that there are. */
class EmulatorDocumentationTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([\\w.]+)` \\| ([^|]*) \\|");
    private static final Pattern WORD = Pattern.compile("`([^`]+)`|\\b(\\d+|true|false)\\b");

    private final String page;

    EmulatorDocumentationTest() throws IOException {
        page = Files.readString(Path.of("src/site/markdown/emulator.md"));
    }

    @Test
    void everySwitchStandsThereWithItsDefaultFirst() {
        ObjectNode answers = new Answers().toJson();
        Map<String, String> defaults = new LinkedHashMap<>();
        answers.properties().stream()
                .filter(setting -> !setting.getKey().equals("sending"))
                .forEach(setting ->
                        defaults.put(setting.getKey(), setting.getValue().asText()));
        answers.path("sending")
                .properties()
                .forEach(setting -> defaults.put(
                        "sending." + setting.getKey(), setting.getValue().asText()));

        Map<String, List<String>> documented = rows("| Switch |");

        assertThat(documented).containsOnlyKeys(defaults.keySet());
        defaults.forEach((name, value) -> assertThat(documented.get(name))
                .as("%s, the default first", name)
                .startsWith(value));
    }

    @Test
    void everyValueOfASwitchStandsThere() {
        Map<String, List<String>> documented = rows("| Switch |");
        Stream<Method> switches =
                Stream.concat(Arrays.stream(Answers.class.getMethods()), Arrays.stream(Sending.class.getMethods()));

        assertThat(switches.filter(method -> method.getParameterCount() == 1 && method.getParameterTypes()[0].isEnum())
                        .toList())
                .hasSizeGreaterThan(8)
                .allSatisfy(method -> assertThat(documented.get(name(method)))
                        .containsExactlyInAnyOrder(Arrays.stream(method.getParameterTypes()[0].getEnumConstants())
                                .map(String::valueOf)
                                .toArray(String[]::new)));
    }

    private static String name(Method method) {
        return (method.getDeclaringClass() == Sending.class ? "sending." : "") + method.getName();
    }

    @Test
    void everyPolicyStandsThere() {
        ObjectNode policy = new MailPolicy(SizeLimits.MESSAGE).members(3, 1).toJson();

        Map<String, List<String>> documented = rows("| Policy |");

        assertThat(documented)
                .containsOnlyKeys(
                        policy.properties().stream().map(Map.Entry::getKey).toList());
        for (String name : List.of("recipientLimit", "full", "restricted", "moderated")) {
            JsonNode value = policy.path(name);
            assertThat(documented.get(name)).as(name).containsExactly(value.asText());
        }
    }

    @ParameterizedTest
    @EnumSource(Segment.class)
    void everySegmentStandsThere(Segment segment) {
        String has = page.substring(page.indexOf("## What it has"), page.indexOf("## What it refuses"));

        assertThat(has).containsPattern("\\b" + Pattern.quote(segment.text().replace("$", "")) + "\\b");
    }

    /** {@return what the table under that head says first and second in each row} */
    private Map<String, List<String>> rows(String head) {
        String table = page.substring(page.indexOf(head));
        Matcher row = ROW.matcher(table.substring(0, table.indexOf("\n\n")));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        while (row.find()) {
            rows.put(row.group(1), words(row.group(2)));
        }
        return rows;
    }

    private static List<String> words(String text) {
        return WORD.matcher(text)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }
}
