package io.github.graphattach.app;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads jobs from their JSON, strictly, and says in one line what is wrong with one that cannot be read. */
final class JobReader {

    /** The longest job, in bytes; 250 attachments of one item take a twentieth of it. */
    static final int LONGEST = 1 << 20;

    private final InboxFolder folder;
    private final ObjectMapper json;

    JobReader(InboxFolder folder, ObjectMapper json) {
        this.folder = folder;
        this.json = json;
    }

    /** {@return a mapper that takes nothing that a job does not define} */
    static ObjectMapper strictMapper() {
        return JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build();
    }

    /**
     * {@return the JSON of a job in the inbox}
     *
     * @throws JobException when it cannot be read
     */
    byte[] read(Path name) {
        try (var file = folder.open(name);
                var stream = file.stream()) {
            if (file.length() > LONGEST) {
                throw new JobException(
                        "notJson",
                        "a job has at most %,d bytes; split it, and put a JSON document that is to be attached into a folder inside the inbox"
                                .formatted(LONGEST));
            }
            return stream.readAllBytes();
        } catch (IOException e) {
            throw InboxFolder.notOpened(name, e);
        }
    }

    /** {@return the JSON of the job that attaches one file to the target, the same bytes for the same file and target} */
    byte[] jobFor(Path file, String target) {
        try {
            var job = json.createObjectNode();
            job.set("target", json.readTree(target));
            job.putArray("files").addObject().put("path", file.toString());
            return json.writeValueAsBytes(job);
        } catch (IOException e) {
            throw new JobException("invalidTarget", "the property graphattach.target is not JSON; correct it", e);
        }
    }

    /**
     * {@return what the job lays claim to, judged kindly}
     *
     * <p>A job that cannot be read claims every file of the inbox that its text mentions: they must not go to the default
     * target, nor be left behind, because of a comma that is missing in the job.
     */
    Inbox.Claims claims(Path name) {
        if (!Inbox.isJob(name)) {
            return new Inbox.Claims(Optional.empty(), Set.of());
        }
        byte[] text;
        try {
            text = read(name);
        } catch (JobException e) {
            return new Inbox.Claims(Optional.empty(), Set.of());
        }
        try {
            return claims(json.readTree(text));
        } catch (IOException e) {
            return new Inbox.Claims(Optional.empty(), mentioned(new String(text, StandardCharsets.UTF_8)));
        }
    }

    private Inbox.Claims claims(JsonNode job) {
        var files = new HashSet<Path>();
        for (var file : job.path("files")) {
            try {
                files.add(folder.relative(file.path("path").asText("")));
            } catch (JobException e) {
                // What lies outside is nothing that this folder could give.
            }
        }
        return new Inbox.Claims(Optional.of(job.path("id").asText("")).filter(id -> !id.isEmpty()), files);
    }

    private Set<Path> mentioned(String text) {
        try (var entries = Files.list(folder.root())) {
            return entries.filter(entry -> Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS))
                    .map(Path::getFileName)
                    .filter(file -> !Inbox.isJob(file) && text.contains(file.toString()))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            return Set.of();
        }
    }

    /** {@return what is wrong with a job that Jackson refused} */
    static JobException refused(IOException cause) {
        if (cause.getCause() instanceof JobException said) {
            return said;
        }
        if (cause.getCause() instanceof StreamReadException broken) {
            return refused(broken);
        }
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return new JobException(
                    "unknownField",
                    "%s is an unknown field; the fields there are %s".formatted(place(unknown), known(unknown)),
                    cause);
        }
        if (cause instanceof JsonMappingException wrong && !wrong.getPath().isEmpty()) {
            return new JobException(
                    "invalidField",
                    "%s has a value of the wrong kind; write it as the README shows".formatted(place(wrong)),
                    cause);
        }
        var where = cause instanceof StreamReadException e && e.getLocation() != null
                ? " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())
                : "";
        return new JobException(
                "notJson",
                "the job is not JSON%s; correct it, or put a JSON document that is to be attached into a folder inside the inbox"
                        .formatted(where),
                cause);
    }

    private static String known(UnrecognizedPropertyException unknown) {
        return unknown.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** For example {@code "files"[0]."path"}. */
    private static String place(JsonMappingException wrong) {
        var place = new StringBuilder();
        for (var step : wrong.getPath()) {
            if (step.getFieldName() == null) {
                place.append('[').append(step.getIndex()).append(']');
            } else {
                place.append(place.isEmpty() ? "" : ".")
                        .append('"')
                        .append(printable(step.getFieldName()))
                        .append('"');
            }
        }
        return place.toString();
    }

    /** {@return the text if it can stand in a one-line message} */
    static String printable(String text) {
        return text.length() > 100 || text.chars().anyMatch(Character::isISOControl) ? "(unprintable)" : text;
    }
}
