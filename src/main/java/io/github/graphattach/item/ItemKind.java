package io.github.graphattach.item;

/** The kinds of Outlook items that take attachments from this component. */
public enum ItemKind {
    /** A message in a mail folder of a user. */
    MESSAGE("message", AddressOption.MESSAGE_ID, Segment.MESSAGES, false, "Mail.ReadWrite"),
    /** An event in a calendar of a user or a group. */
    EVENT("event", AddressOption.EVENT_ID, Segment.EVENTS, true, "Calendars.ReadWrite");

    private final String text;
    private final AddressOption id;
    private final Segment collection;
    private final boolean inGroups;
    private final String permission;

    ItemKind(String text, AddressOption id, Segment collection, boolean inGroups, String permission) {
        this.text = text;
        this.id = id;
        this.collection = collection;
        this.inGroups = inGroups;
        this.permission = permission;
    }

    /** {@return the word for this kind in an endpoint URI: {@code message} or {@code event}} */
    public String text() {
        return text;
    }

    /** {@return the option that names an item of this kind} */
    public AddressOption id() {
        return id;
    }

    /** {@return the segment of a mailbox that holds all items of this kind} */
    Segment collection() {
        return collection;
    }

    /** {@return whether groups have items of this kind too} */
    boolean isInGroups() {
        return inGroups;
    }

    /**
     * Which permission lets an application attach to items of this kind.
     *
     * @see <a href="https://learn.microsoft.com/graph/permissions-reference">Permissions</a>
     */
    public String permission() {
        return permission;
    }

    /**
     * Reads the word of an endpoint URI, in any letter case.
     *
     * @param text the word
     * @return the kind
     * @throws InvalidAddressException when it is neither {@code message} nor {@code event}
     */
    public static ItemKind parse(String text) {
        for (ItemKind kind : values()) {
            if (kind.text.equalsIgnoreCase(text)) {
                return kind;
            }
        }
        throw new InvalidAddressException(
                "the endpoint's item is " + Quoted.quote(text), "write graph-attach:message or graph-attach:event");
    }
}
