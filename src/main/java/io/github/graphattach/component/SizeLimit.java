package io.github.graphattach.component;

import io.github.graphattach.graph.Cloud;

/**
 * The most bytes that a file may have.
 *
 * @param bytes how many
 * @param reason who says so, to stand behind "the body has n bytes or more,"
 */
record SizeLimit(long bytes, String reason) {

    /**
     * The limit of an endpoint.
     *
     * @param maxFileSize the option
     * @param smallFileLimit files below it go by one POST
     * @param cloud which may have nothing else than that
     */
    static SizeLimit of(long maxFileSize, long smallFileLimit, Cloud cloud) {
        if (!cloud.hasUploadSessions() && smallFileLimit <= maxFileSize) {
            return new SizeLimit(
                    Math.max(0, smallFileLimit - 1),
                    "and Graph in cloud=" + cloud.text() + " has no upload sessions: only files below the option"
                            + " smallFileLimit (" + smallFileLimit + " bytes) can be attached");
        }
        return new SizeLimit(maxFileSize, "the option maxFileSize allows " + maxFileSize);
    }
}
