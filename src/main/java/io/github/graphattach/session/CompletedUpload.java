package io.github.graphattach.session;

import java.time.Instant;
import java.util.Optional;

/**
 * What a completed upload leaves behind, so that the same upload is not done twice. It says what was attached once; whether
 * it is there still, only the service can say.
 *
 * @param attachmentId Graph's id of the attachment
 * @param sha256 of the file, lower-case hexadecimal; empty when nobody had to know it
 * @param fingerprint of the file, which has to do then
 * @param bytes of the file
 * @param verified what was checked, in the words of the result header
 * @param at when it was completed
 */
public record CompletedUpload(
        String attachmentId, Optional<String> sha256, String fingerprint, long bytes, String verified, Instant at) {}
