package io.github.graphattach.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.BytesContent;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.emulator.Fault;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.AccessTokens;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.HttpGraphClient;
import io.github.graphattach.graph.HttpRequests;
import io.github.graphattach.graph.IdType;
import io.github.graphattach.graph.NewAttachment;
import io.github.graphattach.graph.RangeBody;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.session.InMemoryUploadSessionStore;
import io.github.graphattach.session.LeaseTerms;
import io.github.graphattach.session.RenewingSessionStore;
import io.github.graphattach.session.UploadKeys;
import io.github.graphattach.session.UploadSessionStore;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.io.CloseMode;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One message at an emulated Outlook, and an engine whose waits pass at once: a pause moves the engine's clock and the
 * emulator's together and is noted in {@link #waits()}.
 */
final class World implements BeforeEachCallback, AfterAllCallback, AutoCloseable {

    /** Bytes of one range. */
    static final int CHUNK = 1000;

    /** Files below it go by one POST. */
    static final int SMALL = 500;

    static final String ITEM = "/me/messages/AAMkAD0001=";
    static final String NAME = "report.pdf";

    private static final int MOST_STEPS = 2000;

    final GraphEmulator emulator = GraphEmulator.builder().minimumSessionSize(1).start();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private CloseableHttpClient http = newClient();

    final FakeClock clock = new FakeClock();
    final UploadSessionStore shared =
            new InMemoryUploadSessionStore(LeaseTerms.withGrace(Duration.ZERO), 1000, clock::nanos);
    private final RenewingSessionStore store = renewing(shared);
    private String lastKey = "";
    private int keys;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private final List<UploadEvent> events = new CopyOnWriteArrayList<>();

    EmulatedItem item = emulator.create(ITEM);
    AccessTokens tokens = () -> new AccessToken("token-of-graph");
    IdType idType = IdType.DEFAULT;
    Duration silence = Duration.ofSeconds(20);
    RecentLists lists = new RecentLists();
    int chunkSize;
    long smallFileLimit;
    VerifyLevel verify = VerifyLevel.AUTO;
    OnExisting onExisting = OnExisting.ADD;
    Optional<String> contentId = Optional.empty();
    int maxAttempts;
    int maxSessions;
    Duration maxRetryAfter = Duration.ZERO;
    Duration uploadTimeout = Duration.ZERO;
    boolean insecureUploadHost;

    /** What becomes of a question that could be asked beside a request. */
    enum Question implements Beside {
        /** It has to wait for its turn: one request follows the other. */
        NOT_ASKED,
        /** It is answered before the request is made. */
        ANSWERED,
        /** Nobody gets round to it before the request is answered. */
        LEFT;

        @Override
        public boolean ask(Runnable question) {
            if (this == ANSWERED) {
                question.run();
            }
            return this != NOT_ASKED;
        }
    }

    Question question = Question.NOT_ASKED;

    /** As the component configures it: nothing happens that the engine did not ask for. */
    private CloseableHttpClient newClient() {
        return HttpClients.custom()
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .setConnectionReuseStrategy((request, response, context) -> response.getCode() != 503
                        && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context))
                .addExecInterceptorFirst("record", this::record)
                .build();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        reset();
    }

    /** An empty item, and connections that no other test has used. */
    void reset() {
        http.close(CloseMode.IMMEDIATE);
        http = newClient();
        emulator.reset();
        item = emulator.create(ITEM);
        tokens = () -> new AccessToken("token-of-graph");
        idType = IdType.DEFAULT;
        silence = Duration.ofSeconds(20);
        lists = new RecentLists();
        chunkSize = CHUNK;
        smallFileLimit = SMALL;
        verify = VerifyLevel.AUTO;
        onExisting = OnExisting.ADD;
        contentId = Optional.empty();
        maxAttempts = 5;
        maxSessions = 3;
        maxRetryAfter = Duration.ofMinutes(10);
        uploadTimeout = Duration.ofHours(2);
        insecureUploadHost = true;
        question = Question.NOT_ASKED;
        clock.reset();
        requests.clear();
        waits.clear();
        events.clear();
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

    /** {@return the shared store as another process sees it, to be closed} */
    RenewingSessionStore renewing(UploadSessionStore seen) {
        return new RenewingSessionStore(seen, timer, clock::nanos);
    }

    /** {@return bytes that are the same for the same length, and of which no two parts are alike} */
    static byte[] file(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    Fault on(RequestKind kind, RequestKind... more) {
        return emulator.faults().on(kind, more);
    }

    GraphClient client() {
        return new HttpGraphClient(new HttpRequests(http, silence, timer), emulator.graphUrl(), tokens, idType);
    }

    /** {@return a client whose first ranges have no answer in time} */
    GraphClient silentFor(int timeouts) {
        return interposed((range, body) -> {
            if (range <= timeouts) {
                body.writeTo(OutputStream.nullOutputStream());
                throw new SocketTimeoutException("no answer within 60 s");
            }
        });
    }

    /** {@return a client that finds nobody to send its first ranges to} */
    GraphClient unreachableFor(int tries) {
        return interposed((range, body) -> {
            if (range <= tries) {
                throw new ConnectException("Connection refused");
            }
        });
    }

    /** {@return a client that breaks at that range} */
    GraphClient brokenAtRange(int number) {
        return interposed((range, body) -> {
            if (range == number) {
                throw new IllegalStateException("a bug");
            }
        });
    }

    /** {@return a client during whose requests with bytes of the file, after the first of them, something happens} */
    GraphClient meanwhile(IoAction action) {
        GraphClient client = client();
        return (GraphClient) Proxy.newProxyInstance(
                World.class.getClassLoader(), new Class<?>[] {GraphClient.class}, (proxy, method, arguments) -> {
                    for (int i = 0; i < arguments.length; i++) {
                        if (arguments[i] instanceof RangeBody body) {
                            arguments[i] = meanwhile(body, action);
                        }
                    }
                    return invoke(client, method, arguments);
                });
    }

    private static RangeBody meanwhile(RangeBody body, IoAction action) {
        return sink -> body.writeTo(new FilterOutputStream(sink) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                action.run();
            }
        });
    }

    /** What may fail like a disk. */
    interface IoAction {
        void run() throws IOException;
    }

    /** {@return a client that gets a POST's answer with another size, or with none} */
    GraphClient postsAnsweredWithSize(JsonNode size) {
        GraphClient client = client();
        return (GraphClient) Proxy.newProxyInstance(
                World.class.getClassLoader(), new Class<?>[] {GraphClient.class}, (proxy, method, arguments) -> {
                    Object answer = invoke(client, method, arguments);
                    if (method.getName().equals("postAttachment")) {
                        ((ObjectNode) ((GraphReply) answer).body()).set("size", size);
                    }
                    return answer;
                });
    }

    private interface BeforeRange {
        void sent(int number, RangeBody body) throws IOException;
    }

    private GraphClient interposed(BeforeRange before) {
        GraphClient client = client();
        AtomicInteger ranges = new AtomicInteger();
        return (GraphClient) Proxy.newProxyInstance(
                World.class.getClassLoader(), new Class<?>[] {GraphClient.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("putRange")) {
                        before.sent(ranges.incrementAndGet(), (RangeBody) arguments[3]);
                    }
                    return invoke(client, method, arguments);
                });
    }

    private static Object invoke(GraphClient client, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(client, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    OutlookItem address() {
        return OutlookItem.parse(item.path(), Set.of());
    }

    Upload upload(byte[] bytes) {
        return upload(new BytesContent(bytes));
    }

    Upload upload(AttachmentContent content) {
        return upload(client(), content);
    }

    Upload upload(GraphClient client, AttachmentContent content) {
        return upload("upload " + ++keys, client, content);
    }

    /** {@return an upload that others with the same key go on with} */
    Upload upload(String key, GraphClient client, AttachmentContent content) {
        lastKey = key;
        return upload(new Ownership(store, keys(key)), client, content);
    }

    /** {@return the keys of an upload to the one item} */
    static KeySource keys(String key) {
        return () -> new UploadKeys(key, ITEM, Optional.empty());
    }

    /** {@return an upload as some process owns it} */
    Upload upload(Ownership ownership, GraphClient client, AttachmentContent content) {
        return new Upload(
                ownership,
                client,
                new UploadTask(
                        address(),
                        new NewAttachment(NAME, "application/pdf", content.length(), contentId.isPresent(), contentId),
                        content),
                context());
    }

    /** {@return bounds, waits and time as they are set now} */
    UploadContext context() {
        return new UploadContext(
                new UploadPolicy(
                        chunkSize,
                        smallFileLimit,
                        verify,
                        onExisting,
                        maxAttempts,
                        maxSessions,
                        maxRetryAfter,
                        Duration.ofSeconds(60),
                        uploadTimeout,
                        new UploadHost(insecureUploadHost, Optional.empty(), false)),
                // Without jitter: 0.5 s, 1 s, 2 s and so on.
                new RetryPolicy(Duration.ofSeconds(1), Duration.ofSeconds(60), () -> 0),
                clock,
                lists,
                Runnable::run,
                events::add);
    }

    /** Uploads to the end; the test fails when the upload does. */
    UploadResult attach(byte[] bytes) {
        return finish(upload(bytes));
    }

    /** Goes on to the end; the test fails when the upload does. */
    UploadResult finish(Upload upload) {
        try {
            drive(upload);
            return upload.result();
        } catch (UploadException e) {
            return fail("the upload failed after " + requests(), e);
        }
    }

    /** Uploads until it fails; the test fails when the upload does not. */
    UploadException failureOf(byte[] bytes) {
        return failureOf(upload(bytes));
    }

    /** Goes on until it fails; the test fails when the upload does not. */
    UploadException failureOf(Upload upload) {
        try {
            drive(upload);
        } catch (UploadException e) {
            return e;
        }
        return fail("the upload succeeded after " + requests());
    }

    /** Goes on to the end, whatever it is. */
    void drive(Upload upload) throws UploadException {
        for (int steps = 0; !upload.isDone(); steps++) {
            step(upload, steps);
        }
    }

    /** Makes one step, which has to be on the map of the stages, and lets its pause go by. */
    void step(Upload upload) throws UploadException {
        String stage = upload.stage();
        Duration pause = upload.step(question);
        StageMap.taken(stage, upload.stage());
        pass(pause);
    }

    /** Goes on until so many more requests are made. */
    void makeRequests(Upload upload, int count) throws UploadException {
        int end = requests.size() + count;
        for (int steps = 0; requests.size() < end; steps++) {
            step(upload, steps);
        }
    }

    private void step(Upload upload, int before) throws UploadException {
        if (before > MOST_STEPS) {
            fail("the upload goes on and on; its first requests: "
                    + requests().stream().limit(50).toList());
        }
        step(upload);
    }

    /** Lets the pause go by that a step has asked for. */
    void pass(Duration wait) {
        if (!wait.isZero()) {
            waits.add(wait);
            clock.advance(wait);
            emulator.advanceClock(wait);
        }
    }

    /** Somebody else attaches a file to the same item. */
    String attachedBefore(String name, byte[] bytes) {
        try {
            GraphReply reply = client().postAttachment(
                            address(),
                            new NewAttachment(name, "application/pdf", bytes.length, false, Optional.empty()),
                            sink -> sink.write(bytes));
            return reply.field("id").asText();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@return the pauses that the engine asked for} */
    List<Duration> waits() {
        return waits;
    }

    List<UploadEvent.Type> events() {
        return events.stream().map(UploadEvent::type).toList();
    }

    List<UploadEvent> told() {
        return events;
    }

    /** {@return what was asked and answered, in one word each: {@code put 0-999 200}; status 0 is a broken connection} */
    List<String> requests() {
        return requests;
    }

    /** {@return the requests whose summary begins like that} */
    List<String> requests(String beginning) {
        return requests().stream().filter(one -> one.startsWith(beginning)).toList();
    }

    private ClassicHttpResponse record(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException, HttpException {
        String kind = kind(request);
        try {
            ClassicHttpResponse response = chain.proceed(request, scope);
            requests.add(kind + " " + response.getCode());
            return response;
        } catch (IOException e) {
            requests.add(kind + " 0");
            throw e;
        }
    }

    private String kind(ClassicHttpRequest request) {
        boolean upload =
                request.getAuthority().getPort() == emulator.uploadUrl().getPort();
        return switch (request.getMethod()) {
            case "PUT" ->
                "put " + request.getFirstHeader("Content-Range").getValue().replaceAll("bytes |/.*", "");
            case "DELETE" -> upload ? "cancel" : "delete";
            case "POST" -> request.getPath().endsWith("createUploadSession") ? "open" : "post";
            default -> upload ? "status" : read(request.getPath());
        };
    }

    private static String read(String path) {
        if (!path.contains("/attachments")) {
            return "item";
        }
        return path.contains("/attachments?") ? "list" : path.endsWith("$value") ? "value" : "get";
    }

    /** {@return the one attachment, which must be the file, with nothing left open beside it} */
    EmulatedAttachment attachedOnce(byte[] bytes) {
        assertThat(item.attachments()).as("attachments after %s", requests()).hasSize(1);
        EmulatedAttachment attachment = item.attachments().get(0);
        assertStored(attachment, bytes);
        assertNoSession();
        return attachment;
    }

    void assertStored(EmulatedAttachment attachment, byte[] bytes) {
        try {
            byte[] stored = Files.readAllBytes(attachment.content());
            assertThat(Arrays.mismatch(stored, bytes))
                    .as("the first wrong byte of %s stored ones after %s", stored.length, requests())
                    .isEqualTo(-1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void assertNoSession() {
        assertThat(emulator.openSessions())
                .as("upload sessions left open after %s", requests())
                .isZero();
    }

    /** Nothing is attached; and once the service is well a later try of the same upload attaches the file. */
    void assertGoesOn(byte[] bytes) {
        assertThat(item.attachments()).as("attachments after %s", requests()).isEmpty();
        emulator.faults().clear();
        finish(again(new BytesContent(bytes)));
        attachedOnce(bytes);
    }

    /** {@return what is left of the upload that was planned last} */
    LeftUpload left() {
        return new LeftUpload(
                new Ownership(store, keys(lastKey)),
                client(),
                clock,
                new UploadHost(insecureUploadHost, Optional.empty(), false));
    }

    /** {@return another try of the upload that was planned last} */
    Upload again(AttachmentContent content) {
        return upload(lastKey, client(), content);
    }

    /** A failure that nothing can be done about leaves no session; any other leaves the one that the next try goes on with. */
    void assertNoUselessSession(UploadException failure) {
        assertThat(emulator.openSessions())
                .as("upload sessions left open by '%s' after %s", failure.getMessage(), requests())
                .isLessThanOrEqualTo(failure.failure().retryable() ? 1 : 0);
    }

    /** Nothing is attached, and no session is open. */
    void assertNothingLeft() {
        assertThat(item.attachments()).as("attachments after %s", requests()).isEmpty();
        assertNoSession();
    }

    /** Time that passes when the test says so. */
    static final class FakeClock implements UploadClock {

        private Instant start = Instant.now();
        private volatile Duration passed = Duration.ZERO;

        void reset() {
            start = Instant.now();
            passed = Duration.ZERO;
        }

        void advance(Duration duration) {
            passed = passed.plus(duration);
        }

        @Override
        public long nanos() {
            return passed.toNanos();
        }

        @Override
        public Instant now() {
            return start.plus(passed);
        }
    }
}
