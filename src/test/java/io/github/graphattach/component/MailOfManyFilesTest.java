package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.content.Sha256;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RecordedExchange;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Thirty files from a byte to 100 MB in one mail, with the options as they are. It costs:
 *
 * <pre>
 * the mail             2   the draft, the sending; 1 more where somebody has named the job
 * a small file         1   a POST
 * a large file         2   the session, a look at the size; and its ranges. Nothing is listed: the draft was just made
 * one that is shown    1   more, unless it was looked at anyway: whether the service has kept that
 * </pre>
 */
class MailOfManyFilesTest {

    private static final int FILES = 30;
    private static final int RANGE = 3_932_160;
    private static final long SMALL = 3_000_000;

    /** On both sides of what goes by POST, and of a range. */
    private static final List<Long> SIZES = List.of(1L, SMALL - 1, SMALL, (long) RANGE, RANGE + 1L);

    @TempDir
    Path folder = Path.of("");

    /**
     * What a test knows of a file.
     *
     * @param name of the attachment
     * @param inline whether the text shows it
     * @param sha256 of what it has
     */
    private record Known(String name, boolean inline, String sha256) {}

    @ParameterizedTest(name = "the largest has {0} bytes, and somebody has named the job: {1}")
    @CsvSource({"100000000, false", "10000000, true"})
    void arriveWholeInTheirOrderAndAtTheCostThatIsSaid(long largest, boolean hasKey) throws Exception {
        try (GraphEmulator emulator = GraphEmulator.builder()
                        .messageSizeLimit(Long.MAX_VALUE)
                        .contentFolder(Files.createDirectory(folder.resolve("stored")))
                        .start();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            emulator.create("/users/cfo%40contoso.com/messages/another");
            camel.start();
            List<Path> files = files(largest);

            Exchange exchange = camel.createFluentProducerTemplate()
                    .to("graph-attach:message?userId=cfo@contoso.com&operation=mail&to=a@contoso.com&maxItemSize=off"
                            + "&mailboxUploadBudget=off&accessToken=test-token&graphUrl=" + emulator.graphUrl()
                            + (hasKey ? "&jobKey=7" : ""))
                    .withProcessor(message -> fill(message, files))
                    .send();

            assertThat(exchange.getException()).isNull();
            assertThat(requests(emulator)).isEqualTo(expected(files, hasKey));
            assertThat(received(emulator)).isEqualTo(known(files));
        }
    }

    private List<Path> files(long largest) throws IOException {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < FILES; i++) {
            long some = i < SIZES.size() ? SIZES.get(i) : 1L + 997L * i * i;
            long size = i == 21 ? largest : some;
            files.add(written(folder.resolve("file " + i + (isInline(i) ? ".png" : ".bin")), size));
        }
        return files;
    }

    private static boolean isInline(int place) {
        return place == 4 || place == 20;
    }

    private static Path written(Path file, long size) throws IOException {
        byte[] block = new byte[100_000];
        new Random(size).nextBytes(block);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long left = size; left > 0; left -= block.length) {
                block[0]++;
                out.write(block, 0, (int) Math.min(block.length, left));
            }
        }
        return file;
    }

    private static void fill(Exchange exchange, List<Path> files) {
        AttachmentMessage message = Attachments.of(exchange);
        message.setHeader(Exchange.CONTENT_TYPE, "text/html");
        message.setBody("<img src=\"cid:file-4\"><img src=\"cid:file-20\">");
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            DataHandler data = new DataHandler(new FileDataSource(file.toFile()));
            message.addAttachment(
                    isInline(i) ? "cid:file-" + i : file.getFileName().toString(), data);
        }
    }

    private static Map<String, Long> expected(List<Path> files, boolean hasKey) throws IOException {
        long small = 0;
        long large = 0;
        long ranges = 0;
        long looks = 0;
        for (int i = 0; i < files.size(); i++) {
            long size = Files.size(files.get(i));
            small += size < SMALL ? 1 : 0;
            large += size < SMALL ? 0 : 1;
            ranges += size < SMALL ? 0 : (size + RANGE - 1) / RANGE;
            looks += size < SMALL && !isInline(i) ? 0 : 1;
        }
        Map<String, Long> expected = new TreeMap<>(Map.of(
                "POST messages", 1L,
                "POST attachments", small,
                "POST createUploadSession", large,
                "PUT range", ranges,
                "GET attachment", looks,
                "POST send", 1L));
        if (hasKey) {
            expected.put("GET messages", 1L);
        }
        return expected;
    }

    private static Map<String, Long> requests(GraphEmulator emulator) {
        return emulator.exchanges().stream()
                .collect(Collectors.groupingBy(MailOfManyFilesTest::kind, Collectors.counting()));
    }

    private static String kind(RecordedExchange request) {
        String path = request.path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (request.method().equals("PUT")) {
            return "PUT range";
        }
        return request.method() + " "
                + (path.contains("/attachments/") && request.method().equals("GET") ? "attachment" : last);
    }

    private static List<Known> known(List<Path> files) throws IOException {
        List<Known> known = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            String name = isInline(i) ? "file-" + i : files.get(i).getFileName().toString();
            known.add(new Known(name, isInline(i), sha256(files.get(i))));
        }
        return known;
    }

    private static List<Known> received(GraphEmulator emulator) throws IOException {
        String mail = new Inboxes(emulator).idOfTheOneReceivedBy("a@contoso.com");
        List<Known> received = new ArrayList<>();
        for (EmulatedAttachment file : emulator.find("/users/a@contoso.com/messages/" + mail)
                .orElseThrow()
                .attachments()) {
            received.add(new Known(file.name(), file.isInline(), sha256(file.content())));
        }
        return received;
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file);
                DigestOutputStream digest =
                        new DigestOutputStream(OutputStream.nullOutputStream(), Sha256.newDigest())) {
            content.transferTo(digest);
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        }
    }
}
