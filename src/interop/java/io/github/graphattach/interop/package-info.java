/** Pipelines of clients that others wrote, against the emulator: what it answers has to be what they expect of Graph. */
@NullMarked
package io.github.graphattach.interop;

import org.jspecify.annotations.NullMarked;
