package io.github.graphattach.upload;

import java.util.concurrent.Executor;

/**
 * What an upload goes by.
 *
 * @param policy its bounds
 * @param retry its waits where the service names none
 * @param clock its time
 * @param lists what was listed of items lately
 * @param others works out beside a request what can be; may refuse
 * @param listener hears how it goes
 */
public record UploadContext(
        UploadPolicy policy,
        RetryPolicy retry,
        UploadClock clock,
        RecentLists lists,
        Executor others,
        UploadListener listener) {}
