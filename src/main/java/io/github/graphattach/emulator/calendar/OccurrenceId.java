package io.github.graphattach.emulator.calendar;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The id of an occurrence, laid out as Exchange's: base64url of a header, the ticks (100 ns since the year 1) of midnight of the
 * date, and the id of its series. It stays the same when the occurrence is changed or moved.
 *
 * @param master the id of the series
 * @param date the date that the occurrence has in the pattern
 */
public record OccurrenceId(String master, LocalDate date) {

    private static final byte[] HEADER = {0, 3, 0x24, 0, 8};
    private static final byte END = 0x10;
    private static final LocalDate YEAR_ONE = LocalDate.of(1, 1, 1);
    private static final long TICKS_PER_DAY = 864_000_000_000L;

    /** {@return what the id says, if it is one of an occurrence} */
    public static Optional<OccurrenceId> parse(String id) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(id));
            byte[] header = new byte[HEADER.length];
            bytes.get(header);
            long ticks = bytes.getLong();
            byte[] master = new byte[Short.toUnsignedInt(bytes.getShort())];
            bytes.get(master);
            boolean whole = bytes.get() == END && !bytes.hasRemaining();
            return whole && Arrays.equals(header, HEADER) && ticks >= 0 && ticks % TICKS_PER_DAY == 0
                    ? Optional.of(new OccurrenceId(
                            new String(master, StandardCharsets.UTF_8), YEAR_ONE.plusDays(ticks / TICKS_PER_DAY)))
                    : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    /** {@return the id as a client sees it} */
    @Override
    public String toString() {
        byte[] id = master.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER.length + Long.BYTES + Short.BYTES + id.length + 1)
                .put(HEADER)
                .putLong(ChronoUnit.DAYS.between(YEAR_ONE, date) * TICKS_PER_DAY)
                .putShort((short) id.length)
                .put(id)
                .put(END);
        return Base64.getUrlEncoder().encodeToString(bytes.array());
    }
}
