package io.github.graphattach.upload;

import io.github.graphattach.content.SpoolException;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.item.OutlookItem;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One request about attachments that belongs to no upload: it is tried as one of an upload is, and is made again after a lost
 * answer.
 */
public final class LoneRequest implements Work {

    private final Tries tries;
    private Stage next;
    private boolean begun;

    /** Keeps the bytes of an attachment. */
    @FunctionalInterface
    public interface Keeper {

        /**
         * Begins anew: an earlier answer may have broken off.
         *
         * @return takes the bytes; stays open
         * @throws IOException when nothing can be kept
         */
        OutputStream begin() throws IOException;
    }

    private LoneRequest(Request.Call call, Predicate<GraphReply> answer, UploadContext context) {
        tries = new Tries(context);
        next = new Asking(call, answer, tries);
    }

    /**
     * {@return the removal of an attachment; nothing is sent yet} One that is gone already is an answer too.
     *
     * @param client makes the requests
     * @param item has the attachment
     * @param attachmentId of the attachment
     * @param context bounds, waits and time, as of an upload
     */
    public static LoneRequest removal(
            GraphClient client, OutlookItem item, String attachmentId, UploadContext context) {
        return new LoneRequest(() -> client.deleteAttachment(item, attachmentId), LoneRequest::isThereOrGone, context);
    }

    /**
     * {@return the question whether an attachment is still there; nothing is sent yet}
     *
     * @param client makes the requests
     * @param item had the attachment
     * @param attachmentId of the attachment
     * @param context bounds, waits and time, as of an upload
     */
    public static LoneRequest look(GraphClient client, OutlookItem item, String attachmentId, UploadContext context) {
        return new LoneRequest(() -> client.getAttachment(item, attachmentId), LoneRequest::isThereOrGone, context);
    }

    /**
     * {@return the question which attachments an item has; nothing is sent yet}
     *
     * @param client makes the requests
     * @param item whose attachments
     * @param context bounds, waits and time, as of an upload
     */
    public static LoneRequest list(GraphClient client, OutlookItem item, UploadContext context) {
        return new LoneRequest(
                () -> client.describeAttachments(item),
                reply -> AttachmentLine.list(reply).isPresent(),
                context);
    }

    /**
     * {@return the request for an attachment's bytes; nothing is sent yet}
     *
     * @param client makes the requests
     * @param item has the attachment
     * @param attachmentId of the attachment
     * @param most bytes that it may have, for the time that the answer may take
     * @param keeper gets the bytes, from the first one with each try
     * @param context bounds, waits and time, as of an upload
     */
    public static LoneRequest content(
            GraphClient client,
            OutlookItem item,
            String attachmentId,
            long most,
            Keeper keeper,
            UploadContext context) {
        Request.Call call = () -> {
            try {
                return client.readContent(item, attachmentId, most, keeper.begin());
            } catch (SpoolException e) {
                throw UploadException.of(UploadFailure.NOT_KEPT, e, 0);
            }
        };
        return new LoneRequest(call, reply -> reply.status() == 200, context);
    }

    private static boolean isThereOrGone(GraphReply reply) {
        return reply.isSuccess() || Judgement.isGone(reply);
    }

    /** As {@link #step(Beside)}, with nobody to ask beside. */
    public Duration step() throws UploadException {
        begin();
        try {
            Transition transition = next.step();
            next = transition.next();
            return transition.pause();
        } catch (UploadException e) {
            // A request that ended because the application stops tells nothing of the service or the network.
            throw e.failure().retryable() && Thread.currentThread().isInterrupted() ? interrupted() : e;
        }
    }

    @Override
    public Duration step(Beside beside) throws UploadException {
        return step();
    }

    @Override
    public void begin() {
        if (!begun) {
            begun = true;
            tries.begin();
        }
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public boolean isLate() {
        return begun && tries.timeLeft().isNegative();
    }

    @Override
    public UploadException late() {
        return UploadException.of(UploadFailure.OUT_OF_TIME, 0);
    }

    @Override
    public UploadException interrupted() {
        return UploadException.of(UploadFailure.INTERRUPTED, 0);
    }

    @Override
    public void waits(Duration pause, String why) {}

    @Override
    public void abandon() {}

    /** {@return whether it is answered} */
    public boolean isDone() {
        return next instanceof Answered;
    }

    /** {@return whether the service had the attachment, once it is done} */
    public boolean isFound() {
        return answer().filter(GraphReply::isSuccess).isPresent();
    }

    /** {@return what the item has; nothing before the list is there} */
    public List<AttachmentLine> lines() {
        return answer().flatMap(AttachmentLine::list).orElse(List.of());
    }

    private Optional<GraphReply> answer() {
        return next instanceof Answered answered ? Optional.of(answered.answer()) : Optional.empty();
    }

    private record Asking(Request.Call call, Predicate<GraphReply> isAnswer, Tries tries) implements Stage {

        @Override
        public Transition step() throws UploadException {
            return Request.repeatable(this, call)
                    .answeredBy(isAnswer)
                    .make(tries, answer -> Transition.to(new Answered(answer)));
        }
    }

    private record Answered(GraphReply answer) implements Stage {

        @Override
        public Transition step() {
            return Transition.to(this);
        }
    }
}
