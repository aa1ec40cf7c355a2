package io.github.graphattach.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same answers in every wording that has been seen of the service. */
class WordingTest {

    private static final String ITEM = "/me/messages/AAMkADraft=";
    private static final byte[] FILE = Wire.bytes(300, 6);

    private GraphEmulator emulator;
    private Wire wire;

    @BeforeEach
    void start() {
        emulator = GraphEmulator.builder().minimumSessionSize(1).start();
        emulator.create(ITEM);
        wire = new Wire(emulator);
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    /**
     * <pre>
     * server   a new session
     * request  PUT of the first 100 of 300 bytes
     * response 200 with the expiry and the next offset, in the spelling of the row
     * </pre>
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CAMEL_CASE    | OFFSET          | expirationDateTime | nextExpectedRanges | [\"100\"]",
                "CAMEL_CASE    | OFFSET_AND_DASH | expirationDateTime | nextExpectedRanges | [\"100-\"]",
                "CAMEL_CASE    | START_AND_END   | expirationDateTime | nextExpectedRanges | [\"100-299\"]",
                "DOCUMENTED    | OFFSET          | ExpirationDateTime | nextExpectedRanges | [\"100\"]",
                "PASCAL_CASE   | OFFSET          | ExpirationDateTime | NextExpectedRanges | [\"100\"]",
                "WITHOUT_RANGES| OFFSET          | expirationDateTime | nextExpectedRanges | ''",
            })
    void progressIsSpelledInManyWays(
            Answers.Progress progress, Answers.RangeForm ranges, String expiryKey, String rangesKey, String expected)
            throws Exception {
        emulator.answers().progress(progress).ranges(ranges);
        URI url = wire.uploadUrl(ITEM, "a", FILE.length);

        var answer = Wire.put(url, FILE, 0, 99);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Wire.json(answer).has(expiryKey)).isTrue();
        assertThat(Wire.json(answer).path(rangesKey).toString()).isEqualTo(expected);
        assertThat(Wire.json(Wire.status(url)).path(rangesKey).toString()).isEqualTo(expected);
    }

    /** The final 201 names the attachment in the form of the row, or not at all. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DOCUMENTED | .*/api/v2.0/Users\\('.+@.+'\\)/Messages\\('.+'\\)/Attachments\\('<id>'\\)",
                "LOWER_CASE | .*/api/v2.0/users\\('.+@.+'\\)/messages\\('.+'\\)/attachments\\('<id>'\\)",
                "SLASH      | .*/api/v2.0/Users\\('.+@.+'\\)/Messages\\('.+'\\)/Attachments/<id>",
                "ENCODED    | .*/Attachments\\('<encoded>'\\)",
                "STANDARD_BASE64 | .*/Attachments\\('<standard>'\\)",
                "NONE       | ''",
            })
    void theLocationHasManyForms(Answers.LocationForm form, String expected) throws Exception {
        emulator.answers().location(form);

        var last = Wire.put(wire.uploadUrl(ITEM, "a", FILE.length), FILE, 0, 299);

        String id = emulator.find(ITEM).orElseThrow().attachments().get(0).id();
        assertThat(last.statusCode()).isEqualTo(201);
        assertThat(last.headers().firstValue("Location").orElse(""))
                .matches(expected.replace("<encoded>", id.replace("=", "%3D"))
                        .replace("<standard>", id.replace('-', '/').replace("_", "\\+"))
                        .replace("<id>", id));
    }

    /** Upload URLs are lower-case as of today, or as documented. */
    @Test
    void uploadUrlsHaveTwoForms() throws Exception {
        String today = wire.uploadUrl(ITEM, "a", FILE.length).getRawPath();
        emulator.answers().uploadUrl(Answers.UploadUrlForm.DOCUMENTED);
        String documented = wire.uploadUrl(ITEM, "a", FILE.length).getRawPath();

        assertThat(today).matches("/api/gv1\\.0/users\\('.+@.+'\\)/messages\\('.+'\\)/AttachmentSessions\\('.+'\\)");
        assertThat(documented)
                .matches("/api/v2\\.0/Users\\('.+@.+'\\)/Messages\\('.+'\\)/AttachmentSessions\\('.+'\\)");
    }

    /** Statuses that are open questions can be chosen: of a repeated range, and of an expired session. */
    @Test
    void unknownStatusesCanBeChosen() throws Exception {
        emulator.answers().rangeConflictStatus(400).expiredStatus(410).progressStatus(202);
        URI url = wire.uploadUrl(ITEM, "a", FILE.length);

        assertThat(Wire.put(url, FILE, 0, 99).statusCode()).isEqualTo(202);
        assertThat(Wire.put(url, FILE, 0, 99).statusCode()).isEqualTo(400);
        emulator.advanceClock(Duration.ofHours(2));
        assertThat(Wire.put(url, FILE, 100, 199).statusCode()).isEqualTo(410);
    }

    /**
     * <pre>
     * server   a session of two hours, one hour old
     * request  PUT of a range
     * response 200 with the expiry of the beginning: it does not slide
     * </pre>
     */
    @Test
    void theExpiryDoesNotSlide() throws Exception {
        var opened = Wire.json(wire.openSession(ITEM, "a", FILE.length));
        emulator.advanceClock(Duration.ofHours(1));

        var progress = Wire.json(Wire.put(URI.create(opened.path("uploadUrl").asText()), FILE, 0, 99));

        assertThat(progress.path("expirationDateTime")).isEqualTo(opened.path("expirationDateTime"));
    }

    /** What is attached to an event of a group may vanish without a word. */
    @Test
    void eventsOfGroupsMayStayEmpty() throws Exception {
        EmulatedItem event = emulator.create("/groups/g/events/E");
        emulator.answers().groupEventsKeepAttachments(false);

        assertThat(wire.postFile("/groups/g/events/E", "a", FILE).statusCode()).isEqualTo(201);
        assertThat(Wire.put(wire.uploadUrl("/groups/g/events/E", "b", 300), FILE, 0, 299)
                        .statusCode())
                .isEqualTo(201);
        assertThat(event.attachments()).isEmpty();
    }

    /**
     * <pre>
     * server   three attachments, two to a page
     * request  GET .../attachments?$select=id,name, then the answer's @odata.nextLink
     * response two, and a link; then one, and none
     * </pre>
     */
    @Test
    void listsCanComeInPages() throws Exception {
        emulator.answers().attachmentsPerPage(2);
        for (String name : List.of("a", "b", "c")) {
            wire.postFile(ITEM, name, FILE);
        }

        var first = Wire.json(wire.get(ITEM + "/attachments?$select=id,name"));
        var second = Wire.json(Wire.send(
                HttpRequest.newBuilder(URI.create(first.path("@odata.nextLink").asText()))
                        .header("Authorization", Wire.TOKEN)));

        assertThat(first.path("value").findValuesAsText("name")).containsExactly("a", "b");
        assertThat(second.path("value").findValuesAsText("name")).containsExactly("c");
        assertThat(second.at("/value/0").has("contentBytes")).isFalse();
        assertThat(second.has("@odata.nextLink")).isFalse();
    }

    /** A reset goes back to the usual wording. */
    @Test
    void aResetForgetsTheWording() throws Exception {
        emulator.answers().progress(Answers.Progress.PASCAL_CASE).statusQuery(Answers.StatusQuery.NOT_FOUND);

        emulator.reset();
        emulator.create(ITEM);

        assertThat(Wire.json(Wire.status(wire.uploadUrl(ITEM, "a", 300))).has("nextExpectedRanges"))
                .isTrue();
    }
}
