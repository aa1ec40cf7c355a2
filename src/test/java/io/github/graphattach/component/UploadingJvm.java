package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.graphattach.OtherJvm;
import io.github.graphattach.session.JdbcUploadSessionStore;
import io.github.graphattach.session.KeyRing;
import io.github.graphattach.session.LeaseTerms;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.SocketConfig;

/**
 * A JVM of its own that attaches one file to one message and keeps its checkpoints in a database: what a test kills, stops
 * and continues.
 */
final class UploadingJvm implements AutoCloseable {

    private static final String KEYS = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /** So that most of a range has not left the JVM while the service does not read. */
    private static final int SEND_BUFFER = 64 * 1024;

    private final Process process;
    private final Path log;

    private UploadingJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * What is uploaded, and how it is remembered.
     *
     * @param graphUrl of the emulator
     * @param messageId of the message that gets the file
     * @param file to be attached
     * @param jdbcUrl of the checkpoints
     * @param lease without a sign of life
     * @param grace after it
     */
    record Job(URI graphUrl, String messageId, Path file, String jdbcUrl, Duration lease, Duration grace) {

        /**
         * Starts a JVM that does it.
         *
         * @param name what its requests bear as {@code User-Agent}
         */
        UploadingJvm start(String name) throws IOException {
            Path log = file.resolveSibling(name.replace(' ', '-') + ".log");
            Process process = OtherJvm.shortLived(
                            List.of("-Xmx96m"),
                            UploadingJvm.class,
                            "graph-attach:message?messageId=" + messageId + "&name=big.bin&uploadId=" + messageId
                                    + "&accessToken=t&retryDelay=100&mailboxUploadBudget=off&sessionStore=#bean:store"
                                    + "&graphUrl=" + graphUrl,
                            file.toString(),
                            jdbcUrl,
                            lease.toString(),
                            grace.toString(),
                            name)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new UploadingJvm(process, log);
        }
    }

    /** What runs in that JVM. */
    public static void main(String[] args) throws Exception {
        try (HikariDataSource database = new HikariDataSource();
                DefaultCamelContext camel = new DefaultCamelContext()) {
            database.setJdbcUrl(args[2]);
            database.setMaximumPoolSize(3);
            HttpComponent http = camel.getComponent("http", HttpComponent.class);
            http.setHttpClientConfigurer(client -> client.setUserAgent(args[5]));
            http.setClientConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                    .setDefaultSocketConfig(
                            SocketConfig.custom().setSndBufSize(SEND_BUFFER).build())
                    .build());
            LeaseTerms terms =
                    new LeaseTerms(Duration.parse(args[3]), Duration.parse(args[4]), LeaseTerms.DEFAULT_RETENTION);
            camel.getRegistry().bind("store", new JdbcUploadSessionStore(database, KeyRing.parse(KEYS), terms));
            camel.start();
            Exchange exchange = camel.createFluentProducerTemplate()
                    .to(args[0])
                    .withBody(Path.of(args[1]).toFile())
                    .send();
            System.out.println(Optional.ofNullable(exchange.getException())
                    .map(failure -> "failed: " + failure.getMessage())
                    .orElseGet(() -> "attached: "
                            + exchange.getMessage().getHeader(GraphAttachConstants.ATTACHMENT_ID, String.class)));
        }
    }

    /** Lets it run for so long; {@return whether it is still running} */
    boolean runsFor(Duration time) throws InterruptedException {
        return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Sends it a signal, such as {@code STOP} or {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(status).as("status of kill -%s", name).isZero();
    }

    /** Waits for its end; {@return what it printed last} */
    String outcome() throws IOException, InterruptedException {
        assertThat(runsFor(Duration.ofMinutes(2)))
                .as("still runs after 2 minutes; it printed: %s", log())
                .isFalse();
        return log().lines().reduce((before, last) -> last).orElse("");
    }

    private String log() throws IOException {
        return Files.readString(log, StandardCharsets.UTF_8);
    }

    /** Ends it with SIGKILL: nothing of it runs any more. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
