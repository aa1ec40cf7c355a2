package io.github.graphattach.item;

import java.util.Map;
import java.util.Set;

/**
 * The address of one Outlook message or event: an immutable value, equal to another when the paths are.
 *
 * <p>An address is always inside the grammar of Graph's item paths, and each id in it is one path segment, whatever
 * characters it has. Ids of Exchange come in two base64 alphabets; an address has them in Graph's, see
 * {@link ExchangeId#urlSafe}, so that one item has one address. Ids of users and groups stay as they were given.
 */
public sealed interface OutlookItem permits ItemAddress {

    /**
     * Makes an address from endpoint options and headers.
     *
     * @param kind the kind of item that the endpoint is for
     * @param values what was set; {@link AddressOption#ITEM_PATH} replaces all the others
     * @param knownAuthorities the hosts that an {@code itemPath} may name, see {@link #parse}
     * @return the address
     * @throws InvalidAddressException when the values name no item of that kind, or contradict each other
     */
    static OutlookItem of(ItemKind kind, Map<AddressOption, String> values, Set<String> knownAuthorities) {
        return new AddressOptions(kind, values).address(knownAuthorities);
    }

    /**
     * Reads a resource path or URL of an item: with or without a leading slash, a version or a host in front; ids as
     * segments ({@code users/x/messages/y}) or as keys ({@code Users('x')/Messages('y')}); fixed segments in any letter
     * case.
     *
     * @param itemPath the path; percent escapes in it are undone once
     * @param knownAuthorities the hosts that a URL may name, in lower case, as {@code host} or {@code host:port}; the
     *     host is checked and then forgotten
     * @return the address
     * @throws InvalidAddressException when it is not the path of a message or an event
     */
    static OutlookItem parse(String itemPath, Set<String> knownAuthorities) {
        return new ItemPathReader(itemPath).read(knownAuthorities);
    }

    /** {@return whether this is a message or an event} */
    ItemKind kind();

    /** {@return whose mailbox holds the item} */
    Mailbox mailbox();

    /** {@return the path below the version segment, percent-encoded, such as {@code /me/messages/AAMk%3D}} */
    String path();

    /**
     * {@return the shortest address of the same item} It goes through no folder, calendar or series, as in
     * {@code /users/{id}/events/{innermost id}}.
     */
    OutlookItem direct();

    /**
     * {@return whether what the item shows keeps its ids when it is written to, as far as the address tells} An event may be an
     * occurrence of a series. The first write makes an exception of it, with copies of the series' attachments.
     */
    boolean keepsIds();

    /** {@return the id of the item itself: the last one of the path, in Graph's alphabet, not encoded} */
    String innermostId();
}
