package io.github.graphattach.item;

/** The kinds of Outlook items that take attachments from this component. */
public enum ItemKind {
    /** A message in a mail folder of a user. */
    MESSAGE("message"),
    /** An event in a calendar of a user or a group. */
    EVENT("event");

    private final String text;

    ItemKind(String text) {
        this.text = text;
    }

    /** {@return the word for this kind in an endpoint URI: {@code message} or {@code event}} */
    public String text() {
        return text;
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
                "The endpoint's item is " + Quoted.quote(text), "write graph-attach:message or graph-attach:event");
    }
}
