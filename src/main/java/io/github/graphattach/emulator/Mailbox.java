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
    private final Map<String, StoredItem> events = new LinkedHashMap<>();

    Mailbox(String name, boolean ofGroup, Clock clock) {
        this.name = name;
        this.objectId = Ids.stable("object:" + name).toString();
        this.ofGroup = ofGroup;
        this.clock = clock;
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
        items.addAll(events.values());
        return items;
    }

    /** {@return the item that the steps lead to, if each of them is right} */
    synchronized Optional<StoredItem> find(List<Step> steps) {
        return new Walk().to(steps);
    }

    /** {@return the item that the steps lead to, after making or moving what was not there} */
    synchronized StoredItem create(GraphPath path) {
        return find(path.steps()).orElseGet(() -> new Walk().making(path));
    }

    /** {@return the members of the collection that the steps lead to, if each of them is right} */
    synchronized Optional<List<StoredItem>> itemsIn(List<Step> steps) {
        Segment collection = steps.get(steps.size() - 1).segment();
        Walk walk = new Walk();
        return walk.follows(steps.subList(0, steps.size() - 1))
                ? Optional.of(itemsAt(collection).values().stream()
                        .filter(item -> walk.isListed(item, collection))
                        .toList())
                : Optional.empty();
    }

    /** {@return the folders, calendar groups or calendars that the steps lead to, if each of them is right} */
    synchronized Optional<List<Container>> containersIn(List<Step> steps) {
        Segment collection = steps.get(steps.size() - 1).segment();
        Walk walk = new Walk();
        return walk.follows(steps.subList(0, steps.size() - 1))
                ? Optional.of(containers.listed(collection, walk.container))
                : Optional.empty();
    }

    /** {@return the folder, calendar group or calendar that the steps lead to, if each of them is right} */
    synchronized Optional<Container> container(List<Step> steps) {
        Walk walk = new Walk();
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
        List<StoredItem> gone = new ArrayList<>();
        gone.add(item);
        if (item.kind() == StoredItem.Kind.MESSAGE) {
            messages.remove(item.id());
        } else {
            events.remove(item.id());
            List.copyOf(events.values()).stream()
                    .filter(event -> event.parents().contains(item.id()))
                    .forEach(occurrence -> gone.addAll(remove(occurrence)));
        }
        return gone;
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
        Map<String, StoredItem> items = item.kind() == StoredItem.Kind.MESSAGE ? messages : events;
        StoredItem renamed = item.renamed(id, immutableId);
        items.remove(item.id());
        items.put(renamed.id(), renamed);
        return renamed;
    }

    /** {@return the bytes of all attachments in the mailbox} */
    synchronized long attachedBytes() {
        return items().stream().mapToLong(StoredItem::attachedBytes).sum();
    }

    private static Optional<StoredItem> byEitherId(Map<String, StoredItem> items, String id) {
        StoredItem direct = items.get(id);
        return direct != null
                ? Optional.of(direct)
                : items.values().stream()
                        .filter(item -> item.immutableId().equals(id))
                        .findFirst();
    }

    private Map<String, StoredItem> itemsAt(Segment segment) {
        return segment == Segment.MESSAGES ? messages : events;
    }

    /** One walk along a path, remembering the container and the event it stands in. */
    private final class Walk {

        private Optional<String> container = Optional.empty();
        private Optional<StoredItem> item = Optional.empty();

        Optional<StoredItem> to(List<Step> steps) {
            return follows(steps) ? item : Optional.empty();
        }

        boolean follows(List<Step> steps) {
            return steps.stream().allMatch(this::follow);
        }

        boolean isListed(StoredItem listed, Segment collection) {
            boolean inSeries = !listed.parents().isEmpty();
            return switch (collection) {
                case INSTANCES, EXCEPTION_OCCURRENCES, MESSAGES -> isHere(listed, collection);
                case CALENDAR_VIEW -> isHere(listed, collection) && listed.type() != StoredItem.EventType.SERIES_MASTER;
                default -> isHere(listed, collection) && !inSeries;
            };
        }

        private boolean follow(Step step) {
            if (Segment.ITEMS.contains(step.segment())) {
                item = step.id()
                        .flatMap(id -> byEitherId(itemsAt(step.segment()), id))
                        .filter(found -> isHere(found, step.segment()));
                return item.isPresent();
            }
            Optional<Container> next = container(step);
            container = next.map(Container::id);
            return next.isPresent();
        }

        private Optional<Container> container(Step step) {
            return containers.find(step.segment(), step.id().orElse(""), container);
        }

        private boolean isHere(StoredItem found, Segment segment) {
            if (isOccurrence(segment)) {
                return item.map(parent -> found.parents().contains(parent.id())).orElse(false)
                        && (segment == Segment.INSTANCES || found.type() == StoredItem.EventType.EXCEPTION);
            }
            return container.map(found.container()::equals).orElse(true);
        }

        StoredItem making(GraphPath path) {
            for (Step step : path.steps()) {
                if (Segment.ITEMS.contains(step.segment())) {
                    item = Optional.of(makeItem(path, step));
                } else {
                    container = container(step)
                            .or(() -> Optional.of(
                                    containers.make(step.segment(), step.id().orElseThrow(), container)))
                            .map(Container::id);
                }
            }
            return item.orElseThrow();
        }

        private StoredItem makeItem(GraphPath path, Step step) {
            String id = step.id().orElseThrow();
            Segment segment = step.segment();
            StoredItem made = byEitherId(itemsAt(segment), id).orElseGet(() -> {
                StoredItem fresh = new StoredItem(
                        StoredItem.Kind.in(segment), id, pathUpTo(path, step), containerFor(segment), clock.instant());
                if (fresh.kind() == StoredItem.Kind.MESSAGE) {
                    fresh.update(NewMessage.properties(fresh.created()), fresh.created());
                }
                itemsAt(segment).put(id, fresh);
                return fresh;
            });
            if (isOccurrence(segment)) {
                made.becomeOccurrenceOf(
                        item.orElseThrow(),
                        segment == Segment.INSTANCES && made.type() != StoredItem.EventType.EXCEPTION
                                ? StoredItem.EventType.OCCURRENCE
                                : StoredItem.EventType.EXCEPTION);
            } else {
                container.ifPresent(made::moveTo);
            }
            return made;
        }

        private String containerFor(Segment segment) {
            if (isOccurrence(segment)) {
                return item.orElseThrow().container();
            }
            return container.orElseGet(() -> segment == Segment.MESSAGES
                    ? containers.folderId(DRAFTS)
                    : containers.defaultCalendar().id());
        }

        private static String pathUpTo(GraphPath path, Step step) {
            int end = path.steps().indexOf(step) + 1;
            return new GraphPath(path.owner(), path.steps().subList(0, end)).toString();
        }

        private static boolean isOccurrence(Segment segment) {
            return segment == Segment.INSTANCES || segment == Segment.EXCEPTION_OCCURRENCES;
        }
    }
}
