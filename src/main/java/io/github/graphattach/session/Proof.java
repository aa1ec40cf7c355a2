package io.github.graphattach.session;

/** Why an upload takes an attachment for its own. */
public enum Proof {
    /** The service has answered the upload's own request with this id: the request has made it. */
    NAMED,
    /** It was not there before and holds the upload's bytes, which another upload may say of it too. */
    FOUND
}
