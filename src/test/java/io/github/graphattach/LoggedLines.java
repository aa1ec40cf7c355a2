package io.github.graphattach;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.Property;

/** What a package or a class of this JVM logs at INFO and above, from here until it is closed. */
public final class LoggedLines implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<String> traces = new CopyOnWriteArrayList<>();
    private final String name;
    private final Level before;
    private final boolean hadOwnLevel;
    private final Logger logger;
    private final AbstractAppender appender;

    /** @param name of the logger, or the beginning of it */
    public LoggedLines(String name) {
        this(name, Level.INFO);
    }

    /** {@return nothing: what that package or class logs is neither kept nor written} */
    public static LoggedLines none(String name) {
        return new LoggedLines(name, Level.OFF);
    }

    private LoggedLines(String name, Level level) {
        this.name = name;
        logger = (Logger) LogManager.getLogger(name);
        before = logger.getLevel();
        hadOwnLevel = logger.getContext()
                .getConfiguration()
                .getLoggerConfig(name)
                .getName()
                .equals(name);
        appender = new AbstractAppender("lines of " + name, null, null, true, Property.EMPTY_ARRAY) {
            @Override
            public void append(LogEvent event) {
                lines.add(event.getLevel() + " " + event.getMessage().getFormattedMessage());
                Optional.ofNullable(event.getThrown()).map(LoggedLines::trace).ifPresent(traces::add);
            }
        };
        appender.start();
        logger.addAppender(appender);
        Configurator.setLevel(name, level);
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** {@return the stack traces that were logged with lines} */
    public List<String> traces() {
        return List.copyOf(traces);
    }

    /** {@return the lines so far, each with its level before it} */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void close() {
        Configurator.setLevel(name, before);
        logger.removeAppender(appender);
        if (!hadOwnLevel) {
            logger.getContext().getConfiguration().removeLogger(name);
            logger.getContext().updateLoggers();
        }
    }
}
