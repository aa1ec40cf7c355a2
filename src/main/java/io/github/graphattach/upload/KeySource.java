package io.github.graphattach.upload;

import io.github.graphattach.session.UploadKeys;
import java.io.IOException;

/** Makes the keys of an upload. Whose they are may be known only by a token, so it is asked when they are needed. */
@FunctionalInterface
public interface KeySource {

    /**
     * The keys, always the same.
     *
     * @return them
     * @throws IOException when there is no token to be had that says who asks
     */
    UploadKeys keys() throws IOException;
}
