package io.github.graphattach.app;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records that lie beside jobs in work. A record is a {@link Receipt} and, behind it, a line with a {@link FileReceipt}
 * for each file that was attached since: so a job of many files does not write what it wrote before again and again.
 *
 * <p>Only a record that this process has made itself, and holds open, is added to. Where another file has its name now, it is
 * written anew.
 */
final class JobRecords {

    private static final Logger LOG = LoggerFactory.getLogger(JobRecords.class);

    private final Folder inbox;
    private final ObjectMapper json;
    private final Map<String, Held> held = new ConcurrentHashMap<>();

    /** A record that is open. */
    private record Held(WritableByteChannel channel, Optional<Object> key) {}

    /**
     * Takes an existing folder.
     *
     * @param inbox the jobs lie there
     */
    JobRecords(Folder inbox, ObjectMapper json) {
        this.inbox = inbox;
        this.json = json;
    }

    /** Writes a record, in place of what has its name. */
    void write(String job, Receipt receipt) throws IOException {
        release(job);
        var record = path(job);
        try {
            var channel = inbox.replace(record, json.writeValueAsBytes(receipt));
            held.put(job, new Held(channel, key(record)));
        } catch (IOException e) {
            throw FolderException.of(inbox, e);
        }
    }

    /**
     * Adds a file to the record.
     *
     * @param whole the record with the file, where there is none to add to
     */
    void add(String job, FileReceipt file, Supplier<Receipt> whole) throws IOException {
        var record = held.get(job);
        if (record == null || record.key().isEmpty() || !record.key().equals(key(path(job)))) {
            write(job, whole.get());
            return;
        }
        try {
            var line = "\n"
                    + json.writer().without(SerializationFeature.INDENT_OUTPUT).writeValueAsString(file);
            for (var left = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)); left.hasRemaining(); ) {
                record.channel().write(left);
            }
        } catch (IOException e) {
            // What is there of the line is left behind with the record: the next one is written anew.
            release(job);
            throw FolderException.of(inbox, e);
        }
    }

    private Optional<Object> key(Path record) {
        try {
            return Optional.ofNullable(inbox.attributes(record).fileKey());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** {@return the record beside a job; empty where there is none} */
    Optional<Receipt> read(String job) throws IOException {
        var record = path(job);
        try {
            return Optional.of(read(record));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOG.warn(
                    "'{}' is not a receipt and is ignored: remove it",
                    inbox.root().resolve(record));
            return Optional.empty();
        }
    }

    /**
     * Reads a record.
     *
     * @throws JsonProcessingException where it is none; a last line that is not whole is left out
     */
    Receipt read(Path record) throws IOException {
        try (var parser = json.createParser(Channels.newInputStream(inbox.open(record)))) {
            var one = json.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
            var receipt = one.readValue(parser, Receipt.class);
            return receipt.with(Stream.concat(receipt.files().stream(), lines(one, parser).stream())
                    .toList());
        }
    }

    private static List<FileReceipt> lines(ObjectReader one, JsonParser parser) throws IOException {
        var lines = new ArrayList<FileReceipt>();
        try {
            while (parser.nextToken() != null) {
                lines.add(one.readValue(parser, FileReceipt.class));
            }
        } catch (JsonProcessingException e) {
            LOG.debug("The last line of a record is not whole", e);
        }
        return lines;
    }

    /** The record is not added to for now. */
    void release(String job) {
        var record = held.remove(job);
        if (record != null) {
            try {
                record.channel().close();
            } catch (IOException e) {
                LOG.debug("A record could not be closed", e);
            }
        }
    }

    void delete(String job) throws IOException {
        release(job);
        inbox.delete(path(job));
    }

    private Path path(String job) {
        return FileName.path(inbox.root().getFileSystem(), RecordNames.receipt(job));
    }
}
