package io.github.graphattach.emulator;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of an OData expression, read one by one. */
final class ExpressionTokens {

    /** What a token is. */
    enum Kind {
        NAME("[A-Za-z_][\\w.]*+(?:/[A-Za-z_][\\w.]*+)*+"),
        TEXT("'(?:[^']++|'')*+'"),
        DATE_TIME("\\d{4}-\\d\\d-\\d\\d(?:T\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:\\d\\d))?"),
        NUMBER("-?\\d+(?:\\.\\d+)?"),
        SYMBOL("[(),:]"),
        END("\\z");

        private final Pattern pattern;

        Kind(String regex) {
            pattern = Pattern.compile(regex);
        }
    }

    /** A token as it stands in the expression. */
    record Token(Kind kind, String text, int position) {

        boolean is(String symbolOrName) {
            return (kind == Kind.SYMBOL || kind == Kind.NAME) && text.equals(symbolOrName);
        }

        /** {@return the text between the quotes, with doubled ones made single} */
        String unquoted() {
            return text.substring(1, text.length() - 1).replace("''", "'");
        }
    }

    private final String expression;
    private Token next;

    ExpressionTokens(String expression) {
        this.expression = expression;
        this.next = read(0);
    }

    private Token read(int position) {
        int start = position;
        while (start < expression.length() && expression.charAt(start) == ' ') {
            start++;
        }
        for (Kind kind : Kind.values()) {
            Matcher matcher = kind.pattern.matcher(expression).region(start, expression.length());
            if (matcher.lookingAt()) {
                return new Token(kind, matcher.group(), start);
            }
        }
        throw syntaxError(start);
    }

    Token peek() {
        return next;
    }

    Token take() {
        Token taken = next;
        next = read(taken.position() + taken.text().length());
        return taken;
    }

    /** {@return whether that token was next, and is taken} */
    boolean takeIf(String symbolOrName) {
        boolean is = next.is(symbolOrName);
        if (is) {
            take();
        }
        return is;
    }

    void require(String symbolOrName) {
        if (!takeIf(symbolOrName)) {
            throw syntaxError(next.position());
        }
    }

    Token require(Kind kind) {
        if (next.kind() != kind) {
            throw syntaxError(next.position());
        }
        return kind == Kind.END ? next : take();
    }

    GraphFailure syntaxError(int position) {
        return GraphFailure.unparsableUri(
                String.format(Locale.ROOT, "Syntax error at position %d in '%s'.", position, expression));
    }
}
