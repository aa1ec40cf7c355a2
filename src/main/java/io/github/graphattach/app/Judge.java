package io.github.graphattach.app;

import io.github.graphattach.component.GraphAttachException;
import io.github.graphattach.component.UploadInterruptedException;
import java.io.IOException;
import java.util.Optional;

/**
 * Says whose fault it is that a job did not get to its end.
 *
 * @param files of the jobs
 */
record Judge(JobFiles files) {

    /** {@return whose fault it is} */
    Verdict judge(JobRun run, Throwable thrown) {
        for (var cause = Optional.of(thrown); cause.isPresent(); cause = cause.map(Throwable::getCause)) {
            var found = verdict(run, cause.get());
            if (found.isPresent()) {
                return found.get();
            }
        }
        return new Verdict(Verdict.Kind.JOB, thrown.toString());
    }

    private Optional<Verdict> verdict(JobRun run, Throwable cause) {
        var said = JobError.oneLine(cause.getMessage());
        if (cause instanceof JobException) {
            return Optional.of(new Verdict(Verdict.Kind.JOB, said));
        }
        if (cause instanceof UploadInterruptedException) {
            return Optional.of(new Verdict(Verdict.Kind.STOPPING, said));
        }
        if (cause instanceof UnsettledException || (cause instanceof GraphAttachException && isWrittenTo(run))) {
            return Optional.of(new Verdict(Verdict.Kind.UNSETTLED, said));
        }
        if (cause instanceof GraphAttachException failure) {
            return Optional.of(
                    new Verdict(failure.concernsEveryUpload() ? Verdict.Kind.SERVICE : Verdict.Kind.JOB, said));
        }
        return cause instanceof IOException failure ? Optional.of(Verdict.ofDisk(failure)) : Optional.empty();
    }

    /** {@return whether it was the service that answered so: then there is a way to it} */
    static boolean isAnswered(Throwable thrown) {
        for (var cause = Optional.of(thrown); cause.isPresent(); cause = cause.map(Throwable::getCause)) {
            if (cause.get() instanceof GraphAttachException failure) {
                return failure.statusCode() > 0 && !failure.concernsEveryUpload();
            }
        }
        return false;
    }

    /** {@return whether the file in work is not what it was when the job was checked, and still the same file} */
    private boolean isWrittenTo(JobRun run) {
        try {
            var noted = run.current();
            var now = noted.isPresent() ? files.look(noted.get().path()) : Optional.<FileState>empty();
            return now.isPresent()
                    && now.get().isOfSameFile(noted.orElseThrow().state())
                    && !now.get().equals(noted.orElseThrow().state());
        } catch (IOException e) {
            return false;
        }
    }
}
