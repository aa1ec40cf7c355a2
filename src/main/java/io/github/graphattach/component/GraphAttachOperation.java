package io.github.graphattach.component;

/** What an endpoint does with an exchange. */
public enum GraphAttachOperation {
    /** The whole job: attaches the message body. */
    ATTACH,
    /** Opens the upload; the body becomes its ranges. */
    OPEN,
    /** Sends one range. */
    UPLOAD_RANGE,
    /** Verifies the attachment, sets the result headers and restores the body. */
    FINISH,
    /** Says how far the session is. */
    STATUS,
    /** Gives the upload up. */
    CANCEL,
    /** Says which attachments the item has. */
    LIST,
    /** Reads the bytes of an attachment. */
    GET,
    /** Removes an attachment. */
    DELETE,
    /** Makes the draft of a mail, once. */
    CREATE_DRAFT,
    /** Sends a draft, once. */
    SEND,
    /** The whole mail: draft, files, sending. */
    MAIL;

    /** {@return whether it is about a message that may be anywhere in the mailbox} */
    boolean isAboutMail() {
        return this == CREATE_DRAFT || this == SEND || this == MAIL;
    }

    /** {@return whether it wants the id of an attachment} */
    boolean isAboutOneAttachment() {
        return this == GET || this == DELETE;
    }
}
