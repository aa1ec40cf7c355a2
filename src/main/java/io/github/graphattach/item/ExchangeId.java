package io.github.graphattach.item;

/**
 * The ids that Exchange makes: those of items, folders, calendars and attachments, in one alphabet.
 *
 * <p>They are base64. EWS, Office.js and Graph's search write them in the standard alphabet; in a path Graph takes
 * {@code /} for a separator even where it is escaped. Two ids are equal when they are in the alphabet of
 * {@link #urlSafe}.
 */
public final class ExchangeId {

    private ExchangeId() {}

    /**
     * Writes an id in the alphabet that Graph itself uses. It is Exchange's own, not that of RFC 4648, which has the two
     * characters the other way round.
     *
     * @param id in either alphabet; any other text is taken too
     * @return the id with {@code -} for {@code /} and {@code _} for {@code +}
     */
    public static String urlSafe(String id) {
        return id.replace('/', '-').replace('+', '_');
    }
}
