package io.github.graphattach.content;

import io.github.graphattach.refusal.Refusal;
import io.github.graphattach.refusal.Refused;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What should be attached is not what it was said to be: it is missing, unreadable, shorter or longer than declared, or it
 * changed while it was read. The message is one line that ends with the remedy.
 */
public final class SourceException extends IOException implements Refused {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    /**
     * Says what is wrong with the source.
     *
     * @param problem one line
     * @param remedy what can be done about it, one line
     */
    public SourceException(String problem, String remedy) {
        this(problem, remedy, null);
    }

    /**
     * Says what is wrong with the source, and what showed it.
     *
     * @param problem one line
     * @param remedy what can be done about it, one line
     * @param cause the failure of the file system
     */
    public SourceException(String problem, String remedy, @Nullable Throwable cause) {
        super(new Refusal(problem, remedy).sentence(), cause);
        this.refusal = new Refusal(problem, remedy);
    }

    @Override
    public Refusal refusal() {
        return refusal;
    }
}
