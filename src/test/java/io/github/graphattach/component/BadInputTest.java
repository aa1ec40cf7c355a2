package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.graphattach.item.ItemKind;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with an exchange or an endpoint is said in one line, with the name and the remedy, before any request. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {

    private final Rig rig = new Rig();

    @AfterAll
    void close() {
        rig.close();
    }

    static Stream<Arguments> headers() {
        return Stream.of(
                row("no address", "message", Map.of(), "messageId", "CamelGraphAttachMessageId"),
                row("blank id", "message", Map.of("MessageId", " "), "CamelGraphAttachMessageId"),
                row(
                        "control character in an id",
                        "message",
                        Map.of("MessageId", "a\u0000b"),
                        "CamelGraphAttachMessageId"),
                row("line break in an id", "message", Map.of("MessageId", "a\r\nb"), "CamelGraphAttachMessageId"),
                row("dot-dot id", "message", Map.of("MessageId", ".."), "CamelGraphAttachMessageId"),
                row(
                        "user and group",
                        "event",
                        Map.of("EventId", "e", "UserId", "u", "GroupId", "g"),
                        "CamelGraphAttachUserId",
                        "CamelGraphAttachGroupId"),
                row(
                        "group of a message",
                        "message",
                        Map.of("MessageId", "m", "GroupId", "g"),
                        "CamelGraphAttachGroupId"),
                row(
                        "calendar group without calendar",
                        "event",
                        Map.of("EventId", "e", "CalendarGroupId", "g"),
                        "CamelGraphAttachCalendarGroupId",
                        "calendarId"),
                row(
                        "instance and exception occurrence",
                        "event",
                        Map.of("EventId", "e", "InstanceId", "i", "ExceptionOccurrenceId", "o"),
                        "itemPath"),
                row(
                        "path of the other kind",
                        "message",
                        Map.of("ItemPath", "/me/events/e"),
                        "CamelGraphAttachItemPath"),
                row(
                        "path of a foreign host",
                        "message",
                        Map.of("ItemPath", "https://evil.example/v1.0/me/messages/m"),
                        "CamelGraphAttachItemPath"),
                row(
                        "path that leaves the items",
                        "message",
                        Map.of("ItemPath", "me/messages/../users"),
                        "CamelGraphAttachItemPath"),
                row("negative size", "message", Map.of("MessageId", "m", "Size", -1), "CamelGraphAttachSize"),
                row(
                        "size that is no number",
                        "message",
                        Map.of("MessageId", "m", "Size", "many"),
                        "CamelGraphAttachSize"),
                row(
                        "size that is not the body's",
                        "message",
                        Map.of("MessageId", "m", "Size", 4),
                        "CamelGraphAttachSize"),
                row(
                        "name with a direction override",
                        "message",
                        Map.of("MessageId", "m", "Name", "fdp\u202Eexe.txt"),
                        "CamelGraphAttachName"),
                row(
                        "name with a line break",
                        "message",
                        Map.of("MessageId", "m", "Name", "a\nb"),
                        "CamelGraphAttachName"),
                row(
                        "name that is too long",
                        "message",
                        Map.of("MessageId", "m", "Name", "x".repeat(256)),
                        "CamelGraphAttachName",
                        "255"),
                row(
                        "blank name",
                        "message",
                        Map.of("MessageId", "m", "Name", " "),
                        "CamelGraphAttachName",
                        "CamelFileName"),
                row(
                        "inline without content id",
                        "message",
                        Map.of("MessageId", "m", "Inline", true),
                        "CamelGraphAttachContentId"),
                row(
                        "content id with a line break",
                        "message",
                        Map.of("MessageId", "m", "ContentId", "a\r\nBcc: x"),
                        "CamelGraphAttachContentId"),
                row(
                        "content id that ends its brackets",
                        "message",
                        Map.of("MessageId", "m", "ContentId", "a>b"),
                        "CamelGraphAttachContentId"),
                row(
                        "content id as a link to it",
                        "message",
                        Map.of("MessageId", "m", "ContentId", "cid:logo"),
                        "begins with cid:",
                        "leave that out in the option contentId or the header CamelGraphAttachContentId"),
                row(
                        "content id as a link to it, in capitals",
                        "message",
                        Map.of("MessageId", "m", "Inline", true, "ContentId", "CID:logo@x"),
                        "CamelGraphAttachContentId"),
                row(
                        "content type with a line break",
                        "message",
                        Map.of("MessageId", "m", "ContentType", "text/plain\r\nBcc: x"),
                        "CamelGraphAttachContentType"),
                row(
                        "name with a line separator",
                        "message",
                        Map.of("MessageId", "m", "Name", "a\u2028b"),
                        "CamelGraphAttachName"),
                row(
                        "inline that is neither true nor false",
                        "message",
                        Map.of("MessageId", "m", "Inline", "maybe"),
                        "CamelGraphAttachInline"),
                row(
                        "unknown choice for existing ones",
                        "message",
                        Map.of("MessageId", "m", "OnExisting", "merge"),
                        "CamelGraphAttachOnExisting",
                        "add, skip or replace"));
    }

    private static Arguments row(String problem, String item, Map<String, Object> headers, String... named) {
        return Arguments.of(problem, item, headers, named);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void aWrongHeaderIsNamedBeforeAnyRequest(String problem, String item, Map<String, Object> headers, String[] named) {
        Map<String, Object> all = new HashMap<>(Map.of("CamelGraphAttachName", "a.txt"));
        headers.forEach((name, value) -> all.put("CamelGraphAttach" + name, value));

        Exchange exchange = rig.send(item, "hello", all);

        assertRefused(exchange.getException(), named);
        assertThat(exchange.getMessage().getHeaders())
                .as("request headers are kept on failure")
                .containsAllEntriesOf(all);
    }

    @Test
    void aMissingNameIsNamed() {
        assertRefused(
                rig.send("message", "hello", Map.of(GraphAttachConstants.MESSAGE_ID, "m"))
                        .getException(),
                "CamelGraphAttachName",
                "CamelFileName");
    }

    @Test
    void anEmptyBodyIsNamed() {
        assertRefused(attach(null), "body is empty");
    }

    @Test
    void aBodyOfAnUnknownTypeIsNamed() {
        assertRefused(attach(new Object()), "java.lang.Object", "InputStream");
    }

    @Test
    void aFileThatVanishedIsNamed(@TempDir Path folder) {
        assertRefused(attach(folder.resolve("gone.pdf").toFile()), "gone.pdf", "moved or deleted");
    }

    @Test
    void aDirectoryIsNamed(@TempDir Path folder) {
        assertRefused(attach(folder.toFile()), "is a directory", "regular file");
        assertThat(folder).isDirectory();
    }

    /** Even root cannot read a kernel setting that may only be written. */
    @Test
    void anUnreadableFileIsNamed() {
        Path writeOnly = Path.of("/proc/sys/vm/drop_caches");
        assumeTrue(
                Files.isRegularFile(writeOnly) && catchThrowable(() -> Files.readAllBytes(writeOnly)) != null,
                "this system has no file that nobody can read");
        assertRefused(attach(writeOnly), "drop_caches", "cannot be");
    }

    /** Nobody can read it, and a log is not the place to keep it. */
    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "MessageId",
                "ItemPath",
                "UserId",
                "MailFolderId",
                "ChildFolderIds",
                "CalendarId",
                "Name",
                "ContentType",
                "ContentId",
                "Size",
                "UploadId",
                "Inline",
                "OnExisting",
                "DefaultCalendar",
                "EventCollection"
            })
    void whatIsFarTooLongIsNotRepeatedInFull(String header) {
        try (Rig own = new Rig()) {
            for (String value : List.of("x".repeat(400_000), "me/messages/" + "x".repeat(400_000) + "/attachments/y")) {
                Map<String, Object> headers = new HashMap<>(Map.of(
                        GraphAttachConstants.MESSAGE_ID, "m",
                        GraphAttachConstants.NAME, "a"));
                headers.put("CamelGraphAttach" + header, value);
                Exchange exchange = own.send("message?requestTimeout=1s&maxAttempts=1", "file", headers);

                if (exchange.getException() != null) {
                    assertThat(Instruments.trace(exchange.getException())).hasSizeLessThan(20_000);
                    assertThat(exchange.getException().getMessage()).hasSizeLessThan(4_000);
                }
            }
        }
    }

    @Test
    void aPathThatIsFarTooLongIsNotRepeatedInFull() {
        Throwable refusal = attach(Path.of("/nowhere/" + "x".repeat(400_000) + "/report.pdf"));
        assertRefused(refusal, "/nowhere/xxx", "xxx/report.pdf'");
        assertThat(Instruments.trace(refusal)).hasSizeLessThan(20_000);
    }

    @Test
    void anOptionThatIsFarTooLongIsNotRepeatedInFull() {
        GraphAttachConfiguration options = new GraphAttachConfiguration();
        options.setAccessToken("t");
        options.setChunkSize("x".repeat(400_000));
        assertThat(catchThrowable(() -> UploadSettings.of(ItemKind.MESSAGE, options)))
                .hasMessageContaining("option chunkSize='xxx")
                .message()
                .hasSizeLessThan(1_000);
    }

    /** Nothing was read from the stream, so it is attached when there is a folder. */
    @Test
    void aFolderThatCannotKeepAStreamIsNamed(@TempDir Path folder) {
        InputStream stream = new BufferedInputStream(new ByteArrayInputStream(new byte[3]));
        String before = System.getProperty("java.io.tmpdir");
        System.setProperty("java.io.tmpdir", folder.resolve("gone").toString());
        try {
            assertRefused(
                    attach(stream),
                    "Nothing was sent because the folder '" + folder.resolve("gone") + "' cannot keep the message body",
                    "(there is no such folder)",
                    "set the system property java.io.tmpdir to a folder that has it");
        } finally {
            System.setProperty("java.io.tmpdir", before);
        }
        try (Rig own = new Rig()) {
            own.message("m");
            assertThat(own.send("message?messageId=m&name=a", stream, Map.of()).getException())
                    .isNull();
        }
    }

    @Test
    void aShortStreamIsNamedBeforeAnyRequest() {
        assertRefused(
                rig.send(
                                "message",
                                new ByteArrayInputStream(new byte[3]),
                                Map.of(
                                        GraphAttachConstants.MESSAGE_ID, "m",
                                        GraphAttachConstants.NAME, "a",
                                        GraphAttachConstants.SIZE, 4))
                        .getException(),
                "ended after 3 of the 4 bytes",
                "CamelGraphAttachSize");
    }

    @Test
    void aFileThatIsTooLargeIsRejectedWithTheAlternative() {
        Exchange exchange = rig.send(
                "message?maxFileSize=4",
                new byte[5],
                Map.of(GraphAttachConstants.MESSAGE_ID, "m", GraphAttachConstants.NAME, "a"));
        assertThat(exchange.getException()).isInstanceOf(AttachmentRejectedException.class);
        assertRefused(exchange.getException(), "maxFileSize", "sharing link");
    }

    @Test
    void aStreamThatIsTooLargeIsNotReadToItsEnd() {
        CountedStream endless = new CountedStream();
        Exchange exchange = rig.send(
                "message?maxFileSize=1MB",
                endless,
                Map.of(GraphAttachConstants.MESSAGE_ID, "m", GraphAttachConstants.NAME, "a"));
        assertRefused(exchange.getException(), "maxFileSize", "sharing link");
        assertThat(endless.count).isLessThan(1_200_000);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "message?operation=explode | uploadRange",
                "message?verify=maybe | verify",
                "message?chunkSize=0 | chunkSize",
                "message?chunkSize=4194305 | chunkSize",
                "message?chunkSize=5MB | chunkSize",
                "message?chunkSize=many | chunkSize",
                "message?maxAttempts=0 | maxAttempts",
                "message?mailboxConcurrency=0 | mailboxConcurrency",
                "message?mailboxUploadBudget=lots | mailboxUploadBudget",
                "message?mailboxSendRate=lots | mailboxSendRate",
                "message?maxItemSize=lots | maxItemSize",
                "message?maxItemSize=0 | maxItemSize",
                "message?groupId=g | groupId",
                "event?groupId=g&userId=u | groupId",
                "event?groupId=g&verify=none | verify",
                "event?calendarGroupId=g | calendarId",
                "event?instanceId=i&exceptionOccurrenceId=o | itemPath",
                "message?inline=true | contentId",
                "message?inline=true&contentId= | contentId",
                "message?inline=true&contentId=%20 | contentId",
                "message?contentId=%3Clogo%3E | option contentId",
                "message?contentId=a%0D%0ABcc:x | option contentId",
                "message?contentId=cid:logo | begins with cid:",
                "message?name=a%0Ab | option name",
                "message?contentType=text/plain%0D%0ABcc:x | option contentType",
                "message?allowedUsers=a*b | allowedUsers",
                "contact | graph-attach:message",
                "message?evntId=e | evntId"
            })
    void aWrongOptionStopsTheStartInOneSentence(String itemAndOptions, String named) {
        Throwable failure = catchThrowable(
                () -> rig.camel.getEndpoint(rig.uri(itemAndOptions)).start());
        assertThat(failure).as("an endpoint with %s", itemAndOptions).isNotNull();
        String reason = rootMessage(failure);
        assertThat(reason).contains(named).doesNotContain("\n", "test-token");
    }

    /** As a placeholder that stands for nothing. */
    @Test
    void aBlankOptionIsNotSet() {
        try (Rig own = new Rig()) {
            own.message("m");
            Exchange exchange = own.send(
                    "message?name=&contentType=&contentId=&uploadId=",
                    "hello",
                    Map.of(GraphAttachConstants.MESSAGE_ID, "m", Exchange.FILE_NAME, "a.txt"));

            assertThat(exchange.getException()).isNull();
        }
    }

    /** What the message says is no advice. */
    @ParameterizedTest
    @CsvSource({
        "users/x/foo; do evil, give a path of an item",
        "users/x/messages/m?a; do evil, remove everything from the ? on"
    })
    void aRemedyIsNeverTakenFromTheMessage(String itemPath, String remedy) {
        Exchange exchange = rig.send(
                "message",
                "hello",
                Map.of(GraphAttachConstants.ITEM_PATH, itemPath, GraphAttachConstants.NAME, "a.txt"));

        assertRefused(exchange.getException(), "CamelGraphAttachItemPath");
        assertThat(((GraphAttachException) Objects.requireNonNull(exchange.getException())).remedy())
                .startsWith(remedy)
                .doesNotContain("evil");
    }

    @Test
    void aMissingTokenStopsTheStart() {
        Throwable failure = catchThrowable(() -> rig.camel
                .getEndpoint("graph-attach:message?graphUrl=" + rig.emulator.graphUrl())
                .start());
        assertThat(rootMessage(failure)).contains("accessToken", "credentialType=token");
    }

    @ParameterizedTest
    @CsvSource({"CamelGraphAttachGroupId, g", "CamelGraphAttachItemPath, groups/g/events/e"})
    void anEventOfAGroupIsVerifiedWhoeverNamesTheGroup(String header, String value) {
        Exchange exchange = rig.send(
                "event?eventId=e&verify=none", "file", Map.of(header, value, GraphAttachConstants.NAME, "a.txt"));

        assertRefused(exchange.getException(), "CamelGraphAttachGroupId", "verify=none", "use verify=auto or content");
    }

    private Throwable attach(@Nullable Object body) {
        return Objects.requireNonNull(rig.camel
                .createFluentProducerTemplate()
                .to(rig.uri("message"))
                .withProcessor(exchange -> {
                    exchange.getMessage().setBody(body);
                    exchange.getMessage().setHeader(GraphAttachConstants.MESSAGE_ID, "m");
                    exchange.getMessage().setHeader(GraphAttachConstants.NAME, "a.txt");
                })
                .send()
                .getException());
    }

    private void assertRefused(@Nullable Throwable failure, String... named) {
        assertThat(failure).isInstanceOf(GraphAttachException.class);
        assertThat(failure).hasMessageNotContaining("\n");
        for (String name : named) {
            assertThat(failure).hasMessageContaining(name);
        }
        assertThat(((GraphAttachException) Objects.requireNonNull(failure)).retryable())
                .isFalse();
        assertThat(rig.emulator.exchanges()).as("requests that were sent").isEmpty();
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static final class CountedStream extends InputStream {

        private long count;

        @Override
        public int read() {
            count++;
            return 'x';
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            count += length;
            return length;
        }
    }
}
