package io.github.graphattach.item;

import java.util.Optional;

/**
 * A fixed segment of a path with the id after it.
 *
 * @param segment the fixed segment
 * @param id the id, not encoded; one of Exchange's is kept in the alphabet of {@link ExchangeId#urlSafe}; empty text after
 *     a segment that takes none
 */
record Step(Segment segment, String id) {

    /** An id of Exchange has 512 characters at most, a principal name 113, and this is what they may take encoded. */
    private static final int LONGEST_ID = 1024;

    Step {
        if (segment.keyed() == id.isEmpty()) {
            throw new IllegalArgumentException(segment + " with the wrong number of ids");
        }
        id = segment.hasExchangeId() ? ExchangeId.urlSafe(id) : id;
    }

    /** {@return what forbids a text as an id, in words that follow its name; empty when it may be one} */
    static Optional<String> defect(String id) {
        if (id.codePoints().allMatch(c -> Character.isWhitespace(c) || Character.isSpaceChar(c))) {
            return Optional.of("is blank");
        }
        if (id.codePoints().anyMatch(Character::isISOControl)) {
            return Optional.of("has a control character");
        }
        if (id.codePoints().anyMatch(c -> Character.getType(c) == Character.SURROGATE)) {
            return Optional.of("has half of a surrogate pair");
        }
        // Encoding does not help here: RFC 3986 has servers and proxies remove dot segments, also escaped ones.
        if (id.equals(".") || id.equals("..")) {
            return Optional.of("is '" + id + "'");
        }
        if (PercentEncoding.encode(id).length() > LONGEST_ID) {
            return Optional.of("takes more than " + LONGEST_ID + " characters of a path");
        }
        return Optional.empty();
    }

    /** {@return the path of this step: one segment, or two when there is an id} */
    String path() {
        return "/" + segment.text() + (segment.keyed() ? "/" + PercentEncoding.encode(id) : "");
    }
}
