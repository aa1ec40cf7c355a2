package io.github.graphattach.graph;

import java.net.URI;

/**
 * The clouds that Microsoft runs separately. Tokens of one are no good in another.
 *
 * @see <a href="https://learn.microsoft.com/graph/deployments">National cloud deployments</a>
 */
public enum Cloud {
    /** The worldwide service, GCC included. */
    GLOBAL("global", "graph.microsoft.com", "login.microsoftonline.com", true),
    /** Microsoft 365 GCC High. */
    US_GOV_L4("us-gov-l4", "graph.microsoft.us", "login.microsoftonline.us", false),
    /** Microsoft 365 DoD. */
    US_GOV_L5("us-gov-l5", "dod-graph.microsoft.us", "login.microsoftonline.us", false),
    /** Operated by 21Vianet. */
    CHINA("china", "microsoftgraph.chinacloudapi.cn", "login.chinacloudapi.cn", true);

    private final String text;
    private final String graphHost;
    private final URI authority;
    private final boolean uploadSessions;

    Cloud(String text, String graphHost, String loginHost, boolean uploadSessions) {
        this.text = text;
        this.graphHost = graphHost;
        this.authority = URI.create("https://" + loginHost);
        this.uploadSessions = uploadSessions;
    }

    /** {@return the word for it in the option cloud} */
    public String text() {
        return text;
    }

    /** {@return the host of Graph} */
    public String graphHost() {
        return graphHost;
    }

    /** {@return the sign-in service} */
    public URI authority() {
        return authority;
    }

    /** {@return the scope of a token with all that was granted to an application} */
    public String scope() {
        return "https://" + graphHost + "/.default";
    }

    /**
     * {@return whether Outlook attachments can be uploaded by session} Its metadata of v1.0 lack the action for the
     * attachments of messages and events.
     *
     * @see <a href="https://learn.microsoft.com/graph/api/attachment-createuploadsession">createUploadSession</a>
     */
    public boolean hasUploadSessions() {
        return uploadSessions;
    }
}
