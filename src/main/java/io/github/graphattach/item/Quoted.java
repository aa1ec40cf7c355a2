package io.github.graphattach.item;

import java.util.Locale;

/** Foreign text in an error: quoted, short, and without anything that could break the line or turn its direction. */
final class Quoted {

    private static final int MAX_CODE_POINTS = 40;

    private Quoted() {}

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().limit(MAX_CODE_POINTS).forEach(codePoint -> append(quoted, codePoint));
        boolean cut = text.codePoints().skip(MAX_CODE_POINTS).findAny().isPresent();
        return quoted.append(cut ? "...'" : "'").toString();
    }

    private static void append(StringBuilder quoted, int codePoint) {
        switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> quoted.append(String.format(Locale.ROOT, "\\u{%X}", codePoint));
            default -> quoted.appendCodePoint(codePoint);
        }
    }
}
