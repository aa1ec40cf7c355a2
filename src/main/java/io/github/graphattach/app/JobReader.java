package io.github.graphattach.app;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Reads jobs from their JSON, strictly, and says in one line what is wrong with one that cannot be read. */
final class JobReader {

    /** The longest job, in bytes; 250 attachments of one item take a twentieth of it. */
    static final int LONGEST = 1 << 20;

    private final ObjectMapper json;

    JobReader(ObjectMapper json) {
        this.json = json;
    }

    /** {@return whether this is the name of a job rather than of a file to attach} */
    static boolean isJob(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".json");
    }

    /** {@return a mapper that takes nothing that a job does not define} */
    static ObjectMapper strictMapper() {
        return JsonMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(
                        LogicalType.Textual, texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .withCoercionConfigDefaults(all -> all.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build();
    }

    /**
     * Reads a job.
     *
     * <p>A job that cannot be read claims every file of its folder that its text mentions: they must not go to the default
     * target, nor be left behind, because of a comma that is missing in the job.
     *
     * @param name what the job is called
     * @param text its JSON
     * @param beside names what lies in the folder that the job was found in
     */
    HeldJob read(String name, byte[] text, Supplier<Collection<String>> beside) {
        HeldJob.Claims claims;
        try {
            claims = claims(json.readTree(text));
        } catch (IOException e) {
            claims = new HeldJob.Claims(Optional.empty(), mentioned(new String(text, StandardCharsets.UTF_8), beside));
        }
        try {
            return new HeldJob(name, text, Optional.of(parsed(text)), Optional.empty(), claims);
        } catch (JobException e) {
            return new HeldJob(name, text, Optional.empty(), Optional.of(e), claims);
        }
    }

    /** {@return the job of that name that cannot be read at all} */
    HeldJob unread(String name, JobException why) {
        return new HeldJob(name, new byte[0], Optional.empty(), Optional.of(why), HeldJob.Claims.NONE);
    }

    /** {@return what is wrong with a job that is too long} */
    static JobException tooLong() {
        return new JobException(
                "notJson",
                "a job has at most %,d bytes".formatted(LONGEST),
                "split it, and put a JSON document that is to be attached into a folder inside the inbox");
    }

    /** {@return the job that attaches one file to the target; its JSON is the same for the same file and target} */
    HeldJob jobFor(String file, String target) {
        try {
            var job = json.createObjectNode();
            job.set("target", json.readTree(target));
            job.putArray("files").addObject().put("path", file);
            var text = json.writeValueAsBytes(job);
            return new HeldJob(
                    file,
                    text,
                    Optional.of(parsed(text)),
                    Optional.empty(),
                    new HeldJob.Claims(Optional.empty(), Set.of(JobPath.key(file))));
        } catch (IOException e) {
            throw new IllegalArgumentException("graphattach.target was read at the start", e);
        }
    }

    private Job parsed(byte[] text) {
        try {
            Job job = json.readValue(text, Job.class);
            if (job == null) {
                throw new JobException("notJson", "the job is null", "write it as the README shows");
            }
            return job;
        } catch (IOException e) {
            throw refused(e);
        }
    }

    private static HeldJob.Claims claims(JsonNode job) {
        var files = new HashSet<String>();
        for (var file : job.path("files")) {
            try {
                files.add(JobPath.key(JobPath.normal(file.path("path").asText(""))));
            } catch (JobException e) {
                // What lies outside is nothing that this folder could give.
            }
        }
        return new HeldJob.Claims(Optional.of(job.path("id").asText("")).filter(id -> !id.isEmpty()), files);
    }

    private static Set<String> mentioned(String text, Supplier<Collection<String>> beside) {
        var composed = FileName.composed(text);
        return beside.get().stream()
                .filter(file -> !isJob(file))
                .map(JobPath::key)
                .filter(composed::contains)
                .collect(Collectors.toSet());
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
                    "%s is an unknown field".formatted(place(unknown)),
                    "correct it or leave it out; the fields there are " + known(unknown),
                    cause);
        }
        if (cause instanceof JsonMappingException wrong && !wrong.getPath().isEmpty()) {
            return new JobException(
                    "invalidField",
                    "%s has a value of the wrong kind".formatted(place(wrong)),
                    "write it as the README shows",
                    cause);
        }
        var where = cause instanceof StreamReadException e && e.getLocation() != null
                ? " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr())
                : "";
        return new JobException(
                "notJson",
                "the job is not JSON%s".formatted(where),
                "correct it, or put a JSON document that is to be attached into a folder inside the inbox",
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
