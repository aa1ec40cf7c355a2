package io.github.graphattach.item;

import io.github.graphattach.refusal.RefusedException;

/** An address that names no Outlook item. The problem may hold words of the address, the remedy never does. */
public final class InvalidAddressException extends RefusedException {

    private static final long serialVersionUID = 1L;

    InvalidAddressException(String problem, String remedy) {
        super(problem, remedy);
    }

    InvalidAddressException(AddressOption option, String problem, String remedy) {
        this("option " + option.label() + " " + problem, remedy);
    }

    static InvalidAddressException exclusive(AddressOption one, AddressOption other, String remedy) {
        return new InvalidAddressException(
                "options " + one.label() + " and " + other.label() + " exclude each other", remedy);
    }
}
