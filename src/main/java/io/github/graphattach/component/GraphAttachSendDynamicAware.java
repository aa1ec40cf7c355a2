package io.github.graphattach.component;

import io.github.graphattach.item.AddressOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.SendDynamicAware;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;

/**
 * Makes {@code toD} safe and cheap: what expressions evaluate to travels in headers, exactly as it is, so that one endpoint
 * serves all items and message data cannot become URI syntax.
 *
 * <p>Otherwise an id with {@code &graphUrl=...} in it would add an option, and a plus sign would become a space.
 */
@SendDynamic("graph-attach")
public final class GraphAttachSendDynamicAware extends ServiceSupport implements SendDynamicAware {

    /** Options whose value may come with a message, and the headers that carry them. */
    private static final Map<String, String> HEADERS = headers();

    private CamelContext camelContext;
    private String scheme;

    /** Needed by Camel, which sets context and scheme. */
    @SuppressWarnings("NullAway.Init")
    public GraphAttachSendDynamicAware() {}

    private static Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        for (AddressOption option : AddressOption.values()) {
            headers.put(option.option(), option.header());
        }
        headers.put("name", GraphAttachConstants.NAME);
        headers.put("contentType", GraphAttachConstants.CONTENT_TYPE);
        headers.put("inline", GraphAttachConstants.INLINE);
        headers.put("contentId", GraphAttachConstants.CONTENT_ID);
        headers.put("uploadId", GraphAttachConstants.UPLOAD_ID);
        headers.put("onExisting", GraphAttachConstants.ON_EXISTING);
        return Map.copyOf(headers);
    }

    @Override
    public DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) {
        UriOptions template =
                UriOptions.parse(EndpointHelper.resolveEndpointUriPropertyPlaceholders(camelContext, originalUri));
        UriOptions result = evaluated(uri, template);
        Map<String, Object> fixed = new LinkedHashMap<>();
        Map<String, Object> moved = new LinkedHashMap<>();
        result.values().forEach((option, value) -> {
            String header = HEADERS.get(option);
            if (header == null || value.equals(template.values().get(option))) {
                fixed.put(option, value);
            } else {
                moved.put(header, UriOptions.plain(value));
            }
        });
        moved.keySet().removeIf(header -> exchange.getMessage().getHeader(header) != null);
        return new DynamicAwareEntry(result.path(), originalUri, fixed, moved);
    }

    private static UriOptions evaluated(String uri, UriOptions template) {
        try {
            UriOptions result = UriOptions.parse(uri);
            if (result.values().keySet().equals(template.values().keySet())) {
                return result;
            }
        } catch (IllegalArgumentException refusedBelow) {
            throw refusal(template, refusedBelow);
        }
        throw refusal(template, null);
    }

    private static GraphAttachException refusal(UriOptions template, @Nullable Exception cause) {
        String problem = "the URI of toD evaluated to other options than its own "
                + template.values().keySet()
                + ": message data must not add or repeat options; set ids as headers instead";
        return new GraphAttachException(
                "Nothing was sent because " + problem,
                new FailureDetails(0, "", "", "", false, 0, "set ids as headers instead"),
                cause);
    }

    @Override
    public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) {
        Map<String, Object> fixed = entry.getProperties();
        return entry.getUri()
                + fixed.entrySet().stream()
                        .map(option -> option.getKey() + "=" + option.getValue())
                        .collect(Collectors.joining("&", fixed.isEmpty() ? "" : "?", ""));
    }

    @Override
    public Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return sent -> entry.getLenientProperties().forEach(sent.getMessage()::setHeader);
    }

    /** What came from the URI must not steer a later step. */
    @Override
    public Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return sent -> entry.getLenientProperties().keySet().forEach(sent.getMessage()::removeHeader);
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    @Override
    public String getScheme() {
        return scheme;
    }

    @Override
    public void setScheme(String scheme) {
        this.scheme = scheme;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
