package io.github.graphattach.mail;

import io.github.graphattach.mailbox.SendRate;
import java.time.Duration;

/**
 * How a mail is sent.
 *
 * @param confirmed whether the copy among what was sent is waited for
 * @param confirmTimeout how long it is waited for, and how long evidence is collected after an odd answer
 * @param grace after which time a draft that is still there, although it may have been sent, is taken to be unsent
 * @param turn the mail's place among those that the mailbox sends
 */
public record SendTerms(boolean confirmed, Duration confirmTimeout, Duration grace, SendRate.Turn turn) {}
