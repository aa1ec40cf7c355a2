package io.github.graphattach.component;

import io.github.graphattach.item.PercentEncoding;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Secrets that were given to a program, and the search for them in all that it shows. */
final class PlantedSecrets {

    /** So much of a secret, from its beginning, middle or end, is a leak. */
    private static final int TELLING = 16;

    private final Map<String, String> secrets = new LinkedHashMap<>();

    String plant(String name, String secret) {
        secrets.put(name, secret);
        return secret;
    }

    Map<String, String> all() {
        return Collections.unmodifiableMap(secrets);
    }

    /**
     * Looks for each secret as it is, percent-encoded, decoded, and in base64 with anything around it.
     *
     * @param shown texts by where they were shown
     * @return one line for each secret and place
     */
    Set<String> foundIn(Map<String, String> shown) {
        Set<String> found = new TreeSet<>();
        secrets.forEach((name, secret) -> {
            Set<String> runs = runs(secret);
            shown.forEach((where, text) -> {
                if (runs.stream().anyMatch(text::contains)) {
                    found.add(name + " in " + where);
                }
            });
        });
        return found;
    }

    private static Set<String> runs(String secret) {
        return spellings(secret).stream()
                .filter(spelling -> spelling.length() >= TELLING)
                .flatMap(spelling -> List.of(
                        spelling.substring(0, TELLING),
                        spelling.substring((spelling.length() - TELLING) / 2, (spelling.length() + TELLING) / 2),
                        spelling.substring(spelling.length() - TELLING))
                        .stream())
                .collect(Collectors.toSet());
    }

    static Set<String> spellings(String secret) {
        Set<String> spellings = new LinkedHashSet<>();
        for (String plain : List.of(secret, decoded(secret), PercentEncoding.encode(secret))) {
            spellings.add(plain);
            for (int before = 0; before < 3; before++) {
                byte[] shifted = (" ".repeat(before) + plain).getBytes(StandardCharsets.UTF_8);
                // The first characters and the last depend on what stands around.
                spellings.add(inner(Base64.getEncoder().withoutPadding().encodeToString(shifted)));
                spellings.add(inner(Base64.getUrlEncoder().withoutPadding().encodeToString(shifted)));
            }
        }
        return spellings;
    }

    private static String inner(String base64) {
        return base64.substring(Math.min(4, base64.length()), Math.max(4, base64.length() - 3));
    }

    private static String decoded(String secret) {
        try {
            return URLDecoder.decode(secret.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return secret;
        }
    }
}
