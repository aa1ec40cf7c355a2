package io.github.graphattach.app;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.PropertiesComponent;

/** The application: Camel Main with the routes of the folder {@code routes}. */
public final class Application {

    private static final String HELP =
            """
            Attaches the files of an inbox folder to Outlook messages and events, and sends mails with them.

              --once          end when the inbox is empty: status 0, or 1 when a job failed or a file was left there, as
                              during an outage of five minutes
              --cancel <id>   take back the mail of that job, which waits for its time, and end: status 0, or 1 when it was
                              sent already or is not known; not while the application runs with the same state
              --help          show this

            Settings are in application.properties; each can be given as a system property or an environment
            variable too (graphattach.inbox: -Dgraphattach.inbox=... or GRAPHATTACH_INBOX=...).
            """;

    /** Whether the application demonstrates. */
    static final String DEMO = "graphattach.demo";

    /** Read by log4j2.properties. */
    private static final String LOG_LEVEL = "graphattach.log-level";

    private static final String NOT_STARTED = "Not started: ";
    private static final int DONE = 0;
    private static final int NOT_ALL_DONE = 1;
    private static final int REFUSED = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Map<String, String> settings;

    /**
     * @param out for what the demonstration shows
     * @param err for why the application does not start
     * @param environment the environment variables
     * @param settings properties that win over all others
     */
    Application(PrintStream out, PrintStream err, Map<String, String> environment, Map<String, String> settings) {
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.settings = settings;
    }

    /** Runs until it is stopped, or with {@code --once} until the inbox is empty. */
    public static void main(String[] arguments) {
        OpenFiles.areTooFew().ifPresent(why -> {
            System.err.println(NOT_STARTED + why);
            System.exit(REFUSED);
        });
        Configuration.find();
        // The port for health and metrics serves no files: else it would want a folder of its own among the temporary
        // ones.
        System.setProperty("vertx.disableFileCPResolving", "true");
        if (Settings.isTrue(System.getProperty(DEMO, "")) && System.getProperty(LOG_LEVEL) == null) {
            System.setProperty(LOG_LEVEL, "warn");
        }
        System.exit(new Application(System.out, System.err, System.getenv(), Map.of()).run(arguments));
    }

    /** {@return the status that the process ends with} */
    int run(String... arguments) {
        if (arguments.length == 2 && arguments[0].equals("--cancel")) {
            return cancel(arguments[1]);
        }
        var given = Set.copyOf(List.of(arguments));
        if (given.contains("--help")) {
            out.print(HELP);
            return DONE;
        }
        if (!Set.of("--once").containsAll(given)) {
            err.printf(NOT_STARTED + "unknown arguments %s; see --help%n", List.of(arguments));
            return REFUSED;
        }
        return run(given.contains("--once"));
    }

    private int cancel(String job) {
        try {
            return new Cancellation(out, environment, settings).cancel(job) ? DONE : NOT_ALL_DONE;
        } catch (Exception e) {
            err.println(NOT_STARTED + reason(e));
            return REFUSED;
        }
    }

    private int run(boolean once) {
        var main = new Main();
        var startup = new Startup(once);
        var inbox = new InboxConfiguration(once ? main::completed : startup::idle, once);
        settings.forEach(main::addOverrideProperty);
        main.addMainListener(startup);
        var checkpoints = new CheckpointConfiguration();
        main.configure().addConfiguration(checkpoints);
        main.configure().addConfiguration(inbox);
        try (checkpoints;
                inbox) {
            main.run();
            return once && !inbox.isAllDone() ? NOT_ALL_DONE : DONE;
        } catch (Exception e) {
            err.println(NOT_STARTED + reason(e));
            return REFUSED;
        } finally {
            startup.close();
        }
    }

    private static String reason(Exception thrown) {
        Throwable cause = thrown;
        while (!(cause instanceof StartRefusedException)
                && RefusedOption.of(cause).isEmpty()
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return RefusedOption.of(cause)
                .orElse(String.valueOf(cause.getMessage()))
                .replaceAll("\\R\\s*", " ");
    }

    /** Decides between the demonstration and a real service before anything of Camel is set up. */
    private final class Startup extends MainListenerSupport implements AutoCloseable {

        private final boolean once;
        private Optional<Demonstration> demonstration = Optional.empty();

        Startup(boolean once) {
            this.once = once;
        }

        @Override
        public void beforeConfigure(BaseMainSupport main) {
            var context = main.getCamelContext();
            var properties = context.getPropertiesComponent();
            var demo = new Settings(context).flag(DEMO);
            var connection = Connection.of(properties, environment);
            var port = Integer.parseInt(property(properties, "camel.management.port"));
            properties.addInitialProperty("graphattach.management", String.valueOf(!once && (!demo || isFree(port))));
            if (demo) {
                connection.refuseBesideTheDemonstration();
                demonstrate(context);
            } else {
                connection.refuseWhenIncomplete();
            }
            refuseWithoutRoutes(Path.of(property(properties, "graphattach.routes")));
        }

        /** The routes name the endpoint with each job only: what is wrong with it is to be known before the first one. */
        @Override
        public void beforeStart(BaseMainSupport main) {
            main.getCamelContext().getEndpoint("graph-attach:event");
        }

        private void demonstrate(CamelContext context) {
            var properties = context.getPropertiesComponent();
            var started = Demonstration.start(Path.of(property(properties, "graphattach.inbox")), out);
            demonstration = Optional.of(started);
            properties.addOverrideProperty(Connection.PREFIX + "graph-url", started.graphUrl());
            properties.addOverrideProperty(Connection.PREFIX + "access-token", "demonstration");
            // Nobody who tries it should wait for a writer that might pause.
            properties.addOverrideProperty("graphattach.file-quiet", property(properties, "graphattach.quiet"));
            if (property(properties, "graphattach.target").isBlank()) {
                properties.addOverrideProperty("graphattach.target", Demonstration.TARGET);
            }
            if (property(properties, "graphattach.done").isBlank()) {
                properties.addOverrideProperty(
                        "graphattach.done", property(properties, "graphattach.folder") + "/demo-done");
            }
            context.getRegistry().bind("demonstration", AttachmentCheck.class, started);
            context.getRegistry().bind("progress", new ConsoleProgress(out, isTerminal()));
            try {
                started.seed(
                        Path.of(property(properties, "graphattach.done")),
                        Path.of(property(properties, "graphattach.failed")));
            } catch (IOException e) {
                throw new StartRefusedException(
                        "the demonstration cannot write its sample into the inbox (%s)".formatted(e),
                        "set graphattach.folder to a folder that it may write to",
                        e);
            }
        }

        void idle() {
            demonstration.ifPresent(Demonstration::invite);
        }

        @Override
        public void close() {
            demonstration.ifPresent(Demonstration::close);
        }
    }

    private static void refuseWithoutRoutes(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new StartRefusedException(
                    "there are no routes in '%s'".formatted(folder.toAbsolutePath()),
                    "start in the folder that holds routes/, or set graphattach.routes");
        }
    }

    /** The demonstration does without its health page rather than fail because another process has the port. */
    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port)) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    private static String property(PropertiesComponent properties, String name) {
        return properties.resolveProperty(name).orElse("").strip();
    }

    /** From Java 22 on there is a console even where nobody sits before a terminal, and it tells. */
    @SuppressWarnings("SystemConsoleNull")
    private static boolean isTerminal() {
        var console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
        } catch (NoSuchMethodException e) {
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
