package io.github.graphattach.benchmark;

import java.util.ArrayList;
import java.util.List;

/**
 * One comparison: so many files of one size, so many at once.
 *
 * @param megabytes size of each file, in millions of bytes
 * @param atOnce uploads at any moment, each to a mailbox of its own
 * @param tls whether over TLS
 * @param uploads in one measurement, at least: with few at once several, or it would be over before it can be measured
 */
record Row(int megabytes, int atOnce, boolean tls, int uploads) {

    private static final int MEGABYTES_AT_LEAST = 600;

    /** {@return all rows; those that are looked at most come when the JVMs are warmest} */
    static List<Row> all() {
        List<Row> rows = new ArrayList<>();
        for (boolean tls : new boolean[] {false, true}) {
            for (int megabytes : new int[] {3, 25, 150}) {
                for (int atOnce : new int[] {64, 16, 1}) {
                    int uploads = Math.max(atOnce, MEGABYTES_AT_LEAST / megabytes);
                    rows.add(new Row(megabytes, atOnce, tls, uploads));
                }
            }
        }
        return rows;
    }

    /** {@return what to name it on the command line} */
    String id() {
        return megabytes + "MB-" + atOnce + (tls ? "-tls" : "-plain");
    }

    String title() {
        return megabytes + " MB, " + atOnce + " at once, " + (tls ? "TLS" : "plain");
    }

    /** Whether the README gives its figures. */
    private boolean isQuoted() {
        return atOnce == 1 && megabytes == 150;
    }

    /** {@return how much time to spend on this row: the one that is quoted is repeated most} */
    int weight() {
        return isQuoted() ? 12 : 1;
    }

    /** {@return how long a measurement takes at least; in a few tenths of a second two cores show anything} */
    long millis() {
        return isQuoted() ? 1000 : 0;
    }
}
