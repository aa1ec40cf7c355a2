package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code $orderby} sorts by.
 *
 * @param comparator the order of items
 * @param properties the properties it is by, the first counting most
 */
record OrderBy(Comparator<JsonNode> comparator, List<String> properties) {

    static final String OPTION = "$orderby";

    private static final Pattern EXPRESSION = Pattern.compile(" *([A-Za-z_][\\w./]*)(?: +(asc|desc))? *");

    /**
     * {@return the order of that expression}
     *
     * @throws GraphFailure 400 when it is malformed, 501 when it is more than the emulator implements
     */
    static OrderBy parse(String text, Queryable type) {
        List<String> properties = new ArrayList<>();
        List<Comparator<JsonNode>> comparators = new ArrayList<>();
        for (String expression : text.split(",", -1)) {
            Matcher matcher = EXPRESSION.matcher(expression);
            if (!matcher.matches()) {
                throw GraphFailure.unparsableUri("Syntax error in '" + text + "'.");
            }
            String property = matcher.group(1);
            Comparator<JsonNode> by = by(property, type);
            comparators.add("desc".equals(matcher.group(2)) ? by.reversed() : by);
            properties.add(property);
        }
        if (new HashSet<>(properties).size() < properties.size()) {
            throw GraphFailure.unparsableUri("Duplicate property in '" + text + "'.");
        }
        return new OrderBy(
                comparators.stream().reduce(Comparator::thenComparing).orElseThrow(), List.copyOf(properties));
    }

    /** What has no value comes first. */
    private static Comparator<JsonNode> by(String property, Queryable type) {
        ValueType values = type.typeOf(property, OPTION);
        if (!values.sortable()) {
            throw GraphFailure.notImplemented("'" + property + "' in the query option '" + OPTION + "'");
        }
        return Comparator.comparing(item -> type.key(item, property).orElse(""));
    }

    /**
     * Sees that Exchange can keep the order while it filters: the sorted properties must be the first that the filter is
     * about.
     *
     * @throws GraphFailure 400 InefficientFilter
     * @see <a href="https://learn.microsoft.com/graph/api/user-list-messages">Using filter and orderby in the same query</a>
     */
    void requireEfficient(List<String> filtered) {
        boolean sortedFirst = filtered.size() >= properties.size()
                && filtered.subList(0, properties.size()).equals(properties);
        if (!filtered.isEmpty() && !sortedFirst) {
            throw new GraphFailure(
                    400, "InefficientFilter", "The restriction or sort order is too complex for this operation.");
        }
    }
}
