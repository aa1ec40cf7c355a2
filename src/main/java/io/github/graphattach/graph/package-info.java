/**
 * The requests: one method for each call made to Microsoft Graph and to the Outlook upload host, and their answers.
 *
 * <p>Here belong the HTTP exchange itself, request and response JSON, error bodies, {@code Retry-After}, and access tokens.
 * {@code Authorization} is sent to Graph only, never to an upload URL, whose own token opens it; an upload URL is a secret
 * and appears in no message, log line or {@code toString}. Errors follow
 * <a href="https://learn.microsoft.com/graph/errors">Microsoft Graph error responses</a>.
 *
 * <p>Here does not belong any decision about an answer: this package reports what the service said, and
 * {@link io.github.graphattach.upload} decides what to do about it.
 */
@NullMarked
package io.github.graphattach.graph;

import org.jspecify.annotations.NullMarked;
