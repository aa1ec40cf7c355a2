package io.github.graphattach.component;

import io.github.graphattach.graph.GraphError;
import io.github.graphattach.item.AddressOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.spi.Language;
import org.apache.camel.spi.SendDynamicAware;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.LanguageSupport;
import org.apache.camel.support.service.ServiceSupport;

/**
 * Makes {@code toD} safe and cheap: what expressions evaluate to travels in headers, exactly as it is, so that one endpoint
 * serves all items and message data cannot become URI syntax.
 *
 * <p>Each option is evaluated by itself. In the text that Camel evaluates as a whole, an id with {@code &graphUrl=...} in it
 * adds an option, two values together hide one, a plus sign is a space, and <code>{{env:...}}</code> is replaced. An option
 * without a header of the same meaning takes no expression at all: no message chooses a service, a credential or a limit.
 */
@SendDynamic("graph-attach")
public final class GraphAttachSendDynamicAware extends ServiceSupport implements SendDynamicAware {

    /** Options whose value may come with a message, and the headers that carry them. */
    private static final Map<String, String> HEADERS = headers();

    private static final String USE_HEADERS = "set ids and names as headers instead";

    private static final String SET_ONCE = "give it as a property or set it on the component";

    /** Ends or changes what is before the options, or is replaced there. */
    private static final Pattern SYNTAX = Pattern.compile("[&?#%+(){}\\s\\p{Cntrl}]");

    private CamelContext camelContext;
    private Language simple;
    private String scheme;

    /** Needed by Camel, which sets context and scheme. */
    @SuppressWarnings("NullAway.Init")
    public GraphAttachSendDynamicAware() {}

    private static Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        for (AddressOption option : AddressOption.values()) {
            headers.put(canonical(option.option()), option.header());
        }
        headers.put(canonical("name"), GraphAttachConstants.NAME);
        headers.put(canonical("contentType"), GraphAttachConstants.CONTENT_TYPE);
        headers.put(canonical("inline"), GraphAttachConstants.INLINE);
        headers.put(canonical("contentId"), GraphAttachConstants.CONTENT_ID);
        headers.put(canonical("uploadId"), GraphAttachConstants.UPLOAD_ID);
        headers.put(canonical("subject"), GraphAttachConstants.SUBJECT);
        headers.put(canonical("jobKey"), GraphAttachConstants.JOB_KEY);
        headers.put(canonical("confirm"), GraphAttachConstants.CONFIRM);
        headers.put(canonical("attachmentId"), GraphAttachConstants.ATTACHMENT_ID);
        headers.put(canonical("onExisting"), GraphAttachConstants.ON_EXISTING);
        return Map.copyOf(headers);
    }

    @Override
    public DynamicAwareEntry prepare(Exchange exchange, String evaluatedAsAWhole, String originalUri) {
        UriOptions template =
                template(EndpointHelper.resolveEndpointUriPropertyPlaceholders(camelContext, originalUri));
        Map<String, Object> fixed = new LinkedHashMap<>();
        Map<String, Object> moved = new LinkedHashMap<>();
        template.values().forEach((option, text) -> {
            String header = HEADERS.get(canonical(option));
            if (!LanguageSupport.hasSimpleFunction(text)) {
                fixed.put(option, text);
            } else if (header == null) {
                throw refusal(
                        "the URI of toD has an expression in the option " + GraphError.oneLine(option)
                                + ", which no message may choose",
                        SET_ONCE);
            } else if (exchange.getMessage().getHeader(header) == null) {
                moved.put(header, evaluated(UriOptions.plain(text), exchange));
            }
        });
        return new DynamicAwareEntry(item(template.path(), exchange), originalUri, fixed, moved);
    }

    /** Camel takes an option in any case, with dashes or without. */
    private static String canonical(String option) {
        return option.replace("-", "").toLowerCase(Locale.ROOT);
    }

    private static UriOptions template(String uri) {
        if (uri.contains("language:")) {
            throw refusal("the URI of toD has an expression that is not in Simple", USE_HEADERS);
        }
        try {
            return UriOptions.parse(uri);
        } catch (IllegalArgumentException e) {
            throw refusal("in the URI of toD " + e.getMessage(), USE_HEADERS);
        }
    }

    /** What stays in the URI: as the author has written it, or a value that is no syntax. */
    private String item(String text, Exchange exchange) {
        if (!LanguageSupport.hasSimpleFunction(text)) {
            return text;
        }
        String value = evaluated(text, exchange);
        if (SYNTAX.matcher(value).find()) {
            throw refusal(
                    "the URI of toD has message data with a character that means something in a URI before the options",
                    SET_ONCE);
        }
        return value;
    }

    private String evaluated(String text, Exchange exchange) {
        String value = simple.createExpression(text).evaluate(exchange, String.class);
        return value == null ? "" : value;
    }

    private static GraphAttachException refusal(String problem, String remedy) {
        return new GraphAttachException(
                "Nothing was sent because " + problem + "; " + remedy,
                new FailureDetails(0, "", "", "", false, 0, remedy),
                null);
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
    protected void doInit() {
        simple = camelContext.resolveLanguage("simple");
    }

    @Override
    public Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return sent -> entry.getLenientProperties().forEach(sent.getMessage()::setHeader);
    }

    /** What came from the URI must not steer a later step. What the operation has put in its place stays. */
    @Override
    public Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return sent -> entry.getLenientProperties().forEach((header, value) -> {
            if (value.equals(sent.getMessage().getHeader(header))) {
                sent.getMessage().removeHeader(header);
            }
        });
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
