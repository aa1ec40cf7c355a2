package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.PercentCoding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A message or an event: one object, whatever paths lead to it. */
sealed class StoredItem implements EmulatedItem permits StoredEvent {

    enum Kind {
        MESSAGE,
        EVENT;

        /** {@return what the members of that collection are} */
        static Kind in(Segment collection) {
            return collection == Segment.MESSAGES ? MESSAGE : EVENT;
        }
    }

    /** What an event is to its series. */
    enum EventType {
        SINGLE_INSTANCE("singleInstance"),
        SERIES_MASTER("seriesMaster"),
        OCCURRENCE("occurrence"),
        EXCEPTION("exception");

        private final String text;

        EventType(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    private static final Pattern OWNER = Pattern.compile("(/me|/(?:users|groups)/[^/]+)/.*");

    private final Kind kind;
    private final String id;
    private final String immutableId;
    private final String path;
    private final Map<String, StoredAttachment> attachments = new LinkedHashMap<>();
    private final Set<String> parents = new LinkedHashSet<>();
    private final ObjectNode properties = Json.object();
    private final Instant created;
    private Instant lastModified;
    private long version;
    private String container;
    private boolean isDraft = true;
    private boolean stored = true;
    private EventType type = EventType.SINGLE_INSTANCE;

    StoredItem(Kind kind, String id, String path, String container, Instant created) {
        this(kind, id, Ids.immutable(id), path, container, created);
    }

    StoredItem(Kind kind, String id, String immutableId, String path, String container, Instant created) {
        this.created = created;
        this.lastModified = created;
        this.kind = kind;
        this.id = id;
        this.immutableId = immutableId;
        this.path = path;
        this.container = container;
    }

    Kind kind() {
        return kind;
    }

    @Override
    public String id() {
        return id;
    }

    String immutableId() {
        return immutableId;
    }

    @Override
    public String path() {
        return path;
    }

    /** {@return the id of the folder or calendar that holds the item} */
    synchronized String container() {
        return container;
    }

    synchronized void moveTo(String newContainer) {
        container = newContainer;
        version++;
    }

    Instant created() {
        return created;
    }

    synchronized Instant lastModified() {
        return lastModified;
    }

    /** {@return when a message came, as it shows it} */
    synchronized String received() {
        return properties.path("receivedDateTime").asText();
    }

    /** {@return what clients have set on the item, as a copy} */
    synchronized ObjectNode properties() {
        return properties.deepCopy();
    }

    /** Sets what a client has posted or patched. Extended properties join those that are there. */
    synchronized void update(ObjectNode changes, Instant now) {
        beforeWrite();
        JsonNode extended = properties.path(MessageTypes.EXTENDED);
        properties.setAll(changes);
        if (changes.path(MessageTypes.EXTENDED).isArray()) {
            properties.set(MessageTypes.EXTENDED, united(extended, changes.path(MessageTypes.EXTENDED)));
        }
        written(now);
        if (changes.hasNonNull("recurrence")) {
            becomeSeries();
        }
    }

    private static JsonNode united(JsonNode before, JsonNode changes) {
        Map<String, JsonNode> byId = new LinkedHashMap<>();
        before.forEach(property -> byId.put(property.path("id").asText(), property));
        changes.forEach(property -> byId.put(property.path("id").asText(), property));
        return Json.MAPPER.createArrayNode().addAll(byId.values());
    }

    /** Called with each write, before it. */
    void beforeWrite() {}

    /** Called with each write, after it. */
    synchronized void written(Instant now) {
        lastModified = now;
        version++;
    }

    /** {@return the mark of the item's present state, which is another after each write} */
    synchronized String changeKey() {
        return Ids.changeKey(id, version());
    }

    /** {@return how often the item has been written} */
    synchronized long version() {
        return version;
    }

    synchronized boolean isDraft() {
        return isDraft;
    }

    /** {@return the same item under other ids, as the service makes of one that is moved} */
    synchronized StoredItem renamed(String newId, String newImmutableId) {
        StoredItem same = another(newId, newImmutableId);
        same.attachments.putAll(attachments);
        same.parents.addAll(parents);
        same.properties.setAll(properties);
        same.lastModified = lastModified;
        same.version = version;
        same.isDraft = isDraft;
        same.type = type;
        stored = false;
        attachments.clear();
        return same;
    }

    /** {@return an empty item of these ids in the same place} */
    StoredItem another(String newId, String newImmutableId) {
        return new StoredItem(kind, newId, newImmutableId, pathOf(newId), container, created);
    }

    /** {@return a path that leads to an item of that id in the same mailbox, in whatever folder or calendar} */
    final String pathOf(String newId) {
        String items = kind == Kind.MESSAGE ? "messages" : "events";
        return OWNER.matcher(path).replaceFirst("$1") + "/" + items + "/" + PercentCoding.encode(newId);
    }

    /** {@return another message like this one in that folder, with these attachments} */
    synchronized StoredItem copiedTo(String folder, List<StoredAttachment> copies, Instant now) {
        String newId = Ids.entry();
        StoredItem copy = new StoredItem(kind, newId, pathOf(newId), folder, now);
        copy.properties.setAll(properties.deepCopy());
        copy.isDraft = isDraft;
        copies.forEach(copy::add);
        copy.written(now);
        return copy;
    }

    synchronized void sendTo(String sentItems) {
        isDraft = false;
        container = sentItems;
        version++;
    }

    synchronized EventType type() {
        return type;
    }

    /** {@return the events whose occurrence this one is} */
    synchronized Set<String> parents() {
        return Set.copyOf(parents);
    }

    synchronized void becomeOccurrenceOf(StoredItem parent, EventType occurrence) {
        parents.add(parent.id());
        type = occurrence;
        parent.becomeSeries();
    }

    /** Makes an exception of an occurrence, beginning with what it was before. */
    synchronized void becomeException(ObjectNode inherited, List<StoredAttachment> files, long versionBefore) {
        type = EventType.EXCEPTION;
        properties.setAll(inherited);
        files.forEach(file -> attachments.put(file.id(), file));
        version = versionBefore;
    }

    private synchronized void becomeSeries() {
        if (type == EventType.SINGLE_INSTANCE) {
            type = EventType.SERIES_MASTER;
        }
    }

    /** {@return whether the item has not been deleted} */
    synchronized boolean isStored() {
        return stored;
    }

    /** Deletes the item; {@return the attachments that went with it} */
    synchronized List<StoredAttachment> delete() {
        stored = false;
        List<StoredAttachment> gone = new ArrayList<>(attachments.values());
        attachments.clear();
        return gone;
    }

    @Override
    public synchronized List<EmulatedAttachment> attachments() {
        return storedAttachments().stream().map(StoredAttachment::attachment).toList();
    }

    synchronized List<StoredAttachment> storedAttachments() {
        return new ArrayList<>(attachments.values());
    }

    /** {@return copies of all attachments, under new ids and with files of their own} */
    synchronized List<StoredAttachment> copyAttachments(Instant now) {
        return attachments.values().stream()
                .map(attachment -> new StoredAttachment(attachment.attachment().copied(), now))
                .toList();
    }

    synchronized void add(StoredAttachment attachment) {
        beforeWrite();
        attachments.put(attachment.id(), attachment);
        written(attachment.lastModified());
    }

    synchronized Optional<StoredAttachment> attachment(String attachmentId) {
        return storedAttachments().stream()
                .filter(attachment -> attachment.isKnownAs(attachmentId))
                .findFirst();
    }

    /** {@return the attachment that was taken off the item} */
    synchronized Optional<StoredAttachment> remove(String attachmentId, Instant now) {
        Optional<StoredAttachment> removed = attachment(attachmentId);
        removed.ifPresent(found -> {
            attachments.remove(found.id());
            written(now);
        });
        return removed;
    }

    /** {@return the bytes of all attachments} */
    synchronized long attachedBytes() {
        return storedAttachments().stream()
                .mapToLong(stored -> stored.attachment().length())
                .sum();
    }
}
