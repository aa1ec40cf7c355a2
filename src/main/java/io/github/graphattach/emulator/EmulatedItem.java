package io.github.graphattach.emulator;

import java.util.List;

/** A message or an event that the emulator keeps. */
public interface EmulatedItem {

    /** {@return the item's ordinary (not immutable) id} */
    String id();

    /** {@return the path that the item was created at, relative to {@link GraphEmulator#graphUrl()}} */
    String path();

    /** {@return what is attached at this moment, oldest first} */
    List<EmulatedAttachment> attachments();
}
