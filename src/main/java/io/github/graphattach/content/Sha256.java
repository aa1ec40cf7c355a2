package io.github.graphattach.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Where SHA-256 comes from. */
public final class Sha256 {

    private Sha256() {}

    /** {@return a fresh digest} */
    public static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must support SHA-256", e);
        }
    }
}
