/**
 * What one mailbox can take: a gate for requests in flight, a budget for bytes and a rate of mails, all kept per mailbox and
 * shared by all of a JVM.
 *
 * <p>Here belong fairness among the uploads of one mailbox and the pacing below the service's limits, see
 * <a href="https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits">Outlook service limits</a>.
 * State of a mailbox exists only while somebody uses it; time comes from a clock that is handed in.
 *
 * <p>Here does not belong the reaction to an answer that throttles: the service's own word goes before this package's guess.
 */
@NullMarked
package io.github.graphattach.mailbox;

import org.jspecify.annotations.NullMarked;
