/**
 * What an interrupted upload leaves behind: checkpoints, and the stores that keep them.
 *
 * <p>Here belong the store's interface, its implementations, who owns an upload and for how long, and the sealing of what
 * a checkpoint keeps secret: an upload URL opens an item to whoever holds it, so it is kept in memory only or encrypted.
 *
 * <p>Here does not belong the decision to resume: a checkpoint says what was known when it was written, and
 * {@link io.github.graphattach.upload} compares it with the file and with the service.
 */
@NullMarked
package io.github.graphattach.session;

import org.jspecify.annotations.NullMarked;
