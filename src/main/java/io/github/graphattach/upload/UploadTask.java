package io.github.graphattach.upload;

import io.github.graphattach.content.AttachmentContent;
import io.github.graphattach.graph.NewAttachment;
import io.github.graphattach.item.OutlookItem;

/**
 * What is attached to what.
 *
 * @param item gets the file
 * @param attachment what the item will say of it; its size is the content's
 * @param content the bytes
 */
public record UploadTask(OutlookItem item, NewAttachment attachment, AttachmentContent content) {}
