package io.github.graphattach.benchmark;

import io.github.graphattach.component.GraphAttachComponent;
import io.github.graphattach.component.GraphAttachConfiguration;
import io.github.graphattach.component.GraphAttachConstants;
import jakarta.activation.DataHandler;
import jakarta.activation.FileDataSource;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.impl.DefaultCamelContext;

/** A JVM that sends mails, all at once, and says how long they took. But for the service, all options are the defaults. */
final class MailWorker {

    private static final int FILE_BYTES = 200_000;

    /**
     * Which mails to send. Nobody has sent from these mailboxes before, so that no budget is used up.
     *
     * @param mails how many
     * @param files of each
     * @param mailboxes that they are sent from, in turns
     */
    record Order(int mails, int files, int mailboxes) {}

    /**
     * What became of them.
     *
     * @param nanos from the first to the end of the last
     * @param failures what they failed with
     */
    record Taken(long nanos, List<String> failures) {}

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final Endpoint endpoint;
    private final AsyncProducer producer;
    private final Path folder;
    private int orders;

    private MailWorker(String service, Path folder) throws Exception {
        this.folder = folder;
        GraphAttachConfiguration options =
                camel.getComponent("graph-attach", GraphAttachComponent.class).getConfiguration();
        options.setGraphUrl(service);
        options.setAccessToken("token");
        camel.start();
        endpoint = camel.getEndpoint("graph-attach:message?operation=mail&to=reader@example.com&subject=Report");
        producer = endpoint.createAsyncProducer();
        producer.start();
    }

    public static void main(String[] args) throws Exception {
        MailWorker worker = new MailWorker(args[0], Path.of(args[1]));
        Peer.serve("ready", Order.class, worker::send);
    }

    private Taken send(Order order) throws Exception {
        List<File> files = files(order.files());
        List<Exchange> mails = new ArrayList<>();
        int number = ++orders;
        for (int mail = 0; mail < order.mails(); mail++) {
            mails.add(mail(files, "u" + number + "-" + mail % order.mailboxes(), number + "-" + mail));
        }
        long started = System.nanoTime();
        CompletableFuture.allOf(mails.stream().map(this::sent).toArray(CompletableFuture<?>[]::new))
                .join();
        long nanos = System.nanoTime() - started;
        List<String> failures = mails.stream()
                .filter(Exchange::isFailed)
                .map(mail -> String.valueOf(mail.getException()))
                .toList();
        return new Taken(nanos, failures);
    }

    private CompletableFuture<Void> sent(Exchange mail) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        producer.process(mail, doneSync -> sent.complete(null));
        return sent;
    }

    /** Who names a job is asked first whether the mail was made before. */
    private Exchange mail(List<File> files, String mailbox, String jobKey) {
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody("Please find the report attached.");
        exchange.getMessage()
                .setHeaders(new HashMap<>(
                        Map.of(GraphAttachConstants.USER_ID, mailbox, GraphAttachConstants.JOB_KEY, jobKey)));
        AttachmentMessage attachments = Objects.requireNonNull(exchange.getMessage(AttachmentMessage.class));
        for (File file : files) {
            attachments.addAttachment(file.getName(), new DataHandler(new FileDataSource(file)));
        }
        return exchange;
    }

    private List<File> files(int count) throws Exception {
        List<File> files = new ArrayList<>();
        for (int file = 0; file < count; file++) {
            byte[] bytes = new byte[FILE_BYTES];
            new Random(file).nextBytes(bytes);
            files.add(Files.write(folder.resolve("mail" + file + ".bin"), bytes).toFile());
        }
        return files;
    }
}
