package io.github.graphattach.component;

/** Which of an item's paths is used. */
public enum Addressing {
    /** The one the options say. */
    DECLARED,
    /** The shortest, which Microsoft has told callers to use since June 2025. */
    DIRECT
}
