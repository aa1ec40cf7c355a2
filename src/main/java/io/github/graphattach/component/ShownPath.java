package io.github.graphattach.component;

/** The path of an item in a log line or an error. A real one fits; of one that somebody made up there is a beginning and an end. */
final class ShownPath {

    /** Enough for six ids of Exchange and the segments between them. */
    private static final int LONGEST = 2000;

    private ShownPath() {}

    static String of(String path) {
        int half = LONGEST / 2;
        return path.length() <= LONGEST ? path : path.substring(0, half) + "..." + path.substring(path.length() - half);
    }
}
