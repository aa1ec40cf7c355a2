package io.github.graphattach.emulator;

import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** The script of what goes wrong. */
public final class Faults {

    private final Mailboxes mailboxes;
    private final List<Fault> faults = new CopyOnWriteArrayList<>();

    Faults(Mailboxes mailboxes) {
        this.mailboxes = mailboxes;
    }

    /** Scripts a fault of requests of that kind, or those kinds; what happens is said on the result. */
    public Fault on(RequestKind kind, RequestKind... more) {
        return add(EnumSet.of(kind, more));
    }

    /** Scripts a fault of requests of all kinds. */
    public Fault onAny() {
        return add(EnumSet.allOf(RequestKind.class));
    }

    private Fault add(Set<RequestKind> kinds) {
        return add(new Fault(this, kinds));
    }

    /** {@return a fault that does not strike until it is added} */
    Fault unscripted(Collection<RequestKind> kinds) {
        return new Fault(this, EnumSet.copyOf(kinds));
    }

    Fault add(Fault fault) {
        faults.add(fault);
        return fault;
    }

    /** {@return the faults that may still strike, in the order they were scripted} */
    public List<Fault> pending() {
        return faults.stream().filter(Fault::isPending).toList();
    }

    /** Takes back the faults of that description, as {@link Fault#toString()} has it. */
    void remove(String description) {
        faults.removeIf(fault -> fault.toString().equals(description));
    }

    /** Lets nothing go wrong any more. */
    public void clear() {
        faults.clear();
    }

    /** {@return what goes wrong with this request} */
    synchronized FaultPlan strike(IncomingRequest request) {
        // Every fault counts the request, also behind the one that strikes.
        List<Fault> due = faults.stream()
                .filter(fault -> fault.isDueFor(request))
                .sorted(Comparator.comparing(Fault::isEndless))
                .toList();
        return due.isEmpty() ? FaultPlan.NONE : due.get(0).strike();
    }

    Optional<StoredItem> item(GraphPath path) {
        return mailboxes.find(path);
    }

    Optional<Mailbox> mailbox(GraphPath.Owner owner) {
        return mailboxes.find(owner);
    }
}
