package io.github.graphattach.mail;

import java.util.Locale;

/** How urgent a mail is shown to be. */
public enum Importance {
    /** Less than others. */
    LOW,
    /** As others. */
    NORMAL,
    /** More than others. */
    HIGH;

    /** {@return the word that Graph has for it} */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
