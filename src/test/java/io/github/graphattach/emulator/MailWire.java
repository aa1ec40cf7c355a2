package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Mail over plain HTTP: what a pipeline asks around a send. */
final class MailWire {

    static final String SENDER = "/users/sender@contoso.com";
    static final String READER = "/users/reader@contoso.com";
    static final String TO_READER = "\"toRecipients\":" + recipients("reader@contoso.com");
    static final String NO_PARAMETERS = "";

    /** When the clock of {@link #atAStandstill()} stands. */
    static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private final Wire wire;

    MailWire(Wire wire) {
        this.wire = wire;
    }

    /** {@return an emulator for each test whose clock stands still unless the test moves it} */
    static GraphEmulatorExtension atAStandstill() {
        return new GraphEmulatorExtension(GraphEmulator.builder().clock(Clock.fixed(NOW, ZoneOffset.UTC)));
    }

    /** {@return a list of recipients in JSON} */
    static String recipients(String... addresses) {
        List<String> list = new ArrayList<>();
        for (String address : addresses) {
            list.add("{\"emailAddress\":{\"address\":\"" + address + "\"}}");
        }
        return list.toString();
    }

    /** Creates a draft of these properties; {@return it} */
    JsonNode draft(String mailbox, String properties) throws Exception {
        var response = wire.post(mailbox + "/messages", "{" + properties + "}");
        if (response.statusCode() != 201) {
            throw new AssertionError("the draft was not created: " + Wire.json(response));
        }
        return Wire.json(response);
    }

    HttpResponse<byte[]> send(String mailbox, JsonNode draft) throws Exception {
        return wire.post(path(mailbox, draft) + "/send", NO_PARAMETERS);
    }

    static String path(String mailbox, JsonNode message) {
        return mailbox + "/messages/" + id(message);
    }

    static String id(JsonNode message) {
        return message.path("id").asText();
    }

    /** {@return the immutable id of a message} */
    String immutableId(String path) throws Exception {
        return id(Wire.json(Wire.send(wire.graph(path).header("Prefer", "IdType=\"ImmutableId\""))));
    }

    HttpResponse<byte[]> patch(String path, String properties) throws Exception {
        return Wire.send(wire.graph(path)
                .header("Content-Type", "application/json")
                .method("PATCH", BodyPublishers.ofString("{" + properties + "}")));
    }

    /** {@return the messages in a folder, none when there is no such mailbox} */
    List<JsonNode> in(String mailbox, String folder) throws Exception {
        List<JsonNode> messages = new ArrayList<>();
        Wire.json(wire.get(mailbox + "/mailFolders/" + folder + "/messages"))
                .path("value")
                .forEach(messages::add);
        return messages;
    }

    /** {@return the subjects of the messages in a folder} */
    List<String> subjectsIn(String mailbox, String folder) throws Exception {
        return in(mailbox, folder).stream()
                .map(message -> message.path("subject").asText())
                .toList();
    }

    /** {@return the only message in a folder} */
    JsonNode onlyOne(String mailbox, String folder) throws Exception {
        List<JsonNode> messages = in(mailbox, folder);
        if (messages.size() != 1) {
            throw new AssertionError("one message was expected in " + folder + " of " + mailbox + ", but: " + messages);
        }
        return messages.get(0);
    }

    /** {@return the addresses that a message has in that property} */
    static List<String> addresses(JsonNode message, String property) {
        return message.path(property).findValuesAsText("address");
    }
}
