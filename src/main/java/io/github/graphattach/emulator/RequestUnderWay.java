package io.github.graphattach.emulator;

import java.time.Instant;

/**
 * A request that has no answer yet.
 *
 * @param path the path as it was sent, without the query
 * @param started when its headers had arrived, on the emulator's clock
 * @param startedNanos the same in real time
 */
record RequestUnderWay(
        String requestId, RecordedExchange.Host host, String method, String path, Instant started, long startedNanos) {}
