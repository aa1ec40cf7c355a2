package io.github.graphattach.item;

/** Whose mailbox holds an item, with ids as they were given (not encoded, letter case kept). */
public sealed interface Mailbox {

    /** The mailbox of the user whom the token stands for, {@code /me}. */
    record Me() implements Mailbox {}

    /**
     * The mailbox of one user, {@code /users/{id}}.
     *
     * @param id the user's id or principal name
     */
    record User(String id) implements Mailbox {}

    /**
     * The mailbox of a Microsoft 365 group, {@code /groups/{id}}.
     *
     * @param id the group's id
     */
    record Group(String id) implements Mailbox {}
}
