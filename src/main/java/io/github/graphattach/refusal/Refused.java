package io.github.graphattach.refusal;

/** What an exception is that was thrown before anything was sent, because of something that a user can mend. */
public interface Refused {

    /** {@return why, and what can be done about it} */
    Refusal refusal();
}
