package io.github.graphattach.app;

import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/**
 * Everything that the application needs to be tried without a tenant: an emulator in this process, with one occurrence of
 * a series of meetings in it, and a first job. What the emulator stored is compared with what was sent; then a second job mails
 * the same file.
 */
final class Demonstration implements AttachmentCheck, AutoCloseable {

    /** Where the files go, as a target is written in a job. */
    static final String TARGET =
            """
            { "item": "event", "calendarGroupId": "demo-group", "calendarId": "demo-calendar",
              "eventCollection": "calendarView", "eventId": "demo-series", "exceptionOccurrenceId": "demo-occurrence" }""";

    /** Who gets the mail. */
    static final String READER = "erika@contoso.com";

    static final int SAMPLE_SIZE = 25_000_000;

    private static final String ITEM_PATH = "/me/calendarGroups/demo-group/calendars/demo-calendar"
            + "/calendarView/demo-series/exceptionOccurrences/demo-occurrence";
    private static final String SAMPLE = "sample.bin";
    private static final String SAMPLE_SHA256 = "36384cb1c5b7521952bd3e99cc2112d752b7ce05f4444bc20a3881464e0f67c9";
    private static final String MAILED = "sample-mail.bin";
    /** Nobody who tries a few files of their own should meet the limit of a mailbox. */
    private static final long MESSAGE_SIZE_LIMIT = 10_000_000_000L;

    private final GraphEmulator emulator;
    private final EmulatedItem occurrence;
    private final Path inbox;
    private final PrintStream out;
    private final AtomicBoolean invited = new AtomicBoolean();

    private Demonstration(GraphEmulator emulator, Path inbox, PrintStream out) {
        this.emulator = emulator;
        this.inbox = inbox;
        this.occurrence = emulator.create(ITEM_PATH);
        this.out = out;
        // Who looks at the page sees at once what was sent.
        emulator.answers().sending().delay(Duration.ZERO);
    }

    static Demonstration start(Path inbox, PrintStream out) {
        return new Demonstration(
                GraphEmulator.builder().messageSizeLimit(MESSAGE_SIZE_LIMIT).start(), inbox, out);
    }

    String graphUrl() {
        return emulator.graphUrl().toString();
    }

    /** Puts a job and its file into the inbox, unless there was a job in these folders before. */
    void seed(Path done, Path failed) throws IOException {
        if (!isEmpty(inbox) || !isEmpty(done) || !isEmpty(failed)) {
            return;
        }
        Files.createDirectories(inbox);
        var arriving = inbox.resolve("." + SAMPLE);
        try (var file = new BufferedOutputStream(Files.newOutputStream(arriving))) {
            var random = new Random(1);
            var block = new byte[100_000];
            for (var written = 0; written < SAMPLE_SIZE; written += block.length) {
                random.nextBytes(block);
                file.write(block);
            }
        }
        Files.move(arriving, inbox.resolve(SAMPLE), StandardCopyOption.ATOMIC_MOVE);
        drop(
                "sample.json",
                """
                { "id": "sample",
                  "target": %s,
                  "files": [ { "path": "%s" } ] }
                """
                        .formatted(TARGET, SAMPLE));
    }

    private void drop(String name, String job) throws IOException {
        Files.writeString(inbox.resolve(name), job, StandardCharsets.UTF_8);
    }

    /** Mails what was attached: a job of that id does it once, however often it is dropped. */
    private void mailSample() throws IOException {
        var arriving = inbox.resolve("." + MAILED);
        Files.copy(inbox.resolve(SAMPLE), arriving, StandardCopyOption.REPLACE_EXISTING);
        Files.move(arriving, inbox.resolve(MAILED), StandardCopyOption.ATOMIC_MOVE);
        drop(
                "sample-mail.json",
                """
                { "id": "sample-mail",
                  "mail": { "to": "Erika Example <%s>", "subject": "The file of our meeting",
                            "text": "It is attached, the very bytes that the meeting has." },
                  "files": [ { "path": "%s", "name": "%s" } ] }
                """
                        .formatted(READER, MAILED, SAMPLE));
    }

    private static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (var entries = Files.list(folder)) {
            return entries.allMatch(entry -> entry.endsWith(InboxLock.NAME));
        }
    }

    /** Says, once, where the reader's own files go, and where they can be seen. */
    void invite() {
        if (invited.compareAndSet(false, true)) {
            out.printf(
                    """
                    Drop a file of your own into %s: it is attached to the same meeting.
                    See what arrives, and let things go wrong: %s
                    This is a demonstration: the files go to an emulator in this process, not to Microsoft. Ctrl-C ends it.
                    """,
                    inbox.toAbsolutePath().normalize(), emulator.pageUrl());
        }
    }

    @Override
    public void check(FileReceipt attached, HeldFile source) throws IOException {
        var stored = occurrence.attachments().stream()
                .filter(attachment -> attachment.id().equals(attached.attachmentId()))
                .findFirst()
                .orElseThrow(() -> new JobException(
                        "notStored",
                        "the emulator has no attachment of the id that it answered",
                        "report this as a bug"));
        if (!stored.sha256().equals(source.sha256())) {
            throw new JobException(
                    "storedDifferently", "the emulator stored other bytes than were sent", "report this as a bug");
        }
        out.printf(
                Locale.ROOT,
                "attached %s to %s: %,d bytes, sha256 %s, verified%n",
                attached.name(),
                ITEM_PATH,
                stored.length(),
                stored.sha256());
        if (attached.path().equals(SAMPLE) && stored.sha256().equals(SAMPLE_SHA256)) {
            mailSample();
        }
    }

    @Override
    public void sent(List<FileReceipt> files) {
        var names = files.stream().map(FileReceipt::name).collect(Collectors.joining(", "));
        out.printf("mailed %s: open the inbox of its reader at %s%n", names, emulator.pageUrl());
    }

    @Override
    public void close() {
        emulator.close();
    }
}
