package io.github.graphattach.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.graph.core.tasks.LargeFileUploadTask;
import com.microsoft.graph.core.tasks.PageIterator;
import com.microsoft.graph.models.Attachment;
import com.microsoft.graph.models.AttachmentItem;
import com.microsoft.graph.models.AttachmentType;
import com.microsoft.graph.models.Attendee;
import com.microsoft.graph.models.AttendeeType;
import com.microsoft.graph.models.BodyType;
import com.microsoft.graph.models.DateTimeTimeZone;
import com.microsoft.graph.models.DayOfWeek;
import com.microsoft.graph.models.EmailAddress;
import com.microsoft.graph.models.Event;
import com.microsoft.graph.models.EventType;
import com.microsoft.graph.models.FileAttachment;
import com.microsoft.graph.models.ItemBody;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import com.microsoft.graph.models.PatternedRecurrence;
import com.microsoft.graph.models.Recipient;
import com.microsoft.graph.models.RecurrencePattern;
import com.microsoft.graph.models.RecurrencePatternType;
import com.microsoft.graph.models.RecurrenceRange;
import com.microsoft.graph.models.RecurrenceRangeType;
import com.microsoft.graph.models.SingleValueLegacyExtendedProperty;
import com.microsoft.graph.models.odataerrors.ODataError;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.messages.item.attachments.createuploadsession.CreateUploadSessionPostRequestBody;
import io.github.graphattach.emulator.EmulatedAttachment;
import io.github.graphattach.emulator.GraphEmulator;
import io.github.graphattach.emulator.MeetingMail;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Microsoft's Java SDK, as its documentation shows it: a mail and a meeting from the first request to the last. */
class MicrosoftSdkInterop {

    private static final String JOB = "String {6d5c3f0e-6f7b-4f0e-9a52-0d7a1f1c2b3d} Name job";
    private static final String CFO = "cfo@contoso.com";

    private final GraphEmulator emulator = GraphEmulator.builder().start();
    private final GraphServiceClient graph = client();

    private GraphServiceClient client() {
        GraphServiceClient client =
                new GraphServiceClient((request, more) -> request.headers.add("Authorization", "Bearer any"));
        client.getRequestAdapter().setBaseUrl(emulator.graphUrl().toString());
        return client;
    }

    @AfterEach
    void close() {
        emulator.close();
    }

    @Test
    void aDraftIsMarkedGetsItsFilesAndIsSentAndFound() throws Exception {
        byte[] large = new byte[5_000_000];
        new Random(1).nextBytes(large);
        Message draft = requireNonNull(graph.me().messages().post(mail("Report")));
        String id = requireNonNull(draft.getId());
        assertThat(draft.getIsDraft()).isTrue();

        requireNonNull(graph.me().messages().byMessageId(id).attachments().post(file("small.txt", "small")));
        var session = requireNonNull(graph.me()
                .messages()
                .byMessageId(id)
                .attachments()
                .createUploadSession()
                .post(session("large.bin", large.length)));
        assertThat(new LargeFileUploadTask<>(
                                null,
                                session,
                                new ByteArrayInputStream(large),
                                large.length,
                                FileAttachment::createFromDiscriminatorValue)
                        .upload()
                        .isUploadSuccessful())
                .isTrue();

        Message whole = requireNonNull(graph.me().messages().byMessageId(id).get(request -> {
            requireNonNull(request.queryParameters).expand =
                    new String[] {"attachments", "singleValueExtendedProperties($filter=id eq '" + JOB + "')"};
        }));
        assertThat(whole.getAttachments()).extracting(Attachment::getName).containsExactly("small.txt", "large.bin");
        assertThat(requireNonNull(whole.getAttachments()).get(1))
                .asInstanceOf(InstanceOfAssertFactories.type(FileAttachment.class))
                .satisfies(stored -> assertThat(stored.getContentBytes()).isEqualTo(large));
        assertThat(whole.getSingleValueExtendedProperties())
                .singleElement()
                .extracting(SingleValueLegacyExtendedProperty::getValue)
                .isEqualTo("42");

        graph.me().messages().byMessageId(id).send().post();
        emulator.advanceClock(Duration.ofMinutes(1));

        assertThat(found(
                        "sentitems",
                        "singleValueExtendedProperties/Any(ep: ep/id eq '" + JOB + "' and ep/value eq '42')"))
                .singleElement()
                .satisfies(sent -> assertThat(sent.getIsDraft()).isFalse());
        assertThat(requireNonNull(graph.users()
                                .byUserId(CFO)
                                .mailFolders()
                                .byMailFolderId("inbox")
                                .messages()
                                .get(request -> requireNonNull(request.queryParameters).filter =
                                        "internetMessageId eq '" + draft.getInternetMessageId() + "'"))
                        .getValue())
                .singleElement()
                .satisfies(received -> assertThat(received.getHasAttachments()).isTrue());
    }

    private List<Message> found(String folder, String filter) {
        return requireNonNull(requireNonNull(graph.me()
                        .mailFolders()
                        .byMailFolderId(folder)
                        .messages()
                        .get(request -> requireNonNull(request.queryParameters).filter = filter))
                .getValue());
    }

    @Test
    void itsPageIteratorSeesEveryPage() throws Exception {
        for (int number = 0; number < 25; number++) {
            requireNonNull(graph.me().messages().post(mail("page " + number)));
        }
        requireNonNull(graph.me().messages().post(mail("another")));
        MessageCollectionResponse first = requireNonNull(graph.me().messages().get(request -> {
            requireNonNull(request.queryParameters).top = 7;
            request.queryParameters.filter = "startswith(subject,'page')";
        }));
        List<Message> seen = new ArrayList<>();

        new PageIterator.Builder<Message, MessageCollectionResponse>()
                .client(graph)
                .collectionPage(first)
                .collectionPageFactory(MessageCollectionResponse::createFromDiscriminatorValue)
                .processPageItemCallback(seen::add)
                .build()
                .iterate();

        assertThat(seen).extracting(Message::getSubject).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void anOccurrenceOfASeriesIsFoundByItsDateGetsAFileAndIsUpdated() throws Exception {
        Event series = requireNonNull(graph.me().events().post(mondays()));
        String master = requireNonNull(series.getId());
        List<Event> occurrences = requireNonNull(
                requireNonNull(graph.me().events().byEventId(master).instances().get(request -> {
                            request.headers.add("Prefer", "outlook.timezone=\"Europe/Berlin\"");
                            requireNonNull(request.queryParameters).startDateTime = "2027-03-20T00:00:00";
                            request.queryParameters.endDateTime = "2027-04-10T00:00:00";
                        }))
                        .getValue());
        assertThat(occurrences)
                .as("at nine on both sides of the change of the clocks")
                .extracting(event -> requireNonNull(event.getStart()).getDateTime())
                .containsExactly(
                        "2027-03-22T09:00:00.0000000", "2027-03-29T09:00:00.0000000", "2027-04-05T09:00:00.0000000");
        String occurrence = requireNonNull(occurrences.get(1).getId());

        requireNonNull(graph.me().events().byEventId(occurrence).attachments().post(file("agenda.txt", "agenda")));
        assertThat(emulator.meetingMails()).extracting(MeetingMail::kind).containsExactly(MeetingMail.Kind.INVITATION);
        Event changes = new Event();
        changes.setSubject("Board, with agenda");
        Event exception =
                requireNonNull(graph.me().events().byEventId(occurrence).patch(changes));

        assertThat(exception.getType()).isEqualTo(EventType.Exception);
        assertThat(exception.getSeriesMasterId()).isEqualTo(master);
        assertThat(emulator.meetingMails().get(1).attachments())
                .extracting(EmulatedAttachment::name)
                .containsExactly("agenda.txt");
        assertThat(requireNonNull(requireNonNull(
                                graph.users().byUserId(CFO).calendarView().get(request -> {
                                    requireNonNull(request.queryParameters).startDateTime = "2027-03-25T00:00:00Z";
                                    request.queryParameters.endDateTime = "2027-04-02T00:00:00Z";
                                }))
                        .getValue()))
                .singleElement()
                .satisfies(copy -> {
                    assertThat(copy.getSubject()).isEqualTo("Board, with agenda");
                    assertThat(copy.getIsOrganizer()).isFalse();
                    assertThat(copy.getHasAttachments()).isTrue();
                });
    }

    @Test
    void aRefusalIsReadAsOne() {
        assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(ODataError.class, () -> graph.me()
                                .messages()
                                .byMessageId("unknown")
                                .get())
                        .getResponseStatusCode())
                .isEqualTo(404);
    }

    private static Message mail(String subject) {
        ItemBody body = new ItemBody();
        body.setContentType(BodyType.Html);
        body.setContent("<p>Hello</p>");
        Recipient recipient = new Recipient();
        recipient.setEmailAddress(address());
        SingleValueLegacyExtendedProperty job = new SingleValueLegacyExtendedProperty();
        job.setId(JOB);
        job.setValue("42");
        Message mail = new Message();
        mail.setSubject(subject);
        mail.setBody(body);
        mail.setToRecipients(List.of(recipient));
        mail.setSingleValueExtendedProperties(List.of(job));
        return mail;
    }

    private static EmailAddress address() {
        EmailAddress address = new EmailAddress();
        address.setAddress(CFO);
        return address;
    }

    private static FileAttachment file(String name, String content) {
        FileAttachment file = new FileAttachment();
        file.setName(name);
        file.setContentType("text/plain");
        file.setContentBytes(content.getBytes(UTF_8));
        return file;
    }

    private static CreateUploadSessionPostRequestBody session(String name, long size) {
        AttachmentItem item = new AttachmentItem();
        item.setAttachmentType(AttachmentType.File);
        item.setName(name);
        item.setSize(size);
        CreateUploadSessionPostRequestBody body = new CreateUploadSessionPostRequestBody();
        body.setAttachmentItem(item);
        return body;
    }

    private static Event mondays() {
        RecurrencePattern pattern = new RecurrencePattern();
        pattern.setType(RecurrencePatternType.Weekly);
        pattern.setInterval(1);
        pattern.setDaysOfWeek(List.of(DayOfWeek.Monday));
        RecurrenceRange range = new RecurrenceRange();
        range.setType(RecurrenceRangeType.Numbered);
        range.setNumberOfOccurrences(8);
        range.setStartDate(LocalDate.of(2027, 3, 1));
        PatternedRecurrence recurrence = new PatternedRecurrence();
        recurrence.setPattern(pattern);
        recurrence.setRange(range);
        Attendee attendee = new Attendee();
        attendee.setEmailAddress(address());
        attendee.setType(AttendeeType.Required);
        Event event = new Event();
        event.setSubject("Board");
        event.setStart(berlin("2027-03-01T09:00:00"));
        event.setEnd(berlin("2027-03-01T10:00:00"));
        event.setRecurrence(recurrence);
        event.setAttendees(List.of(attendee));
        return event;
    }

    private static DateTimeTimeZone berlin(String time) {
        DateTimeTimeZone zoned = new DateTimeTimeZone();
        zoned.setDateTime(time);
        zoned.setTimeZone("W. Europe Standard Time");
        return zoned;
    }
}
