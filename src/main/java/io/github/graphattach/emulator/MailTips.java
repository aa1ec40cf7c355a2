package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.GraphPath.Owner;
import io.github.graphattach.emulator.http.HttpExchange;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a sender may know of recipients before anything is sent. Of somebody external nothing but that is known.
 *
 * @see <a href="https://learn.microsoft.com/graph/api/user-getmailtips">user: getMailTips</a>
 */
final class MailTips {

    private static final String ADDRESSES = "emailAddresses";
    private static final String OPTIONS = "mailTipsOptions";
    private static final int MOST_ADDRESSES = 100;

    /** Graph's members of {@code mailTipsType}. */
    private enum Tip {
        MAX_MESSAGE_SIZE("maxMessageSize"),
        MAILBOX_FULL_STATUS("mailboxFullStatus"),
        DELIVERY_RESTRICTION("deliveryRestriction"),
        MODERATION_STATUS("moderationStatus"),
        RECIPIENT_SCOPE("recipientScope"),
        TOTAL_MEMBER_COUNT("totalMemberCount"),
        EXTERNAL_MEMBER_COUNT("externalMemberCount"),
        AUTOMATIC_REPLIES("automaticReplies"),
        CUSTOM_MAIL_TIP("customMailTip"),
        RECIPIENT_SUGGESTIONS("recipientSuggestions");

        private static final Set<Tip> LACKING = EnumSet.of(AUTOMATIC_REPLIES, CUSTOM_MAIL_TIP, RECIPIENT_SUGGESTIONS);

        private final String text;

        Tip(String text) {
            this.text = text;
        }

        static Tip named(String name) {
            Tip named = Arrays.stream(values())
                    .filter(tip -> tip.text.equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(GraphFailure::malformedBody);
            if (LACKING.contains(named)) {
                throw GraphFailure.notImplemented("the mail tip '" + named.text + "'");
            }
            return named;
        }
    }

    private final Mailboxes mailboxes;
    private final MailPolicies policies;

    MailTips(Mailboxes mailboxes, MailPolicies policies) {
        this.mailboxes = mailboxes;
        this.policies = policies;
    }

    void get(HttpExchange exchange) throws IOException {
        ActionParameters parameters =
                ActionParameters.read(exchange, Segment.GET_MAIL_TIPS, Set.of(ADDRESSES, OPTIONS));
        JsonNode addresses = parameters
                .value(ADDRESSES)
                .filter(JsonNode::isArray)
                .filter(list -> list.size() <= MOST_ADDRESSES)
                .orElseThrow(GraphFailure::malformedBody);
        Set<Tip> wanted = wanted(parameters.text(OPTIONS).orElseThrow(GraphFailure::malformedBody));
        ObjectNode body = Json.object()
                .put(
                        "@odata.context",
                        "https://graph.microsoft.com/v1.0/$metadata#Collection(microsoft.graph.mailTips)");
        ArrayNode value = body.putArray("value");
        addresses.forEach(address -> value.add(tips(text(address), wanted)));
        Json.reply(exchange, 200, body);
    }

    private static Set<Tip> wanted(String options) {
        Set<Tip> wanted = EnumSet.noneOf(Tip.class);
        for (String option : options.split(",", -1)) {
            wanted.add(Tip.named(option.strip()));
        }
        return wanted;
    }

    private static String text(JsonNode address) {
        return Optional.of(address)
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .orElseThrow(GraphFailure::malformedBody);
    }

    private ObjectNode tips(String address, Set<Tip> wanted) {
        ObjectNode tips = Json.object();
        tips.putObject("emailAddress").put("name", "").put("address", address);
        if (!Addresses.isWellFormed(address)) {
            tips.putObject("error")
                    .put("code", "ErrorInvalidRecipients")
                    .put("message", "The recipient's address isn't valid.");
            return tips;
        }
        if (wanted.contains(Tip.RECIPIENT_SCOPE)) {
            tips.put("recipientScope", mailboxes.isInternal(address) ? "internal" : "external");
        }
        if (mailboxes.isInternal(address)) {
            MailPolicy policy = policy(address);
            wanted.forEach(tip -> put(tips, tip, policy));
        }
        return tips;
    }

    /** One who has no mailbox yet, and will have one with the first mail, has the usual policy. */
    private MailPolicy policy(String address) {
        return mailboxes
                .find(new Owner(Owner.Kind.USER, address))
                .map(policies::of)
                .orElseGet(policies::usual);
    }

    private static void put(ObjectNode tips, Tip tip, MailPolicy policy) {
        switch (tip) {
            case MAX_MESSAGE_SIZE ->
                tips.put("maxMessageSize", (int) Math.min(policy.receiveLimit(), Integer.MAX_VALUE));
            case MAILBOX_FULL_STATUS -> tips.put("mailboxFull", policy.isFull());
            case DELIVERY_RESTRICTION -> tips.put("deliveryRestricted", policy.isRestricted());
            case MODERATION_STATUS -> tips.put("isModerated", policy.isModerated());
            case TOTAL_MEMBER_COUNT ->
                policy.members().ifPresent(members -> tips.put("totalMemberCount", members.total()));
            case EXTERNAL_MEMBER_COUNT ->
                policy.members().ifPresent(members -> tips.put("externalMemberCount", members.external()));
            default -> {}
        }
    }
}
