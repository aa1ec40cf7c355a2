package io.github.graphattach.item;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where new messages go: a mailbox, or a folder of it.
 *
 * @param mailbox whose it is
 * @param path below the version segment, percent-encoded, such as {@code /me/messages}
 * @param mailboxPath the same of all messages of the mailbox
 */
public record MessageFolder(Mailbox mailbox, String path, String mailboxPath) {

    /**
     * Makes an address from endpoint options and headers.
     *
     * @param values what was set; the id of a message is passed over
     * @return the folder, or the mailbox where no folder is named
     * @throws InvalidAddressException when the values name no place of a message, or contradict each other
     */
    public static MessageFolder of(Map<AddressOption, String> values) {
        if (values.containsKey(AddressOption.ITEM_PATH)) {
            throw new InvalidAddressException(
                    AddressOption.ITEM_PATH,
                    "names an item, and a new one is nowhere yet",
                    "set " + AddressOption.USER_ID.label() + " and " + AddressOption.MAIL_FOLDER_ID.label());
        }
        Map<AddressOption, String> complete = new EnumMap<>(AddressOption.class);
        complete.putAll(values);
        complete.put(AddressOption.MESSAGE_ID, "new");
        ItemAddress message = new AddressOptions(ItemKind.MESSAGE, complete).address(Set.of());
        List<Step> steps = message.steps();
        String messages = "/" + Segment.MESSAGES.text();
        return new MessageFolder(
                message.mailbox(),
                ItemAddress.path(steps.subList(0, steps.size() - 1)) + messages,
                steps.get(0).path() + messages);
    }

    /**
     * {@return the mailbox of a message, as the place of another one}
     *
     * @param message in any folder of it
     */
    public static MessageFolder around(OutlookItem message) {
        String path = message.direct().path();
        String messages = path.substring(0, path.lastIndexOf('/'));
        return new MessageFolder(message.mailbox(), messages, messages);
    }

    /**
     * {@return the address of a message of the mailbox}
     *
     * @param id as the service has named it
     */
    public OutlookItem message(String id) {
        return OutlookItem.parse(mailboxPath + "/" + PercentEncoding.encode(ExchangeId.urlSafe(id)), Set.of());
    }

    /**
     * {@return the mailbox that has a message, as the folder of all its messages}
     *
     * @param message by any path
     */
    public static MessageFolder having(OutlookItem message) {
        String path = message.path();
        int mailboxEnd = path.startsWith("/me/") ? "/me".length() : path.indexOf('/', path.indexOf('/', 1) + 1);
        String messages = path.substring(0, mailboxEnd) + "/" + Segment.MESSAGES.text();
        return new MessageFolder(message.mailbox(), messages, messages);
    }
}
