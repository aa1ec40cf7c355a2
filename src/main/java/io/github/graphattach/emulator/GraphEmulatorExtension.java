package io.github.graphattach.emulator;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs an emulator for the tests of a class:
 *
 * <pre>{@code
 * @RegisterExtension
 * final GraphEmulatorExtension graph = new GraphEmulatorExtension();
 * }</pre>
 *
 * <p>In an instance field each test has an emulator of its own; in a static field the tests of the class share one, and keep
 * apart by using items of their own. Ports are free ones, so that classes and tests may run in parallel. Everything is closed
 * at the end.
 */
public final class GraphEmulatorExtension
        implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {

    /** An emulator and the test, or class, that it was started for. */
    private record Running(GraphEmulator emulator, String startedFor) {}

    private final GraphEmulator.Builder builder;
    private Optional<Running> running = Optional.empty();

    /** Runs an emulator with the default settings. */
    public GraphEmulatorExtension() {
        this(GraphEmulator.builder());
    }

    /** Runs an emulator with these settings. */
    public GraphEmulatorExtension(GraphEmulator.Builder builder) {
        this.builder = builder;
    }

    /**
     * {@return the running emulator}
     *
     * @throws IllegalStateException before the test begins and after it has ended
     */
    public GraphEmulator emulator() {
        return running.orElseThrow(() -> new IllegalStateException("the emulator runs only during a test"))
                .emulator();
    }

    /** {@return the root of Graph v1.0; see {@link GraphEmulator#graphUrl()}} */
    public URI graphUrl() {
        return emulator().graphUrl();
    }

    /** Creates an item; see {@link GraphEmulator#create(String)}. */
    public EmulatedItem create(String itemPath) {
        return emulator().create(itemPath);
    }

    /** {@return the script of what goes wrong; see {@link GraphEmulator#faults()}} */
    public Faults faults() {
        return emulator().faults();
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        startFor(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        startFor(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        closeAfter(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        closeAfter(context);
    }

    private synchronized void startFor(ExtensionContext context) {
        if (running.isEmpty()) {
            running = Optional.of(new Running(builder.start(), context.getUniqueId()));
        }
    }

    private synchronized void closeAfter(ExtensionContext context) {
        Optional<Running> ended = running.filter(started -> started.startedFor().equals(context.getUniqueId()));
        if (ended.isPresent()) {
            ended.get().emulator().close();
            running = Optional.empty();
        }
    }
}
