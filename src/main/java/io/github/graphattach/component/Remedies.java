package io.github.graphattach.component;

import io.github.graphattach.graph.Cloud;
import io.github.graphattach.graph.GraphError;
import io.github.graphattach.graph.GraphReply;
import io.github.graphattach.graph.TokenException;
import io.github.graphattach.graph.identity.Credential;
import io.github.graphattach.item.AddressOption;
import io.github.graphattach.item.Mailbox;
import io.github.graphattach.item.OutlookItem;
import io.github.graphattach.refusal.Refused;
import io.github.graphattach.upload.UploadException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * What to do about a failure, for whoever runs the route: which permission this item needs, in whose mailbox, and how the
 * identity gets it.
 *
 * @param credential of the endpoint
 * @see <a href="https://learn.microsoft.com/graph/api/attachment-createuploadsession">Permissions of createUploadSession</a>
 * @see <a href="https://learn.microsoft.com/exchange/permissions-exo/application-rbac">Exchange RBAC for Applications</a>
 */
record Remedies(Credential credential) {

    /** Drafts and their files need the first, sending them the second. */
    private static final List<String> SENDING = List.of("Mail.ReadWrite", "Mail.Send");

    /** What Exchange says when an application access policy leaves the mailbox out. */
    private static final String POLICY = "AppOnly AccessPolicy";

    /**
     * The remedy of one failure.
     *
     * @param item that was to get the file
     * @param e what went wrong
     * @return one line
     */
    String of(OutlookItem item, UploadException e) {
        return of(item, List.of(item.kind().permission()), e);
    }

    /**
     * The remedy of one failure of making a mail and sending it.
     *
     * @param message that was to be sent
     * @param e what went wrong
     * @return one line
     */
    String ofSending(OutlookItem message, UploadException e) {
        return of(message, SENDING, e);
    }

    private String of(OutlookItem item, List<String> permissions, UploadException e) {
        return switch (e.failure()) {
            case ACCESS_DENIED -> accessDenied(item, permissions, error(e).message());
            case NOT_SIGNED_IN -> notSignedIn();
            case ITEM_NOT_FOUND -> notFound(item, e.failure().remedy());
            case ID_REFUSED -> idRefused(item, error(e));
            case MALFORMED_ANSWER, UNVERIFIED, REJECTED ->
                packed(e).orElse(e.failure().remedy());
            case NOT_KEPT -> kept(e).orElse(e.failure().remedy());
            case SIGN_IN_REFUSED, NO_TOKEN -> noToken(e).orElse(e.failure().remedy());
            case NO_ANSWER ->
                isTls(e)
                        ? "trust the service's certificate, or that of the proxy in between, in the sslContextParameters"
                                + " of Camel's https component"
                        : e.failure().remedy();
            default -> e.failure().remedy();
        };
    }

    private static GraphError error(UploadException e) {
        return e.reply().map(GraphReply::error).orElse(new GraphError("", ""));
    }

    private String accessDenied(OutlookItem item, List<String> permissions, String message) {
        if (item.mailbox() instanceof Mailbox.Group) {
            return "an event of a group needs the delegated permission Group.ReadWrite.All and a user who is a member;"
                    + " application permissions do not reach it";
        }
        String roles = permissions.stream().map(name -> "Application " + name).collect(Collectors.joining(" and "));
        String many = permissions.size() > 1 ? "s" : "";
        if (message.contains(POLICY)) {
            return "an application access policy of Exchange leaves this mailbox out: add it to the policy's group, or"
                    + " assign the role" + many + " " + roles + " over it instead";
        }
        String application = "grant the application permission" + many + " " + String.join(" and ", permissions)
                + " with an administrator's consent, or the Exchange role" + many + " " + roles
                + " over a scope that has this mailbox";
        if (credential.isApplication()) {
            return application + " (a new assignment takes up to two hours)";
        }
        return "a delegated token needs " + String.join(" and ", permissions)
                + " and reaches the signed-in user's own mailbox only, not"
                + " items of shared or delegated mailboxes; for those sign an application in and " + application;
    }

    private String notSignedIn() {
        if (credential instanceof Credential.Token) {
            return "set the option accessToken to a token for " + Cloud.GLOBAL.graphHost()
                    + " (or the cloud's own Graph) that has not expired, or choose a credentialType that renews its tokens";
        }
        return "check that the options cloud and graphUrl belong together, that the identity is enabled in the tenant and"
                + " that no Conditional Access policy blocks it";
    }

    private static String notFound(OutlookItem item, String otherwise) {
        return item.mailbox() instanceof Mailbox.Me
                ? otherwise + "; without the option userId it is looked for in the signed-in user's mailbox"
                : otherwise;
    }

    private static String idRefused(OutlookItem item, GraphError error) {
        AddressOption mailbox =
                item.mailbox() instanceof Mailbox.Group ? AddressOption.GROUP_ID : AddressOption.USER_ID;
        return "check the id, option " + item.kind().id().label() + " or " + AddressOption.ITEM_PATH.label()
                + ", and the mailbox, option " + mailbox.label()
                + ": an id is of one mailbox, and its letter case counts"
                + (error.isAboutPath()
                        ? "; addressing=direct leaves folders, calendars and series out of the path"
                        : "");
    }

    private static Optional<String> packed(UploadException e) {
        return e.reply()
                .flatMap(GraphReply::contentEncoding)
                .map(encoding -> "have the proxy or gateway on the way pass answers on as they are, without a"
                        + " Content-Encoding, then try again");
    }

    private static Optional<String> noToken(UploadException e) {
        return causes(e)
                .filter(TokenException.class::isInstance)
                .map(cause -> ((TokenException) cause).remedy())
                .filter(remedy -> !remedy.isEmpty())
                .findFirst();
    }

    private static Optional<String> kept(UploadException e) {
        return causes(e)
                .filter(Refused.class::isInstance)
                .map(cause -> ((Refused) cause).refusal().remedy())
                .findFirst();
    }

    private static boolean isTls(UploadException e) {
        return causes(e).anyMatch(SSLException.class::isInstance);
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, Objects::nonNull, Throwable::getCause).limit(50);
    }
}
