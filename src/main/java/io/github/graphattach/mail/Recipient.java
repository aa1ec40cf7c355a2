package io.github.graphattach.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.refusal.RefusedException;
import java.util.regex.Pattern;

/**
 * Who sends or gets a mail.
 *
 * @param name as it is shown; may be empty
 * @param address as in {@code user@example.com}; letters of any script, no quotes
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.4">RFC 5322, Address Specification</a>
 */
public record Recipient(String name, String address) {

    private static final int LONGEST = 320;
    private static final String ATOM = "[\\p{L}\\p{M}\\p{N}!#$%&'*+/=?^_`{|}~-]+";
    private static final String LABEL = "[\\p{L}\\p{M}\\p{N}_](?:[\\p{L}\\p{M}\\p{N}_-]*[\\p{L}\\p{M}\\p{N}_])?";
    private static final Pattern ADDRESS =
            Pattern.compile(ATOM + "(?:\\." + ATOM + ")*+@" + LABEL + "(?:\\." + LABEL + ")*+");

    /**
     * Lets an address pass.
     *
     * @throws RefusedException when the address is none, or the name has control characters; without naming them
     */
    public Recipient {
        if (!isAddress(address) || MailText.hasControls(name)) {
            throw new RefusedException("a recipient is no e-mail address", "write one as user@example.com");
        }
    }

    static boolean isAddress(String text) {
        return text.length() <= LONGEST && ADDRESS.matcher(text).matches();
    }

    /** {@return it as mail writes it} */
    String text() {
        return name.isEmpty()
                ? address
                : "\"" + name.replace("\\", "\\\\").replace("\"", "\\\"") + "\" <" + address + ">";
    }

    /** {@return it as Graph writes it} */
    JsonNode toJson() {
        ObjectNode recipient = JsonNodeFactory.instance.objectNode();
        ObjectNode email = recipient.putObject("emailAddress").put("address", address);
        if (!name.isEmpty()) {
            email.put("name", name);
        }
        return recipient;
    }

    /** {@return nothing of who it is} */
    @Override
    public String toString() {
        return "Recipient[***]";
    }
}
