package io.github.graphattach.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.OtherJvm;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.URLDecoder;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever lies in the inbox, the good jobs beside it are worked, what is not taken is named in a line of its own, and
 * {@code --once} ends. The application has a process of its own, as a locale is one of a process.
 */
@EnabledOnOs(OS.LINUX)
class OddNamesTest {

    /** Bytes of names, percent-encoded, of files that are attached when they lie there alone. */
    private static final List<String> DOCUMENTS = List.of(
            "plain.txt",
            "%C3%BCber.txt",
            "u%CC%88ber%20nfd.txt",
            "%E6%97%A5%E6%9C%AC.txt",
            "%F0%9F%98%80.txt",
            "with%20blank%20.txt",
            "%20leading.txt",
            "tab-free%7Etilde.txt",
            "quote%27s%22.txt",
            "back%5Cslash.txt",
            "%24%7Bbody%7D.txt",
            "%7B%7Bmissing%7D%7D.txt",
            "percent%25C3.txt",
            "hash%23question%3F.txt",
            "-rf",
            "a%3Bb%26c%7Cd.txt",
            "no-extension",
            "a".repeat(250) + ".txt",
            "%C3%BC".repeat(120) + ".txt",
            "x.lock",
            "x.camelLock",
            "x.done");

    /** What is named and stays, and stands for itself in the log. */
    private static final List<String> LEFT = List.of(
            "job-%FC.json", "file-%FC.txt", "new%0Aline.txt", "bell%07.txt", "lone.receipt.json", "lone.error.json");

    @ParameterizedTest
    @ValueSource(strings = {"C", "C.UTF-8"})
    void goodJobsAreWorkedBesideWhateverLiesInTheInbox(String locale, @TempDir Path folder) throws Exception {
        var inbox = Files.createDirectory(folder.resolve("inbox"));
        for (var name : Stream.of(DOCUMENTS, LEFT).flatMap(List::stream).toList()) {
            Files.writeString(file(inbox, name), "content of " + name);
        }
        Files.writeString(file(inbox, "job-%FC.json"), job("plain.txt"));
        Files.writeString(file(inbox, "job-%C3%A9.json"), job("subf%C3%B6lder/%C3%A4.txt"));
        Files.createDirectory(file(inbox, "subf%C3%B6lder"));
        Files.writeString(file(inbox, "subf%C3%B6lder/%C3%A4.txt"), "in a folder");
        Files.writeString(file(inbox, "..json"), job("plain.txt"));
        Files.writeString(file(inbox, "~%24Report.docx"), "owner");
        Files.writeString(file(inbox, "Thumbs.DB"), "thumbs");
        Files.writeString(file(inbox, "half.filepart"), "half");
        Files.createDirectory(file(inbox, "folder.json"));
        Files.createSymbolicLink(file(inbox, "link.json"), folder.resolve("nowhere"));
        Files.createSymbolicLink(file(inbox, "link.txt"), Path.of("/etc/hostname"));
        assertThat(new ProcessBuilder("mkfifo", inbox.resolve("pipe.json").toString())
                        .start()
                        .waitFor())
                .isZero();
        try (var emulator =
                        GraphEmulator.builder().messageSizeLimit(1_000_000_000L).start();
                var socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            socket.bind(UnixDomainSocketAddress.of(inbox.resolve("s.json")));
            var event = emulator.create("/me/events/E");

            var said = run(locale, folder, emulator);

            assertAttached(event);
            assertThat(said)
                    .contains(
                            "'job-\\xFC.json' stays in the inbox: its name is no text in UTF-8",
                            "'file-\\xFC.txt' stays",
                            "'new\\x0Aline.txt' stays",
                            "'bell\\x07.txt' stays",
                            "'lone.receipt.json' stays",
                            "'lone.error.json' stays",
                            "'folder.json' stays",
                            "'link.json' stays",
                            "'link.txt' stays",
                            "'pipe.json' stays",
                            "'s.json' stays",
                            "'..json' waits in the inbox: its name begins with a dot");
            assertThat(said.lines().filter(line -> line.contains("'job-\\xFC.json'")))
                    .as("lines about one file")
                    .hasSize(1);
            assertThat(Files.exists(inbox.resolve("~$Report.docx"))).isTrue();
        }
    }

    private static void assertAttached(EmulatedItem event) {
        assertThat(event.attachments())
                .extracting(EmulatedAttachment::name)
                .as("the names of attachments, which are composed")
                .containsExactlyInAnyOrderElementsOf(Stream.concat(DOCUMENTS.stream(), Stream.of("%C3%A4.txt"))
                        .map(name ->
                                FileName.composed(URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8)))
                        .toList());
    }

    private static String run(String locale, Path folder, GraphEmulator emulator) throws Exception {
        var out = folder.resolve("out");
        var builder = OtherJvm.shortLived(
                        List.of(
                                "-Xmx256m",
                                "-Dlog4j2.configurationFile=log4j2.properties",
                                "-Dgraphattach.folder=" + folder,
                                "-Dgraphattach.quiet=20",
                                "-Dgraphattach.file-quiet=20",
                                "-Dgraphattach.patience=100",
                                "-Dgraphattach.poll=20",
                                "-Dgraphattach.target={\"item\": \"event\", \"eventId\": \"E\"}",
                                "-Dcamel.component.graph-attach.graph-url=" + emulator.graphUrl(),
                                "-Dcamel.component.graph-attach.access-token=token"),
                        Application.class,
                        "--once")
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().put("LC_ALL", locale);
        var process = builder.start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES))
                    .as("--once ends; it said: %s", Files.readString(out))
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as("status, as some were left").isEqualTo(1);
        return Files.readString(out);
    }

    private static String job(String file) {
        return "{ \"target\": { \"item\": \"event\", \"eventId\": \"E\" }, \"files\": [ { \"path\": \"%s\" } ] }"
                .formatted(URLDecoder.decode(file, StandardCharsets.UTF_8));
    }

    /** {@return the file of that name, whatever the locale of this process} */
    private static Path file(Path folder, String name) throws IOException {
        return Path.of(URI.create(folder.toUri() + name));
    }
}
