package io.github.graphattach.item;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads an address from a resource path or URL, in one pass from left to right.
 *
 * <p>Only the grammar can tell a key from an id that looks like one ({@code messages('x')}, {@code messages/a('x')}), so
 * the text is not cut into segments first: after a fixed segment comes either {@code ('key')}, where a doubled quote is
 * a quote and all the rest is data, or {@code /segment}. As in OData, quotes and parentheses of a key may be escaped.
 */
final class ItemPathReader {

    private static final Pattern ORIGIN = Pattern.compile("(https?)://([^/?#\\\\]*)", Pattern.CASE_INSENSITIVE);
    private static final Pattern VERSION = Pattern.compile("(?:v1\\.0|beta)/", Pattern.CASE_INSENSITIVE);
    private static final String ENDS = "/?#";

    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int position;

    ItemPathReader(String text) {
        this.text = text;
    }

    ItemAddress read(ItemKind expected, Set<String> knownAuthorities) {
        ItemAddress address = read(knownAuthorities);
        if (address.kind() != expected) {
            throw refusal(
                    "names " + (expected == ItemKind.EVENT ? "a message" : "an event"),
                    "give the path of " + (expected == ItemKind.EVENT ? "an event" : "a message")
                            + ", or use graph-attach:" + address.kind().text());
        }
        return address;
    }

    ItemAddress read(Set<String> knownAuthorities) {
        if (text.isBlank()) {
            throw refusal("is blank", "give a path such as users/{id}/messages/{id}, or leave it out");
        }
        if (text.length() > ItemAddress.LONGEST_PATH) {
            throw tooLong("has");
        }
        skipOrigin(knownAuthorities);
        skip(Pattern.compile("/"));
        skip(VERSION);
        do {
            steps.add(step());
        } while (atNextSegment());
        if (steps.get(steps.size() - 1).segment().names().isEmpty()) {
            throw refusal("ends before an item", "go on with " + expected());
        }
        if (ItemAddress.path(steps).length() > ItemAddress.LONGEST_PATH) {
            throw tooLong("makes a path of");
        }
        return new ItemAddress(steps);
    }

    /** A host is a claim about where the item lives; one that is not ours must not be taken for ours. */
    private void skipOrigin(Set<String> knownAuthorities) {
        Matcher origin = ORIGIN.matcher(text);
        if (!origin.lookingAt()) {
            return;
        }
        String scheme = origin.group(1).toLowerCase(Locale.ROOT);
        String authority = origin.group(2).toLowerCase(Locale.ROOT);
        if (authority.contains("@")) {
            throw refusal("has user information before the host", "remove everything up to the @");
        }
        String host = withoutDefaultPort(scheme, authority);
        if (knownAuthorities.stream()
                .noneMatch(known -> withoutDefaultPort(scheme, known).equals(host))) {
            throw refusal(
                    "is on the host " + Quoted.quote(authority) + ", which is not that of graphUrl",
                    "give a path of the service that the endpoint uses, or the path without a host");
        }
        position = origin.end();
    }

    private static String withoutDefaultPort(String scheme, String authority) {
        String port = scheme.equals("https") ? ":443" : ":80";
        return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
    }

    private void skip(Pattern prefix) {
        Matcher matcher = prefix.matcher(text).region(position, text.length());
        if (matcher.lookingAt()) {
            position = matcher.end();
        }
    }

    private Step step() {
        Segment segment = segment();
        if (!segment.keyed()) {
            return new Step(segment, "");
        }
        String id = width('(') > 0 ? key(segment) : id(segment);
        Step.defect(id).ifPresent(defect -> {
            throw refusal("has an id after '" + segment.text() + "' that " + defect, "give the id as Graph returns it");
        });
        return new Step(segment, id);
    }

    private Segment segment() {
        int start = position;
        while (!atEndOfSegment() && width('(') == 0) {
            position++;
        }
        String name = decode(text.substring(start, position));
        return ItemAddress.next(steps).stream()
                .filter(segment -> segment.text().equalsIgnoreCase(name))
                .findAny()
                .orElseThrow(() -> unexpected(name));
    }

    private String id(Segment segment) {
        if (!atNextSegment()) {
            throw refusal("has no id after '" + segment.text() + "'", "give the whole path of the item");
        }
        int start = position;
        while (!atEndOfSegment()) {
            position++;
        }
        if (position == start) {
            throw refusal("has an empty id after '" + segment.text() + "'", "give the id as Graph returns it");
        }
        return decode(text.substring(start, position));
    }

    private String key(Segment segment) {
        expect('(', segment);
        expect('\'', segment);
        StringBuilder encoded = new StringBuilder();
        while (true) {
            int quote = width('\'');
            if (quote > 0) {
                position += quote;
                int second = width('\'');
                if (second == 0) {
                    break;
                }
                position += second;
                encoded.append('\'');
            } else if (position == text.length()) {
                throw badKey(segment);
            } else {
                encoded.append(text.charAt(position++));
            }
        }
        expect(')', segment);
        if (!atEndOfSegment()) {
            throw badKey(segment);
        }
        return decode(encoded.toString());
    }

    private void expect(char character, Segment segment) {
        int width = width(character);
        if (width == 0) {
            throw badKey(segment);
        }
        position += width;
    }

    /** {@return how many characters the given one takes at this position: 1, 3 when it is escaped, 0 when it is not there} */
    private int width(char character) {
        if (position < text.length() && text.charAt(position) == character) {
            return 1;
        }
        String escape = "%" + Integer.toHexString(character);
        return text.regionMatches(true, position, escape, 0, escape.length()) ? escape.length() : 0;
    }

    private boolean atEndOfSegment() {
        return position == text.length() || ENDS.indexOf(text.charAt(position)) >= 0;
    }

    /** Steps over the slash when there is one. */
    private boolean atNextSegment() {
        if (position == text.length()) {
            return false;
        }
        switch (text.charAt(position)) {
            case '/' -> position++;
            case '?' -> throw refusal("has a query", "remove everything from the ? on; in an id it is written %3F");
            case '#' -> throw refusal("has a fragment", "remove everything from the # on; in an id it is written %23");
            default -> throw refusal("has a key where none belongs", "write /me and /calendar without parentheses");
        }
        return true;
    }

    private String decode(String encoded) {
        try {
            return PercentEncoding.decode(encoded);
        } catch (PercentEncoding.MalformedException e) {
            throw refusal(e.problem(), "encode the ids in UTF-8; the character % itself is written %25");
        }
    }

    private static InvalidAddressException tooLong(String has) {
        return refusal(
                has + " more than " + ItemAddress.LONGEST_PATH + " characters",
                "give the path of one item, without its folders");
    }

    private InvalidAddressException badKey(Segment segment) {
        return refusal(
                "has a malformed key after '" + segment.text() + "'",
                "write " + segment.text() + "('id'), with quotes in the id doubled");
    }

    private InvalidAddressException unexpected(String name) {
        boolean afterItem = !steps.isEmpty()
                && steps.get(steps.size() - 1).segment().names().isPresent();
        boolean inGroup = !steps.isEmpty() && steps.get(0).segment() == Segment.GROUPS;
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            return refusal("has an empty segment", "write single slashes, and none at the end");
        }
        if (afterItem && lower.equals("attachments")) {
            return refusal("goes on after the item", "name the item, not its attachments");
        }
        if (afterItem) {
            return refusal(
                    "goes on with " + Quoted.quote(name) + " after the item",
                    "end it with the item's id, where a / in an id is written - or %2F");
        }
        if (lower.equals("todo")) {
            return refusal("names a To Do task", "give the path of an Outlook message or event");
        }
        if (inGroup && (lower.equals("threads") || lower.equals("conversations"))) {
            return refusal("names a group post", "give the path of an Outlook message or event");
        }
        return refusal("has " + Quoted.quote(name) + " where " + expected() + " belongs", "give a path of an item");
    }

    private String expected() {
        return ItemAddress.next(steps).stream().map(Segment::text).collect(Collectors.joining(" or "));
    }

    private static InvalidAddressException refusal(String problem, String remedy) {
        return new InvalidAddressException(AddressOption.ITEM_PATH, problem, remedy);
    }
}
