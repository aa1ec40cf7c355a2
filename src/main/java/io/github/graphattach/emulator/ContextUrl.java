package io.github.graphattach.emulator;

import io.github.graphattach.emulator.GraphPath.Step;
import io.github.graphattach.emulator.http.PercentCoding;

/** Writes {@code @odata.context}, which says in terms of Graph's model what an answer consists of. */
final class ContextUrl {

    private static final String METADATA = "https://graph.microsoft.com/v1.0/$metadata#";

    private ContextUrl() {}

    /** {@return the context of the collection that the path ends at, or ends at a member of} */
    static String of(Mailbox mailbox, GraphPath path) {
        StringBuilder context = new StringBuilder(METADATA)
                .append(mailbox.isOfGroup() ? "groups" : "users")
                .append("('" + mailbox.objectId() + "')");
        int last = path.steps().size() - 1;
        for (Step step : path.steps().subList(0, last)) {
            context.append("/" + step.segment().text());
            step.id().ifPresent(id -> context.append("('" + PercentCoding.encode(id) + "')"));
        }
        return context.append("/" + path.steps().get(last).segment().text()).toString();
    }
}
