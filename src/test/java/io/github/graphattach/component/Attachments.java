package io.github.graphattach.component;

import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;

/** What the message of an exchange has attached. */
final class Attachments {

    private Attachments() {}

    static AttachmentMessage of(Exchange exchange) {
        return Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class));
    }
}
