package io.github.graphattach.app;

import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One state of one file, and since when it has been so. */
final class Sighting {

    /** What lies there. */
    enum Kind {
        FILE("file"),
        FOLDER("folder"),
        LINK("symbolic link"),
        OTHER("pipe, socket or device"),
        GONE("name");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** {@return what a person calls it} */
        String text() {
            return text;
        }

        static Kind of(BasicFileAttributes found) {
            if (found.isRegularFile()) {
                return FILE;
            }
            return found.isDirectory() ? FOLDER : found.isSymbolicLink() ? LINK : OTHER;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

    private final Kind kind;
    private final FileState state;
    private final long since;
    private long now;
    private boolean left;
    private String told = "";
    private Optional<HeldJob.Claims> claims = Optional.empty();

    /** @param now by a monotonic clock */
    Sighting(Kind kind, FileState state, long now) {
        this.kind = kind;
        this.state = state;
        this.since = now;
        this.now = now;
    }

    Sighting at(long now) {
        this.now = now;
        return this;
    }

    long age() {
        return now - since;
    }

    boolean quiet(Duration time) {
        return age() >= time.toNanos();
    }

    Kind kind() {
        return kind;
    }

    FileState state() {
        return state;
    }

    /** {@return what the job there lays claim to, once it was read} */
    Optional<HeldJob.Claims> claims() {
        return claims;
    }

    void claims(HeldJob.Claims read) {
        claims = Optional.of(read);
    }

    /** {@return whether it lies there for good} */
    boolean isLeft() {
        return left;
    }

    void leave() {
        left = true;
    }

    void leave(String name, String why) {
        if (!left) {
            left = true;
            LOG.warn("'{}' stays in the inbox: {}", name, why);
        }
    }

    /** Most waits are short and need no word. */
    void tellLate(String name, Duration patience, String why) {
        if (age() >= patience.toNanos() && !told.equals(why)) {
            told = why;
            LOG.warn("'{}' waits in the inbox: {}", name, why);
        }
    }
}
