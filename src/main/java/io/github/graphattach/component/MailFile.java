package io.github.graphattach.component;

import io.github.graphattach.content.AttachmentContent;
import java.util.Optional;

/**
 * A file of a mail, open.
 *
 * @param name of the attachment
 * @param contentType of the attachment
 * @param contentId what the mail's HTML calls it, where that shows it
 * @param content its bytes, to be closed
 */
record MailFile(String name, String contentType, Optional<String> contentId, AttachmentContent content) {}
