package io.github.graphattach.session;

/**
 * What a completed upload leaves behind, so that the same upload is not done twice.
 *
 * @param attachmentId Graph's id of the attachment
 * @param sha256 of the file, lower-case hexadecimal
 * @param bytes of the file
 * @param verified what was checked, in the words of the result header
 */
public record CompletedUpload(String attachmentId, String sha256, long bytes, String verified) {}
