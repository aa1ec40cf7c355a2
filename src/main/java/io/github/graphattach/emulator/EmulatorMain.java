package io.github.graphattach.emulator;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** The emulator on its own: starts it with the options of the command line and runs until the process is ended. */
public final class EmulatorMain {

    private EmulatorMain() {}

    /**
     * Starts the emulator.
     *
     * @param arguments see {@code --help}
     */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        try {
            EmulatorOptions options = EmulatorOptions.parse(List.of(arguments));
            if (options.help()) {
                out.print(EmulatorOptions.HELP);
                return;
            }
            run(options, out);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage() + " Try --help.");
            System.exit(2);
        } catch (UncheckedIOException e) {
            err.println(e.getMessage() + ": " + String.valueOf(e.getCause()));
            System.exit(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void run(EmulatorOptions options, PrintStream out) throws InterruptedException {
        GraphEmulator emulator = options.builder().start();
        Runtime.getRuntime().addShutdownHook(new Thread(emulator::close, "graph-emulator-shutdown"));
        out.println("Graph:       " + emulator.graphUrl());
        out.println("Upload host: " + emulator.uploadUrl());
        if (options.strict()) {
            out.println("Login:       " + emulator.loginUrl());
        }
        emulator.certificatePem().ifPresent(pem -> out.print("Certificate, for clients to trust:\n" + pem));
        out.println("Page:        " + emulator.pageUrl());
        new CountDownLatch(1).await();
    }
}
