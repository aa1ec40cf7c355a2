package io.github.graphattach.emulator;

import io.github.graphattach.emulator.http.HttpExchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes the secrets out of what is shown of an exchange. */
final class SecretMask {

    private static final String MASK = "***";
    private static final Pattern SCHEME = Pattern.compile("^(\\S+ |)(.*)");
    private static final Pattern UPLOAD_URL = Pattern.compile("(?i)https?://[^\\s\"]*[?&]authtoken=[^\\s\"]*");
    private static final Pattern TOKEN_IN_QUERY = Pattern.compile("(?i)(token=)([^&\\s]*)");
    private static final Pattern TOKEN = Pattern.compile("(?<!\\w)eyJ[\\w.=-]{16,}");

    /** Words with a digit among letters, as tokens and keys are; an id of an item is one of them too. */
    private static final Pattern LONG_WORD =
            Pattern.compile("(?=[^\\s\"'<>]*\\d)(?=[^\\s\"'<>]*[A-Za-z])[^\\s\"'<>]{12,}");

    /** The ids of requests and times, which errors have for those who look for them. */
    private static final Pattern HARMLESS = Pattern.compile(
            "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?");

    /** Shorter ones, such as those of examples, stand in any text. */
    private static final int LEAST_SECRET = 8;

    private final List<String> carried;

    /** Knows the secrets that a request carries, which a scripted answer may repeat. */
    SecretMask(HttpExchange exchange) {
        carried = Stream.concat(
                        exchange
                                .header("authorization")
                                .map(value -> SCHEME.matcher(value).replaceAll("$2"))
                                .stream(),
                        TOKEN_IN_QUERY.matcher(exchange.rawQuery()).results().map(token -> token.group(2)))
                .filter(secret -> secret.length() >= LEAST_SECRET)
                .toList();
    }

    /** {@return a text without what is known to be secret: tokens, in upload URLs too, and what the request carries} */
    String in(String text) {
        String shown = inUrl(text);
        for (String secret : carried) {
            shown = shown.replace(secret, MASK);
        }
        return shown;
    }

    /** {@return a text of a body, as by {@link #in(String)}; of an upload URL nothing is left} */
    String inBody(String text) {
        return in(UPLOAD_URL.matcher(text).replaceAll(MASK));
    }

    /** {@return the text of an error without anything that may be a secret: scripted errors may say whatever they like} */
    String inError(String text) {
        return LONG_WORD
                .matcher(in(text))
                .replaceAll(word -> HARMLESS.matcher(word.group()).matches() ? word.group() : MASK);
    }

    Map<String, String> in(Map<String, String> headers) {
        Map<String, String> shown = new LinkedHashMap<>();
        headers.forEach((name, value) -> shown.put(name, in(ofHeader(name, value))));
        return Map.copyOf(shown);
    }

    private static String ofHeader(String name, String value) {
        return switch (name) {
            case "authorization", "proxy-authorization" -> SCHEME.matcher(value).replaceAll("$1" + MASK);
            case "cookie", "set-cookie" -> MASK;
            default -> value;
        };
    }

    /** {@return a text without upload URLs and tokens of this emulator} */
    static String inUrl(String text) {
        return TOKEN.matcher(TOKEN_IN_QUERY.matcher(text).replaceAll("$1" + MASK))
                .replaceAll(MASK);
    }
}
