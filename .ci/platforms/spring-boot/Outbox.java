package outbox;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

@Component
public class Outbox extends RouteBuilder {

    @Override
    public void configure() {
        from("file:outbox")
                .setHeader("CamelGraphAttachMessageId", simple("${file:onlyname.noext}"))
                .to("graph-attach:message")
                .log("Attached as ${header.CamelGraphAttachAttachmentId}");
    }
}
