package io.github.graphattach.component;

import io.github.graphattach.refusal.RefusedException;
import java.util.regex.Pattern;

/** What the texts of an attachment may be, whether options or headers say them. */
final class AttachmentRules {

    private static final int LONGEST = 255;

    private static final Pattern CONTENT_ID = Pattern.compile("[\\x21-\\x7e&&[^<>]]{1," + LONGEST + "}");

    private static final String SCHEME = "cid:";

    private AttachmentRules() {}

    /**
     * Lets a name pass.
     *
     * @param name not blank
     * @return the same
     * @throws IllegalArgumentException in one line that names the option, the header and the remedy
     */
    static String name(String name) {
        String remedy = "set the option name or the header " + GraphAttachConstants.NAME + " to ";
        if (name.length() > LONGEST) {
            throw new RefusedException(
                    "the attachment's name has " + name.length() + " characters", remedy + LONGEST + " at most");
        }
        if (name.codePoints().anyMatch(AttachmentRules::isDeceptive)) {
            throw new RefusedException(
                    "the attachment's name has control or direction characters", remedy + "a plain one");
        }
        return name;
    }

    /**
     * Lets a content type pass.
     *
     * @param type a MIME type
     * @return the same
     * @throws IllegalArgumentException in one line that names the option, the header and the remedy
     */
    static String contentType(String type) {
        if (type.isBlank() || type.length() > LONGEST || type.codePoints().anyMatch(AttachmentRules::isDeceptive)) {
            throw new RefusedException(
                    "the attachment's content type is no MIME type",
                    "set the option contentType or the header " + GraphAttachConstants.CONTENT_TYPE
                            + " to one, such as application/pdf");
        }
        return type;
    }

    /**
     * Lets a content id pass. The service makes a MIME header of it.
     *
     * @param id without angle brackets, and without the {@code cid:} of a link
     * @return the same
     * @throws IllegalArgumentException in one line that names the option, the header and the remedy
     */
    static String contentId(String id) {
        if (id.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw new RefusedException(
                    "the attachment's content id begins with " + SCHEME + ", as a link to it does",
                    "leave that out in the option contentId or the header " + GraphAttachConstants.CONTENT_ID);
        }
        if (!CONTENT_ID.matcher(id).matches()) {
            throw new RefusedException(
                    "the attachment's content id is none",
                    "set the option contentId or the header "
                            + GraphAttachConstants.CONTENT_ID + " to " + LONGEST
                            + " printable ASCII characters at most, without spaces and angle brackets");
        }
        return id;
    }

    /**
     * Lets the id of an attachment pass.
     *
     * @param id as the service has named it
     * @return the same
     * @throws IllegalArgumentException in one line that names the option, the header and the remedy
     */
    static String attachmentId(String id) {
        String remedy =
                "set the option attachmentId or the header " + GraphAttachConstants.ATTACHMENT_ID + " to the id of one";
        if (id.isBlank()) {
            throw new RefusedException("no attachment is named", remedy);
        }
        // As a segment of a path, dots would name something else.
        if (id.equals(".") || id.equals("..") || id.codePoints().anyMatch(AttachmentRules::isDeceptive)) {
            throw new RefusedException("what names the attachment is no id", remedy);
        }
        return id;
    }

    /** Characters that make a name look like another one. */
    private static boolean isDeceptive(int character) {
        return Character.isISOControl(character)
                || character == 0x2028
                || character == 0x2029
                || (character >= 0x202A && character <= 0x202E)
                || (character >= 0x2066 && character <= 0x2069)
                || character == 0x200E
                || character == 0x200F
                || character == 0x061C
                || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }
}
