package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.calendar.GlobalObjectId;
import io.github.graphattach.emulator.calendar.Occurrence;
import io.github.graphattach.emulator.calendar.OccurrenceId;
import io.github.graphattach.emulator.calendar.Series;
import io.github.graphattach.emulator.http.PercentCoding;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * An event: a single one, a series, or an occurrence of one. An occurrence that nobody has changed is what its series makes of
 * its date, down to the attachments; the first write makes an exception of it, with copies of all that.
 *
 * <p>An occurrence asks its series while it holds its own lock, never the other way round.
 */
final class StoredEvent extends StoredItem {

    /** The place of an occurrence in the pattern. */
    private record Slot(StoredEvent master, LocalDate date) {}

    private final GlobalObjectId uid;
    private final Optional<Slot> slot;

    /** Those that somebody has asked for by id, so that all who do get the same. */
    private final Map<LocalDate, StoredEvent> occurrences = new TreeMap<>();

    private final Set<LocalDate> cancelled = new TreeSet<>();

    /** An event of its own, or an occurrence that a test has made by hand. */
    StoredEvent(String id, String path, String container, GlobalObjectId uid, Instant created) {
        this(id, Ids.immutable(id), path, container, uid, created);
    }

    private StoredEvent(
            String id, String immutableId, String path, String container, GlobalObjectId uid, Instant created) {
        super(Kind.EVENT, id, immutableId, path, container, created);
        this.uid = uid;
        this.slot = Optional.empty();
    }

    private StoredEvent(StoredEvent master, LocalDate date, String id) {
        super(
                Kind.EVENT,
                id,
                master.path() + "/instances/" + PercentCoding.encode(id),
                master.container(),
                master.created());
        this.uid = master.uid.on(date);
        this.slot = Optional.of(new Slot(master, date));
        becomeOccurrenceOf(master, EventType.OCCURRENCE);
    }

    private static StoredEvent of(StoredEvent master, LocalDate date) {
        return new StoredEvent(master, date, new OccurrenceId(master.id(), date).toString());
    }

    /** {@return the id of the meeting in all calendars; that of an occurrence has the date in it} */
    GlobalObjectId uid() {
        return uid;
    }

    /** {@return the series that this is an occurrence of} */
    Optional<StoredEvent> master() {
        return slot.map(Slot::master);
    }

    /** {@return the date that this occurrence has in the pattern} */
    Optional<LocalDate> originalDate() {
        return slot.map(Slot::date);
    }

    private boolean isUnchanged() {
        return slot.isPresent() && type() == EventType.OCCURRENCE;
    }

    ZonedDateTime start() {
        return EventTimes.read(properties().path(EventTypes.START));
    }

    ZonedDateTime end() {
        return EventTimes.read(properties().path(EventTypes.END));
    }

    /** {@return when the event recurs, if it does so by a pattern} */
    Optional<Series> series() {
        ObjectNode properties = properties();
        return properties.hasNonNull(EventTypes.RECURRENCE)
                ? Optional.of(EventRecurrence.read(
                        properties.path(EventTypes.RECURRENCE),
                        EventTimes.read(properties.path(EventTypes.START)),
                        EventTimes.read(properties.path(EventTypes.END))))
                : Optional.empty();
    }

    /** {@return the start that the occurrence has in the pattern} */
    Optional<Instant> originalStart() {
        return slot.flatMap(place -> place.master()
                .series()
                .flatMap(series -> series.on(place.date()))
                .map(occurrence -> occurrence.start().toInstant()));
    }

    /** {@return the occurrence of that date, unless the pattern has none or it is cancelled} */
    synchronized Optional<StoredEvent> occurrence(LocalDate date) {
        if (cancelled.contains(date)) {
            return Optional.empty();
        }
        if (!occurrences.containsKey(date)) {
            series().flatMap(series -> series.on(date)).ifPresent(found -> occurrences.put(date, of(this, date)));
        }
        return Optional.ofNullable(occurrences.get(date));
    }

    /** {@return the occurrences and exceptions that are in the window now} */
    List<StoredEvent> occurrences(Instant from, Instant to) {
        List<StoredEvent> exceptions = exceptions();
        Set<LocalDate> gone = new TreeSet<>(cancelledDates());
        exceptions.forEach(exception -> exception.originalDate().ifPresent(gone::add));
        Stream<StoredEvent> unchanged = series().map(series -> series.between(from, to)).orElse(List.of()).stream()
                .map(Occurrence::date)
                .filter(date -> !gone.contains(date))
                .map(date -> of(this, date));
        return Stream.concat(unchanged, exceptions.stream().filter(exception -> exception.isIn(from, to)))
                .toList();
    }

    boolean isIn(Instant from, Instant to) {
        return Occurrence.overlaps(start().toInstant(), end().toInstant(), from, to);
    }

    /** {@return the occurrences of the pattern that have been changed} */
    List<StoredEvent> exceptions() {
        List<StoredEvent> known;
        synchronized (this) {
            known = new ArrayList<>(occurrences.values());
        }
        return known.stream()
                .filter(occurrence -> occurrence.type() == EventType.EXCEPTION)
                .toList();
    }

    /** {@return the dates of the pattern that have no occurrence any more} */
    synchronized Set<LocalDate> cancelledDates() {
        return new TreeSet<>(cancelled);
    }

    /** Takes the occurrence of that date out of the series. */
    synchronized void cancel(LocalDate date, Instant now) {
        cancelled.add(date);
        occurrences.remove(date);
        written(now);
    }

    /** Forgets what was changed or cancelled, as another pattern makes no sense of it; {@return the occurrences that are gone} */
    synchronized List<StoredEvent> forgetOccurrences() {
        List<StoredEvent> gone = new ArrayList<>(occurrences.values());
        occurrences.clear();
        cancelled.clear();
        return gone;
    }

    @Override
    synchronized ObjectNode properties() {
        return isUnchanged()
                ? slot.orElseThrow().master().propertiesOn(slot.orElseThrow().date())
                : super.properties();
    }

    private ObjectNode propertiesOn(LocalDate date) {
        ObjectNode properties = properties();
        String startZone = properties.at("/start/timeZone").asText();
        String endZone = properties.at("/end/timeZone").asText();
        series().flatMap(series -> series.on(date)).ifPresent(occurrence -> {
            properties.set(EventTypes.START, EventTimes.write(occurrence.start(), startZone));
            properties.set(EventTypes.END, EventTimes.write(occurrence.end(), endZone));
        });
        properties.putNull(EventTypes.RECURRENCE);
        properties.remove(EventTypes.TRANSACTION_ID);
        return properties;
    }

    @Override
    synchronized List<StoredAttachment> storedAttachments() {
        return isUnchanged() ? slot.orElseThrow().master().storedAttachments() : super.storedAttachments();
    }

    /** The attachments of the series have other ids from then on. */
    @Override
    synchronized Optional<StoredAttachment> remove(String attachmentId, Instant now) {
        List<StoredAttachment> before = storedAttachments();
        Optional<StoredAttachment> removed = attachment(attachmentId);
        if (removed.isEmpty()) {
            return removed;
        }
        beforeWrite();
        return super.remove(
                storedAttachments().get(before.indexOf(removed.get())).id(), now);
    }

    /** Makes an exception of an occurrence. */
    @Override
    synchronized void beforeWrite() {
        if (type() != EventType.OCCURRENCE) {
            return;
        }
        ObjectNode inherited = properties();
        List<StoredAttachment> files = isUnchanged() ? storedAttachments() : List.of();
        becomeException(inherited, files.stream().map(StoredAttachment::copied).toList(), version());
    }

    @Override
    synchronized void written(Instant now) {
        super.written(now);
        master().ifPresent(master -> master.written(now));
    }

    @Override
    synchronized long version() {
        return isUnchanged() ? slot.orElseThrow().master().version() : super.version();
    }

    @Override
    synchronized Instant lastModified() {
        return isUnchanged() ? slot.orElseThrow().master().lastModified() : super.lastModified();
    }

    @Override
    StoredEvent another(String newId, String newImmutableId) {
        if (slot.isPresent()) {
            throw new IllegalArgumentException("an occurrence cannot be moved: its id is made of its date");
        }
        StoredEvent same = new StoredEvent(newId, newImmutableId, pathOf(newId), container(), uid, created());
        same.cancelled.addAll(cancelledDates());
        return same;
    }
}
