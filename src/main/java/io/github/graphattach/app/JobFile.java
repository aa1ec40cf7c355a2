package io.github.graphattach.app;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One file of a job.
 *
 * @param path where the file lies, relative to the inbox, with {@code /} between folders
 * @param name the attachment's name; the last segment of the path unless the job says otherwise
 * @param headers the headers of the component that carry what the job says of this file
 */
public record JobFile(String path, String name, Map<String, Object> headers) {

    private static final int LONGEST_NAME = 1000;

    public JobFile {
        if (name.length() > LONGEST_NAME) {
            throw new JobException(
                    "invalidName",
                    "a file's \"name\" has more than %d characters".formatted(LONGEST_NAME),
                    "shorten it");
        }
        headers = Map.copyOf(headers);
    }

    @JsonCreator
    static JobFile of(
            @JsonProperty("path") @Nullable String path,
            @JsonProperty("name") @Nullable String name,
            @JsonProperty("contentType") @Nullable String contentType,
            @JsonProperty("inline") @Nullable Boolean inline,
            @JsonProperty("contentId") @Nullable String contentId,
            @JsonProperty("onExisting") @Nullable String onExisting) {
        if (path == null || path.isBlank()) {
            throw new JobException(
                    "noPath", "a file of the job lacks its path", "add \"path\": the file's place in the inbox");
        }
        var headers = new LinkedHashMap<String, Object>();
        put(headers, "ContentType", contentType);
        put(headers, "Inline", inline);
        put(headers, "ContentId", contentId);
        put(headers, "OnExisting", onExisting);
        return new JobFile(path, Objects.requireNonNullElse(name, FileName.composed(JobPath.lastName(path))), headers);
    }

    private static void put(Map<String, Object> headers, String option, @Nullable Object value) {
        if (value != null) {
            headers.put(Target.HEADER_PREFIX + option, value);
        }
    }
}
