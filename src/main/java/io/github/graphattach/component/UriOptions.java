package io.github.graphattach.component;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.camel.support.LanguageSupport;

/**
 * The options of an endpoint URI as the author of a route has written them, with expressions in it.
 *
 * @param path everything before the options
 * @param values texts by name, in order, expressions and {@code RAW} included
 */
record UriOptions(String path, Map<String, String> values) {

    /**
     * Takes a URI apart. An ampersand inside {@code ${...}} or {@code RAW(...)} separates nothing.
     *
     * @param uri never what it evaluated to: message data in it would be taken for syntax
     * @return its options
     * @throws IllegalArgumentException when an option is named twice, or not by the author
     */
    static UriOptions parse(String uri) {
        int query = uri.indexOf('?');
        if (query < 0) {
            return new UriOptions(uri, Map.of());
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int start = query + 1; start <= uri.length(); ) {
            int end = endOfOption(uri, start);
            String option = uri.substring(start, end);
            int equals = option.indexOf('=');
            if (equals <= 0
                    || LanguageSupport.hasSimpleFunction(option.substring(0, equals))
                    || values.put(option.substring(0, equals), option.substring(equals + 1)) != null) {
                throw new IllegalArgumentException("an option stands there twice or has no fixed name");
            }
            start = end + 1;
        }
        return new UriOptions(uri.substring(0, query), values);
    }

    private static int endOfOption(String uri, int start) {
        int raw = uri.indexOf("=RAW(", start);
        int depth = 0;
        for (int i = start; i < uri.length(); i++) {
            char c = uri.charAt(i);
            if (c == '{' && (depth > 0 || uri.charAt(i - 1) == '$')) {
                depth++;
            } else if (c == '}' && depth > 0) {
                depth--;
            } else if (c == '&' && depth == 0 && !isInsideRaw(uri, start, raw, i)) {
                return i;
            }
        }
        return uri.length();
    }

    /** Camel ends a RAW value at the first parenthesis with an ampersand behind it. */
    private static boolean isInsideRaw(String uri, int start, int raw, int ampersand) {
        boolean isRaw = raw >= 0 && raw < ampersand && uri.indexOf('=', start) == raw;
        return isRaw && uri.charAt(ampersand - 1) != ')';
    }

    /** {@return whether Camel takes a value as it is, without decoding it} */
    static boolean isRaw(String value) {
        return (value.startsWith("RAW(") && value.endsWith(")")) || (value.startsWith("RAW{") && value.endsWith("}"));
    }

    /** {@return a value without RAW around it} */
    static String plain(String value) {
        return isRaw(value) ? value.substring(4, value.length() - 1) : value;
    }
}
