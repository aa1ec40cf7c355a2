package io.github.graphattach.refusal;

/** Input that is not taken: an option, a header or a body that is wrong. The message is one line that ends with the remedy. */
public class RefusedException extends IllegalArgumentException implements Refused {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    /**
     * Refuses input.
     *
     * @param problem one line that names the option, header or field
     * @param remedy what can be done about it, one line
     */
    public RefusedException(String problem, String remedy) {
        this(new Refusal(problem, remedy));
    }

    private RefusedException(Refusal refusal) {
        super(refusal.sentence());
        this.refusal = refusal;
    }

    @Override
    public Refusal refusal() {
        return refusal;
    }
}
