/**
 * What uploads cost, side by side: this component, Microsoft's upload task, a route written by hand, and bare sockets, all
 * against one sink that does as little as the protocol lets it. {@code ./mvnw -q -Pbenchmark verify} runs it.
 */
@NullMarked
package io.github.graphattach.benchmark;

import org.jspecify.annotations.NullMarked;
