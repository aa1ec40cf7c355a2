package io.github.graphattach.component;

/** Where tokens come from. */
public enum CredentialType {
    /** The option accessToken. */
    TOKEN
}
