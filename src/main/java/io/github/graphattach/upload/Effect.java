package io.github.graphattach.upload;

/**
 * What a request may have done although its answer was lost. Such a request is not made a second time before it was looked
 * whether the first one was carried out.
 */
public interface Effect {

    /** Of requests that may be repeated. */
    Effect NONE = new Effect() {
        @Override
        public void mayHappen() {}

        @Override
        public void hasNotHappened() {}

        @Override
        public Transition lookedFor(Transition.Continuation ifNot) throws UploadException {
            return ifNot.proceed();
        }
    };

    /** The request is about to go out. */
    void mayHappen();

    /** The request did not go out, or was refused unread. */
    void hasNotHappened();

    /**
     * Looks whether it has happened.
     *
     * @param ifNot what follows when it surely has not
     */
    Transition lookedFor(Transition.Continuation ifNot) throws UploadException;
}
