package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.FuzzTime;
import io.github.graphattach.Hostile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Bodies of answers, as errors above all, with the request's own secrets in them. */
@AddLifecycleHook(FuzzTime.class)
class AnswerFuzz {

    private static final String JWT = "eyJ0eXAiOiJKV1QifQ.eyJhdWQiOiJncmFwaCJ9.c2lnbmF0dXJl";
    private static final AccessToken TOKEN = new AccessToken("0paque/Token+of-Graph~7");
    private static final UploadUrl URL =
            UploadUrl.of("https://outlook.office.com/api/s-1234567890ab?authtoken=zq%2BsecretOf%2FTheUrl");

    @Provide
    Arbitrary<String> bodies() {
        return Hostile.json(
                List.of("error", "Error", "code", "message", "innerError", "value", "contentBytes"),
                "ErrorItemNotFound",
                "The item ",
                "0paque/Token+of-Graph~7",
                "0paque%2FToken%2Bof-Graph~7",
                "zq%2BsecretOf%2FTheUrl",
                "zq+secretOf/TheUrl",
                JWT,
                "Bearer ",
                "authtoken=",
                "https://");
    }

    @Provide
    Arbitrary<Integer> statuses() {
        return Arbitraries.of(200, 201, 400, 401, 404, 500);
    }

    @Property(tries = Integer.MAX_VALUE)
    void whatIsSaidOfAnyBodyIsOneShortLineWithoutSecrets(
            @ForAll("bodies") String body, @ForAll("statuses") int status) {
        for (AnswerBody answer : new AnswerBody[] {AnswerBody.json(), AnswerBody.jsonWithout("contentBytes")}) {
            GraphReply reply = reply(answer, body, status);
            GraphError error = reply.without(TOKEN.secretParts())
                    .without(URL.secretParts())
                    .error();
            for (String said : new String[] {error.code(), error.message()}) {
                Hostile.assertOneLine(said, 303);
                assertThat(said).doesNotContain("0paque/Token", "secretOf/The", "eyJ0eXAi", "eyJhdWQi");
            }
            assertThat(reply.toString()).hasSizeLessThan(20);
        }
    }

    private static GraphReply reply(AnswerBody answer, String body, int status) {
        try {
            JsonNode json = answer.read(status, new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
            return new GraphReply(status, Map.of(), json, "id");
        } catch (IOException tooLong) {
            throw new AssertionError("no body here is too long", tooLong);
        }
    }
}
