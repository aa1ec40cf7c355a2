package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.graph.GraphReply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * What is known of a mail's recipients: who cannot get it. What is not known, or makes no sense, speaks against nobody.
 */
final class MailTips {

    private static final int MOST_ADDRESSES = 100;

    private record Place(String name, String address) {}

    /** By address in lower case; who is named twice is known by the first place. */
    private final Map<String, Place> places = new LinkedHashMap<>();

    private final long size;
    private final List<Place> tooSmall = new ArrayList<>();
    private final List<Place> full = new ArrayList<>();
    private final List<Place> restricted = new ArrayList<>();
    private OptionalLong smallest = OptionalLong.empty();

    /**
     * Nothing is known yet.
     *
     * @param draft has the recipients
     * @param size of the mail as it travels
     */
    MailTips(MailDraft draft, long size) {
        this.size = size;
        add("to", draft.to());
        add("cc", draft.cc());
        add("bcc", draft.bcc());
    }

    private void add(String field, List<Recipient> recipients) {
        for (int i = 0; i < recipients.size(); i++) {
            String address = recipients.get(i).address();
            places.putIfAbsent(key(address), new Place(field + "[" + (i + 1) + "]", address));
        }
    }

    private static String key(String address) {
        return address.toLowerCase(Locale.ROOT);
    }

    /** {@return the addresses to ask for, in as many lists as it takes} */
    List<List<String>> questions() {
        List<String> all = places.values().stream().map(Place::address).toList();
        List<List<String>> questions = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_ADDRESSES) {
            questions.add(all.subList(from, Math.min(all.size(), from + MOST_ADDRESSES)));
        }
        return questions;
    }

    static boolean isAnswer(GraphReply reply) {
        return reply.status() == 200 && reply.field("value").isArray();
    }

    /** Takes an answer in. */
    void know(GraphReply answer) {
        for (JsonNode tip : answer.field("value")) {
            Place place = places.get(key(tip.at("/emailAddress/address").asText("")));
            if (place != null && tip.path("error").path("code").asText("").isEmpty()) {
                know(place, tip);
            }
        }
    }

    private void know(Place place, JsonNode tip) {
        long limit = tip.path("maxMessageSize").asLong(0);
        if (limit > 0 && limit < size) {
            tooSmall.add(place);
            smallest = OptionalLong.of(Math.min(limit, smallest.orElse(limit)));
        }
        if (tip.path("mailboxFull").asBoolean(false)) {
            full.add(place);
        }
        if (tip.path("deliveryRestricted").asBoolean(false)) {
            restricted.add(place);
        }
    }

    /**
     * Lets a mail pass that nothing known speaks against.
     *
     * @throws InvalidRecipientsException naming the places of those who cannot get it
     */
    void requireReachable() {
        List<String> problems = new ArrayList<>();
        if (!tooSmall.isEmpty()) {
            problems.add(names(tooSmall) + " cannot get this mail, which has " + size
                    + " bytes as it travels (the smallest" + " limit is " + smallest.orElseThrow() + ")");
        }
        if (!full.isEmpty()) {
            problems.add(names(full) + " cannot get mail because the mailbox is full");
        }
        if (!restricted.isEmpty()) {
            problems.add(names(restricted) + " cannot get mail from this sender");
        }
        if (!problems.isEmpty()) {
            throw new InvalidRecipientsException(
                    String.join(", ", problems),
                    "leave them out, send fewer files or a sharing link instead, or set mailTips=false",
                    List.of(tooSmall, full, restricted).stream()
                            .flatMap(List::stream)
                            .map(Place::address)
                            .distinct()
                            .toList());
        }
    }

    private static String names(List<Place> some) {
        return some.stream().map(Place::name).collect(Collectors.joining(", "));
    }

    /** {@return nothing of who the recipients are} */
    @Override
    public String toString() {
        return "MailTips[***]";
    }
}
