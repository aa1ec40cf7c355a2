package io.github.graphattach.graph;

/**
 * Which of its two ids Graph names an item or an attachment by; it takes both.
 *
 * @see <a href="https://learn.microsoft.com/graph/outlook-immutable-id">Immutable identifiers for Outlook resources</a>
 */
public enum IdType {
    /** The one that changes when the item is moved. */
    DEFAULT,
    /** The one that stays the same as long as the item is in its mailbox. */
    IMMUTABLE
}
