package io.github.graphattach.emulator;

import io.github.graphattach.emulator.GraphPath.Step;
import java.util.regex.Pattern;

/** What Graph says of an id before it looks for what that names: it may be none, or one of another mailbox. */
final class IdRules {

    /** In either alphabet of base64, as long as it may be. */
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z0-9_/+-]+=*");

    private final Mailboxes mailboxes;
    private final Answers answers;

    IdRules(Mailboxes mailboxes, Answers answers) {
        this.mailboxes = mailboxes;
        this.answers = answers;
    }

    /**
     * Looks at each id on the path that names nothing in its mailbox.
     *
     * @throws GraphFailure when it cannot name anything there
     */
    void require(GraphPath path) {
        path.steps().forEach(this::requirePath);
        path.steps()
                .forEach(step -> step.id().filter(id -> !isKnown(path, id)).ifPresent(id -> requirePossible(path, id)));
    }

    private void requirePath(Step step) {
        boolean described = step.segment() != Segment.EXCEPTION_OCCURRENCES
                && (step.id().isEmpty() || !Segment.VIEWS.contains(step.segment()));
        if (!described && !answers.occurrencePaths.get()) {
            String segment = step.id().orElse(step.segment().text());
            throw GraphFailure.unparsableUri("Resource not found for the segment '" + segment + "'.");
        }
    }

    private boolean isKnown(GraphPath path, String id) {
        return mailboxes.find(path.owner()).filter(mailbox -> mailbox.knows(id)).isPresent();
    }

    private void requirePossible(GraphPath path, String id) {
        if (!WELL_FORMED.matcher(id).matches()) {
            throw new GraphFailure(400, "ErrorInvalidIdMalformed", "Id is malformed.");
        }
        if (mailboxes.all().stream().anyMatch(other -> other.knows(id))) {
            throw new GraphFailure(
                    answers.foreignIdStatus.get(),
                    "ErrorInvalidMailboxItemId",
                    "Item '" + id + "' doesn't belong to the targeted mailbox '" + mailboxes.name(path.owner()) + "'.");
        }
    }
}
