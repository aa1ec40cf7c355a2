package io.github.graphattach.emulator.calendar;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * What {@code iCalUId} shows: the id of a meeting in all calendars that it is in.
 *
 * @param date the date that an occurrence has in the pattern; empty in the id of the whole series, the "clean" one
 * @param created when the meeting was made
 * @param data what tells it from others that were made then
 * @see <a href="https://learn.microsoft.com/openspecs/exchange_server_protocols/ms-oxocal">[MS-OXOCAL] 2.2.1.27</a>
 */
public record GlobalObjectId(Optional<LocalDate> date, Instant created, UUID data) {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final byte[] PREFIX = HEX.parseHex("040000008200E00074C5B7101A82E008");
    private static final Instant FILE_TIME = Instant.parse("1601-01-01T00:00:00Z");
    private static final long TICKS_PER_SECOND = 10_000_000;
    private static final int DATA_LENGTH = 16;

    /** {@return the id of the occurrence on that date} */
    public GlobalObjectId on(LocalDate occurrence) {
        return new GlobalObjectId(Optional.of(occurrence), created, data);
    }

    /** {@return the id in hexadecimal digits} */
    @Override
    public String toString() {
        ByteBuffer bytes = ByteBuffer.allocate(PREFIX.length + 4 + 8 + 8 + 4 + DATA_LENGTH);
        bytes.put(PREFIX)
                .putShort((short) (int) date.map(LocalDate::getYear).orElse(0))
                .put((byte) (int) date.map(LocalDate::getMonthValue).orElse(0))
                .put((byte) (int) date.map(LocalDate::getDayOfMonth).orElse(0));
        bytes.order(ByteOrder.LITTLE_ENDIAN)
                .putLong((created.getEpochSecond() - FILE_TIME.getEpochSecond()) * TICKS_PER_SECOND
                        + created.getNano() / 100)
                .putLong(0)
                .putInt(DATA_LENGTH);
        bytes.order(ByteOrder.BIG_ENDIAN)
                .putLong(data.getMostSignificantBits())
                .putLong(data.getLeastSignificantBits());
        return HEX.formatHex(bytes.array());
    }
}
