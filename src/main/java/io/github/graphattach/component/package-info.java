/**
 * The Camel face of the project: the {@code graph-attach} component, its endpoint, options, headers, operations and errors.
 *
 * <p>Here belongs everything that knows an exchange: reading headers and options into one request, starting and finishing
 * uploads, the pieces for routes that split an upload into ranges, health, management and the errors on which a route can
 * branch.
 *
 * <p>Here does not belong the upload protocol: every operation runs the one engine in {@link io.github.graphattach.upload}.
 */
@NullMarked
package io.github.graphattach.component;

import org.jspecify.annotations.NullMarked;
