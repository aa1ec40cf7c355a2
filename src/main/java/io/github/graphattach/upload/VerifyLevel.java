package io.github.graphattach.upload;

/** How an attachment is checked after it was made. */
public enum VerifyLevel {
    /** Not at all: the service's word is taken, and no SHA-256 is worked out unless an answer leaves open what happened. */
    NONE,
    /** The stored size is not below the file's; as {@link #CONTENT} after anything went wrong on the way. */
    AUTO,
    /** The stored bytes are read back and their SHA-256 is that of the source. */
    CONTENT
}
