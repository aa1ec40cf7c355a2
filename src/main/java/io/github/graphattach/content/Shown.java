package io.github.graphattach.content;

/** Text from outside in an error: one line, without control and direction characters, its middle left out when it is long. */
final class Shown {

    private static final int LONGEST = 300;

    private Shown() {}

    static String text(String text) {
        int half = LONGEST / 2;
        String some = text.length() <= LONGEST
                ? text
                : text.substring(0, half) + "..." + text.substring(text.length() - half);
        return "'" + some.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?") + "'";
    }
}
