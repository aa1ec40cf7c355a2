package io.github.graphattach.app;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What goes where: the files of one job go to one destination, in the order in which they are named.
 *
 * @param id what makes a repeated job the same job: letters, digits, {@code . _ -}, at most 100 characters. Without it
 *     every drop is a job of its own
 * @param destination a message or event, or a mail
 * @param files at least one, or a mail goes without any
 */
public record Job(Optional<String> id, Destination destination, List<JobFile> files) {

    /** The only one so far; a later one may mean other things by the same fields. */
    private static final int SCHEMA = 1;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    public Job {
        if (id.isPresent() && !ID.matcher(id.get()).matches()) {
            throw new JobException(
                    "invalidId",
                    "the field \"id\" may hold letters, digits and . _ - only, at most 100 of them, beginning with a letter or digit",
                    "choose another id");
        }
        if (files.isEmpty() && destination instanceof Target) {
            throw new JobException(
                    "noFiles", "the job names no file", "add \"files\": [ { \"path\": \"minutes.pdf\" } ]");
        }
        files = List.copyOf(files);
    }

    @JsonCreator
    static Job of(
            @JsonProperty("schema") @Nullable Object schema,
            @JsonProperty("id") @Nullable String id,
            @JsonProperty("target") @Nullable Target target,
            @JsonProperty("mail") @Nullable Mail mail,
            @JsonProperty("files") @Nullable List<@Nullable JobFile> files) {
        if (schema != null && !(schema instanceof Number number && number.doubleValue() == SCHEMA)) {
            throw new JobException(
                    "unknownSchema", "the field \"schema\" is not %d".formatted(SCHEMA), "write that, or leave it out");
        }
        var named = files == null
                ? List.<JobFile>of()
                : files.stream()
                        .filter(Objects::nonNull)
                        .map(Objects::requireNonNull)
                        .toList();
        return new Job(Optional.ofNullable(id), destination(target, mail), named);
    }

    private static Destination destination(@Nullable Target target, @Nullable Mail mail) {
        if (target != null && mail != null) {
            throw new JobException("targetAndMail", "the job has both a target and a mail", "leave one of them out");
        }
        if (mail != null) {
            return mail;
        }
        if (target == null) {
            throw new JobException(
                    "noTarget",
                    "the job lacks a target",
                    "add \"target\": { \"item\": \"event\", \"eventId\": \"...\" }, or \"mail\": { \"to\": \"...\" }");
        }
        return target;
    }

    /** {@return the mail that the job sends} */
    Optional<Mail> mail() {
        return destination instanceof Mail mail ? Optional.of(mail) : Optional.empty();
    }
}
