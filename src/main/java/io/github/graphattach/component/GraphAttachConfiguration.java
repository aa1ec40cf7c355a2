package io.github.graphattach.component;

import com.azure.core.credential.TokenCredential;
import io.github.graphattach.graph.Cloud;
import io.github.graphattach.graph.IdType;
import io.github.graphattach.mail.DraftOf;
import io.github.graphattach.session.UploadSessionStore;
import io.github.graphattach.upload.OnExisting;
import io.github.graphattach.upload.UploadListener;
import io.github.graphattach.upload.VerifyLevel;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/**
 * The options of an endpoint; the component's own are the defaults of all its endpoints.
 *
 * <p>Longer than 300 lines because Camel's form wants a field, a getter and a setter for each option.
 */
@UriParams
// Camel 4.19 and later say security="secret", which 4.18 does not know, and still take secret=true.
@SuppressWarnings("deprecation")
public class GraphAttachConfiguration implements Cloneable {

    @UriParam(label = "producer,address")
    private @Nullable String userId;

    @UriParam(label = "producer,address")
    private @Nullable String groupId;

    @UriParam(label = "producer,address")
    private @Nullable String messageId;

    @UriParam(label = "producer,address")
    private @Nullable String mailFolderId;

    @UriParam(label = "producer,address")
    private @Nullable String childFolderIds;

    @UriParam(label = "producer,address")
    private @Nullable String calendarGroupId;

    @UriParam(label = "producer,address")
    private @Nullable String calendarId;

    @UriParam(label = "producer,address", defaultValue = "false")
    private boolean defaultCalendar;

    @UriParam(label = "producer,address", defaultValue = "events", enums = "events,calendarView")
    private String eventCollection = "events";

    @UriParam(label = "producer,address")
    private @Nullable String eventId;

    @UriParam(label = "producer,address")
    private @Nullable String instanceId;

    @UriParam(label = "producer,address")
    private @Nullable String exceptionOccurrenceId;

    @UriParam(label = "producer,address")
    private @Nullable String itemPath;

    @UriParam(label = "producer,address", defaultValue = "declared", enums = "declared,direct")
    private Addressing addressing = Addressing.DECLARED;

    @UriParam(label = "producer,address", defaultValue = "default", enums = "default,immutable")
    private IdType idType = IdType.DEFAULT;

    @UriParam(label = "producer,security")
    private @Nullable String allowedUsers;

    @UriParam(label = "producer")
    private @Nullable String name;

    @UriParam(label = "producer")
    private @Nullable String contentType;

    @UriParam(label = "producer", defaultValue = "false")
    private boolean inline;

    @UriParam(label = "producer")
    private @Nullable String contentId;

    @UriParam(label = "producer")
    private @Nullable String uploadId;

    @UriParam(label = "producer")
    private @Nullable String attachmentId;

    @UriParam(label = "producer,mail")
    private @Nullable String from;

    @UriParam(label = "producer,mail")
    private @Nullable String to;

    @UriParam(label = "producer,mail")
    private @Nullable String cc;

    @UriParam(label = "producer,mail")
    private @Nullable String bcc;

    @UriParam(label = "producer,mail")
    private @Nullable String replyTo;

    @UriParam(label = "producer,mail")
    private @Nullable String subject;

    @UriParam(label = "producer,mail", defaultValue = "new", enums = "new,reply,replyAll,forward")
    private DraftOf draftOf = DraftOf.NEW;

    @UriParam(label = "producer,mail")
    private @Nullable String jobKey;

    @UriParam(label = "producer,mail", defaultValue = "none", enums = "none,sent")
    private Confirm confirm = Confirm.NONE;

    @UriParam(label = "producer,mail", javaType = "java.time.Duration", defaultValue = "60000")
    private long confirmTimeout = 60_000;

    @UriParam(label = "producer,mail", javaType = "java.time.Duration", defaultValue = "300000")
    private long sendGrace = 300_000;

    @UriParam(label = "producer,mail", defaultValue = "keep", enums = "keep,delete")
    private OnFailure onFailure = OnFailure.KEEP;

    @UriParam(label = "producer,mail", defaultValue = "false")
    private boolean sendAny;

    @UriParam(label = "producer,mail", defaultValue = "false")
    private boolean useHeaderRecipients;

    @UriParam(label = "producer,mail", defaultValue = "false")
    private boolean useHeaderFrom;

    @UriParam(label = "producer,mail", defaultValue = "false")
    private boolean useHeaderReplyTo;

    @UriParam(label = "producer,mail", defaultValue = "false")
    private boolean useHeaderSubject;

    @UriParam(label = "producer,mail", defaultValue = "36700160")
    private String maxItemSize = "36700160";

    @UriParam(label = "producer,mail", defaultValue = "false")
    private boolean mailTips;

    @UriParam(label = "producer,mail", defaultValue = "off")
    private String mailboxSendRate = "off";

    @UriParam(
            label = "producer",
            defaultValue = "attach",
            enums = "attach,open,uploadRange,finish,status,cancel,list,get,delete,createDraft,send,mail")
    private GraphAttachOperation operation = GraphAttachOperation.ATTACH;

    @UriParam(label = "producer", defaultValue = "3932160")
    private String chunkSize = "3932160";

    @UriParam(label = "producer", defaultValue = "3000000")
    private String smallFileLimit = "3000000";

    @UriParam(label = "producer", defaultValue = "157286400")
    private String maxFileSize = "157286400";

    @UriParam(label = "producer", defaultValue = "auto", enums = "none,auto,content")
    private VerifyLevel verify = VerifyLevel.AUTO;

    @UriParam(label = "producer", defaultValue = "add", enums = "add,skip,replace")
    private OnExisting onExisting = OnExisting.ADD;

    @UriParam(label = "producer", defaultValue = "5")
    private int maxAttempts = 5;

    @UriParam(label = "producer", defaultValue = "3")
    private int maxSessions = 3;

    @UriParam(label = "producer", defaultValue = "1s", javaType = "java.time.Duration")
    private long retryDelay = 1_000;

    @UriParam(label = "producer", defaultValue = "60s", javaType = "java.time.Duration")
    private long maxRetryDelay = 60_000;

    @UriParam(label = "producer", defaultValue = "10m", javaType = "java.time.Duration")
    private long maxRetryAfter = 600_000;

    @UriParam(label = "producer", defaultValue = "60s", javaType = "java.time.Duration")
    private long requestTimeout = 60_000;

    @UriParam(label = "producer", defaultValue = "2h", javaType = "java.time.Duration")
    private long uploadTimeout = 7_200_000;

    @UriParam(label = "producer", defaultValue = "2")
    private int mailboxConcurrency = 2;

    @UriParam(label = "producer", defaultValue = "150MB/5m")
    private String mailboxUploadBudget = "150MB/5m";

    @UriParam(label = "common")
    private @Nullable String graphUrl;

    @UriParam(label = "common", defaultValue = "global", enums = "global,us-gov-l4,us-gov-l5,china")
    private Cloud cloud = Cloud.GLOBAL;

    @UriParam(
            label = "security",
            defaultValue = "token",
            enums = "token,client-secret,client-certificate,workload-identity,managed-identity,default")
    private CredentialType credentialType = CredentialType.TOKEN;

    @UriParam(label = "security")
    private @Nullable String tenantId;

    @UriParam(label = "security")
    private @Nullable String clientId;

    @UriParam(label = "security", secret = true)
    private @Nullable String clientSecret;

    @UriParam(label = "security")
    private @Nullable String certificatePath;

    @UriParam(label = "security", secret = true)
    private @Nullable String privateKeyPassword;

    @UriParam(label = "security")
    private @Nullable String federatedTokenFile;

    @UriParam(label = "security", secret = true)
    private @Nullable String accessToken;

    @UriParam(label = "security")
    private @Nullable String authorityHost;

    @UriParam(label = "security", defaultValue = "false")
    private boolean allowInsecureHttp;

    @UriParam(label = "security")
    private @Nullable String uploadHosts;

    @UriParam(label = "security")
    @Metadata(autowired = true)
    private @Nullable TokenCredential tokenCredential;

    @UriParam(label = "advanced")
    @Metadata(autowired = true)
    private @Nullable UploadSessionStore sessionStore;

    @UriParam(label = "advanced")
    @Metadata(autowired = true)
    private @Nullable UploadListener uploadListener;

    /** {@return an independent copy for one endpoint} */
    public GraphAttachConfiguration copy() {
        try {
            return (GraphAttachConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public @Nullable String getUserId() {
        return userId;
    }

    /** User id or principal name of the mailbox. Without it and groupId the item is in the mailbox of the signed-in user (/me). */
    public void setUserId(@Nullable String userId) {
        this.userId = userId;
    }

    public @Nullable String getGroupId() {
        return groupId;
    }

    /** Id of the group whose calendar has the event. Excludes userId; events only; refuses verify=none because an event of a group may stay empty. */
    public void setGroupId(@Nullable String groupId) {
        this.groupId = groupId;
    }

    public @Nullable String getMessageId() {
        return messageId;
    }

    /** Id of the message. Required for graph-attach:message, here, as a header or inside itemPath. */
    public void setMessageId(@Nullable String messageId) {
        this.messageId = messageId;
    }

    public @Nullable String getMailFolderId() {
        return mailFolderId;
    }

    /** Id of the message's outermost folder; well-known names such as inbox are allowed. */
    public void setMailFolderId(@Nullable String mailFolderId) {
        this.mailFolderId = mailFolderId;
    }

    public @Nullable String getChildFolderIds() {
        return childFolderIds;
    }

    /** Comma-separated ids of the folders below mailFolderId, outermost first. */
    public void setChildFolderIds(@Nullable String childFolderIds) {
        this.childFolderIds = childFolderIds;
    }

    public @Nullable String getCalendarGroupId() {
        return calendarGroupId;
    }

    /** Id of the group of calendars; needs calendarId. */
    public void setCalendarGroupId(@Nullable String calendarGroupId) {
        this.calendarGroupId = calendarGroupId;
    }

    public @Nullable String getCalendarId() {
        return calendarId;
    }

    /** Id of the calendar that the event is addressed through. */
    public void setCalendarId(@Nullable String calendarId) {
        this.calendarId = calendarId;
    }

    public boolean isDefaultCalendar() {
        return defaultCalendar;
    }

    /** Whether the event is addressed through the default calendar. */
    public void setDefaultCalendar(boolean defaultCalendar) {
        this.defaultCalendar = defaultCalendar;
    }

    public String getEventCollection() {
        return eventCollection;
    }

    /** The collection that the event is addressed through. */
    public void setEventCollection(String eventCollection) {
        this.eventCollection = eventCollection;
    }

    public @Nullable String getEventId() {
        return eventId;
    }

    /** Id of the event, or of the series when an instance or exception occurrence is named too. Required for graph-attach:event, here, as a header or inside itemPath. */
    public void setEventId(@Nullable String eventId) {
        this.eventId = eventId;
    }

    public @Nullable String getInstanceId() {
        return instanceId;
    }

    /** Id of an instance of the series. Excludes exceptionOccurrenceId; itemPath takes both nestings. */
    public void setInstanceId(@Nullable String instanceId) {
        this.instanceId = instanceId;
    }

    public @Nullable String getExceptionOccurrenceId() {
        return exceptionOccurrenceId;
    }

    /** Id of an exception occurrence of the series. Excludes instanceId; itemPath takes both nestings. */
    public void setExceptionOccurrenceId(@Nullable String exceptionOccurrenceId) {
        this.exceptionOccurrenceId = exceptionOccurrenceId;
    }

    public @Nullable String getItemPath() {
        return itemPath;
    }

    /** Graph resource path or URL of the item, such as users/x/messages/y, an @odata.id or the resource of a change notification; a / in an id is written - or %2F. Replaces all other address options. */
    public void setItemPath(@Nullable String itemPath) {
        this.itemPath = itemPath;
    }

    public Addressing getAddressing() {
        return addressing;
    }

    /** Which path of the item is used: declared is the one the options say; direct is the shortest, which Microsoft has told callers to use since June 2025. */
    public void setAddressing(Addressing addressing) {
        this.addressing = addressing;
    }

    public IdType getIdType() {
        return idType;
    }

    /** Which ids Graph answers with: default ones change when an item is moved; immutable ones do not, as long as it stays in its mailbox. Items may be named by either, but one item always by the same, as uploads are told apart by it. */
    public void setIdType(IdType idType) {
        this.idType = idType;
    }

    public @Nullable String getAllowedUsers() {
        return allowedUsers;
    }

    /** Comma-separated patterns, with &#42; at either end, of the mailboxes that headers may choose. Not set: when the endpoint fixes the mailbox, headers cannot change it; else any. */
    public void setAllowedUsers(@Nullable String allowedUsers) {
        this.allowedUsers = allowedUsers;
    }

    public @Nullable String getName() {
        return name;
    }

    /** Name of the attachment. Without it and its header: the last segment of CamelFileName. */
    public void setName(@Nullable String name) {
        this.name = name;
    }

    public @Nullable String getContentType() {
        return contentType;
    }

    /** MIME type of the attachment. Without it and its header: CamelFileContentType, else the type of the name's ending, else Content-Type unless it is that of a form, a multipart or another message, else application/octet-stream. A text is written in the type's charset unless CamelCharsetName says another one. */
    public void setContentType(@Nullable String contentType) {
        this.contentType = contentType;
    }

    public boolean isInline() {
        return inline;
    }

    /** Whether the item's HTML shows the attachment; needs contentId. */
    public void setInline(boolean inline) {
        this.inline = inline;
    }

    public @Nullable String getContentId() {
        return contentId;
    }

    /** What the item's HTML calls an inline attachment, without the cid: of its links and without angle brackets. */
    public void setContentId(@Nullable String contentId) {
        this.contentId = contentId;
    }

    public @Nullable String getUploadId() {
        return uploadId;
    }

    /** What makes two tries the same upload. Without it and its header: path, length and modification time of a file, else the exchange id and the SHA-256 of the body. */
    public void setUploadId(@Nullable String uploadId) {
        this.uploadId = uploadId;
    }

    public @Nullable String getAttachmentId() {
        return attachmentId;
    }

    /** Id of the attachment that operation=get reads or operation=delete removes. */
    public void setAttachmentId(@Nullable String attachmentId) {
        this.attachmentId = attachmentId;
    }

    public @Nullable String getFrom() {
        return from;
    }

    /** Who sends the mail. Not set: the mailbox that it is made in. It has to be that one, or one that allowedUsers lists. */
    public void setFrom(@Nullable String from) {
        this.from = from;
    }

    public @Nullable String getTo() {
        return to;
    }

    /** Who gets the mail: addresses separated by commas, also as Name and address in angle brackets. */
    public void setTo(@Nullable String to) {
        this.to = to;
    }

    public @Nullable String getCc() {
        return cc;
    }

    /** Who gets a copy of the mail, as in to. */
    public void setCc(@Nullable String cc) {
        this.cc = cc;
    }

    public @Nullable String getBcc() {
        return bcc;
    }

    /** Who gets a copy of the mail unseen by the others, as in to. */
    public void setBcc(@Nullable String bcc) {
        this.bcc = bcc;
    }

    public @Nullable String getReplyTo() {
        return replyTo;
    }

    /** Who gets the answers to the mail, as in to. Not set: who sends it. */
    public void setReplyTo(@Nullable String replyTo) {
        this.replyTo = replyTo;
    }

    public @Nullable String getSubject() {
        return subject;
    }

    /** The subject of the mail. */
    public void setSubject(@Nullable String subject) {
        this.subject = subject;
    }

    public @Nullable String getJobKey() {
        return jobKey;
    }

    /** What makes two tries the same mail, in any process and for as long as the mail exists. Without it and its header: the exchange id, the endpoint and what the mail says. */
    public void setJobKey(@Nullable String jobKey) {
        this.jobKey = jobKey;
    }

    public Confirm getConfirm() {
        return confirm;
    }

    /** What operation=mail and send wait for after the service has accepted the mail: none, or sent for its copy among what was sent. */
    public void setConfirm(Confirm confirm) {
        this.confirm = confirm;
    }

    public long getConfirmTimeout() {
        return confirmTimeout;
    }

    /** How long the copy of a mail is waited for with confirm=sent, and evidence is looked for after an odd answer. */
    public void setConfirmTimeout(long confirmTimeout) {
        this.confirmTimeout = confirmTimeout;
    }

    public long getSendGrace() {
        return sendGrace;
    }

    /** After which time a draft that is still there, although it may have been sent, is taken to be unsent and is sent again. */
    public void setSendGrace(long sendGrace) {
        this.sendGrace = sendGrace;
    }

    public OnFailure getOnFailure() {
        return onFailure;
    }

    /** What becomes of the draft of operation=mail when something fails before the mail is sent: keep or delete. */
    public void setOnFailure(OnFailure onFailure) {
        this.onFailure = onFailure;
    }

    public boolean isSendAny() {
        return sendAny;
    }

    /** Whether operation=send also sends drafts that this component has not made. */
    public void setSendAny(boolean sendAny) {
        this.sendAny = sendAny;
    }

    public DraftOf getDraftOf() {
        return draftOf;
    }

    /** What operation=createDraft makes a draft of: new of nothing but what the mail says; reply, replyAll and forward of the message that messageId or itemPath names. Such a draft is in Drafts, quotes the message below the mail's own text, and keeps its recipients, to whom those of the mail are added. A forward has its files and needs recipients. */
    public void setDraftOf(DraftOf draftOf) {
        this.draftOf = draftOf;
    }

    public boolean isUseHeaderRecipients() {
        return useHeaderRecipients;
    }

    /** Whether the headers To, Cc and Bcc say who gets the mail. Outside headers have redirected mail, so it is off. */
    public void setUseHeaderRecipients(boolean useHeaderRecipients) {
        this.useHeaderRecipients = useHeaderRecipients;
    }

    public boolean isUseHeaderFrom() {
        return useHeaderFrom;
    }

    /** Whether the header From says who sends the mail. */
    public void setUseHeaderFrom(boolean useHeaderFrom) {
        this.useHeaderFrom = useHeaderFrom;
    }

    public boolean isUseHeaderReplyTo() {
        return useHeaderReplyTo;
    }

    /** Whether the header Reply-To says who gets the answers. */
    public void setUseHeaderReplyTo(boolean useHeaderReplyTo) {
        this.useHeaderReplyTo = useHeaderReplyTo;
    }

    public boolean isUseHeaderSubject() {
        return useHeaderSubject;
    }

    /** Whether the header Subject is the subject of the mail. */
    public void setUseHeaderSubject(boolean useHeaderSubject) {
        this.useHeaderSubject = useHeaderSubject;
    }

    public String getMaxItemSize() {
        return maxItemSize;
    }

    /** Larger mails are refused before any request: the bytes of the text and the files, times 1.3685 as mail writes them. The default is what a mailbox takes unless an administrator raised it, 150 MB at most. off refuses none. */
    public void setMaxItemSize(String maxItemSize) {
        this.maxItemSize = maxItemSize;
    }

    public boolean isMailTips() {
        return mailTips;
    }

    /** Whether recipients are asked for before a draft is made (getMailTips): a mail is refused that is too large for one, or where a mailbox is full or takes none from this sender. What the service does not say refuses nothing. */
    public void setMailTips(boolean mailTips) {
        this.mailTips = mailTips;
    }

    public String getMailboxSendRate() {
        return mailboxSendRate;
    }

    /** Mails that are sent per mailbox and time in this JVM, such as 30/1m; endpoints that say the same share it. off turns the pacing off. */
    public void setMailboxSendRate(String mailboxSendRate) {
        this.mailboxSendRate = mailboxSendRate;
    }

    public GraphAttachOperation getOperation() {
        return operation;
    }

    /** What to do: attach does the whole job; open, uploadRange and finish do it in steps; status and cancel look after an upload that is open, or that a failed try has left; list, get and delete are about the attachments that the item has; createDraft makes the draft of a mail, send sends it, and mail does both with all files between, each once; cancel with a jobKey takes a mail back that waits for its time. */
    public void setOperation(GraphAttachOperation operation) {
        this.operation = operation;
    }

    public String getChunkSize() {
        return chunkSize;
    }

    /** Bytes per range, 1 to 4194304. Sizes may have a unit: 3840KiB, 4MB, 4MiB. After two broken connections in a row ranges are halved, not below 327680 bytes. */
    public void setChunkSize(String chunkSize) {
        this.chunkSize = chunkSize;
    }

    public String getSmallFileLimit() {
        return smallFileLimit;
    }

    /** Files below this size are attached by one POST, others by an upload session. The component changes over when the service wants the other way. */
    public void setSmallFileLimit(String smallFileLimit) {
        this.smallFileLimit = smallFileLimit;
    }

    public String getMaxFileSize() {
        return maxFileSize;
    }

    /** Larger files are refused before any request. */
    public void setMaxFileSize(String maxFileSize) {
        this.maxFileSize = maxFileSize;
    }

    public VerifyLevel getVerify() {
        return verify;
    }

    /** How the attachment is checked: none, which does not even work out the SHA-256 of a file; auto compares sizes, and bytes after anything went wrong on the way; content always reads the bytes back and compares their SHA-256. */
    public void setVerify(VerifyLevel verify) {
        this.verify = verify;
    }

    public OnExisting getOnExisting() {
        return onExisting;
    }

    /** What happens when the item has attachments of that name: add attaches beside them; skip does nothing when one has the same bytes; replace removes them after the new one is verified. */
    public void setOnExisting(OnExisting onExisting) {
        this.onExisting = onExisting;
    }

    public int getMaxAttempts() {
        return maxAttempts;
    }

    /** Tries of one request on transient faults. Waiting for a throttled service does not count. */
    public void setMaxAttempts(int maxAttempts) {
        this.maxAttempts = maxAttempts;
    }

    public int getMaxSessions() {
        return maxSessions;
    }

    /** Upload sessions opened for one file before giving up. */
    public void setMaxSessions(int maxSessions) {
        this.maxSessions = maxSessions;
    }

    public long getRetryDelay() {
        return retryDelay;
    }

    /**
     * The first wait after a fault for which the service names no time; it doubles with each fault, with jitter. A wait that
     * the service names is lengthened by up to this, so that not all come back at once.
     */
    public void setRetryDelay(long retryDelay) {
        this.retryDelay = retryDelay;
    }

    public long getMaxRetryDelay() {
        return maxRetryDelay;
    }

    /** The longest wait after a fault for which the service names no time. */
    public void setMaxRetryDelay(long maxRetryDelay) {
        this.maxRetryDelay = maxRetryDelay;
    }

    public long getMaxRetryAfter() {
        return maxRetryAfter;
    }

    /** The longest Retry-After that is waited inside the component; a longer one fails the exchange at once with CamelRedeliveryDelay set. */
    public void setMaxRetryAfter(long maxRetryAfter) {
        this.maxRetryAfter = maxRetryAfter;
    }

    public long getRequestTimeout() {
        return requestTimeout;
    }

    /** The longest silence of one HTTP request; the time that its bytes take at 32 KiB per second comes on top. Also how long an attachment is looked for whose answer was lost. */
    public void setRequestTimeout(long requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public long getUploadTimeout() {
        return uploadTimeout;
    }

    /** The whole upload, all sessions and waits included. */
    public void setUploadTimeout(long uploadTimeout) {
        this.uploadTimeout = uploadTimeout;
    }

    public int getMailboxConcurrency() {
        return mailboxConcurrency;
    }

    /** Requests in flight per mailbox in this JVM; the service allows 4 per application and mailbox. */
    public void setMailboxConcurrency(int mailboxConcurrency) {
        this.mailboxConcurrency = mailboxConcurrency;
    }

    public String getMailboxUploadBudget() {
        return mailboxUploadBudget;
    }

    /** Bytes on the wire per mailbox and time in this JVM; endpoints that say the same share it. off turns the pacing off. */
    public void setMailboxUploadBudget(String mailboxUploadBudget) {
        this.mailboxUploadBudget = mailboxUploadBudget;
    }

    public @Nullable String getGraphUrl() {
        return graphUrl;
    }

    /** Root of the Graph service. Not set: that of the cloud. Without a path, /v1.0 is added. */
    public void setGraphUrl(@Nullable String graphUrl) {
        this.graphUrl = graphUrl;
    }

    public Cloud getCloud() {
        return cloud;
    }

    /** Which of Microsoft's clouds has the mailbox; it decides on graphUrl, authorityHost and what tokens are for. In us-gov-l4 and us-gov-l5 Graph has no upload sessions, so only files below smallFileLimit can be attached. */
    public void setCloud(@Nullable Cloud cloud) {
        this.cloud = cloud == null ? Cloud.GLOBAL : cloud;
    }

    public CredentialType getCredentialType() {
        return credentialType;
    }

    /** Where access tokens come from: token is the option accessToken, which nobody renews; client-secret and client-certificate sign an application in; workload-identity does so by a Kubernetes cluster that it trusts; managed-identity is the identity of an Azure machine; default is the first that Azure's chain of credentials finds. A bean tokenCredential wins over all of them. */
    public void setCredentialType(@Nullable CredentialType credentialType) {
        this.credentialType = credentialType == null ? CredentialType.TOKEN : credentialType;
    }

    public @Nullable String getTenantId() {
        return tenantId;
    }

    /** Id of the directory that has the application, or one of its domains. For credentialType=workload-identity the environment variable AZURE_TENANT_ID will do. */
    public void setTenantId(@Nullable String tenantId) {
        this.tenantId = tenantId;
    }

    public @Nullable String getClientId() {
        return clientId;
    }

    /** Id of the application, or of a managed identity that was assigned by a user. For credentialType=workload-identity the environment variable AZURE_CLIENT_ID will do. */
    public void setClientId(@Nullable String clientId) {
        this.clientId = clientId;
    }

    public @Nullable String getClientSecret() {
        return clientSecret;
    }

    /** Value of a secret of the application, for credentialType=client-secret. Take it from a property placeholder, never write it into a route. */
    public void setClientSecret(@Nullable String clientSecret) {
        this.clientSecret = clientSecret;
    }

    public @Nullable String getCertificatePath() {
        return certificatePath;
    }

    /** File with the application's certificate and its RSA key, for credentialType=client-certificate: PEM, or PKCS#12 (PFX). It is read again for each token, so it can be exchanged without a restart. */
    public void setCertificatePath(@Nullable String certificatePath) {
        this.certificatePath = certificatePath;
    }

    public @Nullable String getPrivateKeyPassword() {
        return privateKeyPassword;
    }

    /** Password of the PKCS#12 (PFX) file of certificatePath. */
    public void setPrivateKeyPassword(@Nullable String privateKeyPassword) {
        this.privateKeyPassword = privateKeyPassword;
    }

    public @Nullable String getFederatedTokenFile() {
        return federatedTokenFile;
    }

    /** File with the token that the application trusts, for credentialType=workload-identity. Without it, the environment variable AZURE_FEDERATED_TOKEN_FILE, which the cluster sets. */
    public void setFederatedTokenFile(@Nullable String federatedTokenFile) {
        this.federatedTokenFile = federatedTokenFile;
    }

    public @Nullable String getAccessToken() {
        return accessToken;
    }

    /** A bearer token for Graph, for credentialType=token. Take it from a property placeholder, never write it into a route. */
    public void setAccessToken(@Nullable String accessToken) {
        this.accessToken = accessToken;
    }

    public @Nullable UploadSessionStore getSessionStore() {
        return sessionStore;
    }

    /**
     * Keeps how far uploads are, so that a later try, or another process, resumes them. The one bean of this type in the
     * registry is found by itself. Without one they are kept in the memory of this JVM.
     */
    public void setSessionStore(@Nullable UploadSessionStore sessionStore) {
        this.sessionStore = sessionStore;
    }

    public @Nullable String getAuthorityHost() {
        return authorityHost;
    }

    /** Address of the sign-in service, over https. Not set: that of the cloud. */
    public void setAuthorityHost(@Nullable String authorityHost) {
        this.authorityHost = authorityHost;
    }

    public boolean isAllowInsecureHttp() {
        return allowInsecureHttp;
    }

    /** Whether graphUrl may be plain http on another machine than this one; where it is, the hosts that uploadHosts names may be too. Whoever is on the way then sees the access token and the files. */
    public void setAllowInsecureHttp(boolean allowInsecureHttp) {
        this.allowInsecureHttp = allowInsecureHttp;
    }

    public @Nullable String getUploadHosts() {
        return uploadHosts;
    }

    /** Comma-separated names, with &#42; at either end, of the hosts that upload sessions may be at, such as &#42;.office365.com,&#42;.office.com. Not set: any public host over https. */
    public void setUploadHosts(@Nullable String uploadHosts) {
        this.uploadHosts = uploadHosts;
    }

    public @Nullable TokenCredential getTokenCredential() {
        return tokenCredential;
    }

    /** Where access tokens come from, in place of credentialType and its options. The one bean of this type in the registry is found by itself. */
    public void setTokenCredential(@Nullable TokenCredential tokenCredential) {
        this.tokenCredential = tokenCredential;
    }

    public @Nullable UploadListener getUploadListener() {
        return uploadListener;
    }

    /** Hears how uploads go. The one bean of this type in the registry is found by itself. */
    public void setUploadListener(@Nullable UploadListener uploadListener) {
        this.uploadListener = uploadListener;
    }
}
