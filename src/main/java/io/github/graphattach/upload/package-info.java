/**
 * How a file reaches an item: the protocol engine behind every operation of the endpoint.
 *
 * <p>Here belong the plan of ranges, the one loop that sends them, what each answer of the service means, when to try
 * again, when to give up, and how the result is verified. The protocol is that of
 * <a href="https://learn.microsoft.com/graph/outlook-large-attachments">attaching large files to Outlook items</a>.
 * Clocks, waits and randomness are handed in, so that every decision can be tested without waiting.
 *
 * <p>An upload is always at one of its stages, each a class of this package. Without faults it goes from left to right:
 *
 * <pre>
 *                ┌ Opening ── Sending ┐
 * Claiming ── Listing                 Adopting ── Verifying ── Recording ── Done
 *                └ Posting ───────────┘
 * </pre>
 *
 * <p>What may follow what, for whatever reason. Besides, each stage follows itself when its request is made again, and an
 * upload that failed starts its next try with Claiming.
 *
 * <pre>
 * Claiming       → Listing, AskingOffset, Searching, Verifying, Rechecking
 * Rechecking     → Done, RecheckingItem
 * RecheckingItem → Claiming
 * Listing        → Comparing, Opening, Posting, Sending
 * Comparing      → Opening, Posting, Replacing, Recording
 * Opening        → Sending, Posting
 * Posting        → Adopting, Searching, Opening
 * Sending        → Adopting, AskingOffset, Searching, Opening
 * AskingOffset   → Sending, Searching, Opening
 * Searching      → Adopting, Opening, Posting, Listing
 * Adopting       → Verifying, Replacing, Recording, Searching
 * Verifying      → Replacing, Recording, Disowning
 * Disowning      → Opening, Posting
 * Replacing      → Recording
 * Recording      → Done
 * </pre>
 *
 * <p>Here do not belong exchanges, endpoint options or HTTP: requests are made through
 * {@link io.github.graphattach.graph}, bytes come from {@link io.github.graphattach.content}, and progress is told to
 * listeners, which is also how an application observes uploads.
 */
@NullMarked
package io.github.graphattach.upload;

import org.jspecify.annotations.NullMarked;
