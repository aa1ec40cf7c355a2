package io.github.graphattach.graph;

import java.util.Optional;

/**
 * What is said of an attachment when it is made.
 *
 * @param name shown to the reader of the item
 * @param contentType MIME type
 * @param size bytes of the file
 * @param inline whether the item's HTML shows it
 * @param contentId what that HTML calls it, without angle brackets
 * @see <a href="https://learn.microsoft.com/graph/api/resources/attachmentitem">attachmentItem</a>
 */
public record NewAttachment(String name, String contentType, long size, boolean inline, Optional<String> contentId) {}
