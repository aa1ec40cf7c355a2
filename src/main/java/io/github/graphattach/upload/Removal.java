package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.item.OutlookItem;
import java.time.Duration;
import java.util.Optional;

/** The removal of an attachment that turned out wrong after its upload was done. One that is gone already is removed. */
public final class Removal {

    private final Tries tries;
    private Stage next;

    /**
     * Prepares it; nothing is sent yet.
     *
     * @param client makes the requests
     * @param item has the attachment
     * @param attachmentId of the attachment
     * @param context bounds, waits and time, as of an upload
     */
    public Removal(GraphClient client, OutlookItem item, String attachmentId, UploadContext context) {
        tries = new Tries(context, new Nobody());
        next = new Deleting(client, item, attachmentId, tries);
        tries.begin();
    }

    /**
     * Makes one request, unless it is done.
     *
     * @return how long to wait before the next one; empty when the attachment is removed
     * @throws UploadException when the service refuses it for good, or the tries or the time are used up
     */
    public Optional<Duration> step() throws UploadException {
        Transition transition = next.step();
        next = transition.next();
        return next instanceof Gone ? Optional.empty() : Optional.of(transition.pause());
    }

    /** {@return what to fail with when nobody may wait any longer} */
    public UploadException interrupted() {
        return UploadException.of(UploadFailure.INTERRUPTED, 0);
    }

    private record Deleting(GraphClient client, OutlookItem item, String attachmentId, Tries tries) implements Stage {

        @Override
        public Transition step() throws UploadException {
            return Request.repeatable(this, () -> client.deleteAttachment(item, attachmentId))
                    .answeredBy(reply -> reply.isSuccess() || UploadFailure.isGone(reply))
                    .make(tries, this::gone);
        }

        private Transition gone(GraphReply answer) {
            return Transition.to(new Gone());
        }
    }

    private record Gone() implements Stage {

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
