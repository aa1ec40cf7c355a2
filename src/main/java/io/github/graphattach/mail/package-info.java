/**
 * Whole mails: what a draft says, how it is told from all others, and how it is made once.
 *
 * <p>Here belong the content of a mail with all that can be refused of it before a request, the marker by which an earlier
 * try is found, and the work that makes a draft. Requests are tried by {@link io.github.graphattach.upload}, as those of
 * uploads are; what is known of a mail is kept in {@link io.github.graphattach.session}.
 *
 * <p>Recipients, subjects and texts are nobody's business: no exception and no log line of this package has them. A recipient
 * that is wrong is named by its place.
 *
 * <p>Here do not belong exchanges, endpoint options or files.
 */
@NullMarked
package io.github.graphattach.mail;

import org.jspecify.annotations.NullMarked;
