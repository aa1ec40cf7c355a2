package io.github.graphattach.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.graphattach.refusal.RefusedException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that seal upload URLs, with AES-GCM. The first key seals, all of them open, so that a key is replaced by putting a
 * new one in front and removing the old one when no upload that it sealed can be resumed any more.
 *
 * <p>What is sealed is bound to a place: it cannot be opened anywhere else. No key can be read out of a ring.
 */
public final class KeyRing {

    private static final Pattern ENTRY = Pattern.compile("([A-Za-z0-9._-]{1,32}):(.*)");
    private static final Set<Integer> KEY_LENGTHS = Set.of(16, 24, 32);
    private static final String REMEDY =
            "give id:key, separated by commas, each key the base64 of 16, 24 or 32 random bytes, as from openssl rand -base64 32";

    /** As NIST SP 800-38D recommends for random ones. */
    private static final int NONCE_LENGTH = 12;

    private static final int TAG_BITS = 128;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKeySpec> keys;
    private final String first;

    private KeyRing(Map<String, SecretKeySpec> keys) {
        this.keys = keys;
        this.first = keys.keySet().iterator().next();
    }

    /**
     * Reads the option {@code secretKey}: entries {@code id:key}, separated by commas. An id has up to 32 letters, digits,
     * dots, underscores and dashes; a key is the base64 of 16, 24 or 32 bytes, for AES-128, AES-192 or AES-256.
     *
     * @param text the option's value; the first key is the one that seals
     * @return the ring
     * @throws RefusedException naming the option and the entry, but nothing that is in it
     */
    public static KeyRing parse(String text) {
        Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
        String[] entries = text.split(",", -1);
        for (int i = 0; i < entries.length; i++) {
            Matcher entry = ENTRY.matcher(entries[i].strip());
            if (!entry.matches()) {
                throw refusal(i, "is not an id, a colon and a key");
            }
            if (keys.put(entry.group(1), key(i, entry.group(2))) != null) {
                throw refusal(i, "has the id of an entry before it");
            }
        }
        return new KeyRing(keys);
    }

    /**
     * Makes a ring with one random key that is written down nowhere: what it seals nobody can open after this process has
     * ended.
     *
     * @return the ring
     */
    public static KeyRing ofThisProcess() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return new KeyRing(
                Map.of("process-" + UUID.randomUUID().toString().substring(0, 8), new SecretKeySpec(bytes, "AES")));
    }

    private static SecretKeySpec key(int index, String base64) {
        byte[] bytes = decode(base64).orElseThrow(() -> refusal(index, "has a key that is not base64"));
        if (!KEY_LENGTHS.contains(bytes.length)) {
            throw refusal(index, "has a key of " + bytes.length + " bytes");
        }
        SecretKeySpec key = new SecretKeySpec(bytes, "AES");
        Arrays.fill(bytes, (byte) 0);
        return key;
    }

    private static RefusedException refusal(int index, String problem) {
        return new RefusedException("the option secretKey: entry " + (index + 1) + " " + problem, REMEDY);
    }

    /**
     * Encrypts a text with the first key.
     *
     * @param text the secret
     * @param place where it will be kept
     * @return printable text, other than any before
     */
    String seal(String text, String place) {
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, first, nonce, place).doFinal(text.getBytes(UTF_8));
            byte[] both = Arrays.copyOf(nonce, NONCE_LENGTH + sealed.length);
            System.arraycopy(sealed, 0, both, NONCE_LENGTH, sealed.length);
            return first + ":" + Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no AES-GCM", e);
        }
    }

    /**
     * Decrypts what was sealed for the same place.
     *
     * @param sealed from {@link #seal}
     * @param place where it was kept
     * @return the secret; empty when its key is not in the ring, it was altered, or it was sealed for another place
     */
    Optional<String> open(String sealed, String place) {
        Matcher entry = ENTRY.matcher(sealed);
        if (!entry.matches() || !keys.containsKey(entry.group(1))) {
            return Optional.empty();
        }
        return decode(entry.group(2))
                .filter(bytes -> bytes.length >= NONCE_LENGTH + TAG_BITS / 8)
                .flatMap(bytes -> decrypt(entry.group(1), bytes, place));
    }

    private Optional<String> decrypt(String id, byte[] both, String place) {
        byte[] nonce = Arrays.copyOf(both, NONCE_LENGTH);
        try {
            byte[] text = cipher(Cipher.DECRYPT_MODE, id, nonce, place)
                    .doFinal(both, NONCE_LENGTH, both.length - NONCE_LENGTH);
            return Optional.of(new String(text, UTF_8));
        } catch (GeneralSecurityException altered) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, String id, byte[] nonce, String place) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, keys.get(id), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(place.getBytes(UTF_8));
        return cipher;
    }

    private static Optional<byte[]> decode(String base64) {
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    /** {@return the ids of the keys} */
    @Override
    public String toString() {
        return "KeyRing" + keys.keySet();
    }
}
