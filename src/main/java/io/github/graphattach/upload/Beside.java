package io.github.graphattach.upload;

/** Asks the service something while a request is made. */
@FunctionalInterface
public interface Beside {

    /** There is nobody to ask. */
    Beside NOBODY = question -> false;

    /**
     * {@return whether the question is asked now, on another thread; not where the mailbox has no place for two requests at
     * once}
     *
     * @param question never throws
     */
    boolean ask(Runnable question);
}
