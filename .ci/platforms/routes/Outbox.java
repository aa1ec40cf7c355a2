package outbox;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

public class Outbox extends RouteBuilder {

    @Override
    public void configure() {
        from("file:outbox")
                .setHeader("CamelGraphAttachMessageId", simple("${file:onlyname.noext}"))
                .to("graph-attach:message")
                .log("Attached as ${header.CamelGraphAttachAttachmentId}");
    }

    public static void main(String[] arguments) throws Exception {
        new Main(Outbox.class).run(arguments);
    }
}
