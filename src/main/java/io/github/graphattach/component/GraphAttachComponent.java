package io.github.graphattach.component;

import io.github.graphattach.item.ItemKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.HealthCheckComponent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Attaches files to Outlook messages and events through Microsoft Graph. */
@Component("graph-attach")
public class GraphAttachComponent extends HealthCheckComponent {

    private static final Logger LOG = LoggerFactory.getLogger(GraphAttachComponent.class);

    @Metadata
    private GraphAttachConfiguration configuration = new GraphAttachConfiguration();

    private final Set<List<String>> overridden = ConcurrentHashMap.newKeySet();
    private @Nullable ComponentResources resources;
    private boolean stopped;
    private volatile LongSupplier nanoClock = System::nanoTime;

    /** Needed by Camel. */
    public GraphAttachComponent() {}

    /**
     * For use in Java.
     *
     * @param context the application
     */
    @SuppressWarnings("this-escape")
    public GraphAttachComponent(CamelContext context) {
        super(context);
    }

    @Override
    public void setCamelContext(CamelContext context) {
        super.setCamelContext(context);
        Choice.ALL.forEach(choice -> choice.register(context.getTypeConverterRegistry()));
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ItemKind item = ItemKind.parse(remaining);
        Choice.ALL.forEach(
                choice -> Optional.ofNullable(parameters.get(choice.option())).ifPresent(choice::of));
        GraphAttachEndpoint endpoint = new GraphAttachEndpoint(uri, this, item, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        setStopped(false);
        boolean caches = Boolean.TRUE.equals(getCamelContext().isStreamCaching());
        if (caches && !getCamelContext().getStreamCachingStrategy().isSpoolEnabled()) {
            LOG.warn(
                    "Camel caches streams in memory before this component sees them, so a large one may fill the heap; set"
                            + " camel.main.stream-caching-spool-enabled=true, or camel.main.stream-caching-enabled=false to have"
                            + " only the component keep them, on disk");
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        setStopped(true).ifPresent(ComponentResources::close);
    }

    /** {@return the resources that are to be closed, by one who holds no lock for which others wait meanwhile} */
    private synchronized Optional<ComponentResources> setStopped(boolean now) {
        stopped = now;
        Optional<ComponentResources> running = runningResources();
        if (now) {
            resources = null;
            return running;
        }
        return Optional.empty();
    }

    /** Says once, and not for each endpoint, that these options are not used: a bean may be found that nobody thought of. */
    void tellOverridden(List<String> options) {
        if (!options.isEmpty() && overridden.add(options)) {
            LOG.warn(
                    "Options that are set but not used, because a TokenCredential bean signs in: {}; remove them, or the bean",
                    String.join(", ", options));
        }
    }

    /**
     * The resources, made when the first producer needs it: Camel starts the producers inside a split before this component. One
     * that was started again has another one.
     *
     * @throws UploadInterruptedException when the component is stopped; nobody would close what is made then
     */
    synchronized ComponentResources resources() {
        if (stopped) {
            throw Failures.stopped();
        }
        if (resources == null) {
            resources = new ComponentResources(getCamelContext(), this);
        }
        return resources;
    }

    /** {@return whether it was stopped, and not started since} */
    synchronized boolean isTakingNothing() {
        return stopped;
    }

    /** {@return the time of a monotonic clock} */
    long nanoTime() {
        return nanoClock.getAsLong();
    }

    /** For tests, which cannot wait. */
    void setNanoClock(LongSupplier clock) {
        nanoClock = clock;
    }

    /** {@return the resources, where there are some} */
    synchronized Optional<ComponentResources> runningResources() {
        return Optional.ofNullable(resources);
    }

    public GraphAttachConfiguration getConfiguration() {
        return configuration;
    }

    /** The options that endpoints start from. */
    public void setConfiguration(GraphAttachConfiguration configuration) {
        this.configuration = configuration;
    }
}
