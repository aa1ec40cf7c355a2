package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.ExpressionTokens.Kind;
import io.github.graphattach.emulator.ExpressionTokens.Token;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How the values of a property are compared in {@code $filter} and {@code $orderby}: each, and each literal, becomes a key,
 * and keys have the order of what they stand for.
 *
 * @param edm the name that OData has for the type
 * @param literal which tokens are literals of the type
 * @param key makes a key of a literal without quotes, and of a value
 * @param operators the comparisons that are implemented
 * @param searchable whether the functions on texts take it
 * @param sortable whether {@code $orderby} takes it
 */
record ValueType(
        String edm,
        Kind literal,
        UnaryOperator<String> key,
        Set<Operator> operators,
        boolean searchable,
        boolean sortable) {

    /** A comparison. */
    enum Operator {
        EQ,
        NE,
        GT,
        GE,
        LT,
        LE;

        /** {@return the operator of that name} */
        static Optional<Operator> named(String name) {
            return Stream.of(values())
                    .filter(operator -> operator.name().toLowerCase(Locale.ROOT).equals(name))
                    .findFirst();
        }

        /** {@return whether it holds between a value, if there is one, and a literal} */
        boolean holds(Optional<String> value, String literal) {
            int order = value.map(key -> key.compareTo(literal)).orElse(0);
            return switch (this) {
                case EQ -> value.isPresent() && order == 0;
                case NE -> value.isEmpty() || order != 0;
                case GT -> value.isPresent() && order > 0;
                case GE -> value.isPresent() && order >= 0;
                case LT -> value.isPresent() && order < 0;
                case LE -> value.isPresent() && order <= 0;
            };
        }
    }

    private static final DateTimeFormatter SORTABLE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSS", Locale.ROOT);

    private static final Set<Operator> EQUALITY = EnumSet.of(Operator.EQ, Operator.NE);

    /** Compared without regard to letter case, as the store does with values of extended properties. */
    static final ValueType TEXT =
            new ValueType("Edm.String", Kind.TEXT, text -> text.toLowerCase(Locale.ROOT), EQUALITY, true, true);

    /** Compared exactly. */
    static final ValueType ID = new ValueType("Edm.String", Kind.TEXT, id -> id, EQUALITY, false, false);

    static final ValueType BOOLEAN = new ValueType("Edm.Boolean", Kind.NAME, ValueType::truth, EQUALITY, false, true);

    static final ValueType DATE_TIME = new ValueType(
            "Edm.DateTimeOffset",
            Kind.DATE_TIME,
            date -> Wording.timestamp(instant(date)),
            EnumSet.allOf(Operator.class),
            false,
            true);

    /** A date and a time of the day, in quotes because the model has them for a text. */
    static final ValueType LOCAL_DATE_TIME =
            new ValueType("Edm.String", Kind.TEXT, ValueType::localTime, EnumSet.allOf(Operator.class), false, true);

    /** The id of an extended property, in whatever of its forms. */
    static final ValueType EXTENDED_ID = new ValueType(
            "Edm.String",
            Kind.TEXT,
            id -> ExtendedPropertyId.parse(id).toString(),
            EnumSet.of(Operator.EQ),
            false,
            false);

    /** {@return the type of an enumeration} */
    static ValueType oneOf(String... members) {
        Set<String> known = Set.of(members);
        return new ValueType("Edm.String", Kind.TEXT, member -> member(known, member), EQUALITY, false, false);
    }

    private static String member(Set<String> known, String member) {
        if (!known.contains(member)) {
            throw GraphFailure.unparsableUri("The string '" + member + "' is not a valid enumeration type constant.");
        }
        return member;
    }

    private static String truth(String text) {
        if (text.equals("true") || text.equals("false")) {
            return text;
        }
        throw GraphFailure.unparsableUri("'" + text + "' is no boolean value.");
    }

    private static String localTime(String text) {
        try {
            return LocalDateTime.parse(text.contains("T") ? text : text + "T00:00")
                    .format(SORTABLE);
        } catch (DateTimeException e) {
            throw GraphFailure.unparsableUri("'" + text + "' is no date.");
        }
    }

    /** A day stands for its first moment. */
    private static Instant instant(String text) {
        try {
            return text.contains("T")
                    ? OffsetDateTime.parse(text).toInstant()
                    : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            throw GraphFailure.unparsableUri("'" + text + "' is no date.");
        }
    }

    /** {@return the key of what the token says} */
    String keyOf(Token token) {
        if (token.is("null")) {
            throw GraphFailure.notImplemented("'null' in the query option '$filter'");
        }
        if (token.kind() != literal) {
            throw GraphFailure.unparsableUri("A binary operator with incompatible types was detected. One operand is of"
                    + " the type '" + edm + "', the other is '" + token.text() + "'.");
        }
        return key.apply(literal == Kind.TEXT ? token.unquoted() : token.text());
    }

    /** {@return the key of a value, none where there is no value} */
    Optional<String> keyOf(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(key.apply(value.asText()));
    }
}
