package io.github.graphattach.mail;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the recipients of one field: a list as RFC 5322 writes it, or a list of such texts. As in Outlook and in camel-mail, a
 * semicolon separates as a comma does.
 */
final class RecipientList {

    private static final String REMEDY =
            "write each as user@example.com or Name <user@example.com>, separated by commas";

    private final String field;
    private final List<Recipient> recipients = new ArrayList<>();
    private final List<Integer> wrongPlaces = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();

    private RecipientList(String field) {
        this.field = field;
    }

    /**
     * Reads a field.
     *
     * @param field its name, for an error
     * @param texts each a recipient, or several separated by commas; empty ones are passed over
     * @throws InvalidRecipientsException naming the places of those that are wrong, counted from 1
     */
    static List<Recipient> read(String field, Collection<String> texts) {
        RecipientList list = new RecipientList(field);
        texts.forEach(text -> parts(text).forEach(list::add));
        return list.all();
    }

    private List<Recipient> all() {
        if (!wrong.isEmpty()) {
            String places =
                    wrongPlaces.stream().map(place -> field + "[" + place + "]").collect(Collectors.joining(", "));
            throw new InvalidRecipientsException(
                    places + (wrong.size() == 1 ? " is no e-mail address" : " are no e-mail addresses"), REMEDY, wrong);
        }
        return List.copyOf(recipients);
    }

    private void add(String part) {
        String text = part.strip();
        if (text.isEmpty()) {
            return;
        }
        boolean named = text.endsWith(">") && text.indexOf('<') >= 0;
        String name = named ? unquoted(text.substring(0, text.lastIndexOf('<')).strip()) : "";
        String address = named
                ? text.substring(text.lastIndexOf('<') + 1, text.length() - 1).strip()
                : text;
        if (Recipient.isAddress(address) && !MailText.hasControls(part) && isPhrase(text, named)) {
            recipients.add(new Recipient(name, address));
        } else {
            wrongPlaces.add(recipients.size() + wrong.size() + 1);
            wrong.add(text);
        }
    }

    /** A bracket or a sign of address in a name that is not quoted belongs to another recipient: a comma is missing. */
    private static boolean isPhrase(String text, boolean named) {
        String phrase = named ? text.substring(0, text.lastIndexOf('<')).strip() : "";
        return phrase.startsWith("\"") ? isQuoted(phrase) : phrase.chars().noneMatch(c -> "<>@;:\"".indexOf(c) >= 0);
    }

    private static boolean isQuoted(String phrase) {
        for (int i = 1; i < phrase.length(); i++) {
            char c = phrase.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '"') {
                return i == phrase.length() - 1;
            }
        }
        return false;
    }

    private static String unquoted(String phrase) {
        return isQuoted(phrase) && phrase.startsWith("\"")
                ? phrase.substring(1, phrase.length() - 1).replaceAll("\\\\(.)", "$1")
                : phrase;
    }

    /** Separators in quotes and in angle brackets separate nothing. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        boolean bracketed = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"' && !bracketed) {
                quoted = !quoted;
            } else if ((c == '<' || c == '>') && !quoted) {
                bracketed = c == '<';
            } else if ((c == ',' || c == ';') && !quoted && !bracketed) {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(Math.min(start, text.length())));
        return parts;
    }
}
