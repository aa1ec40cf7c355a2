package io.github.graphattach.refusal;

import java.io.Serializable;

/**
 * Why something is refused, and what can be done about it.
 *
 * @param problem one line that names the option, header, field or file
 * @param remedy one line
 */
public record Refusal(String problem, String remedy) implements Serializable {

    /** {@return both, as messages say them} */
    public String sentence() {
        return problem + "; " + remedy;
    }
}
