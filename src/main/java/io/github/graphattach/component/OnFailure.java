package io.github.graphattach.component;

/** What becomes of the draft of a mail that fails before it is sent. */
public enum OnFailure {
    /** It stays, for a later try or for a person. */
    KEEP,
    /** It is deleted. */
    DELETE
}
