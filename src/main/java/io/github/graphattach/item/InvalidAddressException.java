package io.github.graphattach.item;

/** An address that names no Outlook item. The message is one line: the option and header, what is wrong, the remedy. */
public final class InvalidAddressException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String remedy;

    InvalidAddressException(String problem, String remedy) {
        super(problem + ": " + remedy);
        this.remedy = remedy;
    }

    InvalidAddressException(AddressOption option, String problem, String remedy) {
        this("Option " + option.label() + " " + problem, remedy);
    }

    static InvalidAddressException exclusive(AddressOption one, AddressOption other, String remedy) {
        return new InvalidAddressException(
                "Options " + one.label() + " and " + other.label() + " exclude each other", remedy);
    }

    /** {@return what to do about it, the end of the message; what is before it may have words of the address} */
    public String remedy() {
        return remedy;
    }
}
