package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.GraphEmulator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the application starts, refuses to start, and ends. */
class ApplicationTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Map<String, String> environment = new HashMap<>();
    private final Map<String, String> settings = new HashMap<>();
    private Path folder;

    @BeforeEach
    void inAnEmptyFolder(@TempDir Path folder) {
        this.folder = folder;
        settings.put("graphattach.folder", folder.toString());
        settings.put("graphattach.quiet", "20");
        settings.put("graphattach.file-quiet", "20");
        settings.put("graphattach.patience", "100");
        settings.put("graphattach.poll", "50");
    }

    @Test
    void helpNamesTheArguments() {
        assertThat(run("--help")).isZero();
        assertThat(out()).contains("--once", "--cancel", "--help");
    }

    @Test
    void anUnknownArgumentIsRefused() {
        assertThat(run("--onec")).isEqualTo(2);
        assertThat(err()).isEqualTo("Not started: unknown arguments [--onec]; see --help\n");
    }

    @Test
    void withoutAConnectionItRefusesToStartAndSaysWhatIsMissing() {
        assertThat(run("--once")).isEqualTo(2);
        assertThat(err())
                .startsWith("Not started: there is no connection to Microsoft Graph; set the ")
                .contains("GRAPH_ATTACH_CREDENTIAL_TYPE", "GRAPH_ATTACH_ACCESS_TOKEN", "graphattach.demo=true")
                .hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE", " True "})
    void aDemonstrationBesideARealConnectionIsRefused(String demo) {
        settings.put("graphattach.demo", demo);
        environment.put("GRAPH_ATTACH_TENANT_ID", "contoso");

        assertThat(run("--once")).isEqualTo(2);
        assertThat(err()).contains("GRAPH_ATTACH_TENANT_ID are both set").hasLineCount(1);
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "1", "ture"})
    void aDemonstrationIsAskedForOrNot(String demo) {
        settings.put("graphattach.demo", demo);
        settings.put("camel.component.graph-attach.access-token", "token");

        assertThat(run("--once")).isEqualTo(2);
        assertThat(err()).isEqualTo("Not started: graphattach.demo is neither true nor false; set it to one of them\n");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aBlankFlagIsNoDemonstration() {
        settings.put("graphattach.demo", " ");

        assertThat(run("--once")).isEqualTo(2);
        assertThat(err()).contains("there is no connection to Microsoft Graph").hasLineCount(1);
    }

    @Test
    void aCredentialThatLacksSomethingIsRefusedInTheWordsOfTheComponent() {
        settings.put("camel.component.graph-attach.credential-type", "client-secret");
        settings.put("camel.component.graph-attach.tenant-id", "contoso.com");
        settings.put("camel.component.graph-attach.client-secret", "planted-secret");

        assertThat(run("--once")).isEqualTo(2);
        assertThat(err())
                .startsWith("Not started: option clientId is missing: credentialType=client-secret needs")
                .hasLineCount(1)
                .doesNotContain("planted");
    }

    @Test
    void aFolderWithoutRoutesIsRefused() {
        settings.put("graphattach.routes", folder.resolve("nowhere").toString());
        settings.put("camel.component.graph-attach.access-token", "token");

        assertThat(run("--once")).isEqualTo(2);
        assertThat(err())
                .contains("there are no routes in")
                .contains("graphattach.routes")
                .hasLineCount(1);
    }

    @Test
    void aDefaultTargetThatIsNoneIsRefused() {
        settings.put("graphattach.target", "{\"item\": \"event\", \"evntId\": \"E\"}");
        settings.put("camel.component.graph-attach.access-token", "token");

        assertThat(run("--once")).isEqualTo(2);
        assertThat(err())
                .contains("graphattach.target is no target: the target has an unknown field \"evntId\"")
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "graphattach.jobs-in-flight, 0, graphattach.jobs-in-flight is no number of jobs; set it to a number from 1",
        "graphattach.quiet, soon, 'graphattach.quiet is no duration; set it to one such as 5s or 200ms'",
        "graphattach.inbox, /dev/null/inbox, set graphattach.inbox to one that this user may write to"
    })
    void aSettingThatMakesNoSenseIsNamed(String property, String value, String message) {
        settings.put(property, value);
        settings.put("camel.component.graph-attach.access-token", "token");

        assertThat(run("--once")).isEqualTo(2);
        assertThat(err()).startsWith("Not started: ").contains(message).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "camel.component.graph-attach.client-secrett, the option clientSecrett of graph-attach is unknown; correct its name",
        "camel.component.graph-attach.configuration.client-secrett, the option clientSecrett of graph-attach is unknown",
        "camel.component.graph-attach.cloud, 'the option cloud of graph-attach must be one of global, us-gov-l4, us-gov-l5, china'",
        "camel.component.graph-attach.credential-type, 'of graph-attach must be one of token, client-secret, client-cert'",
        "camel.component.graph-attach.max-attempts, the option maxAttempts of graph-attach does not take the value",
        "camel.component.graph-attach.session-store, the option sessionStore of graph-attach does not take the value",
        "camel.component.https.proxy-auth-pasword, the option proxyAuthPasword of https is unknown",
        "camel.ssl.trust-store-pasword, the option trustStorePasword of camel.ssl is unknown",
        "camel.main.shutdown-timeout, the option shutdownTimeout of camel.main does not take the value"
    })
    void anOptionThatCamelDoesNotTakeIsNamedWithoutItsValue(String property, String message) {
        settings.put("camel.component.graph-attach.access-token", "token");
        settings.put(property, "hunter2-planted");

        assertThat(run("--once")).isEqualTo(2);
        assertThat(err())
                .startsWith("Not started: ")
                .contains(message)
                .hasLineCount(1)
                .doesNotContain("hunter2");
    }

    @Test
    void theDemonstrationAttachesItsSampleAndComparesWhatWasStored() throws IOException {
        settings.put("graphattach.demo", "true");

        assertThat(run("--once")).as(err()).isZero();
        assertThat(out())
                .containsPattern("attached sample\\.bin to /me/calendarGroups/demo-group/calendars/demo-calendar/"
                        + "calendarView/demo-series/exceptionOccurrences/demo-occurrence: "
                        + "25,000,000 bytes, sha256 [0-9a-f]{64}, verified\n");
        assertThat(out().lines().count()).as("lines of\n%s", out()).isLessThan(15);
        assertThat(folder.resolve("inbox")).isEmptyDirectory();
        assertThat(folder.resolve("done")).as("what only a real service fills").doesNotExist();
        assertThat(InboxWorld.names(folder.resolve("demo-done")))
                .anyMatch(name -> name.endsWith("sample.receipt.json"));
    }

    @Test
    void theDemonstrationMailsItsSampleOnce() throws IOException {
        settings.put("graphattach.demo", "true");

        assertThat(run("--once")).as(err()).isZero();
        assertThat(out().lines().filter(line -> line.startsWith("mailed ")))
                .singleElement()
                .asString()
                .matches("mailed sample\\.bin: open the inbox of its reader at http://127\\.0\\.0\\.1:\\d+/");
        assertThat(InboxWorld.names(folder.resolve("demo-done")))
                .filteredOn(name -> name.endsWith("receipt.json"))
                .hasSize(2);

        out.reset();
        assertThat(run("--once")).as(err()).isZero();
        assertThat(out()).as("what is done again").isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "TRUE"})
    void theSampleIsPutThereOnlyOnce(String demo) throws IOException {
        settings.put("graphattach.demo", demo);
        Files.createDirectories(folder.resolve("demo-done/sample-20260101T000000Z"));

        assertThat(run("--once")).isZero();
        assertThat(out()).isEmpty();
    }

    @Test
    void onceEndsWithStatusOneWhenAJobFailed() throws IOException {
        settings.put("graphattach.demo", "true");
        drop("board.json", "{}");

        assertThat(run("--once")).isEqualTo(1);
    }

    @Test
    void theDemonstrationSendsMailsToo() throws IOException {
        settings.put("graphattach.demo", "true");
        drop("minutes.txt", "minutes");
        drop("mail.json", "{ \"mail\": { \"to\": \"a@example.com\" }, \"files\": [ { \"path\": \"minutes.txt\" } ] }");

        assertThat(run("--once")).as(err()).isZero();
    }

    @Test
    void onceAgainstAServiceWorksTheInboxAndEnds() throws IOException {
        try (var emulator = GraphEmulator.start()) {
            var event = emulator.create("/me/events/E");
            connect(emulator);
            drop("minutes.txt", "minutes");
            drop(
                    "board.json",
                    "{ \"target\": { \"item\": \"event\", \"eventId\": \"E\" }, \"files\": [ { \"path\": \"minutes.txt\" } ] }");

            assertThat(run("--once")).as(err()).isZero();
            assertThat(event.attachments()).hasSize(1);
            assertThat(out()).as("what only a demonstration prints").isEmpty();
            assertThat(folder.resolve("done")).isNotEmptyDirectory();
        }
    }

    @Test
    void onceEndsWithStatusOneWhenAFileWithoutATargetIsLeft() throws IOException {
        try (var emulator = GraphEmulator.start()) {
            connect(emulator);
            drop("minutes.txt", "minutes");

            assertThat(run("--once")).isEqualTo(1);
            assertThat(folder.resolve("inbox/minutes.txt")).hasContent("minutes");
        }
    }

    private void connect(GraphEmulator emulator) {
        settings.put(
                "camel.component.graph-attach.graph-url", emulator.graphUrl().toString());
        settings.put("camel.component.graph-attach.access-token", "token");
    }

    private void drop(String name, String content) throws IOException {
        Files.createDirectories(folder.resolve("inbox"));
        Files.writeString(folder.resolve("inbox").resolve(name), content);
    }

    private int run(String... arguments) {
        return new Application(print(out), print(err), environment, settings).run(arguments);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
