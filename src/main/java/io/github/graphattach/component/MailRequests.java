package io.github.graphattach.component;

import io.github.graphattach.content.Sha256;
import io.github.graphattach.item.MessageFolder;
import io.github.graphattach.mail.DraftJob;
import io.github.graphattach.mail.DraftResult;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/**
 * The operations that make mails.
 *
 * @param endpoint whose options hold
 * @param reporting of the same
 */
record MailRequests(GraphAttachEndpoint endpoint, Reporting reporting) {

    /** Makes a draft, once. The body stays what it is. */
    CompletableFuture<Void> createDraft(Exchange exchange) throws Exception {
        UploadPlanner planner = endpoint.planner();
        Message message = exchange.getMessage();
        MailRequest request = MailRequest.of(message, endpoint.getConfiguration(), endpoint.settings());
        boolean mayBeThere = request.jobKey().isPresent()
                || Boolean.TRUE.equals(message.getHeader(Exchange.REDELIVERED, Boolean.class));
        DraftJob job = planner.draft(request, jobKey(request, exchange), mayBeThere);
        MessageFolder folder = request.folder();
        return reporting
                .of(
                        planner.drive(job, folder.mailbox(), DraftJob::isDone),
                        exchange,
                        "create a draft in " + ShownPath.of(folder.path()),
                        folder.message("new"))
                .thenRun(() -> succeed(exchange, job.result()));
    }

    /** Two mails of one exchange are two, and one that is made again is the same. */
    private String jobKey(MailRequest request, Exchange exchange) {
        return request.jobKey()
                .orElseGet(() -> exchange.getExchangeId() + " " + endpoint.getEndpointKey() + " "
                        + sha256(request.draft().fingerprint()));
    }

    private static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void succeed(Exchange exchange, DraftResult result) {
        Message message = exchange.getMessage();
        MailRequest.removeHeaders(message);
        exchange.setProperty(MailRequest.MADE, result.messageId());
        message.setHeader(GraphAttachConstants.MESSAGE_ID, result.messageId());
        message.setHeader(
                GraphAttachConstants.OUTCOME,
                result.outcome().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        message.removeHeader(GraphAttachConstants.INTERNET_MESSAGE_ID);
        if (!result.internetMessageId().isEmpty()) {
            message.setHeader(GraphAttachConstants.INTERNET_MESSAGE_ID, result.internetMessageId());
        }
    }
}
