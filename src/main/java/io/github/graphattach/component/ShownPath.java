package io.github.graphattach.component;

/** The path of an item in a log line or an error. A real one fits; of one that somebody made up there is a beginning and an end. */
final class ShownPath {

    /** Six ids of Exchange with what is between them, and some more. */
    private static final int LONGEST = 2000;

    private ShownPath() {}

    static String of(String path) {
        int half = LONGEST / 2;
        return path.length() <= LONGEST ? path : path.substring(0, half) + "..." + path.substring(path.length() - half);
    }
}
