package io.github.graphattach.session;

/**
 * The right to work on one upload, as long as it is renewed. No two leases are equal, not even after their row was removed
 * and made anew.
 *
 * @param key of the upload, see {@link UploadKey}
 * @param owner who holds it; unique per claim
 * @param epoch counts the owners of a row; each claim has a higher one than the claim before
 */
public record Lease(String key, String owner, long epoch) {}
