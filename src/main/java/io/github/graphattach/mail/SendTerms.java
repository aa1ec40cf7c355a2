package io.github.graphattach.mail;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * How a mail is sent.
 *
 * @param confirmed whether the copy among what was sent is waited for
 * @param confirmTimeout how long it is waited for, and how long evidence is collected after an odd answer
 * @param grace after which time a draft that is still there, although it may have been sent, is taken to be unsent
 * @param pace reserves the next send of the mailbox, and says how long it has to wait
 */
public record SendTerms(boolean confirmed, Duration confirmTimeout, Duration grace, Supplier<Duration> pace) {}
