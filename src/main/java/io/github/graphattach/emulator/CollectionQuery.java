package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.graphattach.emulator.http.HttpExchange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What a request wants of a collection: {@code $filter}, {@code $orderby}, {@code $count} and a page. */
final class CollectionQuery {

    static final String COUNT = "$count";

    private final HttpExchange exchange;
    private final Filter filter;
    private final Optional<OrderBy> order;
    private final boolean counts;
    private final Paging paging;

    private CollectionQuery(
            HttpExchange exchange, Filter filter, Optional<OrderBy> order, boolean counts, Paging paging) {
        this.exchange = exchange;
        this.filter = filter;
        this.order = order;
        this.counts = counts;
        this.paging = paging;
    }

    /**
     * Reads the query.
     *
     * @throws GraphFailure 400 when it is malformed or inefficient, 501 when it is more than the emulator implements
     */
    static CollectionQuery of(HttpExchange exchange, Queryable type) {
        Filter filter = exchange.queryParameter(Filter.OPTION)
                .map(text -> Filter.parse(text, type))
                .orElse(Filter.NONE);
        Optional<OrderBy> order = exchange.queryParameter(OrderBy.OPTION).map(text -> OrderBy.parse(text, type));
        order.ifPresent(given -> given.requireEfficient(filter.properties()));
        boolean counts =
                exchange.queryParameter(COUNT).map(CollectionQuery::isTrue).orElse(false);
        return new CollectionQuery(exchange, filter, order, counts, Paging.of(exchange));
    }

    private static boolean isTrue(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw GraphFailure.badRequest("Invalid value '" + text + "' for " + COUNT + " query option found.");
        };
    }

    /**
     * {@return the answer: the members that are wanted, their count if that is, and the way to the rest}
     *
     * @param context what the answer is, in terms of the model
     * @param all the collection, in the order that it has when the request asks for none
     * @param whole what a member is asked about
     * @param shown what is answered of a member
     */
    <T> ObjectNode answer(
            String context, List<T> all, Function<T, ? extends JsonNode> whole, Function<T, ? extends JsonNode> shown) {
        List<T> found = found(all, whole);
        ObjectNode body = Json.object().put("@odata.context", context);
        if (counts) {
            body.put("@odata.count", found.size());
        }
        ArrayNode value = body.putArray("value");
        paging.page(found).forEach(member -> value.add(shown.apply(member)));
        paging.nextLink(exchange, found.size()).ifPresent(link -> body.put("@odata.nextLink", link));
        return body;
    }

    private <T> List<T> found(List<T> all, Function<T, ? extends JsonNode> whole) {
        List<Map.Entry<T, JsonNode>> found = new ArrayList<>();
        for (T member : all) {
            JsonNode json = whole.apply(member);
            if (filter.condition().test(json)) {
                found.add(Map.entry(member, json));
            }
        }
        order.ifPresent(given -> found.sort(Comparator.comparing(Map.Entry::getValue, given.comparator())));
        return found.stream().map(Map.Entry::getKey).toList();
    }
}
