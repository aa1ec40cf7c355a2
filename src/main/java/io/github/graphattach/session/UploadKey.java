package io.github.graphattach.session;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What makes two tries the same upload, as one short text that tells nothing of what it was made from. */
public final class UploadKey {

    private UploadKey() {}

    /**
     * Makes the key of an upload. Different arguments give different keys.
     *
     * @param service the whole address of Graph's root: two gateways on one host are two services
     * @param tenantId the tenant
     * @param clientId the application
     * @param mailbox whose the item is
     * @param itemId the innermost item's
     * @param name the attachment's
     * @param uploadId the option {@code uploadId}, or what stands for it
     * @return 64 lower-case hexadecimal digits
     */
    public static String of(
            String service,
            String tenantId,
            String clientId,
            String mailbox,
            String itemId,
            String name,
            String uploadId) {
        return digest(service, tenantId, clientId, mailbox, itemId, name, uploadId);
    }

    /**
     * Makes the key of an item, whoever writes to it.
     *
     * @param service the whole address of Graph's root
     * @param itemId the innermost item's
     * @return 64 lower-case hexadecimal digits
     */
    public static String ofItem(String service, String itemId) {
        return digest(service, itemId);
    }

    /**
     * Makes the key that release 0.1.0 gave to an upload.
     *
     * @param authority host and port of Graph's address
     * @param tenantId the tenant, as the options name it
     * @param clientId the application, as the options name it
     * @param itemId the innermost item's
     * @param name the attachment's
     * @param uploadId the option {@code uploadId}, or the file's path, length and time
     * @return 64 lower-case hexadecimal digits
     */
    public static String former(
            String authority, String tenantId, String clientId, String itemId, String name, String uploadId) {
        return digest(authority, tenantId, clientId, itemId, name, uploadId);
    }

    private static String digest(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            update(digest, part);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Length first, so that no two lists of parts read alike; UTF-16, as UTF-8 maps all unpaired surrogates to one. */
    private static void update(MessageDigest digest, String part) {
        int length = part.length();
        for (int shift = 24; shift >= 0; shift -= 8) {
            digest.update((byte) (length >> shift));
        }
        for (int i = 0; i < length; i++) {
            digest.update((byte) (part.charAt(i) >> 8));
            digest.update((byte) part.charAt(i));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform must support SHA-256", e);
        }
    }
}
