/**
 * The application around the component: jobs in an inbox folder, their outcomes, and the demonstration mode.
 *
 * <p>Here belong the main class, reading and checking jobs, writing results, what an operator watches, and the guard that keeps
 * the demonstration apart from a real tenant.
 *
 * <p>Here does not belong anything that another route would need: that is part of {@link io.github.graphattach.component}
 * or of the routes themselves.
 */
@NullMarked
package io.github.graphattach.app;

import org.jspecify.annotations.NullMarked;
