package io.github.graphattach.mail;

/** What a draft is made of. */
public enum DraftOf {
    /** Of nothing but what the mail says. */
    NEW(""),
    /** Of a message, to who has sent it. */
    REPLY("createReply"),
    /** Of a message, to who has sent it and all others who got it. */
    REPLY_ALL("createReplyAll"),
    /** Of a message with its files, to somebody else. */
    FORWARD("createForward");

    private final String action;

    DraftOf(String action) {
        this.action = action;
    }

    /** {@return Graph's name for making such a draft of a message} */
    String action() {
        return action;
    }
}
