package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Brings a mail to its recipients: into the Inbox of each who has a mailbox here, or back to the sender as a report of
 * non-delivery. What leaves the tenant is gone.
 */
final class MailDelivery {

    /** How much larger than its parts a message is that travels: base64 with a line end after 76 characters. */
    private static final double GROWTH = 1.3685;

    /** What recipients are not shown, or what each mailbox has its own of. */
    private static final List<String> OF_THE_SENDER =
            List.of("bccRecipients", "categories", "flag", "conversationId", MessageTypes.EXTENDED);

    private static final String POSTMASTER = "postmaster@" + Mailboxes.DOMAIN;

    private final Mailboxes mailboxes;
    private final MailPolicies policies;
    private final Sending settings;

    MailDelivery(Mailboxes mailboxes, MailPolicies policies, Sending settings) {
        this.mailboxes = mailboxes;
        this.policies = policies;
        this.settings = settings;
    }

    /** {@return the size of the message when it travels, in bytes} */
    static long size(StoredItem message) {
        String body = message.properties().path("body").path("content").asText("");
        long plain = message.attachedBytes() + body.getBytes(StandardCharsets.UTF_8).length;
        return (long) Math.ceil(plain * GROWTH);
    }

    /** {@return what the service writes on a mail that leaves: who sends it and when} */
    static ObjectNode envelope(Mailbox sender, StoredItem draft, Instant sent) {
        ObjectNode properties = draft.properties();
        ObjectNode envelope = Json.object();
        envelope.set("sender", Addresses.recipient(sender.name(), sender.name()));
        envelope.set(
                "from",
                Addresses.of(properties.path("from")).isEmpty() ? envelope.get("sender") : properties.get("from"));
        return envelope.put("sentDateTime", NewMessage.date(sent)).put("receivedDateTime", NewMessage.date(sent));
    }

    /** Delivers a mail, with its envelope on it, to all its recipients. */
    void deliver(Mailbox sender, StoredItem mail, Instant at) {
        List<String> recipients = Addresses.recipients(mail.properties());
        Optional<String> refusedToAll = refusedToAll(sender, recipients.size());
        long size = size(mail);
        Map<String, String> refused = new LinkedHashMap<>();
        for (String recipient : recipients) {
            Optional<Mailbox> mailbox = mailboxes.reachedBy(recipient);
            Optional<String> reason = refusedToAll.or(
                    () -> mailbox.flatMap(reached -> policies.of(reached).refusal(size)));
            if (reason.isPresent()) {
                refused.put(recipient, reason.get());
            } else if (mailbox.isPresent()) {
                deliverInto(mailbox.get(), mail, at);
            }
        }
        if (!refused.isEmpty()) {
            report(sender, mail, refused, at);
        }
    }

    private Optional<String> refusedToAll(Mailbox sender, int recipients) {
        if (settings.outcome.get() == Sending.Outcome.RETURNED) {
            return Optional.of("550 5.7.1 message refused by a policy");
        }
        return recipients > policies.of(sender).recipientLimit()
                ? Optional.of("550 5.5.3 too many recipients")
                : Optional.empty();
    }

    private void deliverInto(Mailbox mailbox, StoredItem mail, Instant at) {
        ObjectNode received = mail.properties().put("isRead", false);
        received.remove(OF_THE_SENDER);
        mailbox.conversation(received.path("conversationIndex").asText())
                .ifPresent(known -> received.put("conversationId", known));
        mailbox.add(Mailbox.INBOX, received, mail.copyAttachments(at), at);
    }

    private static void report(Mailbox sender, StoredItem mail, Map<String, String> refused, Instant at) {
        String subject = mail.properties().path("subject").asText("");
        String text = refused.entrySet().stream()
                .map(entry -> entry.getKey() + ": " + entry.getValue())
                .collect(Collectors.joining("\n", "Your message couldn't be delivered.\n\n", "\n"));
        ObjectNode report =
                Json.object().put("subject", "Undeliverable: " + subject).put("isRead", false);
        report.putObject("body").put("contentType", "text").put("content", text);
        report.set("from", Addresses.recipient("Microsoft Outlook", POSTMASTER));
        report.set("sender", report.get("from"));
        report.set("toRecipients", Addresses.list(Addresses.recipient(sender.name(), sender.name())));
        sender.add(Mailbox.INBOX, report, List.of(), at);
    }
}
