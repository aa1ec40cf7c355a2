package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Collectors;

/**
 * Notes which attachments the item has before anything is sent, so that ours can be told from them when an answer is lost.
 * What was noted for the file before is used again, unless it is to be known for sure. Where it can, the session is opened
 * meanwhile, so that the file goes one request earlier.
 */
final class Listing implements Stage {

    private final UploadState state;
    private boolean takenOver;
    private Optional<FutureTask<GraphReply>> asked = Optional.empty();

    Listing(UploadState state) {
        this.state = state;
    }

    @Override
    public void beside(Beside beside) {
        FutureTask<GraphReply> list = new FutureTask<>(() -> state.asking.listAttachments(state.item()));
        asked = opensMeanwhile() && beside.ask(list) ? Optional.of(list) : Optional.empty();
    }

    /**
     * Only where to open a session changes nothing that the list shows, as the first write to an occurrence does, and where
     * nothing depends on what it shows.
     */
    private boolean opensMeanwhile() {
        return next() instanceof Opening
                && state.policy().onExisting() == OnExisting.ADD
                && state.item().keepsIds()
                && !isTakenOver();
    }

    private boolean isTakenOver() {
        takenOver = takenOver || state.list.isTakenOver();
        return takenOver;
    }

    private Stage next() {
        return state.transfer().session().isPresent() ? new Sending(state) : Opening.orPosting(state);
    }

    @Override
    public Transition step() throws UploadException {
        if (isTakenOver()) {
            return Transition.to(next());
        }
        return asked.isPresent() ? opened(asked.get()) : listed(() -> state.client.listAttachments(state.item()));
    }

    @Override
    public long bytes() {
        return opensMeanwhile() ? Opening.DESCRIPTION_BYTES : 0;
    }

    private Transition listed(Request.Call call) throws UploadException {
        return Request.repeatable(this, call)
                .answeredBy(reply -> StoredAttachment.list(reply).isPresent())
                .make(
                        state.tries,
                        reply ->
                                Transition.to(noted(StoredAttachment.list(reply).orElseThrow())));
    }

    /** A session that is open waits for a list that was not answered. Where neither was, that counts as one try. */
    private Transition opened(FutureTask<GraphReply> list) throws UploadException {
        Transition opened;
        try {
            opened = new Opening(state).step();
        } catch (UploadException refused) {
            list.cancel(false);
            throw refused;
        }
        // It does nothing where the other thread has begun.
        list.run();
        Optional<List<StoredAttachment>> present = answered(list);
        if (present.isPresent()) {
            note(present.get());
            return opened;
        }
        return opened.next() instanceof Opening ? new Transition(this, opened.pause()) : listed(() -> answer(list));
    }

    private static Optional<List<StoredAttachment>> answered(FutureTask<GraphReply> list) {
        try {
            return StoredAttachment.list(answer(list));
        } catch (IOException unanswered) {
            return Optional.empty();
        }
    }

    private static GraphReply answer(FutureTask<GraphReply> list) throws IOException {
        try {
            return list.get();
        } catch (ExecutionException e) {
            return thrown(Objects.requireNonNull(e.getCause()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the attachments were listed", e);
        }
    }

    private static GraphReply thrown(Throwable cause) throws IOException {
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof IOException unanswered) {
            throw unanswered;
        }
        throw new IllegalStateException(cause);
    }

    private Stage noted(List<StoredAttachment> present) {
        note(present);
        return state.policy().onExisting() == OnExisting.SKIP
                ? Comparing.anyOf(
                        state, present.stream().filter(this::isNamesake).toList())
                : next();
    }

    private void note(List<StoredAttachment> present) {
        boolean replaces = state.policy().onExisting() == OnExisting.REPLACE;
        List<String> leftToRemove = state.attached.toRemove();
        state.list.made(
                present.stream().map(StoredAttachment::id).collect(Collectors.toSet()),
                present.stream()
                        .filter(one -> leftToRemove.contains(one.id()) || (replaces && isNamesake(one)))
                        .map(StoredAttachment::id)
                        .toList());
    }

    private boolean isNamesake(StoredAttachment one) {
        return one.isFile() && state.hasOurName(one);
    }
}
