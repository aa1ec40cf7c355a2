/**
 * What is attached: the bytes of one file with their length and fingerprint, readable by byte range as often as needed.
 *
 * <p>Here belong the kinds of content (a file, bytes in memory, a stream spooled to disk) and the byte range. Content can
 * always be read again from any offset, so that a range sent twice carries the same bytes both times; content that ends
 * early, grows or changes under the reader is a failure here and never a short or padded range.
 *
 * <p>Here does not belong how ranges are sent, nor where a route's body came from.
 */
@NullMarked
package io.github.graphattach.content;

import org.jspecify.annotations.NullMarked;
