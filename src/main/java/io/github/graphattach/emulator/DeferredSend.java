package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * The extended property that holds a mail back, {@code PidTagDeferredSendTime}: after {@code send} it waits in Drafts until
 * then, where it can be seen and deleted.
 */
final class DeferredSend {

    private static final ExtendedPropertyId ID = ExtendedPropertyId.parse("SystemTime 0x3FEF");

    private DeferredSend() {}

    /** {@return the time that the draft asks for, if it does} */
    static Optional<Instant> time(StoredItem draft) {
        return time(draft.properties());
    }

    /**
     * {@return the time that the properties of a draft ask for, if they do}
     *
     * @throws GraphFailure when that is no point in time
     */
    static Optional<Instant> time(JsonNode properties) {
        for (JsonNode property : properties.path(MessageTypes.EXTENDED)) {
            if (ExtendedPropertyId.parse(property.path("id").asText("")).equals(ID)) {
                return Optional.of(instant(property.path("value").asText("")));
            }
        }
        return Optional.empty();
    }

    private static Instant instant(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new GraphFailure(400, "ErrorInvalidExtendedPropertyValue", "The extended property value is invalid.");
        }
    }
}
