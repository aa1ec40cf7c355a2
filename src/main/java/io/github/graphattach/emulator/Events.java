package io.github.graphattach.emulator;

import io.github.graphattach.emulator.calendar.GlobalObjectId;
import io.github.graphattach.emulator.http.PercentCoding;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The events of one mailbox, whose lock guards them. */
final class Events {

    private final Map<String, StoredItem> byId = new LinkedHashMap<>();
    private final String owner;
    private final Clock clock;

    /** @param owner the principal name of the mailbox */
    Events(String owner, Clock clock) {
        this.owner = owner;
        this.clock = clock;
    }

    /** {@return single events, series, and the occurrences that tests have made by hand} */
    Map<String, StoredItem> byId() {
        return byId;
    }

    private Stream<StoredEvent> stored() {
        return byId.values().stream().map(StoredEvent.class::cast);
    }

    /** {@return the stored events, and the occurrences that were changed} */
    Stream<StoredItem> all() {
        return stored().flatMap(event -> Stream.concat(Stream.of(event), event.exceptions().stream()));
    }

    /**
     * {@return what takes place within the window, as it starts}
     *
     * @param series whose occurrences are wanted
     * @param others which stored events are wanted besides
     */
    List<StoredItem> within(TimeWindow window, Stream<StoredItem> series, Predicate<StoredItem> others) {
        Stream<StoredEvent> occurrences = series.map(StoredEvent.class::cast)
                .flatMap(event -> event.occurrences(window.from(), window.to()).stream());
        Stream<StoredEvent> stored = stored().filter(others).filter(event -> event.isIn(window.from(), window.to()));
        return Stream.concat(occurrences, stored)
                .sorted(Comparator.comparing(StoredEvent::start))
                .map(StoredItem.class::cast)
                .toList();
    }

    /** {@return a new event that is not stored yet} */
    StoredEvent make(String id, String path, String calendar) {
        return make(id, path, calendar, new GlobalObjectId(Optional.empty(), clock.instant(), UUID.randomUUID()));
    }

    private StoredEvent make(String id, String path, String calendar, GlobalObjectId uid) {
        Instant now = clock.instant();
        StoredEvent event = new StoredEvent(id, path, calendar, uid, now);
        event.update(NewEvent.properties(owner, now), now);
        return event;
    }

    /** Takes an event out, and with a series its occurrences; {@return all that is gone} */
    List<StoredItem> remove(StoredEvent event) {
        List<StoredItem> gone = new ArrayList<>();
        gone.add(event);
        byId.remove(event.id());
        event.master().ifPresent(master -> master.cancel(event.originalDate().orElseThrow(), clock.instant()));
        gone.addAll(event.forgetOccurrences());
        stored().filter(other -> other.parents().contains(event.id()))
                .toList()
                .forEach(occurrence -> gone.addAll(remove(occurrence)));
        return gone;
    }

    /** {@return the event here that is a copy of another mailbox's, a new one in that calendar if there was none} */
    StoredEvent copyOf(StoredEvent organized, String calendar) {
        return known(organized)
                .or(() -> organized
                        .master()
                        .flatMap(this::known)
                        .flatMap(series ->
                                series.occurrence(organized.originalDate().orElseThrow())))
                .orElseGet(() -> received(organized.uid(), calendar));
    }

    private Optional<StoredEvent> known(StoredEvent organized) {
        return stored().filter(event -> event.uid().equals(organized.uid())).findFirst();
    }

    private StoredEvent received(GlobalObjectId uid, String calendar) {
        String id = Ids.entry();
        String path = "/users/" + PercentCoding.encode(owner) + "/events/" + PercentCoding.encode(id);
        StoredEvent event = make(id, path, calendar, uid);
        byId.put(id, event);
        return event;
    }
}
