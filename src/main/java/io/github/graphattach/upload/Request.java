package io.github.graphattach.upload;

import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.TokenException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One request to Graph, tried properly: every stage that asks Graph for something makes its request here. The client below
 * replaces a token that is refused, once. A throttle is waited out for as long as the service says, a fault is tried again
 * after a back-off, until the tries or the time are used up. Where the request may have been carried out although nobody said
 * so, its effect is looked for first.
 *
 * @param stage which makes it, and makes it again
 * @param call sends it
 * @param effect what it leaves behind
 * @param isAnswer whether a reply decides something for the stage; any other is a refusal or a fault
 * @param unproved what to fail with where the answer would have proved something; empty where the refusal itself says it
 */
public record Request(
        Stage stage, Call call, Effect effect, Predicate<GraphReply> isAnswer, Optional<UploadFailure> unproved) {

    /** Sends a request once. */
    @FunctionalInterface
    public interface Call {

        GraphReply send() throws IOException, UploadException;
    }

    /** Decides what follows an answer. */
    @FunctionalInterface
    public interface Reaction {

        Transition to(GraphReply answer) throws UploadException;
    }

    /** A request that does no harm when it is made twice. */
    public static Request repeatable(Stage stage, Call call) {
        return once(stage, Effect.NONE, call);
    }

    /** A request whose effect must not be there twice. */
    public static Request once(Stage stage, Effect effect, Call call) {
        return new Request(stage, call, effect, GraphReply::isSuccess, Optional.empty());
    }

    /** {@return the same request, where those replies decide something and all others are refusals or faults} */
    public Request answeredBy(Predicate<GraphReply> answer) {
        return new Request(stage, call, effect, answer, unproved);
    }

    /** The answer proves that the attachment is right. Without one the upload fails as unverified, whatever the refusal says. */
    Request provingAttachment() {
        return new Request(stage, call, effect, isAnswer, Optional.of(UploadFailure.UNVERIFIED));
    }

    /**
     * Makes the request.
     *
     * @param tries of the upload
     * @param reaction to an answer
     * @return what follows
     * @throws UploadException when it is refused for good, or the tries or the time are used up
     */
    public Transition make(Tries tries, Reaction reaction) throws UploadException {
        effect.mayHappen();
        GraphReply reply;
        try {
            reply = call.send();
        } catch (TokenException e) {
            effect.hasNotHappened();
            return unanswered(tries, e);
        } catch (IOException e) {
            return effect.lookedFor(() -> unanswered(tries, e));
        }
        if (isAnswer.test(reply)) {
            tries.succeeded();
            return reaction.to(reply);
        }
        if (Judgement.onGraph(reply).leavesOpen()) {
            return effect.lookedFor(() -> refused(tries, reply));
        }
        effect.hasNotHappened();
        return refused(tries, reply);
    }

    private Transition unanswered(Tries tries, IOException e) throws UploadException {
        return tries.again(stage, unproved.orElse(UploadFailure.NO_ANSWER), e);
    }

    private Transition refused(Tries tries, GraphReply reply) throws UploadException {
        UploadFailure failure = Judgement.onGraph(reply);
        if (unproved.isPresent()) {
            return tries.again(stage, reply.isRefusedUnread() ? UploadFailure.THROTTLED : unproved.get(), reply);
        }
        return switch (failure) {
            case THROTTLED, SERVICE_FAULT, MALFORMED_ANSWER, ITEM_NOT_FOUND, MAILBOX_AWAY ->
                tries.again(stage, failure, reply);
            default -> throw tries.gaveUp(failure, reply);
        };
    }
}
