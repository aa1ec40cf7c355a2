package io.github.graphattach.content;

import io.github.graphattach.refusal.Refusal;
import io.github.graphattach.refusal.Refused;
import java.io.IOException;

/** This machine cannot keep a message body while it is sent. The source is none the worse for it. */
public final class SpoolException extends IOException implements Refused {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    SpoolException(String problem, String remedy, IOException cause) {
        super(new Refusal(problem, remedy).sentence(), cause);
        this.refusal = new Refusal(problem, remedy);
    }

    @Override
    public Refusal refusal() {
        return refusal;
    }
}
