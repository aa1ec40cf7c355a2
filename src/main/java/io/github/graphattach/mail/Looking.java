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
import java.util.function.Supplier;

/**
 * Looks for messages with our marker in all folders, and by whatever else they may be ours. A draft appears late in such a
 * list, so that after a lost answer it is looked for as long as a request may take.
 *
 * @see <a href="https://learn.microsoft.com/graph/outlook-create-item-in-folder">Items in folders</a>
 */
final class Looking implements Stage {

    private final MailState state;
    private final Found found;
    private final Transition.Continuation ifNotThere;
    private final OptionalLong deadline;
    private final Supplier<List<String>> filters;
    private int asked;
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

    private Looking(
            MailState state,
            Supplier<List<String>> filters,
            OptionalLong deadline,
            Found found,
            Transition.Continuation ifNotThere) {
        this.state = state;
        this.filters = filters;
        this.found = found;
        this.deadline = deadline;
        this.ifNotThere = ifNotThere;
    }

    /** One look, where no request was made lately. */
    static Looking once(MailState state, Found found, Transition.Continuation ifNotThere) {
        return once(state, () -> byMarker(state), found, ifNotThere);
    }

    /** One look with each of the filters, until one finds something that counts. */
    static Looking once(
            MailState state, Supplier<List<String>> filters, Found found, Transition.Continuation ifNotThere) {
        return new Looking(state, filters, OptionalLong.empty(), found, ifNotThere);
    }

    /** As many looks as it takes for a draft to appear. */
    static Looking longEnough(MailState state, Found found, Transition.Continuation ifNotThere) {
        return longEnough(state, () -> byMarker(state), found, ifNotThere);
    }

    /** As many looks with each of the filters as it takes for a draft to appear. */
    static Looking longEnough(
            MailState state, Supplier<List<String>> filters, Found found, Transition.Continuation ifNotThere) {
        long patience = state.context.policy().requestTimeout().toNanos();
        OptionalLong deadline = OptionalLong.of(state.context.clock().nanos() + patience);
        return new Looking(state, filters, deadline, found, ifNotThere);
    }

    private static List<String> byMarker(MailState state) {
        return List.of(state.marker().filter());
    }

    @Override
    public Transition step() throws UploadException {
        String filter = filters.get().get(asked);
        return Request.repeatable(this, () -> state.client.findMessages(state.folder, filter))
                .answeredBy(reply -> StoredMessage.list(reply).isPresent())
                .make(state.questions, this::seen);
    }

    private Transition seen(GraphReply reply) throws UploadException {
        List<StoredMessage> messages = StoredMessage.list(reply).orElseThrow();
        return messages.isEmpty() ? notThere() : found.proceed(messages, this);
    }

    /** What follows where none is there that counts. */
    Transition notThere() throws UploadException {
        asked = (asked + 1) % filters.get().size();
        if (asked > 0) {
            return Transition.to(this);
        }
        Duration wait = state.tries.backOff(++rounds);
        boolean over = deadline.isEmpty()
                || deadline.getAsLong() - state.context.clock().nanos() < wait.toNanos();
        return over ? ifNotThere.proceed() : state.tries.after(wait, this, UploadFailure.NO_ANSWER);
    }
}
