package io.github.graphattach.emulator;

import io.github.graphattach.emulator.GraphPath.Step;
import io.github.graphattach.emulator.calendar.OccurrenceId;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One walk along a path in a mailbox, whose lock guards it, remembering the container and the item it stands in. */
final class PathWalk {

    private static final String DRAFTS = "drafts";

    private final Map<String, StoredItem> messages;
    private final Events events;
    private final Containers containers;
    private final Clock clock;

    private Optional<String> container = Optional.empty();
    private Optional<StoredItem> item = Optional.empty();

    PathWalk(Map<String, StoredItem> messages, Events events, Containers containers, Clock clock) {
        this.messages = messages;
        this.events = events;
        this.containers = containers;
        this.clock = clock;
    }

    /** {@return the folder, calendar group or calendar that it stands in} */
    Optional<String> container() {
        return container;
    }

    /** {@return the item that it stands at} */
    Optional<StoredItem> item() {
        return item;
    }

    /** {@return the item that the steps lead to, if each of them is right} */
    Optional<StoredItem> to(List<Step> steps) {
        return follows(steps) ? item : Optional.empty();
    }

    /** {@return whether the id is one of an item or a container, wherever that lies} */
    boolean knows(String id) {
        return byEitherId(messages, id).or(() -> byEitherId(events.byId(), id)).isPresent() || containers.hold(id);
    }

    /** Goes along the steps; {@return whether each of them is right} */
    boolean follows(List<Step> steps) {
        return steps.stream().allMatch(this::follow);
    }

    /** {@return whether a request for that collection, here, lists the item} */
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

    /** {@return the container that the step leads to from here} */
    Optional<Container> container(Step step) {
        return containers.find(step.segment(), step.id().orElse(""), container);
    }

    private boolean isHere(StoredItem found, Segment segment) {
        if (isOccurrence(segment)) {
            return item.map(parent -> found.parents().contains(parent.id())).orElse(false)
                    && (segment == Segment.INSTANCES || found.type() == StoredItem.EventType.EXCEPTION);
        }
        return isInContainer(found);
    }

    /** {@return whether the item lies in the container that this stands in, if it stands in one} */
    boolean isInContainer(StoredItem found) {
        return container.map(found.container()::equals).orElse(true);
    }

    /** {@return the item that the path leads to, after making or moving what was not there} */
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
            StoredItem fresh = fresh(segment, id, pathUpTo(path, step));
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

    private StoredItem fresh(Segment segment, String id, String path) {
        if (segment != Segment.MESSAGES) {
            return events.make(id, path, containerFor(segment));
        }
        Instant now = clock.instant();
        StoredItem message = new StoredItem(StoredItem.Kind.MESSAGE, id, path, containerFor(segment), now);
        message.update(NewMessage.properties(now), now);
        return message;
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

    private static Optional<StoredItem> byEitherId(Map<String, StoredItem> items, String id) {
        StoredItem direct = items.get(id);
        return direct != null
                ? Optional.of(direct)
                : items.values().stream()
                        .filter(item -> item.immutableId().equals(id))
                        .findFirst()
                        .or(() -> occurrence(items, id));
    }

    /** An occurrence that is asked for by its id exists, although nobody has stored it. */
    private static Optional<StoredItem> occurrence(Map<String, StoredItem> items, String id) {
        return OccurrenceId.parse(id).flatMap(occurrence -> byEitherId(items, occurrence.master())
                .filter(StoredEvent.class::isInstance)
                .flatMap(master -> ((StoredEvent) master).occurrence(occurrence.date())));
    }

    private Map<String, StoredItem> itemsAt(Segment segment) {
        return segment == Segment.MESSAGES ? messages : events.byId();
    }
}
