package io.github.graphattach.mail;

import java.io.IOException;

/** Makes the marker of a mail. */
@FunctionalInterface
public interface MarkerSource {

    /**
     * The marker, always the same.
     *
     * @return it
     * @throws IOException when there is no token to be had that says whose mailbox it is
     */
    Marker marker() throws IOException;
}
