package io.github.graphattach.refusal;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what somebody may have meant who wrote a name that is not known. */
public final class Nearest {

    private Nearest() {}

    /**
     * {@return the known name that takes the fewest changes of letters; one that begins alike, before others}
     *
     * @param name that is not known
     * @param known at least one
     */
    public static String to(String name, Collection<String> known) {
        String lower = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .min(Comparator.comparing((String one) -> !lower.startsWith(one.toLowerCase(Locale.ROOT)))
                        .thenComparing(one -> -common(lower, one))
                        .thenComparing(one -> distance(lower, one.toLowerCase(Locale.ROOT))))
                .orElseThrow();
    }

    /** Where one begins with the other, how much they have in common. */
    private static int common(String name, String known) {
        return name.startsWith(known.toLowerCase(Locale.ROOT)) ? known.length() : 0;
    }

    /** Of Levenshtein. */
    private static int distance(String from, String to) {
        int[] row = new int[to.length() + 1];
        Arrays.setAll(row, i -> i);
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
