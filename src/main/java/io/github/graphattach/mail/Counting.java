package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.item.ExchangeId;
import io.github.graphattach.upload.AttachmentLine;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts the files of the draft: those that must be on it, those that it brought along, none more and none less.
 *
 * @param state of the mail
 * @param required the ids of those that must be on it
 * @param next follows where they are all there
 */
record Counting(SendState state, List<String> required, Transition.Continuation next) implements Stage {

    @Override
    public Transition step() throws UploadException {
        return Request.repeatable(this, () -> state.attachments.describeAttachments(state.draft()))
                .answeredBy(reply -> AttachmentLine.list(reply).isPresent())
                .make(state.questions, this::counted);
    }

    private Transition counted(GraphReply reply) throws UploadException {
        Set<String> present = ids(reply);
        return present.containsAll(expected()) ? compared(present.size()) : Transition.to(new Translating(present));
    }

    /**
     * What an upload host makes it names by an ordinary id, and with immutable ids what a POST makes has another one: where
     * the former are not enough, both count.
     */
    private final class Translating implements Stage {

        private final Set<String> ordinary;

        Translating(Set<String> ordinary) {
            this.ordinary = ordinary;
        }

        @Override
        public Transition step() throws UploadException {
            return Request.repeatable(this, () -> state.client.describeAttachments(state.draft()))
                    .answeredBy(reply -> AttachmentLine.list(reply).isPresent())
                    .make(state.questions, this::counted);
        }

        private Transition counted(GraphReply reply) throws UploadException {
            Set<String> both = ids(reply);
            int present = both.size();
            both.addAll(ordinary);
            if (!both.containsAll(expected())) {
                throw UploadException.of(UploadFailure.FILES_MISSING, 0);
            }
            return compared(present);
        }
    }

    private Transition compared(int present) throws UploadException {
        if (present > expected().size()) {
            throw UploadException.of(UploadFailure.FILES_TOO_MANY, 0);
        }
        return next.proceed();
    }

    private Set<String> expected() {
        return comparable(Stream.concat(required.stream(), state.known().brought().stream()));
    }

    private static Set<String> ids(GraphReply reply) {
        return comparable(AttachmentLine.list(reply).orElseThrow().stream().map(AttachmentLine::id));
    }

    /** Ids are written in two ways. */
    private static Set<String> comparable(Stream<String> ids) {
        return ids.map(ExchangeId::urlSafe).collect(Collectors.toCollection(HashSet::new));
    }
}
