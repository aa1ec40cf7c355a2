package io.github.graphattach.graph.identity;

import java.net.URI;

/**
 * Who signs in, where, and for what. Equal ones share their token.
 *
 * @param credential proves who it is
 * @param authority the sign-in service, such as {@code https://login.microsoftonline.com}
 * @param scope what tokens are for, such as {@code https://graph.microsoft.com/.default}
 */
public record SignIn(Credential credential, URI authority, String scope) {}
