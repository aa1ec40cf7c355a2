package io.github.graphattach.upload;

import static io.github.graphattach.emulator.RequestKind.DELETE_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.GET_CONTENT;
import static io.github.graphattach.emulator.RequestKind.LIST_ATTACHMENTS;
import static io.github.graphattach.emulator.RequestKind.OPEN_SESSION;
import static io.github.graphattach.emulator.RequestKind.POST_ATTACHMENT;
import static io.github.graphattach.emulator.RequestKind.PUT_RANGE;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.RecordedExchange;
import io.github.graphattach.emulator.RequestKind;
import io.github.graphattach.graph.AccessToken;
import io.github.graphattach.graph.AccessTokens;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Graph answers to the list, the session and the POST. */
class GraphAnswerScenarios {

    @RegisterExtension
    static final World world = new World();

    private final byte[] file = World.file(2500);
    private final byte[] small = World.file(300);

    private byte[] fileFor(RequestKind kind) {
        return kind == POST_ATTACHMENT ? small : file;
    }

    /**
     * <pre>
     * server   is busy, or the item is being written to
     * client   lists, or opens a session
     * answer   408, 409, 412, 423, 429, 5xx without Retry-After
     * then     back-off, the same request again
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "LIST_ATTACHMENTS, 408",
        "LIST_ATTACHMENTS, 409",
        "LIST_ATTACHMENTS, 412",
        "LIST_ATTACHMENTS, 423",
        "LIST_ATTACHMENTS, 429",
        "LIST_ATTACHMENTS, 500",
        "LIST_ATTACHMENTS, 502",
        "LIST_ATTACHMENTS, 503",
        "LIST_ATTACHMENTS, 504",
        "LIST_ATTACHMENTS, 509",
        "OPEN_SESSION, 408",
        "OPEN_SESSION, 409",
        "OPEN_SESSION, 412",
        "OPEN_SESSION, 423",
        "OPEN_SESSION, 429",
        "OPEN_SESSION, 500",
        "OPEN_SESSION, 502",
        "OPEN_SESSION, 503",
        "OPEN_SESSION, 504",
        "OPEN_SESSION, 509"
    })
    void aTransientRefusalIsTriedAgain(RequestKind kind, int status) {
        world.on(kind).times(2).answer(status).error("UnknownError");

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.waits()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1));
    }

    /**
     * <pre>
     * server   throttles, and says for how long
     * client   lists, opens a session, or posts
     * answer   429, 503 or 403 with Retry-After
     * then     that time; 403 with Retry-After is a throttle, not a missing permission
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "LIST_ATTACHMENTS, 429",
        "LIST_ATTACHMENTS, 503",
        "LIST_ATTACHMENTS, 403",
        "OPEN_SESSION, 429",
        "OPEN_SESSION, 503",
        "OPEN_SESSION, 403",
        "POST_ATTACHMENT, 429"
    })
    void aThrottleIsWaitedOut(RequestKind kind, int status) {
        world.on(kind).answer(status).retryAfter("2.128");

        world.attach(fileFor(kind));

        world.attachedOnce(fileFor(kind));
        assertThat(world.waits()).containsExactly(Duration.ofMillis(2128));
    }

    /**
     * <pre>
     * server   throttles for an hour
     * client   waits 10 minutes at most
     * answer   429, Retry-After: 3600
     * then     fails at once and says when to come back
     * </pre>
     */
    @ParameterizedTest
    @EnumSource(
            value = RequestKind.class,
            names = {"LIST_ATTACHMENTS", "OPEN_SESSION", "POST_ATTACHMENT"})
    void aThrottleThatIsTooLongFailsAtOnce(RequestKind kind) {
        world.on(kind).answer(429).retryAfter("3600");

        UploadException failure = world.failureOf(fileFor(kind));

        assertThat(failure.failure()).isEqualTo(UploadFailure.THROTTLED);
        assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
        assertThat(world.waits()).isEmpty();
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   a draft made a moment ago is not visible yet
     * client   lists, opens a session, or posts
     * answer   404 ErrorItemNotFound
     * then     back-off, again
     * </pre>
     */
    @ParameterizedTest
    @EnumSource(
            value = RequestKind.class,
            names = {"LIST_ATTACHMENTS", "OPEN_SESSION", "POST_ATTACHMENT"})
    void aDraftThatAppearsLateIsWaitedFor(RequestKind kind) {
        world.on(kind).times(3).answer(404);

        world.attach(fileFor(kind));

        world.attachedOnce(fileFor(kind));
        assertThat(world.waits()).containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    /**
     * <pre>
     * server   has no such item
     * client   has 5 tries
     * answer   404 ErrorItemNotFound
     * then     fails as not found
     * </pre>
     */
    @ParameterizedTest
    @EnumSource(
            value = RequestKind.class,
            names = {"LIST_ATTACHMENTS", "OPEN_SESSION", "POST_ATTACHMENT"})
    void anItemThatDoesNotAppearIsNotFound(RequestKind kind) {
        world.on(kind).always().answer(404);

        UploadException failure = world.failureOf(fileFor(kind));

        assertThat(failure.failure()).isEqualTo(UploadFailure.ITEM_NOT_FOUND);
        assertThat(failure.failure().retryable()).isFalse();
        world.assertNothingLeft();
    }

    static Stream<RequestKind> writes() {
        return Stream.of(LIST_ATTACHMENTS, OPEN_SESSION, POST_ATTACHMENT);
    }

    /**
     * <pre>
     * server   refuses for good
     * client   lists, opens a session, or posts
     * answer   any other 4xx, a redirect, 407, HTML
     * then     one try
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "400, ErrorInvalidRequest, REJECTED",
        "403, ErrorAccessDenied, ACCESS_DENIED",
        "405, ErrorAttachmentSessionIsSupportedOnlyForFileAttachments, REJECTED",
        "410, whatever, REJECTED",
        "422, UnprocessableType, REJECTED",
        "507, whatever, MAILBOX_FULL",
        "413, ErrorMessageSizeExceeded, MESSAGE_TOO_LARGE",
        "400, ErrorQuotaExceeded, MAILBOX_FULL"
    })
    void aRefusalForGoodIsNotTriedAgain(int status, String code, UploadFailure expected) {
        for (RequestKind kind : writes().toList()) {
            world.reset();
            world.on(kind).answer(status).error(code);

            UploadException failure = refusal(kind, expected);

            assertThat(failure.reply().orElseThrow().error().code()).isEqualTo(code);
        }
    }

    /** {@return the failure of an upload that had one try} */
    private UploadException refusal(RequestKind kind, UploadFailure expected) {
        UploadException failure = world.failureOf(fileFor(kind));
        assertThat(failure.failure()).as("answer to %s", kind).isEqualTo(expected);
        assertThat(world.waits()).isEmpty();
        world.assertNothingLeft();
        return failure;
    }

    /**
     * <pre>
     * server   takes the id for none, or for one of another mailbox
     * client   lists, opens a session, or posts
     * answer   400 or 404 with a code that is about the id itself
     * then     one try, as no draft that appears late mends an id; fails as not found
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "400, ErrorInvalidIdMalformed, Id is malformed.",
        "400, ErrorInvalidIdEmpty, Id must be non-empty.",
        "400, ErrorInvalidIdNotAnItemAttachmentId, No.",
        "400, ErrorInvalidId, No.",
        "404, ErrorInvalidIdMalformed, Id is malformed.",
        "400, ErrorInvalidMailboxItemId, Item Id doesn't belong to the current mailbox.",
        "404, ErrorInvalidMailboxItemId, Item Id doesn't belong to the current mailbox.",
        "400, RequestBroker--ParseUri, Resource not found for the segment 'z'.",
        "400, BadRequest, Resource not found for the segment 'z'."
    })
    void anIdThatCannotBeTheItemsIsNotAskedForAgain(int status, String code, String message) {
        for (RequestKind kind : writes().toList()) {
            world.reset();
            world.on(kind).answer(status).error(code, message);

            UploadException failure = refusal(kind, UploadFailure.ID_REFUSED);

            assertThat(failure).hasMessageContaining(code).hasMessageContaining(message);
        }
    }

    /**
     * <pre>
     * server   is not reached: a page comes in its place, with a success, once or always
     * client   lists, opens a session, posts, or sends a range; 5 tries
     * answer   200 in HTML
     * then     got over when it happens once; else fails, names what is in between
     * </pre>
     */
    @ParameterizedTest
    @EnumSource(
            value = RequestKind.class,
            names = {"LIST_ATTACHMENTS", "OPEN_SESSION", "POST_ATTACHMENT", "PUT_RANGE"})
    void aPageInPlaceOfAnAnswerNamesTheProxyOnceTheTriesAreUsedUp(RequestKind kind) {
        world.on(kind).answer(200).body("text/html", "<html>Sign in</html>");
        world.attach(fileFor(kind));
        world.attachedOnce(fileFor(kind));
        world.reset();
        world.on(kind).always().answer(200).body("text/html; charset=utf-8", "<html>Sign in</html>");

        UploadException failure = world.failureOf(fileFor(kind));

        assertThat(failure.failure()).isEqualTo(UploadFailure.PROXY);
        assertThat(failure).hasMessageContaining("200 in HTML");
        assertThat(world.emulator.exchanges())
                .filteredOn(one ->
                        one.responseHeaders().getOrDefault("content-type", "").startsWith("text/html"))
                .hasSize(5);
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   answers; something on the way packs what it says, though nobody asked for that
     * client   lists, opens a session, posts, looks at the size, or reads back
     * answer   200, 201 or 400 with Content-Encoding
     * then     fails, names the encoding, and not the service
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "LIST_ATTACHMENTS, 200, gzip, MALFORMED_ANSWER",
        "OPEN_SESSION, 201, br, MALFORMED_ANSWER",
        "OPEN_SESSION, 400, x-gzip, REJECTED",
        "GET_ATTACHMENT, 200, gzip, UNVERIFIED",
        "GET_CONTENT, 200, zstd, UNVERIFIED"
    })
    void anAnswerThatWasPackedOnTheWayNamesItsEncoding(
            RequestKind kind, int status, String encoding, UploadFailure expected) {
        world.verify = kind == GET_CONTENT ? VerifyLevel.CONTENT : VerifyLevel.AUTO;
        world.on(kind)
                .always()
                .answer(status)
                .header("Content-Encoding", encoding)
                .body("application/json", "\u001f\u008b packed");

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(expected);
        assertThat(failure).hasMessageContaining("Content-Encoding " + encoding + ", which nobody asked for");
    }

    /**
     * <pre>
     * server   or something on the way names an encoding that there is not, with a secret in it; or one that packs nothing
     * answer   200 with Content-Encoding
     * then     such text is not shown; identity is no encoding
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "token-of-graph, 'an unknown Content-Encoding, which', token-of",
        "identity, makes no sense, Content-Encoding"
    })
    void anEncodingIsShownOnlyWhenItIsOne(String encoding, String shown, String notShown) {
        world.on(LIST_ATTACHMENTS)
                .always()
                .answer(200)
                .header("Content-Encoding", encoding)
                .body("application/json", "packed");

        assertThat(world.failureOf(file)).hasMessageContaining(shown).hasMessageNotContaining(notShown);
    }

    /**
     * <pre>
     * server   the upload host does not get the header Content-Range, which goes with every range
     * client   sends a range, for the first time or again
     * answer   400 "... header is missing ..."
     * then     fails, names what is in between and the header
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({
        "1, The Content-Range header is missing or malformed.",
        "1, Content-Range header is required; it is missing",
        "2, content-range header missing"
    })
    void aRangeWithoutItsHeaderNamesTheHeader(int range, String message) {
        world.on(PUT_RANGE).nth(1).answer(range == 1 ? 400 : 500).error("ErrorInvalidRequest", message);
        world.on(PUT_RANGE).nth(2).answer(400).error("ErrorInvalidRequest", message);

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.CONTENT_RANGE_LOST);
        assertThat(failure.failure().retryable()).isFalse();
        assertThat(failure.failure().remedy()).contains("proxy", "Content-Range");
        assertThat(world.requests("put")).hasSize(range);
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   is not reached
     * client   lists, or opens a session
     * answer   a redirect, 407, or a page of something in between
     * then     fails, names the proxy; the token is not sent elsewhere
     * </pre>
     */
    @ParameterizedTest
    @CsvSource({"302, ''", "307, ''", "407, ''", "403, text/html", "404, text/html", "400, text/html"})
    void anAnswerOfSomethingInBetweenNamesTheProxy(int status, String contentType) {
        for (RequestKind kind : List.of(LIST_ATTACHMENTS, OPEN_SESSION)) {
            world.reset();
            world.on(kind)
                    .answer(status)
                    .header("Location", world.emulator.uploadUrl() + "/elsewhere")
                    .body("text/html", contentType.isEmpty() ? "" : "<html>no</html>");

            UploadException failure = world.failureOf(file);

            assertThat(failure.failure()).as("answer to %s", kind).isEqualTo(UploadFailure.PROXY);
            assertThat(world.requests()).hasSize(kind == LIST_ATTACHMENTS ? 1 : 2);
            world.assertNothingLeft();
        }
    }

    /**
     * <pre>
     * server   takes no session for so small a file
     * client   opens a session
     * answer   ErrorAttachmentSizeShouldNotBeLessThanMinimumSize
     * then     one POST
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {400, 413, 422})
    void aFileThatIsTooSmallForASessionIsPosted(int status) {
        world.on(OPEN_SESSION).always().answer(status).error("ErrorAttachmentSizeShouldNotBeLessThanMinimumSize");

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.requests()).containsExactly("list 200", "open " + status, "post 201");
    }

    /**
     * <pre>
     * server   takes no POST of that size
     * client   posts
     * answer   413
     * then     a session
     * </pre>
     */
    @Test
    void aFileThatIsTooLargeForAPostTakesASession() {
        world.on(POST_ATTACHMENT).always().answer(413);

        world.attach(small);

        world.attachedOnce(small);
        assertThat(world.requests()).containsExactly("list 200", "post 413", "open 201", "put 0-299 201", "get 200");
    }

    /**
     * <pre>
     * server   takes the file neither way
     * client   begins with either
     * answer   413 to the POST, the minimum-size error to the session
     * then     each way once, then fails for good
     * </pre>
     */
    @ParameterizedTest
    @ValueSource(ints = {300, 2500})
    void aFileThatIsRefusedBothWaysFails(int size) {
        world.on(OPEN_SESSION).always().answer(400).error("ErrorAttachmentSizeShouldNotBeLessThanMinimumSize");
        world.on(POST_ATTACHMENT).always().answer(413);

        UploadException failure = world.failureOf(World.file(size));

        assertThat(failure.failure()).isEqualTo(UploadFailure.WRONG_ROUTE);
        assertThat(world.requests("open").size() + world.requests("post").size())
                .isLessThanOrEqualTo(3);
        world.assertNothingLeft();
    }

    /**
     * <pre>
     * server   takes no empty POST
     * client   an empty file, for which there is no session
     * answer   413
     * then     fails for good
     * </pre>
     */
    @Test
    void anEmptyFileTakesNoSession() {
        world.on(POST_ATTACHMENT).answer(413);

        UploadException failure = world.failureOf(World.file(0));

        assertThat(failure.failure()).isEqualTo(UploadFailure.WRONG_ROUTE);
        assertThat(world.requests("open")).isEmpty();
    }

    /** Tokens that are renewed when the service refuses one. */
    private static final class Renewable implements AccessTokens {

        private final List<Optional<String>> claims = new ArrayList<>();
        private String secret = "old";

        @Override
        public AccessToken current() {
            return new AccessToken(secret);
        }

        @Override
        public AccessToken renewed(AccessToken refused, Optional<String> challenge) {
            claims.add(challenge);
            secret = "new-" + claims.size();
            return new AccessToken(secret);
        }
    }

    /**
     * <pre>
     * server   wants another token, with or without a claims challenge
     * client   lists, opens a session, posts, looks at the size, or deletes
     * answer   401
     * then     a new token once, the same request again
     * </pre>
     */
    @ParameterizedTest
    @EnumSource(
            value = RequestKind.class,
            names = {
                "LIST_ATTACHMENTS",
                "OPEN_SESSION",
                "POST_ATTACHMENT",
                "GET_ATTACHMENT",
                "GET_CONTENT",
                "DELETE_ATTACHMENT"
            })
    void aTokenThatIsRefusedIsRenewedOnce(RequestKind kind) {
        Renewable tokens = new Renewable();
        world.tokens = tokens;
        world.verify = kind == GET_ATTACHMENT ? VerifyLevel.AUTO : VerifyLevel.CONTENT;
        String replaced = kind == DELETE_ATTACHMENT ? world.attachedBefore(World.NAME, small) : "";
        world.onExisting = kind == DELETE_ATTACHMENT ? OnExisting.REPLACE : OnExisting.ADD;
        world.on(kind)
                .answer(401)
                .header(
                        "WWW-Authenticate",
                        "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"eyJhY2Nlc3NfdG9rZW4iOnt9fQ==\"");

        world.attach(fileFor(kind));

        assertThat(world.attachedOnce(fileFor(kind)).id()).isNotEqualTo(replaced);
        assertThat(tokens.claims).containsExactly(Optional.of("{\"access_token\":{}}"));
        assertThat(world.waits()).isEmpty();
    }

    /**
     * <pre>
     * server   refuses every token
     * client   renews once per request
     * answer   401
     * then     fails as not signed in
     * </pre>
     */
    @Test
    void aTokenThatIsRefusedTwiceFails() {
        Renewable tokens = new Renewable();
        world.tokens = tokens;
        world.on(LIST_ATTACHMENTS).always().answer(401);

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.NOT_SIGNED_IN);
        assertThat(world.requests()).containsExactly("list 401", "list 401");
        assertThat(tokens.claims).containsExactly(Optional.empty());
    }

    /**
     * <pre>
     * server   refuses the token
     * client   has one that cannot be renewed
     * answer   401
     * then     one request, fails as not signed in
     * </pre>
     */
    @Test
    void aTokenThatCannotBeRenewedIsSentOnce() {
        world.on(LIST_ATTACHMENTS).always().answer(401);

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.NOT_SIGNED_IN);
        assertThat(world.requests()).containsExactly("list 401");
    }

    /**
     * <pre>
     * server   the sign-in service is down, for a while or for good
     * client   wants to list, and later to post
     * request  none: nothing goes to Graph without a token
     * then     back-off, 5 tries; a POST that was never sent is not searched for
     * </pre>
     */
    @Test
    void withoutATokenNothingIsSentAndNothingIsSearched() {
        int[] calls = {0};
        world.tokens = () -> {
            if (++calls[0] == 1 || calls[0] == 3) {
                throw new IOException("the sign-in service is down");
            }
            return new AccessToken("token");
        };

        world.attach(small);

        world.attachedOnce(small);
        assertThat(world.requests()).containsExactly("list 200", "post 201");
        assertThat(world.waits()).containsExactly(Duration.ofMillis(500), Duration.ofMillis(500));
    }

    /**
     * <pre>
     * server   the sign-in service is down for good
     * client   has 5 tries
     * then     fails and says so
     * </pre>
     */
    @Test
    void aSignInServiceThatStaysDownIsNamed() {
        world.tokens = () -> {
            throw new IOException("the sign-in service is down");
        };

        UploadException failure = world.failureOf(file);

        assertThat(failure.failure()).isEqualTo(UploadFailure.NO_TOKEN);
        assertThat(failure).hasMessageContaining("the sign-in service is down");
        assertThat(world.requests()).isEmpty();
        assertThat(world.waits()).hasSize(4);
    }

    /**
     * <pre>
     * server   Graph and the upload host
     * client   uploads, with something going wrong on the way
     * request  Authorization to Graph with every request, to the upload host with none
     * </pre>
     */
    @Test
    void theTokenGoesToGraphOnly() {
        world.on(PUT_RANGE).nth(2).answer(500);
        world.on(PUT_RANGE).lastRange().loseReply();
        world.on(GET_ATTACHMENT).answer(500);

        world.attach(file);

        world.attachedOnce(file);
        assertThat(world.emulator.exchanges()).allSatisfy(exchange -> {
            boolean graph = exchange.host() == RecordedExchange.Host.GRAPH;
            assertThat(exchange.requestHeaders().containsKey("authorization"))
                    .as("%s %s has a token", exchange.method(), exchange.path())
                    .isEqualTo(graph);
        });
    }
}
