package io.github.graphattach.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.graphattach.emulator.GraphEmulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;

/** The mails of one mailbox, as the service shows them. */
final class SentMails {

    static final String MAILBOX = "sales@contoso.com";

    private final GraphEmulator emulator;

    SentMails(GraphEmulator emulator) {
        this.emulator = emulator;
        // Where nothing ever was, the emulator knows no mailbox.
        emulator.create("/users/%s/messages/another".formatted(MAILBOX));
    }

    /** {@return what went out, with its attachments, after the time that this takes} */
    List<JsonNode> sent() {
        emulator.advanceClock(Duration.ofMinutes(1));
        return messages("sentitems");
    }

    /** {@return what still lies in Drafts, but for the one that was there before} */
    List<JsonNode> drafts() {
        return messages("drafts").stream()
                .filter(message -> !message.path("toRecipients").isEmpty())
                .toList();
    }

    private List<JsonNode> messages(String folder) {
        var uri = URI.create("%s/users/%s/mailFolders/%s/messages?$top=500&$expand=attachments"
                .formatted(emulator.graphUrl(), MAILBOX, folder));
        var request = HttpRequest.newBuilder(uri)
                .header("Authorization", "Bearer token")
                .header("Prefer", "IdType=\"ImmutableId\"")
                .build();
        try {
            var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
            var messages = new ObjectMapper().readTree(answer.body()).path("value");
            return StreamSupport.stream(messages.spliterator(), false).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
