package io.github.graphattach.app;

import java.util.List;
import java.util.Map;

/**
 * What became of a job. It is written after each file, beside the job, so that a job that is worked again does not attach
 * a file twice; with the last file it moves to the folder of finished jobs. A text that is not known is empty.
 *
 * @param job the job's file name
 * @param jobSha256 of the job's JSON: only the very same job may go on from this receipt
 * @param id the job's id
 * @param graphHost the host that accepted the files
 * @param target the fields of the job's target
 * @param started when the job was taken up, as ISO 8601 in UTC
 * @param finished when its last file was done, empty until then
 * @param files the files that are attached, in the job's order
 */
record Receipt(
        String job,
        String jobSha256,
        String id,
        String graphHost,
        Map<String, Object> target,
        String started,
        String finished,
        List<FileReceipt> files) {

    /** {@return whether the other tells of the same job and of the same attachments of its files} */
    boolean isOfTheSameRun(Receipt other) {
        return jobSha256.equals(other.jobSha256) && files.equals(other.files);
    }
}
