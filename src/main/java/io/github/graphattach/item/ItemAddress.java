package io.github.graphattach.item;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An address as the steps from the mailbox to the item.
 *
 * @param steps at least two, as the grammar allows
 */
record ItemAddress(List<Step> steps) implements OutlookItem {

    /** Windows' HTTP server, which is behind Graph, takes 16 KiB of request line and headers. */
    static final int LONGEST_PATH = 16 * 1024;

    ItemAddress {
        steps = List.copyOf(steps);
        for (int i = 0; i < steps.size(); i++) {
            if (!next(steps.subList(0, i)).contains(steps.get(i).segment())) {
                throw new IllegalArgumentException("Not in the grammar of item paths: " + steps);
            }
        }
        if (steps.isEmpty() || last(steps).segment().names().isEmpty()) {
            throw new IllegalArgumentException("No item at the end of " + steps);
        }
    }

    /** {@return the segments that may continue a path} */
    static Set<Segment> next(List<Step> steps) {
        if (steps.isEmpty()) {
            return Segment.roots();
        }
        Set<Segment> next = last(steps).segment().followers();
        // Instances of exception occurrences and the reverse exist, but not a third level; only child folders nest on.
        if (steps.size() > 1 && !next.contains(Segment.CHILD_FOLDERS)) {
            next.remove(steps.get(steps.size() - 2).segment());
        }
        return next;
    }

    @Override
    public ItemKind kind() {
        return last(steps).segment().names().orElseThrow();
    }

    @Override
    public Mailbox mailbox() {
        Step root = steps.get(0);
        return switch (root.segment()) {
            case ME -> new Mailbox.Me();
            case USERS -> new Mailbox.User(root.id());
            case GROUPS -> new Mailbox.Group(root.id());
            default -> throw new IllegalStateException("A path starts with " + root.segment());
        };
    }

    @Override
    public String path() {
        return path(steps);
    }

    static String path(List<Step> steps) {
        return steps.stream().map(Step::path).collect(Collectors.joining());
    }

    @Override
    public OutlookItem direct() {
        return new ItemAddress(List.of(steps.get(0), new Step(kind().collection(), innermostId())));
    }

    @Override
    public boolean keepsIds() {
        return kind() == ItemKind.MESSAGE || last(steps).segment() == Segment.EXCEPTION_OCCURRENCES;
    }

    @Override
    public String innermostId() {
        return last(steps).id();
    }

    @Override
    public String toString() {
        return path();
    }

    private static Step last(List<Step> steps) {
        return steps.get(steps.size() - 1);
    }
}
