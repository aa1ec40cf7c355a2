package io.github.graphattach.benchmark;

import java.nio.file.Path;

/** One of those that are compared. It uploads from many threads at once. */
interface Uploader {

    /** The same for all: what Outlook takes, a multiple of 320 KiB, and below the 4 MiB of the documentation. */
    int CHUNK = 3_932_160;

    /**
     * Uploads a file to an item that nobody has uploaded to before.
     *
     * @param file to be sent whole
     * @param number of the upload
     * @param mailbox that has the item
     * @throws Exception when it failed, and knows it
     */
    void upload(Path file, int number, int mailbox) throws Exception;
}
