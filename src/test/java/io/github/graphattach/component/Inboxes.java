package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * What mailboxes have, as their owners see it.
 *
 * @param emulator has them
 */
record Inboxes(GraphEmulator emulator) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** {@return the mails that a mailbox has got, a minute later, with their files} */
    List<JsonNode> receivedBy(String user) {
        emulator.advanceClock(Duration.ofMinutes(1));
        return messages(user, "inbox");
    }

    /** {@return the id of the one mail that a mailbox has got, a minute later} */
    String idOfTheOneReceivedBy(String user) {
        emulator.advanceClock(Duration.ofMinutes(1));
        JsonNode found = get("/users/" + user + "/mailFolders/inbox/messages").path("value");
        assertThat(found).hasSize(1);
        return found.path(0).path("id").asText();
    }

    /** {@return the messages of a folder, with their files} */
    List<JsonNode> messages(String user, String folder) {
        JsonNode found = get("/users/" + user + "/mailFolders/" + folder + "/messages?$top=100&$expand=attachments");
        return StreamSupport.stream(found.path("value").spliterator(), false).toList();
    }

    private JsonNode get(String pathAndQuery) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(emulator.graphUrl()
                        + pathAndQuery.replace("$", URLEncoder.encode("$", StandardCharsets.UTF_8))))
                .header("Authorization", "Bearer token")
                .build();
        try {
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
            // Nobody has used that mailbox yet.
            if (answer.statusCode() == 404) {
                return JSON.createObjectNode();
            }
            assertThat(answer.statusCode()).isEqualTo(200);
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@return the addresses in a field of recipients} */
    static List<String> addresses(JsonNode message, String field) {
        return StreamSupport.stream(message.path(field).spliterator(), false)
                .map(one -> one.at("/emailAddress/address").asText())
                .toList();
    }

    /** {@return names and bytes of a mail's files} */
    static List<String> files(JsonNode message) {
        return StreamSupport.stream(message.path("attachments").spliterator(), false)
                .map(file -> file.path("name").asText() + " " + decoded(file))
                .toList();
    }

    private static String decoded(JsonNode file) {
        try {
            return new String(file.path("contentBytes").binaryValue(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
