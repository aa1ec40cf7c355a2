package io.github.graphattach.emulator.conformance;

import static io.github.graphattach.emulator.conformance.CalendarRequests.daily;
import static io.github.graphattach.emulator.conformance.CalendarRequests.path;
import static io.github.graphattach.emulator.conformance.CalendarRequests.times;
import static io.github.graphattach.emulator.conformance.PlainHttp.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.GraphEmulatorExtension;
import io.github.graphattach.emulator.MeetingMail;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which mails a meeting sends to whom, and with which files. Each is shown as kind, attendee and files. */
class MeetingMailTest {

    private static final String ANN = "{'type':'required','emailAddress':{'address':'ann@contoso.com','name':'Ann'}}";
    private static final String BOB = "{'type':'required','emailAddress':{'address':'bob@contoso.com','name':'Bob'}}";
    private static final String JOE = "{'type':'optional','emailAddress':{'address':'joe@fabrikam.com','name':'Joe'}}";

    @RegisterExtension
    final GraphEmulatorExtension graph = new GraphEmulatorExtension();

    private final CalendarRequests calendar = new CalendarRequests(graph);

    private static String with(String... attendees) {
        return "'attendees':[" + String.join(",", attendees) + "]";
    }

    private JsonNode meeting(String... attendees) throws Exception {
        return calendar.event("{'subject':'Plan'," + times("2026-07-01T09:00:00", "UTC") + "," + with(attendees) + "}");
    }

    /** {@return what was sent since the last time that was asked} */
    private List<String> sent() {
        List<MeetingMail> mails = graph.emulator().meetingMails();
        List<String> fresh = mails.subList(seen.size(), mails.size()).stream()
                .map(mail -> mail.kind() + " " + mail.attendee().replace("@contoso.com", "")
                        + mail.attachments().stream()
                                .map(EmulatedAttachment::name)
                                .map(name -> " " + name)
                                .collect(Collectors.joining()))
                .toList();
        seen.addAll(fresh);
        return fresh;
    }

    private final List<String> seen = new ArrayList<>();

    /** Invitations go out at once, and to attach a file sends nothing: it comes with the next update. */
    @Test
    void aFileComesWithTheNextUpdate() throws Exception {
        JsonNode meeting = meeting(ANN, BOB);
        assertThat(sent()).containsExactly("INVITATION ann", "INVITATION bob");

        calendar.attach(path(meeting), "agenda");
        assertThat(sent()).isEmpty();
        calendar.patch(path(meeting), "{'body':{'contentType':'text','content':'Attachment added: agenda'}}");

        assertThat(sent()).containsExactly("UPDATE ann agenda", "UPDATE bob agenda");
    }

    /** Without attendees nobody is told; who is invited later gets one mail, with all files. */
    @Test
    void oneInvitationHasAllFilesIfTheAttendeesComeLast() throws Exception {
        JsonNode meeting = meeting();
        calendar.attach(path(meeting), "a");
        calendar.attach(path(meeting), "b");

        calendar.patch(path(meeting), "{" + with(ANN, BOB) + "}");

        assertThat(sent()).containsExactly("INVITATION ann a b", "INVITATION bob a b");
    }

    /** A PATCH of nothing but the attendees tells only those that are different. */
    @Test
    void aChangeOfTheAttendeesTellsOnlyThoseThatAreDifferent() throws Exception {
        JsonNode meeting = meeting(ANN, BOB);
        sent();

        calendar.patch(path(meeting), "{" + with(ANN, BOB) + "}");
        assertThat(sent()).isEmpty();
        calendar.patch(path(meeting), "{" + with(ANN, BOB.replace("bob", "cid")) + "}");
        assertThat(sent()).containsExactly("CANCELLATION bob", "INVITATION cid");
        calendar.patch(path(meeting), "{" + with(ANN.replace("required", "optional"), BOB.replace("bob", "cid")) + "}");
        assertThat(sent()).containsExactly("UPDATE ann");
        calendar.patch(path(meeting), "{'subject':'Other'," + with(ANN, BOB) + "}");
        assertThat(sent()).containsExactly("CANCELLATION cid", "UPDATE ann", "INVITATION bob");
    }

    /** What concerns the organizer alone is nobody's business. */
    @Test
    void categoriesAndRemindersArePrivate() throws Exception {
        JsonNode meeting = meeting(ANN);
        sent();

        calendar.patch(path(meeting), "{'categories':['red'],'reminderMinutesBeforeStart':5}");

        assertThat(sent()).isEmpty();
    }

    /** A series with n exceptions sends 1 + n mails to each, each with its own files; an occurrence sends one. */
    @Test
    void aSeriesSendsAMailForEachExceptionToo() throws Exception {
        JsonNode series =
                calendar.event(daily("2026-07-01T09:00:00", "UTC", 5).replace("}}}", "}}," + with(ANN) + "}"));
        calendar.attach(path(series), "all");
        List<JsonNode> instances = calendar.instances(path(series), "2026-07-01", "2026-08-01");
        sent();

        calendar.attach(path(instances.get(1)), "second");
        assertThat(sent()).isEmpty();
        calendar.patch(path(instances.get(1)), "{'subject':'Second'}");
        assertThat(sent()).containsExactly("UPDATE ann all second");
        calendar.patch(path(instances.get(3)), "{'subject':'Fourth'}");
        sent();
        calendar.patch(path(series), "{'location':{'displayName':'Room 2'}}");

        assertThat(sent()).containsExactly("UPDATE ann all", "UPDATE ann all second", "UPDATE ann all");
    }

    /** Cancelled with a comment, or deleted: who was invited is told. */
    @Test
    void aCancelledMeetingTellsItsAttendees() throws Exception {
        JsonNode meeting = meeting(ANN);
        JsonNode other = meeting(BOB);
        sent();

        assertThat(calendar.post(path(meeting) + "/cancel", "{'Comment':'Sorry'}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(calendar.delete(path(other)).statusCode()).isEqualTo(204);

        assertThat(sent()).containsExactly("CANCELLATION ann", "CANCELLATION bob");
        assertThat(CalendarRequests.members(calendar.get("/me/events"))).isEmpty();
    }

    /** As was seen: the mail has the files that were there when the one before was sent. */
    @Test
    void mailsMayLagOneUpdateBehind() throws Exception {
        graph.emulator().answers().meetingMailsLag(true);
        JsonNode meeting = meeting(ANN);
        calendar.attach(path(meeting), "a");
        calendar.patch(path(meeting), "{'subject':'1'}");
        calendar.attach(path(meeting), "b");
        calendar.patch(path(meeting), "{'subject':'2'}");
        calendar.patch(path(meeting), "{'subject':'3'}");

        assertThat(sent()).containsExactly("INVITATION ann", "UPDATE ann", "UPDATE ann a", "UPDATE ann a b");
    }

    /**
     * <pre>
     * server   a mailbox of one of the attendees
     * request  GET of that attendee's events
     * response the meeting under an id of its own, iCalUId the same, isOrganizer false, with the files that the mail carried; what
     *          the attendee does to it tells nobody
     * </pre>
     */
    @Test
    void anAttendeeWithAMailboxHereHasACopy() throws Exception {
        JsonNode meeting = meeting(ANN, JOE);
        calendar.attach(path(meeting), "agenda");
        String events = "/users/ann@contoso.com/events";
        String copy = events + "/" + calendar.get(events).at("/value/0/id").asText();
        assertThat(calendar.get(copy).path("hasAttachments").asBoolean()).isFalse();

        calendar.patch(path(meeting), "{'subject':'Plan B'}");

        JsonNode received = calendar.get(copy);
        assertThat(received.path("id")).isNotEqualTo(meeting.path("id"));
        assertThat(received.path("iCalUId")).isEqualTo(meeting.path("iCalUId"));
        assertThat(received.path("isOrganizer").asBoolean(true)).isFalse();
        assertThat(received.at("/organizer/emailAddress/address").asText()).isEqualTo("demo@contoso.com");
        assertThat(received.path("subject").asText()).isEqualTo("Plan B");
        assertThat(calendar.get(copy + "/attachments").at("/value/0/name").asText())
                .isEqualTo("agenda");
        sent();
        calendar.patch(copy, "{'subject':'mine'}");
        assertThat(sent()).isEmpty();
        assertThat(calendar.post(copy + "/cancel", "").statusCode()).isEqualTo(400);
        calendar.delete(path(meeting));
        assertThat(calendar.get(copy).path("isCancelled").asBoolean()).isTrue();
        assertThat(calendar.answer("/users/joe@fabrikam.com/events").statusCode())
                .as("of another tenant")
                .isEqualTo(404);
    }

    /** The copy of a series has the same occurrences, and an update for one of them changes that one. */
    @Test
    void aSeriesIsCopiedWithItsOccurrences() throws Exception {
        graph.emulator().create("/users/ann@contoso.com/messages/M");
        JsonNode series =
                calendar.event(daily("2026-07-01T09:00:00", "UTC", 3).replace("}}}", "}}," + with(ANN) + "}"));
        JsonNode second =
                calendar.instances(path(series), "2026-07-02", "2026-07-03").get(0);

        calendar.patch(path(second), "{'subject':'Second'}");

        String view = "/users/ann@contoso.com/calendarView?startDateTime=2026-07-01&endDateTime=2026-08-01";
        List<JsonNode> copies = CalendarRequests.members(calendar.get(view));
        assertThat(copies)
                .extracting(event -> event.path("subject").asText())
                .containsExactly("Daily", "Second", "Daily");
        assertThat(copies.get(1).path("iCalUId")).isEqualTo(second.path("iCalUId"));
    }

    /** Scripts see the mails as well. */
    @Test
    void scriptsSeeTheMailsToo() throws Exception {
        JsonNode meeting = meeting();
        calendar.attach(path(meeting), "a");
        calendar.patch(path(meeting), "{" + with(ANN) + "}");

        JsonNode mails = json(
                new PlainHttp(graph.emulator()).send("GET " + graph.emulator().pageUrl() + "_emulator/meetingMails"));

        assertThat(mails).hasSize(1);
        assertThat(mails.at("/0/kind").asText()).isEqualTo("INVITATION");
        assertThat(mails.at("/0/attachments/0/name").asText()).isEqualTo("a");
        assertThat(mails.at("/0/attachments/0/sha256").asText()).hasSize(64);
        graph.emulator().reset();
        assertThat(graph.emulator().meetingMails()).isEmpty();
    }
}
