package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.item.ItemKind;
import io.github.graphattach.item.Mailbox;
import io.github.graphattach.item.OutlookItem;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.camel.Message;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;

/** No id whatsoever, whichever way it comes, changes which segments a path has. */
class IdsAreDataProperties {

    private static final DefaultCamelContext CAMEL = new DefaultCamelContext();
    private static final String OPTIONS = "accessToken=t&name=a&graphUrl=http://127.0.0.1:1/v1.0";

    @BeforeContainer
    static void start() {
        CAMEL.start();
    }

    @AfterContainer
    static void stop() {
        CAMEL.stop();
    }

    @Provide
    Arbitrary<String> ids() {
        Arbitrary<String> syntax = Arbitraries.strings()
                .withChars("/+=#?%'()&;: {}\\$.aZ0,@*~!|")
                .ofMinLength(1)
                .ofMaxLength(12);
        return Arbitraries.oneOf(syntax, Arbitraries.strings().ofMinLength(1).ofMaxLength(40));
    }

    @Property(tries = 2000)
    void anIdInAHeaderIsOneSegmentAndComesBackInTheAlphabetOfGraph(@ForAll("ids") String id) {
        GraphAttachEndpoint endpoint = endpoint("graph-attach:event?calendarId=c&" + OPTIONS);
        Message message = new DefaultExchange(CAMEL).getMessage();
        message.setHeader(GraphAttachConstants.USER_ID, id);
        message.setHeader(GraphAttachConstants.EVENT_ID, id);
        OutlookItem item;
        try {
            item = UploadRequest.of(message, ItemKind.EVENT, endpoint.getConfiguration(), endpoint.settings())
                    .item();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageContaining("CamelGraphAttach");
            return;
        }
        assertThat(item.path().split("/", -1)).as("segments of %s", item.path()).hasSize(7);
        assertThat(item.innermostId()).isEqualTo(id.replace('/', '-').replace('+', '_'));
        assertThat(item.mailbox()).isEqualTo(new Mailbox.User(id));
        assertThat(OutlookItem.parse(item.path(), Set.of())).isEqualTo(item);
    }

    @Property(tries = 1000)
    void anIdInRawIsOneSegmentOrTheEndpointIsRefused(@ForAll("ids") String id) {
        // These end RAW or are placeholders by Camel's own rules, before the component sees anything.
        Assume.that(!id.contains(")&") && !id.contains("{{") && !id.contains("}}"));
        GraphAttachEndpoint endpoint;
        try {
            endpoint = endpoint("graph-attach:event?calendarId=c&eventId=RAW(" + id + ")&" + OPTIONS);
        } catch (RuntimeCamelException | IllegalArgumentException refused) {
            return;
        }
        OutlookItem item;
        try {
            item = UploadRequest.of(
                            new DefaultExchange(CAMEL).getMessage(),
                            ItemKind.EVENT,
                            endpoint.getConfiguration(),
                            endpoint.settings())
                    .item();
        } catch (IllegalArgumentException refused) {
            return;
        }
        assertThat(item.path().split("/", -1)).as("segments of %s", item.path()).hasSize(6);
        assertThat(endpoint.settings().graphUrl()).hasToString("http://127.0.0.1:1/v1.0");
    }

    private static GraphAttachEndpoint endpoint(String uri) {
        GraphAttachEndpoint endpoint = CAMEL.getEndpoint(uri, GraphAttachEndpoint.class);
        endpoint.start();
        return endpoint;
    }
}
