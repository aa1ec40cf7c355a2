package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.calendar.GlobalObjectId;
import io.github.graphattach.emulator.http.PercentCoding;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What events show that messages do not.
 *
 * @param zone the name of the zone that times are shown in
 * @param sharedUid whether {@code iCalUId} is the same for all occurrences
 * @param uidSelectable whether {@code uid} and {@code occurrenceId} are properties
 */
record EventJson(String zone, boolean sharedUid, boolean uidSelectable) {

    /** As the service shows events when nobody asks otherwise. */
    static final EventJson PLAIN = new EventJson("UTC", false, false);

    EntityType type() {
        return uidSelectable ? EventTypes.EVENT_WITH_UID : EventTypes.EVENT;
    }

    void put(ObjectNode json, StoredEvent event, UnaryOperator<String> shownId) {
        putTimes(json);
        GlobalObjectId uid = event.uid();
        String cleanUid = new GlobalObjectId(Optional.empty(), uid.created(), uid.data()).toString();
        json.put("type", event.type().text());
        json.put("iCalUId", sharedUid ? cleanUid : uid.toString());
        json.put(EventTypes.UID, cleanUid);
        json.put(
                "seriesMasterId",
                event.parents().stream().findFirst().map(shownId).orElse(null));
        event.originalStart().ifPresent(start -> json.put("originalStart", start.toString()));
        event.originalDate()
                .ifPresent(date -> json.put(
                        EventTypes.OCCURRENCE_ID,
                        occurrenceId(shownId.apply(event.master().orElseThrow().id()), date)));
        ArrayNode cancelled = json.putArray(EventTypes.CANCELLED_OCCURRENCES);
        event.cancelledDates().forEach(date -> cancelled.add(occurrenceId(shownId.apply(event.id()), date)));
        json.put(
                "bodyPreview",
                Html.preview(
                        json.at("/body/contentType").asText(),
                        json.at("/body/content").asText()));
        json.put(
                "webLink",
                "https://outlook.office365.com/owa/?itemid=" + PercentCoding.encode(shownId.apply(event.id()))
                        + "&exvsurl=1&path=/calendar/item");
    }

    private static String occurrenceId(String master, LocalDate date) {
        return "OID." + master + "." + date;
    }

    /** The zones that the times were given in stay known under the names that Windows has for them. */
    private void putTimes(ObjectNode json) {
        String startZone = json.at("/start/timeZone").asText();
        json.put("originalStartTimeZone", EventTimes.windowsName(startZone));
        json.put(
                "originalEndTimeZone",
                EventTimes.windowsName(json.at("/end/timeZone").asText()));
        if (json.path(EventTypes.RECURRENCE).path("range") instanceof ObjectNode range
                && !range.hasNonNull("recurrenceTimeZone")) {
            range.put("recurrenceTimeZone", EventTimes.windowsName(startZone));
        }
        json.set(EventTypes.START, EventTimes.write(EventTimes.read(json.path(EventTypes.START)), zone));
        json.set(EventTypes.END, EventTimes.write(EventTimes.read(json.path(EventTypes.END)), zone));
    }
}
