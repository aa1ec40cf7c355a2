package io.github.graphattach.graph;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
public record NewAttachment(String name, String contentType, long size, boolean inline, Optional<String> contentId) {

    /** {@return what both ways of attaching say alike} */
    ObjectNode describe() {
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        description.put("name", name).put("contentType", contentType);
        if (inline) {
            description.put("isInline", true);
        }
        contentId.ifPresent(id -> description.put("contentId", id));
        return description;
    }
}
