/**
 * How a file reaches an item: the protocol engine behind every operation of the endpoint.
 *
 * <p>Here belong the plan of ranges, the one loop that sends them, what each answer of the service means, when to try
 * again, when to give up, and how the result is verified. The protocol is that of
 * <a href="https://learn.microsoft.com/graph/outlook-large-attachments">attaching large files to Outlook items</a>.
 * Clocks, waits and randomness are handed in, so that every decision can be tested without waiting.
 *
 * <p>Here do not belong exchanges, endpoint options or HTTP: requests are made through
 * {@link io.github.graphattach.graph}, bytes come from {@link io.github.graphattach.content}, and progress is told to
 * listeners, which is also how an application observes uploads.
 */
@NullMarked
package io.github.graphattach.upload;

import org.jspecify.annotations.NullMarked;
