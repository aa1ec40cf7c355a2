package io.github.graphattach.app;

import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.Optional;

/** The files and connections that the operating system lets this process have open. */
final class OpenFiles {

    /** What is said where one more is refused. */
    static final String USED_UP =
            "this process may not open more files; raise its limit (ulimit -n), or lower graphattach.jobs-in-flight";

    /** The platform and the libraries take some 250, and each of 64 jobs a file, a connection and the folders on the way. */
    private static final long ENOUGH = 512;

    private OpenFiles() {}

    /**
     * {@return what to say when the limit is too low for the application}
     *
     * <p>To be asked before anything else is opened: with too few not even the class is found that would say so.
     */
    static Optional<String> areTooFew() {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system) {
            var most = system.getMaxFileDescriptorCount();
            // Without a limit it is negative.
            if (most >= 0 && most < ENOUGH) {
                return Optional.of("this process may open %d files only; raise its limit (ulimit -n) to %d or more"
                        .formatted(most, ENOUGH));
            }
        }
        return Optional.empty();
    }

    /** {@return whether it failed because this process has too many files open} */
    static boolean areUsedUp(IOException failure) {
        return Objects.requireNonNullElse(failure.getMessage(), "").contains("Too many open files");
    }
}
