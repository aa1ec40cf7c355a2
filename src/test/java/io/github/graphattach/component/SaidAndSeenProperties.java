package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.Sending;
import io.github.graphattach.session.JdbcUploadSessionStore;
import io.github.graphattach.session.KeyRing;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.TestPostgres;
import io.github.graphattach.session.UploadSessionStore;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.h2.jdbcx.JdbcDataSource;

/**
 * Whatever happens at the service between two tries: what is said to be attached is on the item at that moment, under its
 * SHA-256; nothing is attached twice for one identity while the first is there; and a try costs no more requests than it has
 * to. In CI 60 cases; by hand more, by the number below.
 */
class SaidAndSeenProperties {

    /** At the attachment, then at the item. */
    private static final int LOOKS_IN_VAIN = 2;

    private static final Gateway gateway = new Gateway();
    private static final HikariDataSource postgres = TestPostgres.pool("postgres");
    private static final HttpClient neighbour = HttpClient.newHttpClient();
    private static final Path folder = newFolder();
    private static int worlds;

    /** Where checkpoints are kept. */
    enum Store {
        MEMORY,
        H2,
        POSTGRESQL
    }

    /** Who attaches which of the files to which item. */
    record Upload(String service, String client, int item, int file) {}

    /** One event. */
    record Step(String action, Upload upload) {
        @Override
        public String toString() {
            return action + " " + upload;
        }
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("said-and-seen");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterContainer
    static void close() throws IOException {
        gateway.close();
        postgres.close();
        for (int file = 0; file < 3; file++) {
            Files.deleteIfExists(folder.resolve("file" + file));
        }
        Files.delete(folder);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<String> actions = Arbitraries.frequency(
                Tuple.of(8, "attach"),
                Tuple.of(3, "delete"),
                Tuple.of(1, "move"),
                Tuple.of(1, "send"),
                Tuple.of(2, "restart"),
                Tuple.of(2, "neighbour"));
        Arbitrary<Upload> uploads = Combinators.combine(
                        Arbitraries.of("one", "other"),
                        Arbitraries.of("app-1", "app-2"),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.integers().between(0, 2))
                .as(Upload::new);
        return Combinators.combine(actions, uploads)
                .as(Step::new)
                .list()
                .ofMinSize(4)
                .ofMaxSize(14);
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void whatIsSaidIsThere(@ForAll Store store, @ForAll("steps") List<Step> steps) {
        try (World world = new World(store)) {
            steps.forEach(world::take);
        }
    }

    /** Two services, and an application that is restarted now and then. */
    private static final class World implements AutoCloseable {

        private final int number = ++worlds;
        private final Store kind;
        private final Map<Upload, String> said = new HashMap<>();
        private CamelContext camel;

        World(Store kind) {
            this.kind = kind;
            for (GraphEmulator service : List.of(gateway.one, gateway.other)) {
                service.reset();
                service.answers().sending().delay(Duration.ZERO).ids(Sending.SentIds.BOTH_CHANGED);
                service.create(path(0));
                service.create(path(1));
            }
            this.camel = start();
        }

        private static String path(int item) {
            return "/me/messages/item" + item;
        }

        private static GraphEmulator service(Upload upload) {
            return upload.service().equals("one") ? gateway.one : gateway.other;
        }

        private CamelContext start() {
            DefaultCamelContext fresh = new DefaultCamelContext();
            fresh.setStreamCaching(false);
            store().ifPresent(store -> fresh.getRegistry().bind("store", store));
            fresh.start();
            return fresh;
        }

        private Optional<UploadSessionStore> store() {
            KeyRing keys = KeyRing.parse("k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
            LeaseTerms terms = LeaseTerms.withGrace(Duration.ZERO);
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL("jdbc:h2:mem:said" + number + ";DB_CLOSE_DELAY=-1");
            return switch (kind) {
                case MEMORY -> Optional.empty();
                case H2 -> Optional.of(new JdbcUploadSessionStore(h2, keys, terms));
                case POSTGRESQL -> Optional.of(new JdbcUploadSessionStore(postgres, keys, terms));
            };
        }

        void take(Step step) {
            switch (step.action()) {
                case "attach" -> attach(step.upload());
                case "delete" -> delete(step.upload());
                case "move" ->
                    item(step.upload()).ifPresent(item -> service(step.upload())
                            .move(path(step.upload().item())));
                case "send" -> send(step.upload());
                case "restart" -> restart();
                default -> neighbour(step.upload());
            }
        }

        private Optional<EmulatedItem> item(Upload upload) {
            return service(upload).find(path(upload.item()));
        }

        private void attach(Upload upload) {
            byte[] bytes = bytes(upload.file());
            Optional<EmulatedItem> item = item(upload);
            List<String> before = item.map(World::attachmentIds).orElse(List.of());
            int requests = service(upload).exchanges().size();
            Optional<String> known = Optional.ofNullable(said.get(upload));

            Exchange exchange = send(upload, bytes);

            int cost = service(upload).exchanges().size() - requests;
            String id = exchange.getMessage().getHeader(GraphAttachConstants.ATTACHMENT_ID, String.class);
            if (item.isEmpty()) {
                assertThat(exchange.getException()).isInstanceOf(ItemNotFoundException.class);
                assertThat(Optional.ofNullable(id))
                        .as("what it was attached as")
                        .isEqualTo(known);
                return;
            }
            assertThat(exchange.getException()).isNull();
            assertOn(item.get(), Objects.requireNonNull(id), bytes);
            if (known.isPresent() && before.contains(known.get())) {
                assertThat(id).as("the one that is there").isEqualTo(known.get());
                assertThat(attachmentIds(item.get())).isEqualTo(before);
                assertThat(cost).as("requests to find it there").isEqualTo(1);
            } else {
                assertThat(attachmentIds(item.get())).hasSize(before.size() + 1).contains(id);
                int most = cost(upload) + (known.isPresent() ? LOOKS_IN_VAIN : 0);
                // The list may be that of the file before.
                assertThat(cost).as("requests to attach it").isBetween(most - 1, most);
            }
            said.put(upload, id);
        }

        /** The list and the POST, or the session with one range and the look of verify=auto. */
        private static int cost(Upload upload) {
            return upload.file() == 0 ? 2 : 4;
        }

        private void assertOn(EmulatedItem item, String id, byte[] bytes) {
            EmulatedAttachment attachment = item.attachments().stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(
                            "said to be attached as " + id + ", but the item has " + item.attachments()));
            assertThat(attachment.sha256()).isEqualTo(sha256(bytes));
        }

        private Exchange send(Upload upload, byte[] bytes) {
            return camel.createFluentProducerTemplate()
                    .to("graph-attach:message?name=report.bin&smallFileLimit=500&retryDelay=1&maxRetryDelay=2"
                            + "&mailboxUploadBudget=off&accessToken=" + token(upload.client())
                            + "&graphUrl=" + gateway.graphUrl(upload.service()))
                    .withProcessor(exchange -> {
                        // The third file comes as bytes that somebody has given an id, the others as files on disk.
                        exchange.getMessage().setBody(upload.file() == 2 ? bytes : file(upload.file(), bytes));
                        if (upload.file() == 2) {
                            exchange.getMessage().setHeader(GraphAttachConstants.UPLOAD_ID, "job");
                        }
                        exchange.getMessage().setHeader(GraphAttachConstants.MESSAGE_ID, "item" + upload.item());
                    })
                    .send();
        }

        private void delete(Upload upload) {
            String id = said.get(upload);
            if (id != null
                    && item(upload).map(World::attachmentIds).orElse(List.of()).contains(id)) {
                request(upload, "DELETE", path(upload.item()) + "/attachments/" + id, "");
            }
        }

        private void send(Upload upload) {
            if (item(upload).isPresent()) {
                String recipient = "{\"toRecipients\":[{\"emailAddress\":{\"address\":\"someone@fabrikam.com\"}}]}";
                request(upload, "PATCH", path(upload.item()), recipient);
                request(upload, "POST", path(upload.item()) + "/send", "");
            }
        }

        /** Somebody else attaches the same bytes under the same name. */
        private void neighbour(Upload upload) {
            if (item(upload).isPresent()) {
                request(
                        upload,
                        "POST",
                        path(upload.item()) + "/attachments",
                        "{\"@odata.type\":\"#microsoft.graph.fileAttachment\",\"name\":\"report.bin\",\"contentBytes\":\""
                                + Base64.getEncoder().encodeToString(bytes(upload.file())) + "\"}");
            }
        }

        private void request(Upload upload, String method, String path, String json) {
            try {
                var builder = HttpRequest.newBuilder(URI.create(service(upload).graphUrl() + path))
                        .header("Authorization", "Bearer neighbour")
                        .header("Content-Type", "application/json")
                        .method(method, HttpRequest.BodyPublishers.ofString(json));
                int status = neighbour
                        .send(builder.build(), HttpResponse.BodyHandlers.discarding())
                        .statusCode();
                assertThat(status).isBetween(200, 204);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private void restart() {
            camel.stop();
            if (kind == Store.MEMORY) {
                said.clear();
            }
            camel = start();
        }

        private static List<String> attachmentIds(EmulatedItem item) {
            return item.attachments().stream().map(EmulatedAttachment::id).toList();
        }

        @Override
        public void close() {
            camel.stop();
            if (kind == Store.POSTGRESQL) {
                try (var connection = postgres.getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("DELETE FROM graph_attach_upload");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }

    /** The first goes by POST, the second by session; the third by session under an explicit id. */
    private static byte[] bytes(int file) {
        byte[] bytes = new byte[file == 0 ? 300 : 2500 + file];
        new Random(file).nextBytes(bytes);
        return bytes;
    }

    private static File file(int number, byte[] bytes) {
        Path path = folder.resolve("file" + number);
        try {
            if (!Files.exists(path)) {
                Files.write(path, bytes);
            }
            return path.toFile();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A token that says of which application it is. */
    private static String token(String client) {
        String claims = "{\"tid\":\"t\",\"appid\":\"" + client + "\",\"oid\":\"u\"}";
        return "e30." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".c2ln";
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
