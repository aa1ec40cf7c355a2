package io.github.graphattach.emulator;

import java.util.List;

/** A message or an event that the emulator keeps. */
public interface EmulatedItem {

    /** {@return the item's ordinary (not immutable) id} */
    String id();

    /**
     * {@return a path to the item, relative to {@link GraphEmulator#graphUrl()}: the one that it was created at, or a short one
     * to where it was moved}
     */
    String path();

    /** {@return what is attached at this moment, oldest first} */
    List<EmulatedAttachment> attachments();
}
