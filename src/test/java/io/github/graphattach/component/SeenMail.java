package io.github.graphattach.component;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.content.Sha256;
import jakarta.mail.Address;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * A mail as its readers see it, whatever carried it.
 *
 * @param from with the name
 * @param to with their names
 * @param cc with their names
 * @param bcc addresses in the order of the alphabet: all that a recipient who is in no field tells
 * @param replyTo with their names
 * @param subject in plain characters
 * @param html whether the text is HTML
 * @param text with line feeds only, and without the last one: mail has lines, and ends each
 * @param files in their order
 */
record SeenMail(
        List<String> from,
        List<String> to,
        List<String> cc,
        List<String> bcc,
        List<String> replyTo,
        String subject,
        boolean html,
        String text,
        List<SeenFile> files) {

    /** What Exchange puts around HTML that is no whole document. */
    private static final Pattern FRAME =
            Pattern.compile("^<html><head>\\s*<meta [^>]*></head><body>(.*)</body></html>$", Pattern.DOTALL);

    /**
     * A file of a mail.
     *
     * @param name in plain characters
     * @param contentId what the HTML calls it
     * @param length in bytes
     * @param sha256 of its bytes
     */
    record SeenFile(String name, Optional<String> contentId, int length, String sha256) {

        static SeenFile of(String name, Optional<String> contentId, byte[] content) {
            String sha256 = HexFormat.of().formatHex(Sha256.newDigest().digest(content));
            return new SeenFile(name, contentId, content.length, sha256);
        }
    }

    /**
     * Reads a mail of SMTP.
     *
     * @param mail as one of the recipients has got it
     * @param recipients all who have got it
     * @return what they see
     */
    static SeenMail of(MimeMessage mail, Collection<String> recipients) throws MessagingException, IOException {
        List<Part> parts = new ArrayList<>();
        collect(mail, parts);
        Part body = parts.get(0);
        List<SeenFile> files = new ArrayList<>();
        for (Part part : parts.subList(1, parts.size())) {
            files.add(SeenFile.of(
                    MimeUtility.decodeText(part.getFileName()),
                    Optional.ofNullable(part.getHeader("Content-ID")).map(values -> values[0].replaceAll("^<|>$", "")),
                    part.getInputStream().readAllBytes()));
        }
        return new SeenMail(
                people(mail.getFrom()),
                people(mail.getRecipients(RecipientType.TO)),
                people(mail.getRecipients(RecipientType.CC)),
                recipients.stream().filter(one -> !isNamed(mail, one)).sorted().toList(),
                mail.getHeader("Reply-To") == null ? List.of() : people(mail.getReplyTo()),
                Optional.ofNullable(mail.getSubject()).orElse(""),
                body.isMimeType("text/html"),
                lines((String) body.getContent()),
                files);
    }

    private static void collect(Part part, List<Part> leaves) throws MessagingException, IOException {
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                collect(parts.getBodyPart(i), leaves);
            }
        } else {
            leaves.add(part);
        }
    }

    private static boolean isNamed(MimeMessage mail, String address) {
        try {
            return addresses(mail.getAllRecipients())
                    .anyMatch(one -> one.getAddress().equals(address));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> people(Address @Nullable [] addresses) {
        return addresses(addresses)
                .map(one -> person(Optional.ofNullable(one.getPersonal()).orElse(""), one.getAddress()))
                .toList();
    }

    /** Mail knows no empty list. */
    private static Stream<InternetAddress> addresses(Address @Nullable [] some) {
        return some == null ? Stream.empty() : Stream.of(some).map(InternetAddress.class::cast);
    }

    private static String person(String name, String address) {
        return name.isEmpty() || name.equals(address) ? address : name + " <" + address + ">";
    }

    private static String lines(String text) {
        return text.replace("\r\n", "\n").replaceFirst("\n$", "");
    }

    /**
     * Reads a mail of Exchange.
     *
     * @param mail as its sender has it, with the files
     * @return what its readers see
     */
    static SeenMail of(JsonNode mail) throws IOException {
        List<SeenFile> files = new ArrayList<>();
        for (JsonNode file : mail.path("attachments")) {
            files.add(SeenFile.of(
                    file.path("name").asText(),
                    Optional.ofNullable(file.path("contentId").textValue())
                            .filter(id -> file.path("isInline").asBoolean()),
                    file.path("contentBytes").binaryValue()));
        }
        return new SeenMail(
                Stream.of(mail.path("from")).map(SeenMail::person).toList(),
                people(mail.path("toRecipients")),
                people(mail.path("ccRecipients")),
                Inboxes.addresses(mail, "bccRecipients").stream().sorted().toList(),
                people(mail.path("replyTo")),
                mail.path("subject").asText(),
                mail.at("/body/contentType").asText().equals("html"),
                lines(FRAME.matcher(mail.at("/body/content").asText()).replaceFirst("$1")),
                files);
    }

    private static List<String> people(JsonNode recipients) {
        return StreamSupport.stream(recipients.spliterator(), false)
                .map(SeenMail::person)
                .toList();
    }

    private static String person(JsonNode recipient) {
        return person(
                recipient.at("/emailAddress/name").asText(),
                recipient.at("/emailAddress/address").asText());
    }
}
