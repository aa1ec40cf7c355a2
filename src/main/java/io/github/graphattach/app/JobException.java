package io.github.graphattach.app;

import io.github.graphattach.refusal.Refusal;
import io.github.graphattach.refusal.Refused;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * A job that cannot be worked as it stands, found before any request is sent.
 *
 * <p>The message is one line that names the field or the file and ends with what to do about it.
 */
public final class JobException extends RuntimeException implements Refused {

    @Serial
    private static final long serialVersionUID = 1;

    private final String code;
    private final Refusal refusal;

    JobException(String code, String problem, String remedy) {
        this(code, problem, remedy, null);
    }

    JobException(String code, String problem, String remedy, @Nullable Throwable cause) {
        super(new Refusal(problem, remedy).sentence(), cause);
        this.code = code;
        this.refusal = new Refusal(problem, remedy);
    }

    /** {@return what is wrong, as one word that a program can compare: {@code fileMissing}, {@code unknownField}, ...} */
    public String code() {
        return code;
    }

    @Override
    public Refusal refusal() {
        return refusal;
    }
}
