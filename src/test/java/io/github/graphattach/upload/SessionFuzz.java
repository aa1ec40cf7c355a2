package io.github.graphattach.upload;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.graphattach.FuzzTime;
import io.github.graphattach.Hostile;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.RangeReply;
import io.github.graphattach.graph.SessionFamily;
import io.github.graphattach.graph.UploadUrl;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Answers that open a session, go on with one, list attachments, or fail. */
@AddLifecycleHook(FuzzTime.class)
class SessionFuzz {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

    @Provide
    Arbitrary<String> answers() {
        return Hostile.json(
                List.of(
                        "uploadUrl",
                        "UPLOADURL",
                        "expirationDateTime",
                        "nextExpectedRanges",
                        "NextExpectedRanges",
                        "value",
                        "id",
                        "size",
                        "name",
                        "@odata.type",
                        "lastModifiedDateTime",
                        "error",
                        "code",
                        "message"),
                "https://",
                "http://",
                "outlook.office.com",
                "127.0.0.1",
                "localhost",
                "[::1]",
                ":443",
                ":99999",
                "/api/sess10ns",
                "?authtoken=",
                "s3cretOfTheSession",
                "@",
                "10.0.0.1",
                "..",
                "2026-11-01T00:00:00Z",
                "+99999999-01-01T00:00:00Z",
                "0",
                "327680",
                "-",
                "327679",
                "9".repeat(30));
    }

    @Provide
    Arbitrary<Integer> statuses() {
        return Arbitraries.of(200, 201, 202, 204, 302, 400, 404, 416, 503);
    }

    @Property(tries = Integer.MAX_VALUE)
    void anAnswerIsUnderstoodOrRefusedAndNothingSecretIsSaid(
            @ForAll("answers") String answer, @ForAll("statuses") int status) {
        GraphReply reply = new GraphReply(status, Map.of("location", answer), json(answer), "id");

        UploadSession.of(reply, UploadClock.SYSTEM).ifPresent(SessionFuzz::check);
        if (SessionFamily.OUTLOOK.read(reply) instanceof RangeReply.Progress progress) {
            assertThat(progress.next()).isNotNegative();
        }
        StoredAttachment.list(reply).ifPresent(list -> assertThat(list)
                .allSatisfy(one -> assertThat(one.id()).isNotEmpty()));
        UploadException failure = UploadException.of(Judgement.onUploadHost(reply, true), reply, Optional.empty(), 0);
        Hostile.assertOneLine(failure, 1000);
        assertThat(failure.failure()).isNotNull();
        assertThat(Judgement.onGraph(reply)).isNotNull();
    }

    private static void check(UploadSession session) {
        UploadUrl url = session.url();
        assertThat(url.toString())
                .doesNotContain("s3cretOfTheSession", "sess10ns")
                .hasSizeLessThan(20_000);
        assertThat(UploadUrl.of(url.reveal()).reveal()).isEqualTo(url.reveal());
        assertThat(session.toString()).doesNotContain("s3cretOfTheSession");
        assertThat(session.deadlineNanos() - System.nanoTime()).isLessThan(366 * DAY_NANOS);
        if (UploadHost.isLoopback(url.host())) {
            assertThat(url.host()).matches("localhost|\\[::1\\]|127\\.[0-9.]+");
        }
        if (new UploadHost(false, Optional.empty(), false).isAllowed(url)) {
            URI origin = URI.create(url.origin());
            assertThat(origin.getScheme()).isEqualTo("https");
            assertThat(origin.getHost()).isEqualTo(url.host()).contains(".").doesNotMatch("[0-9.]+");
            assertThat(origin.getPort()).isIn(-1, 443);
            assertThat(origin.getRawUserInfo()).isNull();
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException none) {
            return MissingNode.getInstance();
        }
    }
}
