package io.github.graphattach.emulator;

import io.github.graphattach.emulator.calendar.OccurrenceId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Ids in the shapes that Outlook gives them. */
final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder URL_SAFE = Base64.getUrlEncoder();

    private static final Pattern OBJECT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private Ids() {}

    /**
     * {@return a new id of an item, container or attachment: URL-safe base64 that ends in {@code =}} Each has both characters
     * that the standard alphabet has not, so that no test depends on luck to meet them.
     */
    static String entry() {
        return "AAMkA-_" + URL_SAFE.encodeToString(random(52)).substring(3);
    }

    /** {@return the immutable id that belongs to an ordinary one} That of an occurrence has the date in it, too. */
    static String immutable(String id) {
        return OccurrenceId.parse(id)
                .map(occurrence -> new OccurrenceId(immutable(occurrence.master()), occurrence.date()).toString())
                .orElseGet(() -> immutableEntry(id));
    }

    private static String immutableEntry(String id) {
        return "AAkALgAAAAA" + stable("immutable:" + id).toString().replace("-", "") + "A=";
    }

    /** {@return what stands for the state of an item after so many writes: base64, with the slash that real ones have} */
    static String changeKey(String id, long version) {
        UUID item = stable("state:" + id);
        byte[] octets = ByteBuffer.allocate(24)
                .putLong(item.getMostSignificantBits())
                .putLong(item.getLeastSignificantBits())
                .putLong(version)
                .array();
        return "CQAAABYA/" + Base64.getEncoder().encodeToString(octets).substring(1);
    }

    static String guid() {
        return UUID.randomUUID().toString();
    }

    /** {@return a GUID that is always the same for the same text} */
    static UUID stable(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * {@return the object id in the directory of the owner of that principal name} A name that is an object id is its own.
     */
    static String object(String name) {
        String lowerCase = name.toLowerCase(Locale.ROOT);
        return isObject(name) ? lowerCase : stable("object:" + lowerCase).toString();
    }

    /** {@return whether an owner is named by an object id} */
    static boolean isObject(String owner) {
        return OBJECT.matcher(owner).matches();
    }

    /** {@return an id of an item, container or attachment in the URL-safe alphabet of base64} */
    static String urlSafe(String id) {
        return id.replace('+', '_').replace('/', '-');
    }

    /** {@return an unguessable token in the shape of a signed web token} */
    static String token() {
        return "eyJhbGciOiJSUzI1NiJ9." + secret() + "." + secret();
    }

    /** {@return an unguessable text, URL-safe base64} */
    static String secret() {
        return URL_SAFE.withoutPadding().encodeToString(random(48));
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
