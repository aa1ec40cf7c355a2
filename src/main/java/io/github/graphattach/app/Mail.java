package io.github.graphattach.app;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.github.graphattach.component.GraphAttachConstants;
import io.github.graphattach.mail.MailDraft;
import io.github.graphattach.refusal.Nearest;
import io.github.graphattach.refusal.RefusedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The mail that a job makes, attaches its files to, and sends. What it says are the fields of {@link MailDraft#of}, beside
 * those of the job itself; a field that is null is not set.
 *
 * @param userId the mailbox that it is sent from; without it that of the endpoint
 * @param draft what it says, and to whom
 * @param deletesDraft whether the draft of a job that failed is deleted; as long as nothing was asked to send it
 * @param confirm whether its copy among the sent ones is waited for: {@code none} or {@code sent}
 */
public record Mail(Optional<String> userId, MailDraft draft, boolean deletesDraft, String confirm)
        implements Destination {

    private static final String USER_ID = "userId";
    private static final String ON_FAILURE = "onFailure";
    private static final String CONFIRM = "confirm";
    private static final List<String> OWN = List.of(USER_ID, ON_FAILURE, CONFIRM);

    /** A field as a refusal names it: the field to; the fields text and html; to[2]. */
    private static final Pattern FIELD =
            Pattern.compile("(?<=\\bfields? )(?:NAME)\\b|(?<=\\bfields \\w{1,20} and )(?:NAME)\\b|\\b(?:NAME)(?=\\[)"
                    .replace("NAME", String.join("|", MailDraft.FIELDS)));

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Mail of(Map<String, Object> fields) {
        refuseUnknown(fields);
        var said = new LinkedHashMap<>(fields);
        said.keySet().removeAll(OWN);
        var mail = new Mail(
                userId(fields.get(USER_ID)),
                draft(said),
                choice(fields, ON_FAILURE, "keep", "delete").equals("delete"),
                choice(fields, CONFIRM, "none", "sent"));
        if (mail.draft.sendAt().isPresent() && mail.confirm.equals("sent")) {
            throw new JobException(
                    "invalidMail",
                    "the field mail.sendAt and \"sent\" in mail.confirm exclude each other: nobody waits that long",
                    "leave one of them out");
        }
        return mail;
    }

    private static void refuseUnknown(Map<String, Object> fields) {
        var known = new ArrayList<>(MailDraft.FIELDS);
        known.addAll(OWN);
        fields.keySet().stream()
                .filter(name -> !known.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new JobException(
                            "unknownField",
                            "mail.%s is an unknown field".formatted(JobReader.printable(name)),
                            "correct it or leave it out; the nearest is " + Nearest.to(name, known));
                });
    }

    private static MailDraft draft(Map<String, Object> fields) {
        try {
            var draft = MailDraft.of(fields);
            draft.requireRecipients();
            return draft;
        } catch (RefusedException e) {
            throw new JobException(
                    "invalidMail",
                    placed(e.refusal().problem()),
                    placed(e.refusal().remedy()),
                    e);
        }
    }

    /** {@return what was said of a mail, its fields named with their place in the job} */
    private static String placed(String text) {
        return FIELD.matcher(text).replaceAll("mail.$0");
    }

    /** Lets files pass that the recipient can see: one inside the text has to be shown there. */
    void requireShown(List<JobFile> files) {
        for (var file : files) {
            var contentId = file.headers().get(GraphAttachConstants.CONTENT_ID);
            var isInline = Boolean.TRUE.equals(file.headers().get(GraphAttachConstants.INLINE));
            if (isInline && contentId != null && !draft.shows(contentId.toString())) {
                throw new JobException(
                        "invalidMail",
                        "'%s' is inline, and the field mail.html does not show it"
                                .formatted(JobReader.printable(file.path())),
                        "write its contentId into the HTML as in <img src=\"cid:logo\">, or leave out inline");
            }
        }
    }

    private static Optional<String> userId(@Nullable Object value) {
        if (value != null && (!(value instanceof String text) || text.isBlank())) {
            throw new JobException(
                    "invalidMail", "the field mail.userId is blank or no text", "correct it or leave it out");
        }
        return Optional.ofNullable((String) value);
    }

    private static String choice(Map<String, Object> fields, String field, String usual, String other) {
        var value = Optional.ofNullable(fields.get(field)).orElse(usual);
        if (!value.equals(usual) && !value.equals(other)) {
            throw new JobException(
                    "invalidMail",
                    "the field mail.%s is neither \"%s\" nor \"%s\"".formatted(field, usual, other),
                    "write one of them");
        }
        return value.toString();
    }

    /** {@return the headers by which the component finds the mailbox, and the mail in it} */
    Map<String, Object> headers(String jobKey) {
        var headers = new LinkedHashMap<String, Object>();
        userId.ifPresent(mailbox -> headers.put(GraphAttachConstants.USER_ID, mailbox));
        headers.put(GraphAttachConstants.JOB_KEY, jobKey);
        return headers;
    }

    /** {@return the message that is its draft, or was} */
    Target message(String id) {
        var address = new LinkedHashMap<String, Object>();
        userId.ifPresent(mailbox -> address.put(USER_ID, mailbox));
        address.put("messageId", id);
        return new Target("message", address);
    }

    @Override
    public Map<String, Object> fields() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("item", "message");
        userId.ifPresent(mailbox -> fields.put(USER_ID, mailbox));
        fields.put("mailSha256", HeldFile.sha256(draft.fingerprint().getBytes(StandardCharsets.UTF_8)));
        return fields;
    }
}
