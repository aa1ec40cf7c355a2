package io.github.graphattach.emulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.graphattach.emulator.ExpressionTokens.Kind;
import io.github.graphattach.emulator.ExpressionTokens.Token;
import io.github.graphattach.emulator.ValueType.Operator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What {@code $filter} lets through.
 *
 * @param condition whether an item is let through
 * @param properties the properties that the condition is about, in the order in which they first appear
 */
record Filter(Predicate<JsonNode> condition, List<String> properties) {

    static final String OPTION = "$filter";

    /** Lets everything through. */
    static final Filter NONE = new Filter(item -> true, List.of());

    /**
     * {@return the filter of that expression}
     *
     * @throws GraphFailure 400 when it is malformed, 501 when it is more than the emulator implements
     */
    static Filter parse(String expression, Queryable type) {
        Parser parser = new Parser(new ExpressionTokens(expression), type);
        Predicate<JsonNode> condition = parser.or(0);
        parser.tokens.require(Kind.END);
        return new Filter(condition, List.copyOf(parser.properties));
    }

    private static GraphFailure notImplemented(String what) {
        return GraphFailure.notImplemented(what + " in the query option '" + OPTION + "'");
    }

    /** Reads an expression by OData's grammar, from the loosest operator to the tightest. */
    private static final class Parser {

        private static final int MOST_NESTED = 100;
        private static final String ANY = "/any";
        private static final Set<Kind> LITERALS = EnumSet.of(Kind.TEXT, Kind.NUMBER, Kind.DATE_TIME);
        private static final Set<String> OTHER_OPERATORS =
                Set.of("has", "in", "add", "sub", "mul", "div", "divby", "mod");

        private final ExpressionTokens tokens;
        private final Queryable type;
        private final Set<String> properties = new LinkedHashSet<>();

        Parser(ExpressionTokens tokens, Queryable type) {
            this.tokens = tokens;
            this.type = type;
        }

        private Predicate<JsonNode> or(int depth) {
            Predicate<JsonNode> condition = and(depth);
            while (tokens.takeIf("or")) {
                condition = condition.or(and(depth));
            }
            return condition;
        }

        private Predicate<JsonNode> and(int depth) {
            Predicate<JsonNode> condition = not(depth);
            while (tokens.takeIf("and")) {
                condition = condition.and(not(depth));
            }
            return condition;
        }

        private Predicate<JsonNode> not(int depth) {
            if (depth > MOST_NESTED) {
                throw GraphFailure.unparsableUri("Recursion limit reached.");
            }
            if (tokens.takeIf("not")) {
                Predicate<JsonNode> negated = tokens.peek().is("(") ? not(depth + 1) : function("not", take(Kind.NAME));
                return negated.negate();
            }
            if (tokens.takeIf("(")) {
                Predicate<JsonNode> inner = or(depth + 1);
                tokens.require(")");
                return inner;
            }
            return condition();
        }

        private Predicate<JsonNode> condition() {
            Token first = tokens.peek();
            if (LITERALS.contains(first.kind()) || first.is("true") || first.is("false")) {
                throw notImplemented("'" + first.text() + "' before an operator");
            }
            Token name = take(Kind.NAME);
            return tokens.peek().is("(") ? function("", name) : comparison(name);
        }

        private Token take(Kind kind) {
            return tokens.require(kind);
        }

        /** @param before the operator before it, which applies to functions only */
        private Predicate<JsonNode> function(String before, Token name) {
            if (!tokens.peek().is("(")) {
                throw notImplemented("'" + before + "' before '" + name.text() + "'");
            }
            if (name.text().toLowerCase(Locale.ROOT).endsWith(ANY)) {
                return any(name);
            }
            Predicate<JsonNode> call =
                    switch (name.text()) {
                        case "startswith" -> search(String::startsWith);
                        case "contains" -> search(String::contains);
                        default -> throw notImplemented("'" + name.text() + "'");
                    };
            requireNoOperator();
            return call;
        }

        private Predicate<JsonNode> search(BiPredicate<String, String> found) {
            tokens.require("(");
            String property = take(Kind.NAME).text();
            ValueType values = valuesOf(property);
            if (!values.searchable()) {
                throw notImplemented("'" + property + "' in a function");
            }
            tokens.require(",");
            String wanted = values.keyOf(tokens.take());
            tokens.require(")");
            return item -> type.key(item, property)
                    .filter(value -> found.test(value, wanted))
                    .isPresent();
        }

        /** A function is a condition already; to compare it with true or false is more than is implemented. */
        private void requireNoOperator() {
            Operator.named(tokens.peek().text()).ifPresent(operator -> {
                throw notImplemented("'" + tokens.peek().text() + "' behind a function");
            });
        }

        private Predicate<JsonNode> comparison(Token name) {
            String property = name.text();
            ValueType values = valuesOf(property);
            Operator operator = operator(property, values);
            String literal = values.keyOf(tokens.take());
            return item -> operator.holds(type.key(item, property), literal);
        }

        private ValueType valuesOf(String property) {
            ValueType values = type.typeOf(property, OPTION);
            properties.add(property);
            return values;
        }

        private Operator operator(String property, ValueType values) {
            Token token = tokens.peek();
            Optional<Operator> operator = token.kind() == Kind.NAME ? Operator.named(token.text()) : Optional.empty();
            if (operator.isEmpty()) {
                if (OTHER_OPERATORS.contains(token.text())) {
                    throw notImplemented("'" + token.text() + "'");
                }
                if (values.equals(ValueType.BOOLEAN) && isEndOfCondition(token)) {
                    throw notImplemented("'" + property + "' without an operator");
                }
                throw tokens.syntaxError(token.position());
            }
            if (!values.operators().contains(operator.get())) {
                throw notImplemented("'" + token.text() + "' behind '" + property + "'");
            }
            tokens.take();
            return operator.get();
        }

        private static boolean isEndOfCondition(Token token) {
            return token.kind() == Kind.END || token.is(")") || token.is("and") || token.is("or");
        }

        /** {@code singleValueExtendedProperties/Any(ep: ep/id eq '...' and ep/value eq '...')}, the only form documented. */
        private Predicate<JsonNode> any(Token name) {
            String collection = name.text().substring(0, name.text().length() - ANY.length());
            if (!collection.equals(MessageTypes.EXTENDED)) {
                throw type.type().has(collection)
                        ? notImplemented("'" + name.text() + "'")
                        : type.type().noProperty(collection);
            }
            properties.add(collection);
            tokens.require("(");
            String variable = take(Kind.NAME).text();
            tokens.require(":");
            ExtendedPropertyId id = ExtendedPropertyId.parse(equal(variable + "/id"));
            if (tokens.peek().is("or")) {
                throw notImplemented("'or' in '" + name.text() + "'");
            }
            tokens.require("and");
            String value = ValueType.TEXT.key().apply(equal(variable + "/value"));
            tokens.require(")");
            if (!id.type().equals(ExtendedPropertyId.TEXT)) {
                throw notImplemented("the comparison of '" + id + "' as a text");
            }
            return item -> has(item.path(collection), id.toString(), value);
        }

        private String equal(String property) {
            Token name = take(Kind.NAME);
            if (!name.text().equals(property)) {
                throw notImplemented("'" + name.text() + "' in place of '" + property + "'");
            }
            Token operator = take(Kind.NAME);
            if (!operator.is("eq")) {
                throw notImplemented("'" + operator.text() + "' behind '" + property + "'");
            }
            return take(Kind.TEXT).unquoted();
        }

        private static boolean has(JsonNode extended, String id, String value) {
            for (JsonNode property : extended) {
                if (property.path("id").asText().equals(id)
                        && ValueType.TEXT.keyOf(property.path("value")).equals(Optional.of(value))) {
                    return true;
                }
            }
            return false;
        }
    }
}
