package io.github.graphattach.component;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * A file that its owner holds open, as a message body. It is read where it lies, through its channel, whatever becomes of its
 * name meanwhile.
 *
 * <p>A bare {@link FileChannel} is a body too. It does not tell whether the file was written to, so that the file is read
 * twice more to see that; with this, it is read once.
 */
public interface OpenFile {

    /** {@return what errors call the file} */
    String name();

    /** {@return the channel: open until the exchange is done, read by position only, and never closed by the component} */
    FileChannel channel();

    /**
     * Tells one state of the file from another: by its size, its time and what identifies it on its disk, for example. It is
     * asked when the upload begins and before the last bytes are sent. A later try goes on where an earlier one stopped when
     * both were told the same.
     *
     * @return a text that is another one when the file is another one, or was written to
     * @throws IOException when nobody can tell; the exchange fails
     */
    String tag() throws IOException;
}
