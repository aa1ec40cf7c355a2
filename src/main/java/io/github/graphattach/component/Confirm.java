package io.github.graphattach.component;

/** What a mail is waited for after the service has accepted it. */
public enum Confirm {
    /** Nothing: accepted is enough. */
    NONE,
    /** Its copy among what was sent. */
    SENT
}
