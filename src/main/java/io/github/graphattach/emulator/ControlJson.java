package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.PercentCoding;
import java.util.Collection;
import java.util.List;

/** The emulator's state as JSON, for the page and for scripts. No token is ever in it. */
final class ControlJson {

    private ControlJson() {}

    static ObjectNode of(RecordedExchange exchange) {
        ObjectNode json = Json.object()
                .put("requestId", exchange.requestId())
                .put("host", exchange.host().name())
                .put("method", exchange.method())
                .put("path", exchange.path())
                .put("query", exchange.query())
                .put("status", exchange.status())
                .put("requestBytes", exchange.requestBytes())
                .put("started", exchange.started().toString())
                .put("milliseconds", exchange.duration().toMillis())
                .put("fault", exchange.fault())
                .put("notImplemented", exchange.notImplemented())
                .put("errorCode", exchange.errorCode())
                .put("errorMessage", exchange.errorMessage());
        json.set("requestHeaders", Json.MAPPER.valueToTree(exchange.requestHeaders()));
        json.set("responseHeaders", Json.MAPPER.valueToTree(exchange.responseHeaders()));
        return json;
    }

    static ObjectNode of(RequestUnderWay request) {
        return Json.object()
                .put("requestId", request.requestId())
                .put("host", request.host().name())
                .put("method", request.method())
                .put("path", request.path())
                .put("started", request.started().toString())
                .put("milliseconds", (System.nanoTime() - request.startedNanos()) / 1_000_000);
    }

    static ObjectNode of(UploadSession session) {
        return Json.object()
                .put("id", session.id())
                .put("item", session.item().id())
                .put("name", session.draft().name())
                .put("size", session.size())
                .put("received", session.content().length())
                .put("expires", session.expires().toString())
                .put("active", String.valueOf(session.active().get()));
    }

    static ObjectNode of(MeetingMail mail) {
        ObjectNode json = Json.object()
                .put("kind", mail.kind().name())
                .put("organizer", mail.organizer())
                .put("attendee", mail.attendee())
                .put("eventId", mail.eventId())
                .put("subject", mail.subject())
                .put("sent", mail.sent().toString());
        ArrayNode attachments = json.putArray("attachments");
        mail.attachments().forEach(file -> attachments
                .addObject()
                .put("name", file.name())
                .put("length", file.length())
                .put("sha256", file.sha256()));
        return json;
    }

    static ObjectNode of(EmulatedAttachment attachment) {
        return Json.object()
                .put("id", attachment.id())
                .put("name", attachment.name())
                .put("contentType", attachment.contentType())
                .put("length", attachment.length())
                .put("size", attachment.size())
                .put("isInline", attachment.isInline())
                .put("contentId", attachment.contentId().orElse(""))
                .put("sha256", attachment.sha256())
                .put("content", "/_emulator/content/" + PercentCoding.encode(attachment.id()))
                .put("picture", "/_emulator/pictures/" + PercentCoding.encode(attachment.id()));
    }

    /** {@return what people look for an item by} Where it has no subject, its id is better than nothing. */
    static String title(StoredItem item) {
        String subject = item.properties().path("subject").asText("");
        return subject.isEmpty() ? item.id() : subject;
    }

    /** The mailbox as a tree: folders with messages, calendar groups with calendars with events with occurrences. */
    static ObjectNode of(Mailbox mailbox, Collection<UploadSession> sessions) {
        return new Tree(mailbox, sessions).json();
    }

    /** One mailbox while its tree is built. */
    private static final class Tree {

        /** As deep as paths go: an exception of an instance of a series. */
        private static final int NESTED_OCCURRENCES = 2;

        private final Mailbox mailbox;
        private final Collection<UploadSession> sessions;
        private final List<StoredItem> items;

        Tree(Mailbox mailbox, Collection<UploadSession> sessions) {
            this.mailbox = mailbox;
            this.sessions = sessions;
            this.items = List.copyOf(mailbox.items());
        }

        ObjectNode json() {
            ObjectNode json = Json.object()
                    .put("name", mailbox.name())
                    .put("kind", mailbox.isOfGroup() ? "group" : "user")
                    .put("signedIn", mailbox.name().equals(Mailboxes.DEMO_USER));
            ArrayNode folders = json.putArray("folders");
            mailbox.topFolders().forEach(folder -> folders.add(folder(folder)));
            ArrayNode groups = json.putArray("calendarGroups");
            mailbox.containers(Segment.CALENDAR_GROUPS).forEach(group -> groups.add(group(group)));
            return json;
        }

        private ObjectNode folder(Container folder) {
            ObjectNode json = container(folder);
            ArrayNode messages = json.putArray("messages");
            items.stream()
                    .filter(item -> item.kind() == StoredItem.Kind.MESSAGE)
                    .filter(item -> item.container().equals(folder.id()))
                    .forEach(item -> messages.add(message(item)));
            ArrayNode folders = json.putArray("folders");
            mailbox.foldersIn(folder).forEach(child -> folders.add(folder(child)));
            return json;
        }

        private ObjectNode message(StoredItem message) {
            ObjectNode properties = message.properties();
            return item(message)
                    .put("isDraft", message.isDraft())
                    .put("from", properties.at("/from/emailAddress/address").asText())
                    .put("to", String.join(", ", properties.path("toRecipients").findValuesAsText("address")))
                    .put("received", message.received());
        }

        private ObjectNode group(Container group) {
            ObjectNode json = container(group);
            ArrayNode calendars = json.putArray("calendars");
            mailbox.containers(Segment.CALENDARS).stream()
                    .filter(calendar -> calendar.isIn(group.id()))
                    .forEach(calendar -> calendars.add(calendar(calendar)));
            return json;
        }

        private ObjectNode calendar(Container calendar) {
            ObjectNode json = container(calendar).put("isDefault", mailbox.isDefault(calendar));
            ArrayNode events = json.putArray("events");
            items.stream()
                    .filter(item -> item.kind() == StoredItem.Kind.EVENT)
                    .filter(item -> item.container().equals(calendar.id()))
                    .filter(item -> item.parents().isEmpty())
                    .forEach(item -> events.add(event(item, NESTED_OCCURRENCES)));
            return json;
        }

        private ObjectNode event(StoredItem event, int depth) {
            ObjectNode json = item(event).put("type", event.type().text());
            ArrayNode occurrences = json.putArray("occurrences");
            items.stream()
                    .filter(item -> depth > 0 && item.parents().contains(event.id()))
                    .forEach(item -> occurrences.add(event(item, depth - 1)));
            return json;
        }

        private ObjectNode item(StoredItem item) {
            ObjectNode json = Json.object()
                    .put("id", item.id())
                    .put("subject", title(item))
                    .put("path", item.path());
            ArrayNode attachments = json.putArray("attachments");
            item.attachments().forEach(attachment -> attachments.add(of(attachment)));
            ArrayNode inProgress = json.putArray("sessions");
            sessions.stream()
                    .filter(session -> session.item().equals(item))
                    .forEach(session -> inProgress.add(of(session)));
            return json;
        }

        private static ObjectNode container(Container container) {
            return Json.object().put("id", container.id()).put("name", container.displayName());
        }
    }
}
