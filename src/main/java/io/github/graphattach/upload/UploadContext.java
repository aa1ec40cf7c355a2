package io.github.graphattach.upload;

/**
 * What an upload goes by.
 *
 * @param policy its bounds
 * @param retry its waits where the service names none
 * @param clock its time
 * @param lists what was listed of items lately
 * @param listener hears how it goes
 */
public record UploadContext(
        UploadPolicy policy, RetryPolicy retry, UploadClock clock, RecentLists lists, UploadListener listener) {}
