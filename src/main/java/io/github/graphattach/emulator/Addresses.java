package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Mail addresses as messages name them. */
final class Addresses {

    static final List<String> RECIPIENTS = List.of("toRecipients", "ccRecipients", "bccRecipients");

    private static final Pattern WELL_FORMED =
            Pattern.compile("[\\p{L}\\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\\p{L}\\p{N}-]+(\\.[\\p{L}\\p{N}-]+)*");

    private Addresses() {}

    static boolean isWellFormed(String address) {
        return WELL_FORMED.matcher(address).matches();
    }

    /** {@return the addresses that a message goes to, each once whatever its letter case} */
    static List<String> recipients(ObjectNode message) {
        Map<String, String> addresses = new LinkedHashMap<>();
        for (String property : RECIPIENTS) {
            for (JsonNode recipient : message.path(property)) {
                String address = of(recipient);
                addresses.putIfAbsent(address.toLowerCase(Locale.ROOT), address);
            }
        }
        return new ArrayList<>(addresses.values());
    }

    /** {@return the address of a recipient, empty when it has none} */
    static String of(JsonNode recipient) {
        return recipient.path("emailAddress").path("address").asText("");
    }

    /** {@return a recipient of that name and address} */
    static ObjectNode recipient(String name, String address) {
        ObjectNode recipient = Json.object();
        recipient.putObject("emailAddress").put("name", name).put("address", address);
        return recipient;
    }

    static ArrayNode list(JsonNode... recipients) {
        return Json.MAPPER.createArrayNode().addAll(List.of(recipients));
    }
}
