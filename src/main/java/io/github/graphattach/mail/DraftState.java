package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphError;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.upload.OwnedGraphClient;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.Tries;
import io.github.graphattach.upload.UploadContext;
import java.time.Duration;
import java.util.Locale;

/** What the stages of one draft share. It knows no stage but the last two. */
final class DraftState {

    final Ownership ownership;
    final GraphClient client;
    final DraftTask task;
    final UploadContext context;
    final Tries tries;

    /** Of the questions that are asked between two tries of making the draft: an answer to them does not begin these anew. */
    final Tries questions;

    private Marker marker = Marker.NONE;

    /** Whether this try has asked for the draft. */
    private boolean asked;

    DraftState(Ownership ownership, GraphClient client, DraftTask task, UploadContext context) {
        this.ownership = ownership;
        this.client = new OwnedGraphClient(client, ownership, reply -> {});
        this.task = task;
        this.context = context;
        Tries.Witness nobody = new Tries.Witness() {
            @Override
            public long committed() {
                return 0;
            }

            @Override
            public void waiting(Duration pause, String why) {}
        };
        this.tries = new Tries(context, nobody);
        this.questions = new Tries(context, nobody);
    }

    void markWith(Marker own) {
        marker = own;
    }

    /** {@return by which the draft is found again; that of no job before the first claim} */
    Marker marker() {
        return marker;
    }

    void asked() {
        asked = true;
    }

    boolean isAsked() {
        return asked;
    }

    /** The draft is there; {@return what is left to do} */
    Transition drafted(StoredMessage message, boolean byThisTry) {
        DraftResult.Outcome outcome = byThisTry ? DraftResult.Outcome.CREATED : DraftResult.Outcome.ALREADY_PRESENT;
        return Transition.to(new Recording(
                this,
                new DraftResult(
                        message.draft() ? outcome : DraftResult.Outcome.ALREADY_SENT,
                        message.id(),
                        message.internetMessageId())));
    }

    /** The answer, without the service's words where they repeat what the mail says. */
    GraphReply discreet(GraphReply reply) {
        GraphError error = reply.error();
        String said = error.message().toLowerCase(Locale.ROOT);
        boolean repeats = task.draft().confidential().anyMatch(text -> said.contains(text.toLowerCase(Locale.ROOT)));
        if (reply.isSuccess() || !repeats) {
            return reply;
        }
        ObjectNode words = JsonNodeFactory.instance.objectNode();
        words.putObject("error").put("code", error.code());
        return new GraphReply(reply.status(), reply.headers(), words, reply.clientRequestId());
    }
}
