/**
 * Signing in: who asks for tokens, how tokens are got from the Microsoft identity platform, and how long one is used.
 *
 * <p>Here belong the kinds of credentials, the files they are kept in, azure-identity, and what a refused sign-in means for
 * whoever set it up. Secrets are types whose {@code toString} is masked. Tokens are kept here and nowhere else: one for
 * each identity, however many endpoints use it.
 *
 * <p>Here does not belong the choice of a credential by options, which is made in
 * {@link io.github.graphattach.component}, nor any request to Graph.
 */
@NullMarked
package io.github.graphattach.graph.identity;

import org.jspecify.annotations.NullMarked;
