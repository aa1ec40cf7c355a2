package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionFamilyTest {

    private static RangeReply reply(int status, String json, Map<String, String> headers) throws Exception {
        JsonNode body = json.isEmpty() ? MissingNode.getInstance() : new ObjectMapper().readTree(json);
        return SessionFamily.OUTLOOK.read(new GraphReply(status, headers, body, "id"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'nextExpectedRanges':['2097152']} | 2097152",
                "{'nextExpectedRanges':['2097152-']} | 2097152",
                "{'nextExpectedRanges':['2097152-3483321']} | 2097152",
                "{'nextExpectedRanges':[' 5 - 9 ']} | 5",
                "{'nextExpectedRanges':['7','9']} | 7",
                "{'nextExpectedRanges':'7-'} | 7",
                "{'nextExpectedRanges':[7]} | 7",
                "{'nextExpectedRanges':7} | 7",
                "{'NextExpectedRanges':['0-']} | 0",
                "{'NEXTEXPECTEDRANGES':['000012']} | 12",
                "{'nextExpectedRanges':['999999999999999999']} | 999999999999999999"
            })
    void theNextOffsetIsReadInEveryForm(String json, long next) throws Exception {
        for (int status : new int[] {200, 202}) {
            assertThat(reply(status, json.replace('\'', '"'), Map.of())).isEqualTo(new RangeReply.Progress(next));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{'nextExpectedRanges':[]}",
                "{'nextExpectedRanges':null}",
                "{'nextExpectedRanges':[null]}",
                "[]",
                "17"
            })
    void aSuccessWithoutRangesIsARangeReceived(String json) throws Exception {
        assertThat(reply(200, json.replace('\'', '"'), Map.of())).isEqualTo(new RangeReply.Received());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'-5'",
                "'-'",
                "''",
                "'x'",
                "'1.5'",
                "1.5",
                "-7",
                "'1e3'",
                "'0x10'",
                "true",
                "{}",
                "[]",
                "'9999999999999999999'",
                "'1 2'",
                "'bytes=5-'",
                "'\u0664'"
            })
    void aRangeThatIsNoneIsMalformed(String range) throws Exception {
        assertThat(reply(200, ("{'nextExpectedRanges':[" + range + "]}").replace('\'', '"'), Map.of()))
                .isEqualTo(new RangeReply.Malformed());
    }

    @Test
    void aPageIsNoAnswerOfAnUploadHost() throws Exception {
        assertThat(reply(200, "", Map.of("content-type", "text/html; charset=utf-8")))
                .isEqualTo(new RangeReply.Malformed());
        assertThat(reply(204, "", Map.of())).isEqualTo(new RangeReply.Malformed());
        assertThat(reply(206, "{\"nextExpectedRanges\":[\"5\"]}", Map.of())).isEqualTo(new RangeReply.Malformed());
    }

    @Test
    void only201IsTheEnd() throws Exception {
        assertThat(reply(201, "", Map.of("location", "/Attachments('A')")))
                .isEqualTo(new RangeReply.Completed(Optional.of("A")));
        assertThat(reply(201, "", Map.of())).isEqualTo(new RangeReply.Completed(Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 302, 400, 404, 429, 500, 599})
    void everythingElseIsARefusal(int status) throws Exception {
        assertThat(reply(status, "{\"nextExpectedRanges\":[\"5\"]}", Map.of())).isEqualTo(new RangeReply.Refused());
    }
}
