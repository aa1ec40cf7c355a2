package io.github.graphattach.content;

import io.github.graphattach.refusal.RefusedException;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one reader of byte sizes in options: {@code 3932160}, {@code 3840KiB}, {@code 4MB}, {@code 4MiB}.
 *
 * <p>KB, MB and GB are powers of 1000; KiB, MiB and GiB are powers of 1024. Options hold sizes as text because Camel turns
 * {@code 4MB} into 0 when the option is an {@code int}.
 */
public final class ByteSize {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*([kmg]?)(i?)(b?)", Pattern.CASE_INSENSITIVE);

    private ByteSize() {}

    /**
     * Reads a size.
     *
     * @param option the option's name, for the error
     * @param text what the user wrote
     * @return the number of bytes
     * @throws IllegalArgumentException in one line that names the option, when the text is no size
     */
    public static long parse(String option, String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || (form.group(2).isEmpty() && !form.group(3).isEmpty())) {
            throw invalid(option, text);
        }
        int power = " kmg".indexOf(form.group(2).isEmpty() ? " " : form.group(2).toLowerCase(Locale.ROOT));
        BigDecimal unit =
                BigDecimal.valueOf(form.group(3).isEmpty() ? 1000 : 1024).pow(power);
        try {
            return new BigDecimal(form.group(1)).multiply(unit).longValueExact();
        } catch (ArithmeticException tooLarge) {
            throw invalid(option, text);
        }
    }

    private static IllegalArgumentException invalid(String option, String text) {
        return new RefusedException(
                "option " + option + "=" + Shown.text(text) + " is not a size in bytes",
                "write a number with an optional unit, such as 3932160, 3840KiB, 4MB or 4MiB");
    }
}
