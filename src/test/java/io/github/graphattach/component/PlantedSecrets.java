package io.github.graphattach.component;

import io.github.graphattach.item.PercentEncoding;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Secrets that were given to a program, and the search for them in all that it shows. */
final class PlantedSecrets {

    /** So much of a secret, from its beginning, middle or end, is a leak. */
    private static final int TELLING = 16;

    private static final Pattern ESCAPE = Pattern.compile("%\\p{XDigit}{2}");

    /** Those that an operator gives, in the environment; the others are planted in answers. */
    static final Map<String, String> GIVEN = Map.of(
            "access token in a route",
            "r0uteAcc3ssT0ken/Of+TheRoute.Itself~Hq64Wn==",
            "access token in a URI",
            "uR1-acc3ssT0ken/Of+An.Endpoint~Zz81Kq==",
            "access token",
            "kQ7acc3ssT0kenVb81+xZ/9dPqLw2Rt~YuIo34.Mn56==",
            "client secret",
            "c1i8Q~nt_Secr3t.9vKd2LmNb7XcPq4RtYw0Za8Hj",
            "proxy password",
            "pr0xy-Pa55word/with+slash=End8Q",
            "key-store password",
            "keySt0re-Pa55phrase-Zq7WvXb19",
            "password of the private key",
            "pfxPa55phrase~OfThePrivateKey_3Xc",
            "secret key",
            "CzBVep/E6Q4zWH2ix+wRNlumgKXK7xQ5XoOozfIXPGE=");

    private final Map<String, String> secrets = new LinkedHashMap<>();

    String plant(String name, String secret) {
        secrets.put(name, secret);
        return secret;
    }

    /** Plants one of those that an operator gives. */
    String given(String name) {
        return plant(name, Objects.requireNonNull(System.getenv(variable(name))));
    }

    /** {@return the environment variable with a secret that an operator gives, with the name of what it is for} */
    static String variable(String name) {
        return "PLANTED_" + name.toUpperCase(Locale.ROOT).replaceAll("\\W", "_");
    }

    /** {@return what stands in a configuration for a secret that an operator gives} */
    static String placeholder(String name) {
        return "{{env:" + variable(name) + "}}";
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
        Map<String, Set<String>> names = new HashMap<>();
        secrets.forEach(
                (name, secret) -> runs(secret).forEach(run -> names.computeIfAbsent(run, found -> new TreeSet<>())
                        .add(name)));
        Set<String> found = new TreeSet<>();
        shown.forEach((where, text) -> IntStream.rangeClosed(0, text.length() - TELLING)
                .mapToObj(start -> names.getOrDefault(text.substring(start, start + TELLING), Set.of()))
                .flatMap(Set::stream)
                .forEach(name -> found.add(name + " in " + where)));
        return found;
    }

    private static Stream<String> runs(String secret) {
        return spellings(secret).stream()
                .filter(spelling -> spelling.length() >= TELLING)
                .flatMap(spelling -> Stream.of(
                        spelling.substring(0, TELLING),
                        spelling.substring((spelling.length() - TELLING) / 2, (spelling.length() + TELLING) / 2),
                        spelling.substring(spelling.length() - TELLING)));
    }

    static Set<String> spellings(String secret) {
        Set<String> spellings = new LinkedHashSet<>();
        for (String plain : List.of(secret, decoded(secret), PercentEncoding.encode(secret), lowerCased(secret))) {
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

    /** As others write the same escapes. */
    private static String lowerCased(String secret) {
        return ESCAPE.matcher(secret).replaceAll(escape -> escape.group().toLowerCase(Locale.ROOT));
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
