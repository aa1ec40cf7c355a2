package io.github.graphattach.app;

import io.github.graphattach.refusal.Refusal;
import io.github.graphattach.refusal.Refused;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The application does not start as it is set up. The message is one line that names the setting and ends with the remedy. */
public final class StartRefusedException extends RuntimeException implements Refused {

    @Serial
    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    StartRefusedException(String problem, String remedy) {
        this(problem, remedy, null);
    }

    StartRefusedException(String problem, String remedy, @Nullable Throwable cause) {
        super(new Refusal(problem, remedy).sentence(), cause);
        this.refusal = new Refusal(problem, remedy);
    }

    @Override
    public Refusal refusal() {
        return refusal;
    }
}
