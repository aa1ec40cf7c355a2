package io.github.graphattach.upload;

/** What happens when the item has attachments of the same name already. */
public enum OnExisting {
    /** They stay, and the file is attached beside them. */
    ADD,
    /** Nothing is attached when one of them has the same bytes. */
    SKIP,
    /** File attachments of that name are removed after the new one is verified. */
    REPLACE
}
