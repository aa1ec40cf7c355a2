package io.github.graphattach.mail;

import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.upload.Beside;
import io.github.graphattach.upload.Request;
import io.github.graphattach.upload.Stage;
import io.github.graphattach.upload.Transition;
import io.github.graphattach.upload.Tries;
import io.github.graphattach.upload.UploadContext;
import io.github.graphattach.upload.UploadException;
import io.github.graphattach.upload.UploadFailure;
import io.github.graphattach.upload.Work;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Queue;

/**
 * Asks before anything is made or uploaded who of a mail's recipients cannot get it. It refuses such a mail; where the service
 * does not say, for whatever reason, it lets the mail pass.
 */
public final class RecipientCheck implements Work {

    private final GraphClient client;
    private final MessageFolder mailbox;
    private final MailTips tips;
    private final Queue<List<String>> questions;
    private final Tries tries;
    private final Stage asking = this::ask;
    private boolean begun;

    /**
     * Plans a check; nothing is sent before the first step.
     *
     * @param client makes the requests
     * @param mailbox that is to send
     * @param draft is to be sent
     * @param fileBytes of each file that is to go with it
     * @param context bounds, waits and time, as of an upload
     */
    public RecipientCheck(
            GraphClient client,
            MessageFolder mailbox,
            MailDraft draft,
            Collection<Long> fileBytes,
            UploadContext context) {
        this.client = client;
        this.mailbox = mailbox;
        this.tips = new MailTips(draft, ItemSize.encoded(draft.bodyBytes(), fileBytes));
        this.questions = new ArrayDeque<>(tips.questions());
        this.tries = new Tries(context);
    }

    @Override
    public void begin() {
        if (!begun) {
            begun = true;
            tries.begin();
        }
    }

    /**
     * As {@link #step(Beside)}, with nobody to ask beside.
     *
     * @throws InvalidRecipientsException after the last answer, when somebody cannot get the mail
     */
    public Duration step() throws UploadException {
        begin();
        Duration pause = isDone() ? Duration.ZERO : asked();
        if (isDone()) {
            tips.requireReachable();
        }
        return pause;
    }

    /** Whoever cannot answer one question will hardly answer the next. */
    private Duration asked() throws UploadException {
        try {
            return asking.step().pause();
        } catch (UploadException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw interrupted();
            }
            questions.clear();
            return Duration.ZERO;
        }
    }

    private Transition ask() throws UploadException {
        return Request.repeatable(asking, () -> client.getMailTips(mailbox, questions.element()))
                .answeredBy(MailTips::isAnswer)
                .make(tries, answer -> {
                    questions.remove();
                    tips.know(answer);
                    return Transition.to(asking);
                });
    }

    @Override
    public Duration step(Beside beside) throws UploadException {
        return step();
    }

    @Override
    public long bytes() {
        return 0;
    }

    @Override
    public boolean isLate() {
        return begun && tries.timeLeft().isNegative();
    }

    @Override
    public UploadException late() {
        return UploadException.of(UploadFailure.OUT_OF_TIME, 0);
    }

    @Override
    public UploadException interrupted() {
        return UploadException.of(UploadFailure.INTERRUPTED, 0);
    }

    @Override
    public void waits(Duration pause, String why) {}

    @Override
    public void abandon() {}

    /** {@return whether all is asked that can be} */
    public boolean isDone() {
        return questions.isEmpty();
    }
}
