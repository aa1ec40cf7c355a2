package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.GraphError;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.upload.Ownership;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.UploadContext;
import java.util.List;
import java.util.Locale;

/** What the stages of one draft share. */
final class DraftState extends MailState {

    final DraftTask task;

    /** Whether this try has asked for the draft. */
    private boolean asked;

    DraftState(Ownership ownership, GraphClient client, DraftTask task, UploadContext context) {
        super(ownership, client, task.folder(), task.source(), context);
        this.task = task;
    }

    void asked() {
        asked = true;
    }

    boolean isAsked() {
        return asked;
    }

    /** {@return one look for the draft, where no request was made lately} */
    Looking lookOnce(Transition.Continuation ifNotThere) {
        return Looking.once(this, this::chosen, ifNotThere);
    }

    /** {@return as many looks for the draft as it takes for one to appear} */
    Looking lookLongEnough(Transition.Continuation ifNotThere) {
        return Looking.longEnough(this, this::chosen, ifNotThere);
    }

    private Transition chosen(List<StoredMessage> found, Looking looking) {
        return Transition.to(new Choosing(this, found, looking));
    }

    /** The draft is there; {@return what is left to do} */
    Transition drafted(StoredMessage message, boolean byThisTry) {
        DraftResult.Outcome outcome = byThisTry ? DraftResult.Outcome.CREATED : DraftResult.Outcome.ALREADY_PRESENT;
        return message.draft()
                ? recorded(outcome, message.id(), message.internetMessageId())
                : sent(message.id(), message.internetMessageId());
    }

    /** The mail was sent, or may have been; {@return what is left to do} */
    Transition sent(String messageId, String internetMessageId) {
        return recorded(DraftResult.Outcome.ALREADY_SENT, messageId, internetMessageId);
    }

    private Transition recorded(DraftResult.Outcome outcome, String messageId, String internetMessageId) {
        return Transition.to(new Recording(this, new DraftResult(outcome, messageId, internetMessageId)));
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
