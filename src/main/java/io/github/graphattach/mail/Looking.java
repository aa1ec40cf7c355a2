package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * Looks for messages with our marker in all folders. A draft appears late in such a list, so that after a lost answer it is
 * looked for as long as a request may take.
 *
 * @see <a href="https://learn.microsoft.com/graph/outlook-create-item-in-folder">Items in folders</a>
 */
final class Looking implements Stage {

    private final MailState state;
    private final Found found;
    private final Transition.Continuation ifNotThere;
    private final OptionalLong deadline;
    private int rounds;

    /** Goes on where there are messages. */
    @FunctionalInterface
    interface Found {

        /**
         * Goes on.
         *
         * @param messages that have the marker, one at least
         * @param looking goes on looking where none of them counts
         */
        Transition proceed(List<StoredMessage> messages, Looking looking) throws UploadException;
    }

    private Looking(MailState state, OptionalLong deadline, Found found, Transition.Continuation ifNotThere) {
        this.state = state;
        this.found = found;
        this.deadline = deadline;
        this.ifNotThere = ifNotThere;
    }

    /** One look, where no request was made lately. */
    static Looking once(MailState state, Found found, Transition.Continuation ifNotThere) {
        return new Looking(state, OptionalLong.empty(), found, ifNotThere);
    }

    /** As many looks as it takes for a draft to appear. */
    static Looking longEnough(MailState state, Found found, Transition.Continuation ifNotThere) {
        long patience = state.context.policy().requestTimeout().toNanos();
        return new Looking(state, OptionalLong.of(state.context.clock().nanos() + patience), found, ifNotThere);
    }

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(
                        this,
                        () -> state.client.findMessages(
                                state.folder, state.marker().filter()))
                .answeredBy(reply -> StoredMessage.list(reply).isPresent())
                .make(state.questions, this::seen);
    }

    private Transition seen(GraphReply reply) throws UploadException {
        List<StoredMessage> messages = StoredMessage.list(reply).orElseThrow();
        return messages.isEmpty() ? notThere() : found.proceed(messages, this);
    }

    /** What follows where none is there that counts. */
    Transition notThere() throws UploadException {
        Duration wait = state.tries.backOff(++rounds);
        boolean over = deadline.isEmpty()
                || deadline.getAsLong() - state.context.clock().nanos() < wait.toNanos();
        return over ? ifNotThere.proceed() : state.tries.after(wait, this, UploadFailure.NO_ANSWER);
    }
}
