package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import io.github.graphattach.emulator.http.PercentCoding;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which part of a list a request wants: {@code $top} and {@code $skip}, or where the link of the page before goes on.
 *
 * @param skip how many members come before the page
 * @param top how many the page has at most
 */
record Paging(int skip, int top) {

    static final String TOP = "$top";
    static final String SKIP = "$skip";
    static final String SKIP_TOKEN = "$skiptoken";

    /** What requests for pages may have in their query. */
    static final Set<String> OPTIONS = Set.of(TOP, SKIP, SKIP_TOKEN);

    private static final int DEFAULT_PAGE = 10;
    private static final int LARGEST_PAGE = 1000;

    /**
     * Reads the query.
     *
     * @throws GraphFailure 400 when a number is none, or out of its bounds
     */
    static Paging of(HttpExchange exchange) {
        int skip = exchange.queryParameter(SKIP)
                .map(text -> number(SKIP, text, 0, Integer.MAX_VALUE))
                .orElse(0);
        int top = exchange.queryParameter(TOP)
                .map(text -> number(TOP, text, 1, LARGEST_PAGE))
                .orElse(DEFAULT_PAGE);
        return new Paging(
                exchange.queryParameter(SKIP_TOKEN).map(Paging::position).orElse(skip), top);
    }

    private static int number(String option, String text, int least, int most) {
        if (text.matches("\\d{1,9}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw GraphFailure.badRequest("Invalid value '" + text + "' for " + option + " query option found.");
    }

    /** The token is opaque, so that nobody counts on more than the link. */
    private static String token(int position) {
        byte[] text = ("position " + position).getBytes(StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    private static int position(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.US_ASCII);
            if (text.matches("position \\d{1,9}")) {
                return Integer.parseInt(text.substring("position ".length()));
            }
        } catch (IllegalArgumentException e) {
            // Not even base64; refused as any other that was not given out here.
        }
        throw GraphFailure.badRequest("Skip token is invalid.");
    }

    /** {@return the members of the page} */
    <T> List<T> page(List<T> all) {
        int first = Math.min(skip, all.size());
        return all.subList(first, (int) Math.min(all.size(), (long) first + top));
    }

    /** {@return the URL of the next page, with everything else of this one's query, if something is left of the list} */
    Optional<String> nextLink(HttpExchange exchange, int total) {
        long next = (long) skip + top;
        if (next >= total) {
            return Optional.empty();
        }
        String kept = Stream.of(exchange.rawQuery().split("&", -1))
                .filter(pair -> !pair.isEmpty() && !isPosition(pair))
                .map(pair -> pair + "&")
                .collect(Collectors.joining());
        return Optional.of(
                exchange.origin() + exchange.rawPath() + "?" + kept + SKIP_TOKEN + "=" + token(Math.toIntExact(next)));
    }

    private static boolean isPosition(String pair) {
        String option = PercentCoding.decode(pair.split("=", 2)[0]);
        return option.equals(SKIP) || option.equals(SKIP_TOKEN);
    }
}
