package io.github.graphattach.upload;

/**
 * Hears how uploads go. One bean of this type in the registry is found by the component.
 *
 * <p>It is called by the thread that uploads, so it must be quick; what it throws is logged and otherwise ignored.
 */
@FunctionalInterface
public interface UploadListener {

    /**
     * Something happened.
     *
     * @param event what
     */
    void on(UploadEvent event);
}
