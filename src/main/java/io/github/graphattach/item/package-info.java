/**
 * Where an attachment goes: the address of an Outlook message or event as an immutable value.
 *
 * <p>Here belongs the grammar of Graph's item paths: building a path from address parts, and parsing a path, a URL or a
 * change notification's resource back into the same address. The grammar follows the request lines of
 * <a href="https://learn.microsoft.com/graph/api/attachment-createuploadsession">attachment: createUploadSession</a>.
 *
 * <p>Here does not belong anything that sends a request or knows a route: this package depends on the JDK alone.
 */
@NullMarked
package io.github.graphattach.item;

import org.jspecify.annotations.NullMarked;
