package io.github.graphattach.component;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.content.SpooledContent;
import jakarta.activation.DataSource;
import java.io.IOException;
import java.util.IdentityHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.util.IOHelper;

/**
 * What was read of an exchange's attachments, by whatever may give its bytes once only: Camel redelivers the used one, and the
 * next try finds here what it had.
 */
final class SpooledData {

    private static final String KEY = "GraphAttachSpooledData";

    private final Exchange exchange;
    private final IdentityHashMap<DataSource, SpooledBody> read = new IdentityHashMap<>();

    private SpooledData(Exchange exchange) {
        this.exchange = exchange;
    }

    static SpooledData of(Exchange exchange) {
        SpooledData present = exchange.getProperty(KEY, SpooledData.class);
        if (present != null) {
            return present;
        }
        SpooledData data = new SpooledData(exchange);
        exchange.setProperty(KEY, data);
        return data;
    }

    /**
     * Opens what a source has, or had.
     *
     * @param source of an attachment
     * @param limit more bytes are refused
     * @return its content, to be closed
     * @throws IOException when it cannot be read, or the disk fails
     */
    synchronized AttachmentContent open(DataSource source, SizeLimit limit) throws IOException {
        SpooledBody present = read.get(source);
        if (present == null) {
            SpooledContent content = SpooledContent.of(
                    source.getInputStream(),
                    limit.bytes(),
                    StreamBody.folder(),
                    (begun, rest) -> IOHelper.close(begun));
            present = SpooledBody.of(content, exchange);
            read.put(source, present);
        }
        return MailFiles.allowed(present.content().shared(), limit);
    }
}
