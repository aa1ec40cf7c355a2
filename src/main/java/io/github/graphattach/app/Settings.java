package io.github.graphattach.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.util.TimeUtils;

/**
 * The properties {@code graphattach.*}, read as what they mean.
 *
 * @param context knows the properties
 */
record Settings(CamelContext context) {

    /** {@return the property's value, empty when it is blank} */
    String text(String property) {
        return context.resolvePropertyPlaceholders("{{" + property + "}}").strip();
    }

    /**
     * Reads a yes or no, in any letter case; blank is no.
     *
     * @throws StartRefusedException when it is neither
     */
    boolean flag(String property) {
        var flag = text(property);
        if (!flag.isEmpty() && !isTrue(flag) && !flag.equalsIgnoreCase("false")) {
            throw new StartRefusedException(property + " is neither true nor false", "set it to one of them");
        }
        return isTrue(flag);
    }

    /** {@return whether a flag is up, where nothing can be refused yet} */
    static boolean isTrue(String flag) {
        return flag.strip().equalsIgnoreCase("true");
    }

    /**
     * Reads a duration.
     *
     * @throws StartRefusedException when it is none
     */
    Duration duration(String property) {
        var duration = text(property);
        if (!duration.matches("[0-9]{1,9}(ms|s|m|h)?")) {
            throw new StartRefusedException(property + " is no duration", "set it to one such as 5s or 200ms");
        }
        return Duration.ofMillis(TimeUtils.toMilliSeconds(duration));
    }

    /**
     * Makes the folder that a property names, where it is missing.
     *
     * @throws StartRefusedException when it cannot be made
     */
    Path folder(String property) {
        return folder(property, "");
    }

    /** Makes a folder below that which a property names, as {@link #folder(String)}. */
    Path folder(String property, String below) {
        var folder = text(property);
        try {
            return Files.createDirectories(Path.of(folder, below));
        } catch (IOException | InvalidPathException e) {
            throw new StartRefusedException(
                    "the folder '%s' cannot be made (%s)"
                            .formatted(folder, e.getClass().getSimpleName()),
                    "set %s to one that this user may write to%s"
                            .formatted(
                                    property,
                                    e instanceof InvalidPathException
                                            ? " and whose name this locale has (LC_ALL=C.UTF-8)"
                                            : ""),
                    e);
        }
    }
}
