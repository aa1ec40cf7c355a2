package io.github.graphattach.app;

import io.github.graphattach.component.FailureDetails;
import io.github.graphattach.component.GraphAttachException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The service and the component before it, as the mail of a job sees them: a draft is made once under its key, and sent once. */
final class MailDouble implements Attachments {

    /** What went out. */
    record Sent(String subject, List<String> files) {}

    /** What was made. */
    static final class Draft {

        final String id;
        final String subject;
        final Map<String, String> files = new LinkedHashMap<>();
        private final Map<String, String> uploads = new HashMap<>();
        private boolean sent;

        Draft(String id, String subject) {
            this.id = id;
            this.subject = subject;
        }
    }

    final List<Sent> sent = new ArrayList<>();
    private final Map<String, Draft> drafts = new LinkedHashMap<>();
    private Optional<GraphAttachException> fault = Optional.empty();
    private int requests;

    static GraphAttachException outage() {
        return new GraphAttachException(
                "Tried but failed because there is no way; wait",
                new FailureDetails(0, "", "", "", true, 0, "wait", true),
                null);
    }

    static GraphAttachException refusal() {
        return new GraphAttachException(
                "Tried but failed because the service refused it; mend it",
                new FailureDetails(400, "ErrorInvalidRequest", "", "", false, 0, "mend it"),
                null);
    }

    int requests() {
        return requests;
    }

    /** The next requests fail, until {@link #mend}. */
    void fail(GraphAttachException why) {
        fault = Optional.of(why);
    }

    void mend() {
        fault = Optional.empty();
    }

    List<Draft> drafts() {
        return drafts.values().stream().filter(draft -> !draft.sent).toList();
    }

    /** {@return what {@code operation=createDraft} says, and the id} */
    Map.Entry<String, String> createDraft(String key, String subject) {
        request();
        var known = Optional.ofNullable(drafts.get(key));
        var draft = drafts.computeIfAbsent(key, made -> new Draft("draft-" + requests, subject));
        return Map.entry(known.isEmpty() ? "created" : draft.sent ? "already-sent" : "already-present", draft.id);
    }

    /** {@return the attachment's id, and what was done} */
    Map.Entry<String, String> attach(String messageId, String uploadId, String name) {
        request();
        var draft = draft(messageId);
        if (draft.sent) {
            throw refusal();
        }
        var known = Optional.ofNullable(draft.uploads.get(uploadId)).filter(draft.files::containsKey);
        var id = known.orElse("attachment-" + requests);
        draft.files.put(id, name);
        draft.uploads.put(uploadId, id);
        return Map.entry(id, known.isPresent() ? "already-present" : "attached");
    }

    /** {@return what {@code operation=send} says} */
    String send(String messageId, List<String> required) {
        request();
        var draft = draft(messageId);
        if (draft.sent) {
            return "already-sent";
        }
        if (!draft.files.keySet().equals(Set.copyOf(required))) {
            throw refusal();
        }
        draft.sent = true;
        sent.add(new Sent(draft.subject, List.copyOf(draft.files.values())));
        return "accepted";
    }

    private Draft draft(String messageId) {
        return drafts.values().stream()
                .filter(draft -> draft.id.equals(messageId))
                .findFirst()
                .orElseThrow(MailDouble::refusal);
    }

    @Override
    public void remove(Target target, FileReceipt attached) {
        request();
        draft(String.valueOf(target.address().get("messageId"))).files.remove(attached.attachmentId());
    }

    @Override
    public boolean has(Target target, FileReceipt attached) {
        request();
        return draft(String.valueOf(target.address().get("messageId"))).files.containsKey(attached.attachmentId());
    }

    @Override
    public boolean discardDraft(Mail mail, String jobKey) {
        request();
        drafts.remove(jobKey);
        return true;
    }

    private void request() {
        requests++;
        fault.ifPresent(why -> {
            throw why;
        });
    }
}
