package io.github.graphattach.app;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What goes where: the files of one job are attached to one target, in the order in which they are named.
 *
 * @param id what makes a repeated job the same job: letters, digits, {@code . _ -}, at most 100 characters. Without it
 *     every drop is a job of its own
 * @param target the message or event
 * @param files at least one
 */
public record Job(Optional<String> id, Target target, List<JobFile> files) {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public Job {
        if (id.isPresent() && !ID.matcher(id.get()).matches()) {
            throw new JobException(
                    "invalidId",
                    "the field \"id\" may hold letters, digits and . _ - only, at most 100 of them, beginning with a letter or digit",
                    "choose another id");
        }
        if (files.isEmpty()) {
            throw new JobException(
                    "noFiles", "the job names no file", "add \"files\": [ { \"path\": \"minutes.pdf\" } ]");
        }
        files = List.copyOf(files);
    }

    @JsonCreator
    static Job of(
            @JsonProperty("id") @Nullable String id,
            @JsonProperty("target") @Nullable Target target,
            @JsonProperty("files") @Nullable List<@Nullable JobFile> files) {
        if (target == null) {
            throw new JobException(
                    "noTarget",
                    "the job lacks a target",
                    "add \"target\": { \"item\": \"event\", \"eventId\": \"...\" }");
        }
        var named = files == null
                ? List.<JobFile>of()
                : files.stream()
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList();
        return new Job(Optional.ofNullable(id), target, named);
    }
}
