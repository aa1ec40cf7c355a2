package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphError;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.session.MailRecord;
import io.github.graphattach.upload.OwnedGraphClient;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadContext;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** What the stages of one draft share. */
final class DraftState extends MailState {

    final DraftTask task;

    /** Names attachments by ordinary ids. */
    final GraphClient attachments;

    /** Whether this try has asked for the draft. */
    private boolean asked;

    DraftState(
            Ownership ownership, GraphClient client, GraphClient attachments, DraftTask task, UploadContext context) {
        super(ownership, client, task.folder(), task.source(), context);
        this.attachments = new OwnedGraphClient(attachments, ownership, reply -> {});
        this.task = task;
    }

    void asked() {
        asked = true;
    }

    boolean isAsked() {
        return asked;
    }

    /** {@return one look for the draft, where no request was made lately} */
    Looking lookOnce(Transition.Continuation ifNotThere) {
        return Looking.once(this, this::filters, this::chosen, ifNotThere);
    }

    /** {@return as many looks for the draft as it takes for one to appear} */
    Looking lookLongEnough(Transition.Continuation ifNotThere) {
        return Looking.longEnough(this, this::filters, this::chosen, ifNotThere);
    }

    /** {@return one look for others of the same job, beside a draft that is there} */
    Looking lookBeside(StoredMessage draft, Looking otherwise) {
        return Looking.once(
                this,
                this::filtersBeside,
                (found, looking) -> {
                    Stream<StoredMessage> others =
                            found.stream().filter(other -> !other.id().equals(draft.id()));
                    return chosen(Stream.concat(Stream.of(draft), others).toList(), otherwise);
                },
                () -> chosen(List.of(draft), otherwise));
    }

    /** {@return whether it is written down that nobody has begun to send the mail} */
    boolean isSurelyUnsent() {
        return known().state() == MailRecord.State.ASKED_FOR || known().state() == MailRecord.State.DRAFT;
    }

    /** {@return by what the draft is found} An answer that nobody has finished has no marker. */
    private List<String> filters() {
        return isAnswer() ? List.of(marker().filter(), marker().draftFilter()) : List.of(marker().filter());
    }

    /** {@return by what others are found beside one that may be finished} */
    private List<String> filtersBeside() {
        List<String> filters = new ArrayList<>(filters());
        Collections.reverse(filters);
        return filters;
    }

    boolean isAnswer() {
        return task.answered().isPresent();
    }

    private Transition chosen(List<StoredMessage> found, Looking looking) {
        return Transition.to(new Choosing(this, found, looking));
    }

    /** The draft is there; {@return what is left to do} */
    Transition drafted(StoredMessage message, boolean byThisTry) {
        DraftResult.Outcome outcome = byThisTry ? DraftResult.Outcome.CREATED : DraftResult.Outcome.ALREADY_PRESENT;
        if (!message.draft()) {
            return sent(message.id(), message.internetMessageId());
        }
        boolean isUnknown = !byThisTry && known().state() == MailRecord.State.NOT_MADE;
        return isUnknown && task.renewedAfter().isPresent()
                ? noted(
                        known().named(message.id())
                                .asked(MailRecord.State.FOUND, context.clock().now()),
                        () -> Transition.to(renewing(task.renewedAfter().get())))
                : present(message, outcome);
    }

    /** An answer may be unfinished until it was written down that it is not. */
    private Transition present(StoredMessage message, DraftResult.Outcome outcome) {
        boolean isFinished = known().state() == MailRecord.State.DRAFT || known().state() == MailRecord.State.FOUND;
        return isAnswer() && !isFinished
                ? Transition.to(new Quoting(this, message.id(), outcome))
                : recorded(outcome, message.id(), message.internetMessageId());
    }

    /** {@return what waits until a draft was surely not sent, and then makes another one in its place, unless it has a twin} */
    Stage renewing(Duration grace) {
        String draftId = known().messageId().orElseThrow();
        return new Settling(
                this,
                draftId,
                context.policy().requestTimeout(),
                untilAsked(grace),
                copy -> sent(copy.id(), copy.internetMessageId()),
                () -> {
                    throw UploadException.of(UploadFailure.DRAFT_GONE, 0);
                },
                () -> Transition.to(new Discarding(
                        this, draftId, () -> Transition.to(lookOnce(() -> Transition.to(new Creating(this)))))));
    }

    /** The mail was sent, or may have been; {@return what is left to do} */
    Transition sent(String messageId, String internetMessageId) {
        // What was found has turned out to be sent.
        if (known().state() == MailRecord.State.FOUND) {
            claimed(known().in(MailRecord.State.DRAFT));
        }
        return recorded(DraftResult.Outcome.ALREADY_SENT, messageId, internetMessageId);
    }

    /** The draft says all that it should; {@return what is left to do} */
    Transition recorded(DraftResult.Outcome outcome, String messageId, String internetMessageId) {
        return Transition.to(
                new Recording(this, new DraftResult(outcome, messageId, internetMessageId, known().brought())));
    }

    /** The answer, without the service's words where they repeat what the mail says. */
    GraphReply discreet(GraphReply reply) {
        GraphError error = reply.error();
        return task.draft().isRepeatedBy(error.code() + " " + error.message()) ? reply.withoutWords() : reply;
    }
}
