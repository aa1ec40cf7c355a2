package io.github.graphattach.emulator;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * The command line of {@link EmulatorMain}.
 *
 * @param builder the emulator as asked for
 * @param strict whether there is a login
 * @param help whether only the help is asked for
 */
record EmulatorOptions(GraphEmulator.Builder builder, boolean strict, boolean help) {

    static final String HELP =
            """
            Emulates Microsoft Graph's Outlook attachments and the host of their upload sessions.

              --port N              Graph and the page listen here, the upload host on the next port,
                                    a login on the one after (default 8025; 0 takes free ports)
              --address A           local address to listen on (default 127.0.0.1; there is no password:
                                    open it to others only where you trust them all)
              --content DIRECTORY   keep the bytes of attachments here (default: a temporary folder)
              --limits real|off     keep Outlook's limits: 4 requests at a time, 10,000 in 10 minutes and
                                    150 MB uploaded in 5 minutes for each mailbox (default off)
              --auth any|strict     any: every bearer token will do; strict: only tokens of the emulator's
                                    own login, which speaks OAuth over TLS (default any)
              --tls                 Graph and the upload host speak TLS too
              --message-size BYTES  the most that one message may hold (default 36700160, which is 35 MB)
              --help                this text

            An item must exist before something is attached to it: POST it to Graph first, or give its path to
            POST /_emulator/items as {"path": "/me/events/AAA"}.
            """;

    private static final int DEFAULT_PORT = 8025;

    /**
     * Reads the options.
     *
     * @throws IllegalArgumentException naming the option that is wrong
     */
    static EmulatorOptions parse(List<String> arguments) {
        GraphEmulator.Builder builder = GraphEmulator.builder().port(DEFAULT_PORT);
        boolean strict = false;
        boolean help = false;
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--port" -> builder.port(Math.toIntExact(number(option, rest)));
                case "--address" -> builder.address(value(option, rest));
                case "--content" -> builder.contentFolder(folder(option, rest));
                case "--limits" ->
                    builder.limits(
                            choice(option, rest, "real", "off") ? GraphEmulator.Limits.REAL : GraphEmulator.Limits.OFF);
                case "--auth" -> {
                    strict = choice(option, rest, "strict", "any");
                    builder.auth(strict ? GraphEmulator.Auth.STRICT : GraphEmulator.Auth.ANY);
                }
                case "--tls" -> builder.tls(true);
                case "--message-size" -> builder.messageSizeLimit(number(option, rest));
                case "--help", "-h" -> help = true;
                default -> throw new IllegalArgumentException("There is no option " + option + ".");
            }
        }
        return new EmulatorOptions(builder, strict, help);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value.");
        }
        return rest.next();
    }

    private static long number(String option, Iterator<String> rest) {
        String value = value(option, rest);
        if (!value.matches("\\d{1,18}") || (option.equals("--port") && value.length() > 5)) {
            throw new IllegalArgumentException(option + " needs a number, not '" + value + "'.");
        }
        return Long.parseLong(value);
    }

    private static Path folder(String option, Iterator<String> rest) {
        String value = value(option, rest);
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException(option + " needs a directory, not '" + value + "'.", e);
        }
    }

    /** {@return whether the first of the two was chosen} */
    private static boolean choice(String option, Iterator<String> rest, String first, String second) {
        String value = value(option, rest);
        if (!value.equals(first) && !value.equals(second)) {
            throw new IllegalArgumentException(option + " needs " + first + " or " + second + ", not '" + value + "'.");
        }
        return value.equals(first);
    }
}
