package io.github.graphattach.app;

import io.github.graphattach.component.FailureDetails;
import io.github.graphattach.component.GraphAttachException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The service and the component before it, as a job sees them: a file is attached once under its upload id. */
final class ServiceDouble implements Attachments {

    /** One attachment. */
    record Stored(String name, String content, String sha256) {}

    static final String STOPPED = "the service did not answer";
    static final String REFUSED = "Graph refused the access token (401)";

    private final String name;
    private final Map<String, Stored> attachments = new LinkedHashMap<>();
    private final Map<String, String> uploads = new HashMap<>();
    private Optional<String> outOfOrder = Optional.empty();
    private int requests;

    /** @param name the path at which the gateway has it: several services have one host */
    ServiceDouble(String name) {
        this.name = name;
    }

    /** {@return what the application knows of it} */
    Service service() {
        return new Service("graph", "https://graph/" + name);
    }

    Map<String, Stored> attachments() {
        return attachments;
    }

    /** {@return how often the service was asked for anything, also in vain} */
    int requests() {
        return requests;
    }

    void stop() {
        outOfOrder = Optional.of(STOPPED);
    }

    void refuseTheToken() {
        outOfOrder = Optional.of(REFUSED);
    }

    void mend() {
        outOfOrder = Optional.empty();
    }

    /** {@return the attachment's id and what was done} */
    Map.Entry<String, String> attach(String uploadId, String name, String content, boolean skip) {
        request();
        var sha256 = HeldFile.sha256(content.getBytes(StandardCharsets.UTF_8));
        var known = Optional.ofNullable(uploads.get(uploadId));
        if (skip && known.isEmpty()) {
            known = attachments.entrySet().stream()
                    .filter(stored -> stored.getValue().name().equals(name))
                    .filter(stored -> stored.getValue().sha256().equals(sha256))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
        var present = known.filter(id -> Optional.ofNullable(attachments.get(id))
                .filter(stored -> stored.sha256().equals(sha256))
                .isPresent());
        if (present.isPresent()) {
            return Map.entry(present.get(), "already-present");
        }
        var id = this.name + "-attachment-" + requests;
        attachments.put(id, new Stored(name, content, sha256));
        uploads.put(uploadId, id);
        return Map.entry(id, "attached");
    }

    @Override
    public void remove(Target target, FileReceipt attached) {
        request();
        attachments.remove(attached.attachmentId());
    }

    @Override
    public boolean has(Target target, FileReceipt attached) {
        request();
        return attachments.containsKey(attached.attachmentId());
    }

    @Override
    public boolean discardDraft(Mail mail, String jobKey) {
        throw new UnsupportedOperationException("no mail goes there");
    }

    private void request() {
        requests++;
        outOfOrder.ifPresent(reason -> {
            throw new GraphAttachException(
                    "Tried but failed because " + reason + "; wait",
                    new FailureDetails(0, "", "", "", true, 0, "wait", true),
                    null);
        });
    }
}
