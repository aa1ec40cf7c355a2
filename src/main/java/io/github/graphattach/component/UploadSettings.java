package io.github.graphattach.component;

import io.github.graphattach.content.ByteSize;
import io.github.graphattach.graph.SessionFamily;
import io.github.graphattach.graph.identity.SignIn;
import io.github.graphattach.item.AddressOption;
import io.github.graphattach.item.ItemKind;
import io.github.graphattach.item.Mailbox;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.mail.DraftOf;
import io.github.graphattach.mailbox.MailboxLimits;
import io.github.graphattach.mailbox.UploadBudget;
import io.github.graphattach.refusal.RefusedException;
import io.github.graphattach.upload.RetryPolicy;
import io.github.graphattach.upload.UploadHost;
import io.github.graphattach.upload.UploadPolicy;
import io.github.graphattach.upload.VerifyLevel;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint's options, read and checked once, at start-up: a bad value or combination stops the application with one
 * sentence that names the option and the remedy.
 *
 * @param address the address options that are set
 * @param knownAuthorities hosts that an itemPath may name
 * @param allowedUsers mailboxes that headers may choose
 * @param policy bounds of each upload
 * @param retry waits
 * @param maxFileSize what a file may have
 * @param budget bytes per time of each mailbox
 * @param sendGrace after which time a draft that may have been sent counts as unsent
 * @param mailLimits how large mails may be, and how many a mailbox sends
 * @param graphUrl root of the service with its version
 * @param signIn who asks there
 */
record UploadSettings(
        Map<AddressOption, String> address,
        Set<String> knownAuthorities,
        AllowedUsers allowedUsers,
        UploadPolicy policy,
        RetryPolicy retry,
        SizeLimit maxFileSize,
        UploadBudget budget,
        Duration sendGrace,
        MailLimits mailLimits,
        URI graphUrl,
        SignIn signIn) {

    /** The service takes no more than this in one PUT. */
    private static final long LARGEST_CHUNK = SessionFamily.OUTLOOK.largestRange();

    static UploadSettings of(ItemKind kind, GraphAttachConfiguration options) {
        URI graphUrl = ServiceUrl.of(options);
        Set<String> authorities = ServiceUrl.authorities(graphUrl);
        Map<AddressOption, String> address = address(options);
        Mailbox mailbox = mailbox(kind, address, authorities);
        requireMail(kind, options);
        requireVerified(mailbox, options.getVerify(), "options groupId");
        requireAttachment(options);
        boolean fixed = address.containsKey(AddressOption.USER_ID)
                || address.containsKey(AddressOption.GROUP_ID)
                || address.containsKey(AddressOption.ITEM_PATH);
        UploadPolicy policy = policy(options, graphUrl);
        return new UploadSettings(
                address,
                authorities,
                AllowedUsers.of(mailbox, fixed, options.getAllowedUsers()),
                policy,
                new RetryPolicy(
                        positive("retryDelay", options.getRetryDelay()),
                        positive("maxRetryDelay", options.getMaxRetryDelay()),
                        () -> ThreadLocalRandom.current().nextLong()),
                SizeLimit.of(
                        atLeast("maxFileSize", 1, ByteSize.parse("maxFileSize", options.getMaxFileSize())),
                        policy.smallFileLimit(),
                        options.getCloud()),
                MailboxLimits.ofThisJvm().budget(options.getMailboxUploadBudget()),
                positive("sendGrace", options.getSendGrace()),
                MailLimits.of(options),
                graphUrl,
                new SignInOptions(options, System::getenv).read());
    }

    /**
     * Lets a mailbox pass.
     *
     * @param mailbox of the item that options and headers name together
     * @throws IllegalArgumentException when a header chose it and may not, or when it is nobody's
     */
    void requireMailbox(Mailbox mailbox) {
        if (mailbox instanceof Mailbox.Me && signIn.credential().isApplication()) {
            throw new RefusedException(
                    "an application that signs in by itself has no mailbox of its own (/me)",
                    "set the option userId or the header " + AddressOption.USER_ID.header());
        }
        requireVerified(
                mailbox,
                policy.verify(),
                "a group, which the header " + AddressOption.GROUP_ID.header() + " or "
                        + AddressOption.ITEM_PATH.header() + " names,");
        allowedUsers.require(mailbox);
    }

    private static void requireVerified(Mailbox mailbox, VerifyLevel level, String group) {
        if (mailbox instanceof Mailbox.Group && level == VerifyLevel.NONE) {
            throw new RefusedException(
                    group + " and verify=none exclude each other: an event of a group may stay" + " empty",
                    "use verify=auto or content");
        }
    }

    private static void requireMail(ItemKind kind, GraphAttachConfiguration options) {
        GraphAttachOperation operation = options.getOperation();
        boolean isNew = options.getDraftOf() == DraftOf.NEW;
        if (!isNew && operation != GraphAttachOperation.CREATE_DRAFT) {
            throw new RefusedException(
                    "option draftOf says what a draft is made of, which only operation=createDraft wants",
                    "remove it, or choose that one");
        }
        if (!operation.isAboutMail()) {
            return;
        }
        String name =
                "operation=" + (operation == GraphAttachOperation.CREATE_DRAFT ? "createDraft" : lower(operation));
        if (kind != ItemKind.MESSAGE) {
            throw new RefusedException(
                    name + " is about a message, and the endpoint is graph-attach:" + kind.text(),
                    "use graph-attach:message");
        }
        if (isNew && operation != GraphAttachOperation.SEND && options.getMessageId() != null) {
            throw new RefusedException(
                    "option messageId names a message, and " + name + " makes a new one",
                    "remove it, or have a draft made of it with operation=createDraft and draftOf; the header "
                            + GraphAttachConstants.MESSAGE_ID + " has the id afterwards");
        }
        positive("confirmTimeout", options.getConfirmTimeout());
    }

    private static String lower(GraphAttachOperation operation) {
        return operation.name().toLowerCase(Locale.ROOT);
    }

    /** What headers may still change. */
    private static void requireAttachment(GraphAttachConfiguration options) {
        UploadRequest.set(options.getAttachmentId()).ifPresent(id -> {
            if (!options.getOperation().isAboutOneAttachment()) {
                throw new RefusedException(
                        "option attachmentId names an attachment, which only operation=get and delete want",
                        "remove it, or choose one of these");
            }
            AttachmentRules.attachmentId(id);
        });
        UploadRequest.set(options.getName()).ifPresent(AttachmentRules::name);
        UploadRequest.set(options.getContentType()).ifPresent(AttachmentRules::contentType);
        Optional<String> contentId = UploadRequest.set(options.getContentId()).map(AttachmentRules::contentId);
        if (options.isInline() && contentId.isEmpty()) {
            throw new RefusedException(
                    "option inline=true needs a content id",
                    "set the option contentId or the header " + GraphAttachConstants.CONTENT_ID);
        }
    }

    private static UploadPolicy policy(GraphAttachConfiguration options, URI graphUrl) {
        long chunkSize = ByteSize.parse("chunkSize", options.getChunkSize());
        if (chunkSize < 1 || chunkSize > LARGEST_CHUNK) {
            throw new RefusedException(
                    "option chunkSize=" + options.getChunkSize() + " is out of bounds",
                    "choose 1 to " + LARGEST_CHUNK + " bytes, the default is 3932160");
        }
        atLeast("mailboxConcurrency", 1, options.getMailboxConcurrency());
        return new UploadPolicy(
                (int) chunkSize,
                ByteSize.parse("smallFileLimit", options.getSmallFileLimit()),
                options.getVerify(),
                options.getOnExisting(),
                (int) atLeast("maxAttempts", 1, options.getMaxAttempts()),
                (int) atLeast("maxSessions", 1, options.getMaxSessions()),
                positive("maxRetryAfter", options.getMaxRetryAfter()),
                positive("requestTimeout", options.getRequestTimeout()),
                positive("uploadTimeout", options.getUploadTimeout()),
                new UploadHost(
                        UploadHost.isLoopback(graphUrl.getHost()),
                        Optional.ofNullable(options.getUploadHosts())
                                .filter(hosts -> !hosts.isBlank())
                                .map(hosts -> NamePatterns.parse("uploadHosts", hosts)),
                        options.isAllowInsecureHttp() && "http".equalsIgnoreCase(graphUrl.getScheme())));
    }

    private static Map<AddressOption, String> address(GraphAttachConfiguration options) {
        Map<AddressOption, String> address = new EnumMap<>(AddressOption.class);
        put(address, AddressOption.USER_ID, options.getUserId());
        put(address, AddressOption.GROUP_ID, options.getGroupId());
        put(address, AddressOption.MESSAGE_ID, options.getMessageId());
        put(address, AddressOption.MAIL_FOLDER_ID, options.getMailFolderId());
        put(address, AddressOption.CHILD_FOLDER_IDS, options.getChildFolderIds());
        put(address, AddressOption.CALENDAR_GROUP_ID, options.getCalendarGroupId());
        put(address, AddressOption.CALENDAR_ID, options.getCalendarId());
        put(address, AddressOption.DEFAULT_CALENDAR, options.isDefaultCalendar() ? "true" : null);
        put(
                address,
                AddressOption.EVENT_COLLECTION,
                "events".equals(options.getEventCollection()) ? null : options.getEventCollection());
        put(address, AddressOption.EVENT_ID, options.getEventId());
        put(address, AddressOption.INSTANCE_ID, options.getInstanceId());
        put(address, AddressOption.EXCEPTION_OCCURRENCE_ID, options.getExceptionOccurrenceId());
        put(address, AddressOption.ITEM_PATH, options.getItemPath());
        return Map.copyOf(address);
    }

    private static void put(Map<AddressOption, String> address, AddressOption option, @Nullable String value) {
        if (value != null) {
            address.put(option, value);
        }
    }

    /** The mailbox of the options; the item's own id, which mostly comes with the message, is made up for the check. */
    private static Mailbox mailbox(ItemKind kind, Map<AddressOption, String> address, Set<String> authorities) {
        Map<AddressOption, String> complete = new EnumMap<>(AddressOption.class);
        complete.put(kind.id(), "from-header");
        complete.putAll(address);
        return OutlookItem.of(kind, complete, authorities).mailbox();
    }

    private static Duration positive(String option, long millis) {
        return Duration.ofMillis(atLeast(option, 1, millis));
    }

    private static long atLeast(String option, long least, long value) {
        if (value < least) {
            throw new RefusedException(
                    "option " + option + "=" + value + " is out of bounds", "choose at least " + least);
        }
        return value;
    }
}
