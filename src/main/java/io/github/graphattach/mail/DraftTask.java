package io.github.graphattach.mail;

import io.github.graphattach.item.MessageFolder;

/**
 * Which draft is made where.
 *
 * @param folder that gets it
 * @param draft what it says
 * @param source of the marker by which it is found again
 * @param mayBeThere whether an earlier try, of which nothing is written down here, may have made it
 */
public record DraftTask(MessageFolder folder, MailDraft draft, MarkerSource source, boolean mayBeThere) {}
