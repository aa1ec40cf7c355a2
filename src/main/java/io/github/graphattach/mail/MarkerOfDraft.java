package io.github.graphattach.mail;

import java.io.IOException;
import java.util.Optional;

/** The marker that a draft has, whichever job has made it; or another one where it has none. */
public final class MarkerOfDraft implements MarkerSource {

    private final MarkerSource otherwise;
    private volatile Optional<Marker> found = Optional.empty();

    /** @param otherwise makes the marker of a draft that has none */
    public MarkerOfDraft(MarkerSource otherwise) {
        this.otherwise = otherwise;
    }

    void found(Optional<Marker> marker) {
        found = marker;
    }

    @Override
    public Marker marker() throws IOException {
        return found.isPresent() ? found.get() : otherwise.marker();
    }
}
