/**
 * The HTTP server under the emulator: listeners, one exchange at a time as blocking code, and the means to mistreat a
 * connection (cut it, starve it). Knows nothing of Microsoft Graph; what an answer means belongs in the parent package.
 */
@NullMarked
package io.github.graphattach.emulator.http;

import org.jspecify.annotations.NullMarked;
