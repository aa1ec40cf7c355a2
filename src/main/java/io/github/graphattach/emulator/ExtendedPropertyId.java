package io.github.graphattach.emulator;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of an extended property, in one of its three forms: a name or a number in a namespace, or a tag.
 *
 * @param type the MAPI type, such as {@code String}
 * @param key what follows the type, with the GUID in lower case and the number without leading zeros
 * @see <a href="https://learn.microsoft.com/graph/api/resources/extended-properties-overview">Extended properties</a>
 */
record ExtendedPropertyId(String type, String key) {

    static final String TEXT = "String";

    private static final Set<String> TYPES = Set.of(
            "ApplicationTime",
            "Binary",
            "Boolean",
            "CLSID",
            "Currency",
            "Double",
            "Error",
            "Float",
            "Integer",
            "Long",
            "Short",
            TEXT,
            "SystemTime");

    private static final String GUID = "\\{?(\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12})\\}?";
    private static final String NUMBER = "0[xX]0*(\\p{XDigit}{1,8})";
    private static final Pattern NAMED = Pattern.compile("(\\w+) " + GUID + " Name (.+)");
    private static final Pattern NUMBERED = Pattern.compile("(\\w+) " + GUID + " Id " + NUMBER);
    private static final Pattern TAGGED = Pattern.compile("(\\w+) " + NUMBER);

    /**
     * {@return the id that the text stands for}
     *
     * @throws GraphFailure when it has none of the forms, or names no type
     */
    static ExtendedPropertyId parse(String text) {
        Matcher named = NAMED.matcher(text);
        if (named.matches()) {
            return of(named.group(1), "{" + lowerCase(named.group(2)) + "} Name " + named.group(3));
        }
        Matcher numbered = NUMBERED.matcher(text);
        if (numbered.matches()) {
            return of(numbered.group(1), "{" + lowerCase(numbered.group(2)) + "} Id 0x" + lowerCase(numbered.group(3)));
        }
        Matcher tagged = TAGGED.matcher(text);
        if (tagged.matches()) {
            return of(tagged.group(1), "0x" + lowerCase(tagged.group(2)));
        }
        throw new GraphFailure(
                400,
                "ErrorInvalidProperty",
                "PropertyId values may only be in one of the following formats: 'MapiPropertyType namespaceGuid Name"
                        + " propertyName', 'MapiPropertyType namespaceGuid Id propertyId' or 'MapiPropertyType"
                        + " propertyTag'.");
    }

    private static ExtendedPropertyId of(String type, String key) {
        if (!TYPES.contains(type)) {
            throw new GraphFailure(
                    400, "ErrorInvalidExtendedProperty", "The extended property attribute combination is invalid.");
        }
        return new ExtendedPropertyId(type, key);
    }

    private static String lowerCase(String hex) {
        return hex.toLowerCase(Locale.ROOT);
    }

    /** {@return the id as the service writes it, which need not be as a client wrote it} */
    @Override
    public String toString() {
        return type + " " + key;
    }
}
