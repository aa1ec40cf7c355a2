package io.github.graphattach.component;

import io.github.graphattach.graph.AccessTokens;
import io.github.graphattach.graph.GraphClient;
import io.github.graphattach.graph.HttpGraphClient;
import io.github.graphattach.graph.HttpRequests;
import io.github.graphattach.graph.IdType;
import io.github.graphattach.item.ItemKind;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.upload.UploadException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Message;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.spi.EndpointServiceLocation;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;

/** Attach files to Outlook messages and events through Microsoft Graph: whole, once, byte for byte. */
@ManagedResource(description = "Managed graph-attach endpoint")
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "graph-attach",
        title = "Microsoft Graph Attachments",
        syntax = "graph-attach:item",
        producerOnly = true,
        category = {Category.CLOUD, Category.MAIL},
        headersClass = GraphAttachConstants.class)
public class GraphAttachEndpoint extends DefaultEndpoint implements EndpointServiceLocation {

    @UriPath(description = "The kind of Outlook item that gets the file.", enums = "message,event")
    @Metadata(required = true)
    private final ItemKind item;

    @UriParam
    private final GraphAttachConfiguration configuration;

    private @Nullable UploadSettings settings;
    private volatile @Nullable UploadPlanner planner;
    private final GraphAttachHealthCheck health;
    private final Set<Producer> producers = new HashSet<>();

    /**
     * Makes an endpoint. Camel shows its URI in exchange properties, JMX, events and consoles, so that one has no secrets.
     */
    GraphAttachEndpoint(
            String uri, GraphAttachComponent component, ItemKind item, GraphAttachConfiguration configuration) {
        super(ShownUri.of(uri), component);
        this.item = item;
        this.configuration = configuration;
        this.health = new GraphAttachHealthCheck(getId(), new ReadinessProbe(this), component::nanoTime);
        this.health.setEnabled(component.isHealthCheckProducerEnabled());
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        settings = UploadSettings.of(item, configuration);
        planner = null;
        getComponent().tellOverridden(new SignInOptions(configuration, System::getenv).overridden());
    }

    /** What a producer will need is made here already, so that an option that cannot be used stops the application. */
    @Override
    public Producer createProducer() throws Exception {
        planner();
        return new GraphAttachProducer(this);
    }

    /**
     * Makes uploads with what the component has now: one that was stopped and started has other threads and clients.
     *
     * @throws UploadInterruptedException when the component is stopped
     */
    UploadPlanner planner() throws Exception {
        ComponentResources resources = getComponent().resources();
        UploadPlanner present = planner;
        if (present == null || present.resources() != resources) {
            AccessTokens tokens = resources.signIns().tokens(settings().signIn());
            present = new UploadPlanner(
                    this,
                    resources,
                    client(resources, tokens, configuration.getIdType()),
                    client(resources, tokens, IdType.IMMUTABLE),
                    client(resources, tokens, IdType.DEFAULT),
                    tokens);
            planner = present;
        }
        return present;
    }

    private GraphClient client(ComponentResources resources, AccessTokens tokens, IdType idType) throws Exception {
        UploadSettings settings = settings();
        return new HttpGraphClient(
                new HttpRequests(
                        resources.clients().client(settings.graphUrl().getScheme()),
                        settings.policy().requestTimeout(),
                        resources.timer()),
                settings.graphUrl(),
                tokens,
                idType);
    }

    /**
     * Removes an attachment that turned out to be wrong after its upload was done. Blocks until the service has answered,
     * with the tries and waits of an upload.
     *
     * @param message with the address of the item in its headers, as for an upload
     * @param attachmentId of the attachment
     * @throws GraphAttachException when the service did not remove it; one that is gone already counts as removed
     */
    public void removeAttachment(Message message, String attachmentId) throws GraphAttachException {
        try {
            planner().remove(message, attachmentId);
        } catch (GraphAttachException e) {
            throw e;
        } catch (Exception e) {
            throw Failures.beforeAnyRequest(e);
        }
    }

    /**
     * Asks whether the item still has an attachment. Blocks until the service has answered, with the tries and waits of an
     * upload.
     *
     * @param message with the address of the item in its headers, as for an upload
     * @param attachmentId of the attachment
     * @return whether it is there
     * @throws GraphAttachException when the service did not say
     */
    public boolean hasAttachment(Message message, String attachmentId) throws GraphAttachException {
        try {
            return planner().has(message, attachmentId);
        } catch (GraphAttachException e) {
            throw e;
        } catch (Exception e) {
            throw Failures.beforeAnyRequest(e);
        }
    }

    /**
     * Deletes the draft of a mail, where it was made with a job key and nobody was asked to send it. Blocks as {@link
     * #removeAttachment} does.
     *
     * @param message with the mailbox and the job key in its headers, as for the draft
     * @return whether it is gone; what may have been sent stays
     * @throws GraphAttachException when the service did not delete it
     */
    public boolean discardDraft(Message message) throws GraphAttachException {
        try {
            String jobKey = Objects.requireNonNull(message.getHeader(GraphAttachConstants.JOB_KEY, String.class));
            MessageFolder folder = MessageFolder.of(UploadRequest.address(message, settings()));
            settings().requireMailbox(folder.mailbox());
            return new MailRequests(this, new Reporting(this))
                    .discard(folder, jobKey)
                    .join();
        } catch (GraphAttachException e) {
            throw e;
        } catch (Exception e) {
            throw Reporting.unwrapped(e) instanceof UploadException failure
                    ? Failures.notRemoved("delete the draft of a mail", failure)
                    : Failures.beforeAnyRequest(e);
        }
    }

    /** {@return what all producers of this endpoint tell of their uploads} */
    GraphAttachHealthCheck health() {
        return health;
    }

    /** Whether the application is ready depends on an endpoint only while something sends to it. */
    synchronized void started(Producer producer) {
        if (producers.isEmpty()) {
            healthChecks().ifPresent(checks -> checks.addHealthCheck(health));
        }
        producers.add(producer);
    }

    synchronized void stopped(Producer producer) {
        if (producers.remove(producer) && producers.isEmpty()) {
            healthChecks().ifPresent(checks -> checks.removeHealthCheck(health));
        }
    }

    private Optional<WritableHealthCheckRepository> healthChecks() {
        return Optional.ofNullable(HealthCheckHelper.getHealthCheckRepository(
                getCamelContext(), "producers", WritableHealthCheckRepository.class));
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("graph-attach: only sends; use it with to");
    }

    @Override
    public GraphAttachComponent getComponent() {
        return (GraphAttachComponent) super.getComponent();
    }

    /** Endpoints whose URIs differ in what these do not show are not the same. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    UploadSettings settings() {
        UploadSettings checked = settings;
        if (checked == null) {
            throw new IllegalStateException("the endpoint is not started");
        }
        return checked;
    }

    /** {@return the kind of item that gets the file} */
    public ItemKind getItem() {
        return item;
    }

    /** {@return the endpoint's options} */
    public GraphAttachConfiguration getConfiguration() {
        return configuration;
    }

    @ManagedAttribute(description = "Kind of Outlook item")
    public String getItemKind() {
        return item.text();
    }

    @ManagedAttribute(description = "Operation")
    public String getOperation() {
        return configuration.getOperation().name().toLowerCase(Locale.ROOT);
    }

    @ManagedAttribute(description = "Uploads of the component that are neither finished nor given up")
    public int getOpenUploads() {
        return getComponent()
                .runningResources()
                .map(resources -> resources.openUploads().all().size())
                .orElse(0);
    }

    @Override
    @ManagedAttribute(description = "Root of the Graph service")
    public String getServiceUrl() {
        return settings().graphUrl().toString();
    }

    @Override
    public String getServiceProtocol() {
        return "graph";
    }

    @Override
    public Map<String, String> getServiceMetadata() {
        return Map.of("item", item.text());
    }
}
