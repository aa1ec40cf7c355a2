package io.github.graphattach.graph;

import java.io.IOException;
import java.io.OutputStream;

/** The bytes of a request, written when the connection is ready for them. */
@FunctionalInterface
public interface RangeBody {

    /**
     * Writes all bytes.
     *
     * @param sink stays open
     * @throws IOException when the source or the connection fails; fewer bytes than announced must be a failure
     */
    void writeTo(OutputStream sink) throws IOException;
}
