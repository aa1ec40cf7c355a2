package io.github.graphattach.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.content.BytesContent;
import io.github.graphattach.emulator.Fault;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.HttpGraphClient;
import io.github.graphattach.graph.HttpRequests;
import io.github.graphattach.graph.IdType;
import io.github.graphattach.graph.NewAttachment;
import io.github.graphattach.item.AddressOption;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.mailbox.SendRate;
import io.github.graphattach.session.InMemoryUploadSessionStore;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.RenewingSessionStore;
import io.github.graphattach.session.SessionStoreException;
import io.github.graphattach.session.UploadKeys;
import io.github.graphattach.session.UploadSessionStore;
import io.github.graphattach.upload.OnExisting;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.RecentLists;
import io.github.graphattach.upload.RetryPolicy;
import io.github.graphattach.upload.Upload;
import io.github.graphattach.upload.UploadClock;
import io.github.graphattach.upload.UploadContext;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadHost;
import io.github.graphattach.upload.UploadPolicy;
import io.github.graphattach.upload.UploadTask;
import io.github.graphattach.upload.VerifyLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A mailbox at an emulated Outlook, and mails whose waits pass at once: a pause moves their clock and the emulator's. */
final class MailWorld implements BeforeEachCallback, AfterAllCallback, AutoCloseable {

    static final MessageFolder MAILBOX = MessageFolder.of(Map.of(AddressOption.USER_ID, "cfo@contoso.com"));

    /** How long a draft that is still there may have been sent. */
    static final Duration GRACE = Duration.ofMinutes(5);

    private static final int MOST_STEPS = 1000;

    final GraphEmulator emulator = GraphEmulator.builder().minimumSessionSize(0).start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private CloseableHttpClient http = newClient();
    private Duration passed = Duration.ZERO;
    private final Instant start = Instant.now();
    UploadSessionStore shared = newStore();
    private RenewingSessionStore store = renewing(shared);
    private final List<Duration> waits = new ArrayList<>();

    private final UploadClock clock = new UploadClock() {
        @Override
        public long nanos() {
            return passed.toNanos();
        }

        @Override
        public Instant now() {
            return start.plus(passed);
        }
    };

    private static CloseableHttpClient newClient() {
        return HttpClients.custom()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private UploadSessionStore newStore() {
        return new InMemoryUploadSessionStore(LeaseTerms.withGrace(Duration.ZERO), 1000, () -> passed.toNanos());
    }

    private RenewingSessionStore renewing(UploadSessionStore seen) {
        return new RenewingSessionStore(seen, timer, () -> passed.toNanos());
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        startAnew();
    }

    /** Nothing is there, and nothing is known. */
    void startAnew() {
        http.close(CloseMode.IMMEDIATE);
        http = newClient();
        // Which sets its clock back, too.
        emulator.reset();
        passed = Duration.ZERO;
        // Where nothing ever was, the emulator knows no mailbox.
        emulator.create("/users/cfo%40contoso.com/messages/another");
        use(newStore());
        waits.clear();
    }

    /** Another process has a store of its own; or the one that there was is gone. */
    void use(UploadSessionStore other) {
        store.close();
        shared = other;
        store = renewing(other);
    }

    /** {@return a store that fails at some of the times that something is written of a mail} */
    static UploadSessionStore failingAtSave(UploadSessionStore store, Integer... times) {
        AtomicInteger saves = new AtomicInteger();
        return (UploadSessionStore) Proxy.newProxyInstance(
                MailWorld.class.getClassLoader(),
                new Class<?>[] {UploadSessionStore.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("saveMail") && List.of(times).contains(saves.incrementAndGet())) {
                        throw new SessionStoreException("the database does not answer");
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    void forgetStore() {
        use(newStore());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close();
    }

    @Override
    public void close() {
        http.close(CloseMode.IMMEDIATE);
        store.close();
        timer.shutdownNow();
        emulator.close();
    }

    Fault on(RequestKind kind) {
        return emulator.faults().on(kind);
    }

    Instant now() {
        return clock.now();
    }

    GraphClient client() {
        return client(IdType.IMMUTABLE);
    }

    GraphClient client(IdType ids) {
        return new HttpGraphClient(
                new HttpRequests(http, Duration.ofSeconds(20), timer),
                emulator.graphUrl(),
                () -> new AccessToken("token"),
                ids);
    }

    static MailDraft mail() {
        return MailDraft.of(Map.of("to", "reader@contoso.com", "subject", "Minutes", "text", "Hello"));
    }

    /** {@return the job of which others with the same key are further tries} */
    DraftJob job(String jobKey, boolean mayBeThere) {
        return job(jobKey, mail(), mayBeThere);
    }

    DraftJob job(String jobKey, MailDraft draft, boolean mayBeThere) {
        return job(jobKey, draft, mayBeThere, Optional.empty());
    }

    DraftJob job(String jobKey, MailDraft draft, boolean mayBeThere, Optional<Duration> renewedAfter) {
        return new DraftJob(
                ownership(jobKey),
                client(),
                client(IdType.DEFAULT),
                new DraftTask(MAILBOX, draft, source(jobKey), mayBeThere, renewedAfter),
                context());
    }

    /** {@return the job of an answer to the message that was there before} */
    DraftJob answer(String jobKey, DraftOf how, MailDraft draft, Optional<Duration> renewedAfter) {
        return new DraftJob(
                ownership(jobKey),
                client(),
                client(IdType.DEFAULT),
                new DraftTask(
                        MAILBOX,
                        draft,
                        source(jobKey),
                        true,
                        renewedAfter,
                        Optional.of(new Answered(how, MAILBOX.message("another")))),
                context());
    }

    private Ownership ownership(String jobKey) {
        return new Ownership(store, () -> new UploadKeys(jobKey, "", Optional.empty()));
    }

    /** {@return the upload of a file of a mail, of which others with the same key are further tries} */
    Upload upload(String uploadKey, String messageId, String name, byte[] content, RecentLists lists) {
        return new Upload(
                new Ownership(store, () -> new UploadKeys(uploadKey, "item " + messageId, Optional.empty())),
                client(IdType.DEFAULT),
                new UploadTask(
                        MAILBOX.message(messageId),
                        new NewAttachment(name, "text/plain", content.length, false, Optional.empty()),
                        new BytesContent(content)),
                context(lists));
    }

    CancelJob cancelling(String jobKey) {
        return new CancelJob(ownership(jobKey), client(), MAILBOX, source(jobKey), context());
    }

    /** {@return the removal of the draft of a mail that came to nothing} */
    DiscardJob discarding(String jobKey) {
        return new DiscardJob(ownership(jobKey), client(), MAILBOX, source(jobKey), context());
    }

    /** {@return names and contents of the files of each mail that a mailbox has got} */
    List<List<String>> filesOf(String user) {
        MessageFolder mailbox = MessageFolder.of(Map.of(AddressOption.USER_ID, user));
        List<List<String>> mails = new ArrayList<>();
        // Where nothing ever was, there is no mailbox.
        found(mailbox)
                .forEach(mail -> mails.add(files(mailbox.message(mail.path("id").asText()))));
        return mails;
    }

    private List<String> files(OutlookItem mail) {
        List<String> files = new ArrayList<>();
        asked(client -> client.listAttachments(mail)).field("value").forEach(file -> {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            asked(client -> client.readContent(mail, file.path("id").asText(), 0, content));
            files.add(file.path("name").asText() + " " + content.toString(StandardCharsets.UTF_8));
        });
        return files;
    }

    UploadContext context() {
        return context(RecentLists.none());
    }

    private UploadContext context(RecentLists lists) {
        return new UploadContext(
                new UploadPolicy(
                        1000,
                        500,
                        VerifyLevel.AUTO,
                        OnExisting.ADD,
                        5,
                        3,
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(60),
                        Duration.ofHours(2),
                        new UploadHost(true, Optional.empty(), false)),
                // Without jitter: 0.5 s, 1 s, 2 s and so on.
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), () -> 0),
                clock,
                lists,
                Runnable::run,
                event -> {});
    }

    /** {@return the sending of which others with the same key are further tries} */
    SendJob sending(String jobKey, SendTask task) {
        return sending(jobKey, task, false);
    }

    SendJob sending(String jobKey, SendTask task, boolean confirmed) {
        return sending(jobKey, task, confirmed, SendRate.unlimited());
    }

    SendJob sending(String jobKey, SendTask task, boolean confirmed, SendRate rate) {
        return new SendJob(
                ownership(jobKey),
                client(),
                client(IdType.DEFAULT),
                task,
                new SendTerms(confirmed, Duration.ofSeconds(60), GRACE, rate.turn("cfo@contoso.com")),
                context());
    }

    /** {@return the task of sending a draft with those files, none more and none less} */
    static SendTask task(String jobKey, String messageId, String... attachmentIds) {
        return new SendTask(MAILBOX, messageId, source(jobKey), Optional.of(List.of(attachmentIds)), false, false);
    }

    static MarkerSource source(String jobKey) {
        return () -> Marker.of("user cfo@contoso.com", jobKey);
    }

    /** {@return the id of a small file that is attached now} */
    String attach(String messageId, String name) {
        byte[] content = name.getBytes(StandardCharsets.UTF_8);
        try {
            GraphReply reply = client(IdType.DEFAULT)
                    .postAttachment(
                            MAILBOX.message(messageId),
                            new NewAttachment(name, "text/plain", content.length, false, Optional.empty()),
                            sink -> sink.write(content));
            return reply.field("id").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the id of a draft that somebody else has made} */
    String foreignDraft(String recipient) {
        ObjectNode message = JsonNodeFactory.instance.objectNode().put("subject", "By hand");
        message.putArray("toRecipients").addObject().putObject("emailAddress").put("address", recipient);
        return asked(client -> client.createMessage(MAILBOX, message))
                .field("id")
                .asText();
    }

    /** Somebody sends a draft by hand. */
    void send(String messageId) {
        asked(client -> client.sendMessage(MAILBOX.message(messageId)));
    }

    /** Somebody throws a message away. */
    void delete(String messageId) {
        asked(client -> client.deleteMessage(MAILBOX.message(messageId)));
    }

    private interface Question {
        GraphReply ask(GraphClient client) throws IOException;
    }

    private GraphReply asked(Question question) {
        try {
            GraphReply reply = question.ask(client());
            assertThat(reply.isSuccess()).as("%s", reply.status()).isTrue();
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return how many messages a mailbox has got} */
    int received(String user) {
        return count(MessageFolder.of(Map.of(AddressOption.USER_ID, user)));
    }

    /** {@return how many drafts of a job lie where nobody has thrown them away} */
    int draftsOf(String jobKey) {
        String filter = Marker.of("user cfo@contoso.com", jobKey).filter();
        String trash = asked(client -> client.getFolder(MAILBOX, "deleteditems"))
                .field("id")
                .asText();
        int drafts = 0;
        for (JsonNode message :
                asked(client -> client.findMessages(MAILBOX, filter)).field("value")) {
            boolean counts = message.path("isDraft").asBoolean()
                    && !message.path("parentFolderId").asText().equals(trash);
            drafts += counts ? 1 : 0;
        }
        return drafts;
    }

    private int count(MessageFolder mailbox) {
        return found(mailbox).size();
    }

    private JsonNode found(MessageFolder mailbox) {
        try {
            return client().findMessages(mailbox, "createdDateTime ge 2000-01-01T00:00:00Z")
                    .field("value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Goes on to the end; the test fails when the job does. */
    <R> R finish(MailWork<R> job) {
        try {
            drive(job);
            return job.result();
        } catch (UploadException e) {
            return fail("the work failed after " + requests(), e);
        }
    }

    /** Goes on until it fails; the test fails when the job does not. */
    UploadException failureOf(MailWork<?> job) {
        try {
            drive(job);
        } catch (UploadException e) {
            return e;
        }
        return fail("the work was done after " + requests());
    }

    void drive(MailWork<?> job) throws UploadException {
        for (int steps = 0; !job.isDone(); steps++) {
            if (steps > MOST_STEPS) {
                fail("the job goes on and on: " + requests().stream().limit(50).toList());
            }
            pass(job.step());
        }
    }

    void pass(Duration wait) {
        if (!wait.isZero()) {
            waits.add(wait);
            passed = passed.plus(wait);
            emulator.advanceClock(wait);
        }
    }

    List<Duration> waits() {
        return waits;
    }

    Duration waited() {
        return waits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    /** {@return what was asked, in a word each} */
    List<String> requests() {
        return emulator.exchanges().stream().map(MailWorld::word).toList();
    }

    /** {@return the requests with that method} */
    List<String> requests(String method) {
        return requests().stream().filter(one -> one.startsWith(method)).toList();
    }

    private static String word(RecordedExchange request) {
        String path = request.path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        last = last.startsWith("create") ? "answer" : last;
        String what = path.contains("/mailFolders/")
                ? "folder"
                : List.of("messages", "send", "attachments", "answer").contains(last) ? last : "message";
        return request.method().toLowerCase(Locale.ROOT) + " " + what + " " + request.status();
    }

    /** {@return how many messages there are in all folders, but for the one that was there before} */
    int messages() {
        return count(MAILBOX) - 1;
    }
}
