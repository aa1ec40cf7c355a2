package io.github.graphattach.component;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.URISupport;

/** The URI of an endpoint as anybody may see it. */
final class ShownUri {

    private static final List<String> SECRETS = List.of("accesstoken", "clientsecret", "privatekeypassword");

    /** Who gets which mail is nobody's business either. */
    private static final Set<String> CONFIDENTIAL = Set.of("from", "to", "cc", "bcc", "replyto", "subject");

    /**
     * One option. As Camel reads it, a RAW value ends at the bracket that an ampersand or the end follows, or never; Camel's
     * own masking ends it at the first bracket, and shows the rest of a secret.
     */
    private static final Pattern OPTION = Pattern.compile(
            "([?&][^=&]*)=(?:RAW\\((?:.*?\\)(?=&|$)|.*)|RAW\\{(?:.*?}(?=&|$)|.*)|[^&]*)", Pattern.DOTALL);

    private ShownUri() {}

    static String of(String uri) {
        return URISupport.sanitizeUri(OPTION.matcher(uri)
                .replaceAll(option -> Matcher.quoteReplacement(
                        isSecret(option.group(1)) ? option.group(1) + "=xxxxxx" : option.group())));
    }

    /** Camel takes names in any case, with dashes, percent-encoded and behind that of the object they belong to. */
    private static boolean isSecret(String name) {
        String plain = URLDecoder.decode(name, StandardCharsets.UTF_8).replaceAll("[^A-Za-z]", "");
        String option = plain.toLowerCase(Locale.ROOT);
        return SECRETS.stream().anyMatch(option::endsWith) || CONFIDENTIAL.contains(option);
    }
}
