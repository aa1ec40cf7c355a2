package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.OtherJvm;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of the largest size is never in memory, whether it comes as a file or as a stream of unknown length. */
class SmallHeapTest {

    private static final long SIZE = 150_000_000;

    @ParameterizedTest(name = "from a {0}")
    @ValueSource(strings = {"file", "stream", "stream that Camel has spooled"})
    void aFileOf150MegabytesGoesThroughAJvmWith48(String source, @TempDir Path folder) throws Exception {
        try (GraphEmulator emulator =
                GraphEmulator.builder().messageSizeLimit(Long.MAX_VALUE).start()) {
            EmulatedItem item = emulator.create("/me/messages/m");
            Path file = folder.resolve("big.bin");
            write(file);

            Process upload = OtherJvm.running(
                            List.of("-Xmx48m", "-Djava.io.tmpdir=" + folder),
                            Uploading.class,
                            emulator.graphUrl().toString(),
                            source,
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();

            assertThat(upload.waitFor(120, TimeUnit.SECONDS))
                    .as("the upload ends")
                    .isTrue();
            assertThat(upload.exitValue())
                    .as(
                            "status of the small JVM, which printed: %s",
                            Files.readString(folder.resolve("log"), StandardCharsets.UTF_8))
                    .isZero();
            assertThat(item.attachments()).hasSize(1);
            assertThat(Files.mismatch(item.attachments().get(0).content(), file))
                    .as("first stored byte that differs")
                    .isEqualTo(-1);
        }
    }

    private static void write(Path file) throws IOException {
        byte[] block = new byte[1_000_000];
        Random random = new Random(150);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < SIZE; written += block.length) {
                random.nextBytes(block);
                out.write(block);
            }
        }
    }

    /** What runs in the small JVM. */
    static final class Uploading {

        private Uploading() {}

        public static void main(String[] args) throws Exception {
            try (DefaultCamelContext camel = new DefaultCamelContext()) {
                String uri =
                        "graph-attach:message?messageId=m&name=big.bin&mailboxUploadBudget=off&accessToken=t&graphUrl="
                                + args[0];
                camel.getStreamCachingStrategy().setSpoolEnabled(true);
                camel.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("direct:cached").to(uri);
                    }
                });
                camel.start();
                Path file = Path.of(args[2]);
                Exchange exchange = camel.createFluentProducerTemplate()
                        .to(args[1].contains("spooled") ? "direct:cached" : uri)
                        .withBody(args[1].equals("file") ? file.toFile() : new Unknown(Files.newInputStream(file)))
                        .send();
                @Nullable Exception failure = exchange.getException();
                if (failure != null) {
                    throw failure;
                }
                File[] left = new File(System.getProperty("java.io.tmpdir"))
                        .listFiles((folder, name) -> name.startsWith("graph-attach-") && name.endsWith(".spool"));
                if (left != null && left.length > 0) {
                    throw new IllegalStateException("a spool file is left");
                }
            }
        }
    }

    /** A stream that does not tell how much it has. */
    private static final class Unknown extends InputStream {

        private final InputStream stream;

        Unknown(InputStream stream) {
            this.stream = stream;
        }

        @Override
        public int read() throws IOException {
            return stream.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return stream.read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }
}
