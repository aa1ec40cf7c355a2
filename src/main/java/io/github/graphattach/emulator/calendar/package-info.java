/**
 * Calendar arithmetic under the emulator: time zones by the names Outlook takes, recurrence, and the layout of the ids that
 * carry an occurrence's date. Pure: no mailbox, no HTTP, no JSON; those belong in the parent package.
 */
@NullMarked
package io.github.graphattach.emulator.calendar;

import org.jspecify.annotations.NullMarked;
