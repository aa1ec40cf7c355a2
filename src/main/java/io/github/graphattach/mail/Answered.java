package io.github.graphattach.mail;

import io.github.graphattach.item.OutlookItem;

/**
 * The message that a draft answers.
 *
 * @param how it is answered; not {@link DraftOf#NEW}
 * @param message which one
 */
public record Answered(DraftOf how, OutlookItem message) {}
