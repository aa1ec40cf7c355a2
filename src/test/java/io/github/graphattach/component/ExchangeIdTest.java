package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.EmulatedItem;
import io.github.graphattach.graph.IdType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids from EWS, Office.js or search reach the item that Graph has under the same id in its own alphabet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExchangeIdTest {

    private final Rig rig = new Rig();

    @AfterAll
    void close() {
        rig.close();
    }

    @ParameterizedTest
    @CsvSource({
        "message?messageId=RAW(AA/b+c=), /me/messages/AA-b_c=",
        "message?messageId=M&mailFolderId=RAW(f/+)&childFolderIds=RAW(c+/), /me/mailFolders/f-_/childFolders/c_-/messages/M",
        "event?eventId=RAW(E/+)&calendarGroupId=RAW(g/+)&calendarId=RAW(c/+)&instanceId=RAW(i/+),"
                + " /me/calendarGroups/g-_/calendars/c-_/events/E-_/instances/i-_",
        "message?itemPath=RAW(me/messages('AA/b+c=')), /me/messages/AA-b_c=",
        "message?itemPath=RAW(me/messages/AA%2Fb%2Bc=)&addressing=direct, /me/messages/AA-b_c="
    })
    void anOptionTakesEitherAlphabet(String uri, String path) {
        EmulatedItem item = rig.emulator.create(path);
        int before = item.attachments().size();

        Exchange exchange = rig.send(uri, new byte[9], Map.of(GraphAttachConstants.NAME, "a.bin"));

        assertThat(exchange.getException()).isNull();
        assertThat(item.attachments()).hasSize(before + 1);
    }

    /** A redelivery that takes the id from another system is still one. */
    @Test
    void theSameUploadToTheSameItemIsKnownInEitherAlphabet() {
        EmulatedItem item = rig.emulator.create("/me/messages/ZZ-b_c=");

        Exchange first = attach(Map.of(GraphAttachConstants.MESSAGE_ID, "ZZ/b+c="));
        Exchange second = attach(Map.of(GraphAttachConstants.MESSAGE_ID, "ZZ-b_c="));
        Exchange third = attach(Map.of(GraphAttachConstants.ITEM_PATH, "Me/Messages('ZZ/b+c=')"));

        assertThat(outcome(first)).isEqualTo("attached");
        assertThat(outcome(second)).isEqualTo("already-present");
        assertThat(outcome(third)).isEqualTo("already-present");
        assertThat(item.attachments()).hasSize(1);
    }

    /** As an option of the endpoint and of the component. */
    @Test
    void immutableIdsAreAskedForOnRequest() {
        rig.message("I");
        GraphAttachComponent component = rig.camel.getComponent("graph-attach", GraphAttachComponent.class);

        Object plain = attachmentId("message?messageId=I&uploadId=plain");
        Object immutable = attachmentId("message?messageId=I&uploadId=immutable&idType=immutable");
        component.getConfiguration().setIdType(IdType.IMMUTABLE);
        Object byComponent = attachmentId("message?messageId=I&uploadId=component");
        component.getConfiguration().setIdType(IdType.DEFAULT);

        List<String> ordinary = rig.emulator.find("/me/messages/I").orElseThrow().attachments().stream()
                .map(EmulatedAttachment::id)
                .toList();
        assertThat(ordinary).hasSize(3).contains((String) plain).doesNotContain((String) immutable, (String)
                byComponent);
    }

    private Object attachmentId(String uri) {
        Exchange exchange = rig.send(uri, new byte[9], Map.of(GraphAttachConstants.NAME, "a.bin"));
        assertThat(exchange.getException()).isNull();
        return Objects.requireNonNull(exchange.getMessage().getHeader(GraphAttachConstants.ATTACHMENT_ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {GraphAttachConstants.MESSAGE_ID, GraphAttachConstants.USER_ID, GraphAttachConstants.ITEM_PATH})
    void aHugeIdIsRefusedInOneShortLineBeforeAnyRequest(String header) {
        int before = rig.emulator.exchanges().size();

        Map<String, Object> address = new HashMap<>(Map.of(GraphAttachConstants.MESSAGE_ID, "M"));
        address.put(header, "a".repeat(400_000));

        Exchange exchange = attach(address);

        assertThat(exchange.getException())
                .hasMessageStartingWith("Nothing was sent because option ")
                .hasMessageContaining("(header " + header + ")");
        assertThat(Objects.requireNonNull(exchange.getException()).getMessage()).hasSizeLessThan(250);
        assertThat(rig.emulator.exchanges()).hasSize(before);
    }

    private Exchange attach(Map<String, Object> address) {
        Map<String, Object> headers = new HashMap<>(address);
        headers.put(GraphAttachConstants.NAME, "a.bin");
        headers.put(GraphAttachConstants.UPLOAD_ID, "one");
        return rig.send("message", new byte[9], headers);
    }

    private static Object outcome(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return Objects.requireNonNull(exchange.getMessage().getHeader(GraphAttachConstants.OUTCOME));
    }
}
