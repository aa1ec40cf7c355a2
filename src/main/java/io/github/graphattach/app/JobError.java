package io.github.graphattach.app;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.graphattach.component.GraphAttachException;
import io.github.graphattach.mail.InvalidRecipientsException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a job failed, written beside it for the person who has to act. What is not known is left out.
 *
 * @param job the job's file name
 * @param jobSha256 of the job's JSON
 * @param file the file that could not be attached
 * @param code the reason as one word: Graph's error code, or the application's own for a job that it refused
 * @param message the reason as one line
 * @param whatToDo the next step
 * @param statusCode the HTTP status of the answer
 * @param requestId Graph's id of the request, for a support case
 * @param clientRequestId this client's id of the request
 * @param retryable whether the same job may succeed later as it is
 * @param bytesCommitted how much of the file the service had accepted
 * @param attached the files of the job that were attached before
 * @param messageId the draft of the job's mail
 * @param draft what became of it: {@code kept} or {@code deleted}
 * @param recipients what stands in the job in place of e-mail addresses, in the order in which the message names its places
 * @param time when the job failed, as ISO 8601 in UTC
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
record JobError(
        String job,
        String jobSha256,
        String file,
        String code,
        String message,
        String whatToDo,
        int statusCode,
        String requestId,
        String clientRequestId,
        boolean retryable,
        long bytesCommitted,
        List<String> attached,
        String messageId,
        String draft,
        List<String> recipients,
        String time) {

    /**
     * The draft of a mail that was not sent.
     *
     * @param messageId empty where there is none
     * @param fate what became of it
     */
    record Draft(String messageId, String fate) {}

    private static final String UNEXPECTED = "unexpected";

    /** {@return the account of a job that failed for that reason} */
    static JobError of(JobRun run, Draft draft, Throwable thrown, Instant time) {
        for (var cause = Optional.of(thrown); cause.isPresent(); cause = cause.map(Throwable::getCause)) {
            if (cause.get() instanceof JobException refused) {
                return refused(run, draft, refused, time);
            }
            if (cause.get() instanceof GraphAttachException failure) {
                return failed(run, draft, failure, time);
            }
        }
        return refused(
                run, draft, new JobException(UNEXPECTED, thrown.toString(), "do what the message says", thrown), time);
    }

    private static JobError refused(JobRun run, Draft draft, JobException refused, Instant time) {
        return new JobError(
                run.name(),
                run.held().sha256(),
                file(run),
                refused.code(),
                oneLine(refused.getMessage()),
                whatToDo(run, refused.refusal().remedy()),
                0,
                "",
                "",
                false,
                0,
                attached(run),
                draft.messageId(),
                draft.fate(),
                refused.getCause() instanceof InvalidRecipientsException invalid ? invalid.recipients() : List.of(),
                time.toString());
    }

    private static JobError failed(JobRun run, Draft draft, GraphAttachException failure, Instant time) {
        return new JobError(
                run.name(),
                run.held().sha256(),
                file(run),
                code(failure),
                oneLine(failure.getMessage()),
                whatToDo(run, failure.remedy()),
                failure.statusCode(),
                failure.requestId(),
                failure.clientRequestId(),
                failure.retryable(),
                failure.bytesCommitted(),
                attached(run),
                draft.messageId(),
                draft.fate(),
                failure.recipients(),
                time.toString());
    }

    /** {@return the reason as one word of those that this program has; unlike its code never one of the service} */
    static String kind(Throwable thrown) {
        for (var cause = Optional.of(thrown); cause.isPresent(); cause = cause.map(Throwable::getCause)) {
            if (cause.get() instanceof JobException refused) {
                return refused.code();
            }
            if (cause.get() instanceof GraphAttachException failure) {
                return kind(failure);
            }
        }
        return UNEXPECTED;
    }

    private static String kind(GraphAttachException failure) {
        return failure.getClass().getSimpleName().replace("Exception", "");
    }

    /** Where Graph gave no code, the kind of failure. */
    private static String code(GraphAttachException failure) {
        return failure.code().isEmpty() ? kind(failure) : failure.code();
    }

    /** The failure's own remedy, and how the job is tried again after it. */
    private static String whatToDo(JobRun run, String remedy) {
        return oneLine(remedy) + "; to try again, move the content of this folder back into the inbox" + condition(run);
    }

    private static String condition(JobRun run) {
        if (!run.mail().messageId().isEmpty()) {
            return "; leave the receipt with it and the job as it is, or delete the draft before you change the job";
        }
        return attached(run).isEmpty()
                ? ""
                : "; leave the receipt with it and the job as it is, or take the files under \"attached\" out of the job:"
                        + " they are attached already";
    }

    private static String file(JobRun run) {
        return run.current().map(attachment -> attachment.file().path()).orElse("");
    }

    private static List<String> attached(JobRun run) {
        return run.receipts().stream().map(FileReceipt::path).toList();
    }

    static String oneLine(@Nullable String message) {
        return Objects.requireNonNullElse(message, "no message")
                .replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+\\s*", " ");
    }
}
