package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.item.OutlookItem;
import java.time.Duration;
import java.util.Optional;

/**
 * One request about an attachment whose upload is over: it is tried as one of an upload is, and is made again after a lost
 * answer. What it asks for may be gone already; that is an answer.
 */
public final class LoneRequest {

    private final Tries tries;
    private Stage next;

    private LoneRequest(Request.Call call, UploadContext context) {
        tries = new Tries(context, new Nobody());
        next = new Asking(call, tries);
        tries.begin();
    }

    /**
     * {@return the removal of an attachment that turned out wrong; nothing is sent yet}
     *
     * @param client makes the requests
     * @param item has the attachment
     * @param attachmentId of the attachment
     * @param context bounds, waits and time, as of an upload
     */
    public static LoneRequest removal(
            GraphClient client, OutlookItem item, String attachmentId, UploadContext context) {
        return new LoneRequest(() -> client.deleteAttachment(item, attachmentId), context);
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
        return new LoneRequest(() -> client.getAttachment(item, attachmentId), context);
    }

    /**
     * Makes one request, unless it is done.
     *
     * @return how long to wait before the next one; empty when it is answered
     * @throws UploadException when the service refuses it for good, or the tries or the time are used up
     */
    public Optional<Duration> step() throws UploadException {
        Transition transition = next.step();
        next = transition.next();
        return next instanceof Answered ? Optional.empty() : Optional.of(transition.pause());
    }

    /** {@return what to fail with when nobody may wait any longer} */
    public UploadException interrupted() {
        return UploadException.of(UploadFailure.INTERRUPTED, 0);
    }

    /** {@return whether the service had the attachment, once it is done} */
    public boolean isFound() {
        return next instanceof Answered answered && answered.found();
    }

    private record Asking(Request.Call call, Tries tries) implements Stage {

        @Override
        public Transition step() throws UploadException {
            return Request.repeatable(this, call)
                    .answeredBy(reply -> reply.isSuccess() || UploadFailure.isGone(reply))
                    .make(tries, this::answered);
        }

        private Transition answered(GraphReply answer) {
            return Transition.to(new Answered(answer.isSuccess()));
        }
    }

    private record Answered(boolean found) implements Stage {

        @Override
        public Transition step() {
            return Transition.to(this);
        }
    }

    /** Nothing of a file is sent, and nobody listens. */
    private record Nobody() implements Tries.Witness {

        @Override
        public long committed() {
            return 0;
        }

        @Override
        public void waiting(Duration pause, String why) {}
    }
}
