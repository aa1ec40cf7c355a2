package io.github.graphattach.mailbox;

import io.github.graphattach.refusal.RefusedException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the option {@code mailboxSendRate} says.
 *
 * @param most mails, at least 1
 * @param window longer than zero, at most one hour
 */
record RateSpec(long most, Duration window) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d{1,9}) ?([smh])", Pattern.CASE_INSENSITIVE);

    /** {@return the rate, or nothing for {@code off}} */
    static Optional<RateSpec> parse(String text) {
        if (text.strip().equalsIgnoreCase("off")) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw refusal(text, "is not a rate");
        }
        long most = Long.parseLong(form.group(1));
        if (most == 0) {
            throw refusal(text, "lets nothing through");
        }
        Duration window = BudgetSpec.window(form.group(2), form.group(3));
        if (!BudgetSpec.isFit(window)) {
            throw refusal(text, "has a window that is not between 1s and 1h");
        }
        return Optional.of(new RateSpec(most, window));
    }

    private static RefusedException refusal(String text, String problem) {
        return new RefusedException(
                "option mailboxSendRate='" + BudgetSpec.printable(text) + "' " + problem,
                "give mails per window such as 30/1m, or off");
    }
}
