/**
 * The proof that the emulator is faithful: Microsoft's own Java client runs into the same successes and failures at it as at a
 * strict Outlook, and the examples and errors that Microsoft and its users have published are answered as published.
 *
 * <p>Here belong tests whose expectations come from outside of this project. Here does not belong the project's own client: it
 * would only show that two readings of the protocol by the same people agree.
 */
@NullMarked
package io.github.graphattach.emulator.conformance;

import org.jspecify.annotations.NullMarked;
