package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import java.io.IOException;
import java.util.function.Predicate;

/**
 * One question to Graph that changes nothing, tried properly: a token that is refused is replaced once, a throttle is waited
 * out for as long as the service says, a fault is tried again after a back-off, until the tries or the time are used up.
 *
 * @param state of the upload
 * @param question what is asked
 * @param isAnswer whether a reply answers it; any other is a refusal or a fault
 * @param then what follows the answer
 */
record Inquiry(UploadState state, Question question, Predicate<GraphReply> isAnswer, Answered then) implements Stage {

    /** Asks once. */
    @FunctionalInterface
    interface Question {

        GraphReply ask() throws IOException;
    }

    /** Says what follows an answer. */
    @FunctionalInterface
    interface Answered {

        Turn turn(GraphReply answer) throws UploadException;
    }

    @Override
    public Turn step() throws UploadException {
        GraphReply reply;
        try {
            reply = question.ask();
        } catch (IOException e) {
            return state.again(this, UploadFailure.NO_ANSWER, e);
        }
        if (!isAnswer.test(reply)) {
            return state.onGraph(this, reply);
        }
        state.advanced();
        return then.turn(reply);
    }
}
