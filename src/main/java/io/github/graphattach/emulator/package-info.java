/**
 * A stateful stand-in for Microsoft Graph and for the Outlook upload host, strict where the service is strict.
 *
 * <p>Here belong the HTTP listeners, mailboxes with their messages, calendars and events, upload sessions, attachments and
 * faults on demand, and what tests of routes and clients need to start it. It ships as a jar of its own.
 *
 * <p>Here does not belong a single class of the client: this package shares no code with the rest of the project, because a
 * stand-in built from the client's own understanding of the protocol would prove nothing.
 */
@NullMarked
package io.github.graphattach.emulator;

import org.jspecify.annotations.NullMarked;
