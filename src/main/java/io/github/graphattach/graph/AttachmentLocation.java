package io.github.graphattach.graph;

import io.github.graphattach.item.ExchangeId;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an attachment's id from the Location of a session's last answer: the last {@code Attachments('id')}, or
 * {@code Attachments/id} as To Do writes it, in any letter case. Ids keep theirs, and have Graph's alphabet.
 */
final class AttachmentLocation {

    private static final Pattern ID = Pattern.compile(
            "/attachments(?:\\('([^']{1,1024})'\\)|%28%27([^'/?]{1,1024}?)%27%29|/([^/?#()']{1,1024}))(?=$|[/?#])",
            Pattern.CASE_INSENSITIVE);

    private AttachmentLocation() {}

    /**
     * Finds the id.
     *
     * @param location the header's value
     * @return the id, percent-decoded once; empty when there is none
     */
    static Optional<String> id(String location) {
        Optional<String> last = Optional.empty();
        for (Matcher match = ID.matcher(location); match.find(); ) {
            String id =
                    match.group(1) != null ? match.group(1) : match.group(2) != null ? match.group(2) : match.group(3);
            last = decode(id);
        }
        return last;
    }

    private static Optional<String> decode(String id) {
        try {
            // In a path a plus sign is a plus sign.
            String decoded = URLDecoder.decode(id.replace("+", "%2B"), StandardCharsets.UTF_8);
            return decoded.isBlank() || decoded.chars().anyMatch(Character::isISOControl)
                    ? Optional.empty()
                    : Optional.of(ExchangeId.urlSafe(decoded));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
