package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.GraphPath.Owner;
import io.github.graphattach.emulator.GraphPath.Step;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The mailbox of a user or a group: folders with messages, calendars with events. A path is followed strictly: each
 * container and each series on it must exist and hold what follows.
 */
final class Mailbox {

    static final String INBOX = "inbox";
    static final String DRAFTS = "drafts";
    /** The characters of base64 that the first 22 octets of a conversation's index fill. */
    private static final int SHARED_INDEX = 29;

    private static final String SENT_ITEMS = "sentitems";

    private final String name;
    private final String objectId;
    private final boolean ofGroup;
    private final Clock clock;
    private final Containers containers = new Containers();
    private final Map<String, StoredItem> messages = new LinkedHashMap<>();
    private final Events events;

    Mailbox(String name, boolean ofGroup, Clock clock) {
        this.name = name;
        this.objectId = Ids.object(name);
        this.ofGroup = ofGroup;
        this.clock = clock;
        this.events = new Events(name, clock);
    }

    /** {@return the principal name or id that the mailbox was made for} */
    String name() {
        return name;
    }

    /** {@return the owner's id in the directory} */
    String objectId() {
        return objectId;
    }

    boolean isOfGroup() {
        return ofGroup;
    }

    synchronized Collection<StoredItem> items() {
        List<StoredItem> items = new ArrayList<>(messages.values());
        items.addAll(events.all().toList());
        return items;
    }

    /** {@return whether the id is one of a message, an event, a folder or a calendar here} */
    synchronized boolean knows(String id) {
        return walk().knows(id);
    }

    /** {@return the item that the steps lead to, if each of them is right} */
    synchronized Optional<StoredItem> find(List<Step> steps) {
        return walk().to(steps);
    }

    /** {@return the item that the steps lead to, after making or moving what was not there} */
    synchronized StoredItem create(GraphPath path) {
        return find(path.steps()).orElseGet(() -> walk().making(path));
    }

    /** {@return the members of the collection that the steps lead to, if each of them is right} */
    synchronized Optional<List<StoredItem>> itemsIn(List<Step> steps) {
        Segment collection = steps.get(steps.size() - 1).segment();
        PathWalk walk = walk();
        return walk.follows(steps.subList(0, steps.size() - 1))
                ? Optional.of((collection == Segment.MESSAGES ? messages.values().stream() : events.all())
                        .filter(item -> walk.isListed(item, collection))
                        .toList())
                : Optional.empty();
    }

    /**
     * {@return what takes place within the window, as it starts: the events of the calendars, or the occurrences of the series,
     * that the steps lead to, if each of them is right}
     */
    synchronized Optional<List<StoredItem>> eventsIn(List<Step> steps, TimeWindow window) {
        Step last = steps.get(steps.size() - 1);
        PathWalk walk = walk();
        if (!walk.follows(steps.subList(0, steps.size() - 1))) {
            return Optional.empty();
        }
        Stream<StoredItem> series = last.segment() == Segment.INSTANCES
                ? walk.item().stream()
                : events.byId().values().stream().filter(walk::isInContainer);
        return Optional.of(events.within(window, series, event -> walk.isListed(event, last.segment())));
    }

    /** {@return what takes place within the window in any of the calendars, as it starts} */
    synchronized List<StoredItem> eventsIn(TimeWindow window) {
        return events.within(
                window, events.byId().values().stream(), event -> event.type() != StoredItem.EventType.SERIES_MASTER);
    }

    /** {@return the folders, calendar groups or calendars that the steps lead to, if each of them is right} */
    synchronized Optional<List<Container>> containersIn(List<Step> steps) {
        Segment collection = steps.get(steps.size() - 1).segment();
        PathWalk walk = walk();
        return walk.follows(steps.subList(0, steps.size() - 1))
                ? Optional.of(containers.listed(collection, walk.container()))
                : Optional.empty();
    }

    /** {@return the folder, calendar group or calendar that the steps lead to, if each of them is right} */
    synchronized Optional<Container> container(List<Step> steps) {
        PathWalk walk = walk();
        Step last = steps.get(steps.size() - 1);
        return walk.follows(steps.subList(0, steps.size() - 1)) ? walk.container(last) : Optional.empty();
    }

    /** {@return all mail folders, calendar groups or calendars} */
    synchronized List<Container> containers(Segment collection) {
        return containers.all(collection);
    }

    boolean isDefault(Container calendar) {
        return calendar.equals(containers.defaultCalendar());
    }

    /** Takes the item out of the mailbox, and with a series its occurrences; {@return all that is gone} */
    synchronized List<StoredItem> remove(StoredItem item) {
        if (item instanceof StoredEvent event) {
            return events.remove(event);
        }
        messages.remove(item.id());
        return List.of(item);
    }

    /** Moves a message, which keeps its immutable id only; {@return the message where it is now} */
    synchronized StoredItem move(StoredItem message, Container folder) {
        StoredItem moved = rename(message, Ids.entry(), message.immutableId());
        moved.moveTo(folder.id());
        return moved;
    }

    /** Adds a message that is in no folder yet. */
    synchronized void add(StoredItem message) {
        messages.put(message.id(), message);
    }

    /** {@return the folder of that id or well-known name} */
    synchronized Optional<Container> folder(String idOrName) {
        return containers.find(Segment.MAIL_FOLDERS, idOrName, Optional.empty());
    }

    /** {@return the folders directly under the root} */
    synchronized List<Container> topFolders() {
        return containers.listed(Segment.MAIL_FOLDERS, Optional.empty());
    }

    /** {@return the folders directly under that one} */
    synchronized List<Container> foldersIn(Container folder) {
        return containers.listed(Segment.CHILD_FOLDERS, Optional.of(folder.id()));
    }

    /** {@return the messages in that folder, but not in those under it} */
    synchronized List<StoredItem> messagesIn(Container folder) {
        return messages.values().stream()
                .filter(message -> message.container().equals(folder.id()))
                .toList();
    }

    /** As {@link Containers#makeFolder}. */
    synchronized Container makeFolder(Container parent, String displayName, boolean hidden) {
        return containers.makeFolder(parent, displayName, hidden);
    }

    /** Adds a message, whole before anyone sees it; it is a draft if it goes to Drafts. */
    synchronized StoredItem add(String folder, ObjectNode properties, List<StoredAttachment> attachments, Instant at) {
        String id = Ids.entry();
        Owner owner = new Owner(Owner.Kind.USER, name);
        GraphPath path = new GraphPath(owner, List.of(new Step(Segment.MESSAGES, Optional.of(id))));
        String folderId = containers.folderId(folder);
        StoredItem added = new StoredItem(StoredItem.Kind.MESSAGE, id, path.toString(), folderId, at);
        added.update(NewMessage.properties(at), at);
        added.update(properties, at);
        attachments.forEach(added::add);
        if (!folder.equals(DRAFTS)) {
            added.sendTo(folderId);
        }
        messages.put(id, added);
        return added;
    }

    /** {@return the id here of the conversation that a message belongs to, by the part of its index that all of them share} */
    synchronized Optional<String> conversation(String index) {
        String shared = index.substring(0, Math.min(index.length(), SHARED_INDEX));
        return messages.values().stream()
                .map(StoredItem::properties)
                .filter(message -> message.path("conversationIndex").asText().startsWith(shared))
                .map(message -> message.path("conversationId").asText())
                .findFirst();
    }

    /** {@return the event in this mailbox that is a copy of another's, a new one if there was none} */
    synchronized StoredEvent copyOf(StoredEvent organized) {
        return events.copyOf(organized, containers.defaultCalendar().id());
    }

    /** Makes a sent message of a draft. */
    synchronized void send(StoredItem draft, Sending.SentIds ids) {
        StoredItem sent =
                switch (ids) {
                    case IMMUTABLE_KEPT -> rename(draft, Ids.entry(), draft.immutableId());
                    case BOTH_CHANGED -> rename(draft);
                    case BOTH_KEPT -> draft;
                };
        sent.sendTo(containers.folderId(SENT_ITEMS));
    }

    /** Gives an item other ids; {@return the item that has them} */
    synchronized StoredItem rename(StoredItem item) {
        String id = Ids.entry();
        return rename(item, id, Ids.immutable(id));
    }

    private StoredItem rename(StoredItem item, String id, String immutableId) {
        Map<String, StoredItem> items = item.kind() == StoredItem.Kind.MESSAGE ? messages : events.byId();
        StoredItem renamed = item.renamed(id, immutableId);
        items.remove(item.id());
        items.put(renamed.id(), renamed);
        return renamed;
    }

    /** {@return the bytes of all attachments in the mailbox} */
    synchronized long attachedBytes() {
        return items().stream().mapToLong(StoredItem::attachedBytes).sum();
    }

    private PathWalk walk() {
        return new PathWalk(messages, events, containers, clock);
    }
}
