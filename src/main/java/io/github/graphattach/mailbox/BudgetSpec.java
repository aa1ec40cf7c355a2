package io.github.graphattach.mailbox;

import io.github.graphattach.refusal.RefusedException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the option {@code mailboxUploadBudget} says.
 *
 * @param bytes at least 1
 * @param window longer than zero, at most one hour
 */
record BudgetSpec(long bytes, Duration window) {

    private static final Pattern FORM =
            Pattern.compile("(\\d{1,18}) ?([KMG]?B|[KMG]iB)?/(\\d{1,9}) ?([smh])", Pattern.CASE_INSENSITIVE);

    /** {@return the budget, or nothing for {@code off}} */
    static Optional<BudgetSpec> parse(String text) {
        if (text.strip().equalsIgnoreCase("off")) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw refusal(text, "is not a budget");
        }
        Duration window = window(form.group(3), form.group(4));
        if (!isFit(window)) {
            throw refusal(text, "has a window that is not between 1s and 1h");
        }
        return Optional.of(new BudgetSpec(bytes(text, form), window));
    }

    private static long bytes(String text, Matcher form) {
        String unit = form.group(2) == null ? "B" : form.group(2).toUpperCase(Locale.ROOT);
        long base = unit.endsWith("IB") ? 1024 : 1000;
        int power = "BKMG".indexOf(unit.charAt(0));
        long bytes = Long.parseLong(form.group(1));
        try {
            for (int i = 0; i < power; i++) {
                bytes = Math.multiplyExact(bytes, base);
            }
        } catch (ArithmeticException e) {
            throw refusal(text, "has more bytes than can be counted");
        }
        if (bytes == 0) {
            throw refusal(text, "lets nothing through");
        }
        return bytes;
    }

    static Duration window(String number, String unit) {
        long length = Long.parseLong(number);
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "s" -> Duration.ofSeconds(length);
            case "m" -> Duration.ofMinutes(length);
            default -> Duration.ofHours(length);
        };
    }

    static boolean isFit(Duration window) {
        return !window.isZero() && window.compareTo(UploadBudget.MAX_WINDOW) <= 0;
    }

    private static RefusedException refusal(String text, String problem) {
        return new RefusedException(
                "option mailboxUploadBudget='" + printable(text) + "' " + problem,
                "give bytes per window such as 150MB/5m, or off");
    }

    /** {@return it in one line} */
    static String printable(String text) {
        return text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?");
    }
}
