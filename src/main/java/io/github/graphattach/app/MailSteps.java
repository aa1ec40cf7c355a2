package io.github.graphattach.app;

import static io.github.graphattach.app.JobSteps.run;
import static io.github.graphattach.app.JobSteps.text;

import io.github.graphattach.component.GraphAttachConstants;
import java.io.IOException;
import org.apache.camel.Exchange;

/**
 * The steps of the route that sends the mail of a job, between its endpoints, in the order in which the route takes them: each
 * hands what the exchange has to {@link MailRules}.
 */
public final class MailSteps {

    private final MailRules rules;

    MailSteps(MailRules rules) {
        this.rules = rules;
    }

    /** Makes the exchange what {@code operation=createDraft} expects: the mail as body, its mailbox and its key in headers. */
    public void draft(Exchange exchange) throws IOException {
        var run = run(exchange);
        var mail = run.held().job().mail().orElseThrow();
        var message = exchange.getMessage();
        message.removeHeaders("*");
        mail.headers(rules.begin(run)).forEach(message::setHeader);
        message.setBody(mail.draft());
    }

    /** Writes down that the draft is there. */
    public void drafted(Exchange exchange) throws IOException {
        rules.drafted(
                run(exchange),
                text(exchange, GraphAttachConstants.OUTCOME),
                text(exchange, GraphAttachConstants.MESSAGE_ID),
                text(exchange, GraphAttachConstants.INTERNET_MESSAGE_ID));
    }

    /** Makes the exchange what {@code operation=send} expects: which draft, and what has to be on it. */
    public void send(Exchange exchange) throws IOException {
        var run = run(exchange);
        var mail = run.held().job().mail().orElseThrow();
        var message = exchange.getMessage();
        message.removeHeaders("*");
        mail.headers(run.mail().jobKey()).forEach(message::setHeader);
        message.setHeader(GraphAttachConstants.MESSAGE_ID, run.mail().messageId());
        message.setHeader(GraphAttachConstants.REQUIRED, rules.complete(run));
        message.setHeader(GraphAttachConstants.CONFIRM, mail.confirm());
    }

    /** Writes down that the mail went out. */
    public void sent(Exchange exchange) throws IOException {
        rules.sent(
                run(exchange),
                text(exchange, GraphAttachConstants.OUTCOME),
                text(exchange, GraphAttachConstants.MESSAGE_ID),
                text(exchange, GraphAttachConstants.INTERNET_MESSAGE_ID));
    }
}
