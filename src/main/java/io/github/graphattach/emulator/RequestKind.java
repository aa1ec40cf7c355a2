package io.github.graphattach.emulator;

/** What a request is for, as faults tell requests apart. */
public enum RequestKind {
    /** {@code POST .../messages} and {@code POST .../events}; {@code createReply}, {@code createReplyAll}, {@code createForward}. */
    CREATE_ITEM,
    /** {@code PATCH} or {@code DELETE} of a message or an event, and the actions on one: move, copy, delete for good. */
    CHANGE_ITEM,
    /** {@code POST .../send} and {@code POST .../sendMail}; {@code reply}, {@code replyAll}, {@code forward}. */
    SEND,
    /** {@code POST .../attachments/createUploadSession}. */
    OPEN_SESSION,
    /** {@code PUT} to an upload URL. */
    PUT_RANGE,
    /** {@code GET} of an upload URL. */
    SESSION_STATUS,
    /** {@code DELETE} of an upload URL. */
    CANCEL_SESSION,
    /** {@code POST .../attachments}. */
    POST_ATTACHMENT,
    /** {@code GET .../attachments}. */
    LIST_ATTACHMENTS,
    /** {@code GET .../attachments/{id}}. */
    GET_ATTACHMENT,
    /** {@code GET .../attachments/{id}/$value}. */
    GET_CONTENT,
    /** {@code DELETE .../attachments/{id}}. */
    DELETE_ATTACHMENT,
    /** {@code POST .../oauth2/v2.0/token}. */
    GET_TOKEN,
    /** Anything else. */
    OTHER
}
