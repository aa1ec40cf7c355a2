import io.github.graphattach.emulator.GraphEmulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.apache.camel.impl.DefaultCamelContext;

/** Attaches one file of three ranges through the component's jar to the emulator's jar. */
class Smoke {

    private static final int SIZE = 10_000_000;

    public static void main(String[] arguments) throws Exception {
        var bytes = new byte[SIZE];
        new Random(1).nextBytes(bytes);
        var file = Files.write(Files.createTempFile("smoke", ".bin"), bytes);
        try (var emulator = GraphEmulator.start();
                var camel = new DefaultCamelContext()) {
            attach(camel, emulator, file, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } finally {
            Files.delete(file);
        }
    }

    private static void attach(DefaultCamelContext camel, GraphEmulator emulator, Path file, String sha256)
            throws Exception {
        var event = emulator.create("/me/events/E");
        camel.start();
        try (var template = camel.createProducerTemplate()) {
            template.sendBodyAndHeaders(
                    "graph-attach:event?credentialType=token&accessToken=RAW(smoke)&graphUrl=" + emulator.graphUrl(),
                    file.toFile(),
                    Map.of("CamelGraphAttachEventId", "E", "CamelGraphAttachName", "smoke.bin"));
        }
        var stored = event.attachments();
        if (stored.size() != 1 || !stored.get(0).sha256().equals(sha256)) {
            throw new AssertionError("Attached a file with SHA-256 " + sha256 + " but the emulator has " + stored);
        }
        System.out.println("Attached " + SIZE + " bytes on Camel " + camel.getVersion() + ", Java "
                + Runtime.version().feature() + ".");
    }
}
