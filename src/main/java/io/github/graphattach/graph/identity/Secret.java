package io.github.graphattach.graph.identity;

/** A password or a key. It never prints itself. */
public final class Secret {

    private final String value;

    /**
     * Takes a secret.
     *
     * @param value what nobody may see
     */
    public Secret(String value) {
        this.value = value;
    }

    /** {@return the secret itself, for the request that proves it} */
    String reveal() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && secret.value.equals(value);
    }

    @Override
    public int hashCode() {
        return value.hashCode();
    }

    @Override
    public String toString() {
        return "***";
    }
}
