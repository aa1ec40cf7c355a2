package io.github.graphattach.app;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What became of a job. Beside the job it is kept up file by file, so that a job that is worked again does not attach a
 * file twice; with the last file it moves to the folder of finished jobs. A text that is not known is empty.
 *
 * @param job the job's file name
 * @param jobSha256 of the job's JSON: only the very same job may go on from this receipt
 * @param id the job's id
 * @param graphHost the host that accepted the files
 * @param service what {@link Service#identity} was; empty in receipts of release 0.1.0
 * @param target what {@link Destination#fields} of the job were
 * @param started when the job was taken up, as ISO 8601 in UTC
 * @param finished when its last file was done, empty until then
 * @param files the files that are attached, in the job's order
 * @param mail what became of the job's mail, among the other fields
 * @param movingTo beside the job only: the folder that the job is being moved to
 */
record Receipt(
        String job,
        String jobSha256,
        String id,
        String graphHost,
        String service,
        Map<String, Object> target,
        String started,
        String finished,
        List<FileReceipt> files,
        @JsonUnwrapped MailReceipt mail,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String movingTo) {

    @JsonCreator
    static Receipt of(
            @JsonProperty("job") @Nullable String job,
            @JsonProperty("jobSha256") @Nullable String jobSha256,
            @JsonProperty("id") @Nullable String id,
            @JsonProperty("graphHost") @Nullable String graphHost,
            @JsonProperty("service") @Nullable String service,
            @JsonProperty("target") @Nullable Map<String, Object> target,
            @JsonProperty("started") @Nullable String started,
            @JsonProperty("finished") @Nullable String finished,
            @JsonProperty("files") @Nullable List<FileReceipt> files,
            @JsonProperty("jobKey") @Nullable String jobKey,
            @JsonProperty("outcome") @Nullable String outcome,
            @JsonProperty("messageId") @Nullable String messageId,
            @JsonProperty("internetMessageId") @Nullable String internetMessageId,
            @JsonProperty("movingTo") @Nullable String movingTo) {
        if (Stream.of(job, jobSha256, id, graphHost, target, started, finished, files)
                .anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("this is no receipt: it lacks a field");
        }
        return new Receipt(
                Objects.requireNonNull(job),
                Objects.requireNonNull(jobSha256),
                Objects.requireNonNull(id),
                Objects.requireNonNull(graphHost),
                Objects.requireNonNullElse(service, ""),
                Objects.requireNonNull(target),
                Objects.requireNonNull(started),
                Objects.requireNonNull(finished),
                Objects.requireNonNull(files),
                new MailReceipt(
                        Objects.requireNonNullElse(jobKey, ""),
                        Objects.requireNonNullElse(outcome, ""),
                        Objects.requireNonNullElse(messageId, ""),
                        Objects.requireNonNullElse(internetMessageId, "")),
                Objects.requireNonNullElse(movingTo, ""));
    }

    /** {@return whether it tells of nothing that the service has, or may have} */
    @JsonIgnore
    boolean isOfNothing() {
        return files.isEmpty() && mail.equals(MailReceipt.NONE);
    }

    /** {@return this, with other files} */
    Receipt with(List<FileReceipt> others) {
        return new Receipt(job, jobSha256, id, graphHost, service, target, started, finished, others, mail, movingTo);
    }

    /** {@return this, with the folder that the job is being moved to} */
    Receipt movingTo(String folder) {
        return new Receipt(job, jobSha256, id, graphHost, service, target, started, finished, files, mail, folder);
    }
}
