package io.github.graphattach.emulator;

import io.github.graphattach.emulator.GraphPath.Owner;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All mailboxes by owner. The signed-in user's is there from the start; others begin with the first item in them. */
final class Mailboxes {

    /** The tenant's own domain. */
    static final String DOMAIN = "contoso.com";

    /** The principal name that {@code /me} stands for. */
    static final String DEMO_USER = "demo@" + DOMAIN;

    /** The tenant that all owners belong to. */
    static final String TENANT = Ids.stable("tenant:" + DOMAIN).toString();

    private final Map<String, Mailbox> mailboxes = new ConcurrentHashMap<>();

    private final Clock clock;

    Mailboxes(Clock clock) {
        this.clock = clock;
        clear();
    }

    void clear() {
        mailboxes.clear();
        mailbox(new Owner(Owner.Kind.ME, ""));
    }

    Collection<Mailbox> all() {
        return List.copyOf(mailboxes.values());
    }

    /** {@return the owner's mailbox if there is one} */
    Optional<Mailbox> find(Owner owner) {
        return Optional.ofNullable(mailboxes.get(key(owner)));
    }

    /** {@return the item at that path, which must end at an item} */
    Optional<StoredItem> find(GraphPath itemPath) {
        return find(itemPath.owner()).flatMap(mailbox -> mailbox.find(itemPath.steps()));
    }

    /** {@return the owner's mailbox, a new one if there was none} */
    Mailbox mailbox(Owner owner) {
        boolean ofGroup = owner.kind() == Owner.Kind.GROUP;
        return mailboxes.computeIfAbsent(key(owner), key -> new Mailbox(name(owner), ofGroup, clock));
    }

    /** {@return the mailbox that mail to the address reaches} In the tenant's own domain everybody has one, from the first mail. */
    Optional<Mailbox> reachedBy(String address) {
        Owner owner = new Owner(Owner.Kind.USER, address.toLowerCase(Locale.ROOT));
        return isInternal(address) ? Optional.of(mailbox(owner)) : Optional.empty();
    }

    /** {@return whether the address is one of the tenant's} */
    boolean isInternal(String address) {
        return address.toLowerCase(Locale.ROOT).endsWith("@" + DOMAIN)
                || find(new Owner(Owner.Kind.USER, address)).isPresent();
    }

    /** {@return whether that is the signed-in user, by principal name or by object id} */
    static boolean isDemoUser(Owner owner) {
        return owner.id().equalsIgnoreCase(DEMO_USER) || owner.id().equalsIgnoreCase(Ids.object(DEMO_USER));
    }

    /** {@return the principal name of a user whose object id is known here, and else what the owner is called} */
    String name(Owner owner) {
        return switch (owner.kind()) {
            case ME -> DEMO_USER;
            case USER -> Ids.isObject(owner.id()) ? nameOf(owner.id()) : owner.id();
            case GROUP -> owner.id();
        };
    }

    private String nameOf(String objectId) {
        return mailboxes.values().stream()
                .filter(mailbox -> !mailbox.isOfGroup() && mailbox.objectId().equalsIgnoreCase(objectId))
                .map(Mailbox::name)
                .findFirst()
                .orElse(objectId);
    }

    private String key(Owner owner) {
        String kind = owner.kind() == Owner.Kind.GROUP ? "group " : "user ";
        return kind + name(owner).toLowerCase(Locale.ROOT);
    }
}
