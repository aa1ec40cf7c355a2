package io.github.graphattach.component;

import io.github.graphattach.graph.Cloud;
import io.github.graphattach.graph.GraphError;
import io.github.graphattach.graph.IdType;
import io.github.graphattach.mail.DraftOf;
import io.github.graphattach.refusal.RefusedException;
import io.github.graphattach.upload.OnExisting;
import io.github.graphattach.upload.VerifyLevel;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;
import org.apache.camel.util.StringHelper;

/**
 * An option that takes one of a few words. Camel's own answer to any other names neither the option nor the words.
 *
 * @param option its name
 * @param type of its values, which no other option has
 * @param words as they are documented
 */
record Choice<E extends Enum<E>>(String option, Class<E> type, List<String> words) {

    /** All of them. */
    static final List<Choice<?>> ALL = List.of(
            new Choice<>(
                    "operation",
                    GraphAttachOperation.class,
                    List.of(
                            "attach",
                            "open",
                            "uploadRange",
                            "finish",
                            "status",
                            "cancel",
                            "list",
                            "get",
                            "delete",
                            "createDraft",
                            "send",
                            "mail")),
            new Choice<>("confirm", Confirm.class, List.of("none", "sent")),
            new Choice<>("onFailure", OnFailure.class, List.of("keep", "delete")),
            new Choice<>("draftOf", DraftOf.class, List.of("new", "reply", "replyAll", "forward")),
            new Choice<>("verify", VerifyLevel.class, List.of("none", "auto", "content")),
            new Choice<>("onExisting", OnExisting.class, List.of("add", "skip", "replace")),
            new Choice<>("addressing", Addressing.class, List.of("declared", "direct")),
            new Choice<>("idType", IdType.class, List.of("default", "immutable")),
            new Choice<>(
                    "cloud",
                    Cloud.class,
                    Arrays.stream(Cloud.values()).map(Cloud::text).toList()),
            new Choice<>(
                    "credentialType",
                    CredentialType.class,
                    Arrays.stream(CredentialType.values())
                            .map(CredentialType::text)
                            .toList()));

    /**
     * Reads a word in the spellings that Camel takes: any case, and dashes or camel case for underscores.
     *
     * @param value the word
     * @return what it stands for
     * @throws IllegalArgumentException when it is none of them
     */
    E of(Object value) {
        String text = value.toString().strip();
        String constant = StringHelper.asEnumConstantValue(text);
        return Arrays.stream(type.getEnumConstants())
                .filter(choice ->
                        choice.name().equalsIgnoreCase(text) || choice.name().equals(constant))
                .findFirst()
                .orElseThrow(() -> new RefusedException(
                        "option " + option + "='" + GraphError.oneLine(text) + "' is unknown",
                        "choose one of " + String.join(", ", words)));
    }

    /** Has it read like this wherever it is set. */
    void register(TypeConverterRegistry converters) {
        converters.addTypeConverter(
                type, String.class, new SimpleTypeConverter(false, (wanted, exchange, value) -> of(value)));
    }
}
