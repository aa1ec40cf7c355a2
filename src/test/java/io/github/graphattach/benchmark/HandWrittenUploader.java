package io.github.graphattach.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.http.HttpMethods;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.dataformat.JsonLibrary;

/** What an integrator writes where there is no component: a session by HTTP, a split into arrays, a PUT for each. */
final class HandWrittenUploader implements Uploader {

    private final DefaultCamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate template;

    HandWrittenUploader(URI service) throws Exception {
        camel.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:by-hand")
                        .setProperty("file", body())
                        .setBody(
                                simple(
                                        "{\"AttachmentItem\":{\"attachmentType\":\"file\",\"name\":\"f.bin\",\"size\":${body.toFile.length}}}"))
                        .setHeader(Exchange.HTTP_METHOD, constant(HttpMethods.POST))
                        .setHeader(
                                Exchange.HTTP_URI,
                                simple(
                                        service
                                                + "/users/${header.user}/messages/${header.message}/attachments/createUploadSession"))
                        .setHeader(Exchange.CONTENT_TYPE, constant("application/json"))
                        .setHeader("Authorization", constant("Bearer token"))
                        .to("http://graph")
                        .unmarshal()
                        .json(JsonLibrary.Jackson)
                        .setProperty("uploadUrl", simple("${body[uploadUrl]}"))
                        .removeHeaders("*")
                        .split(method(HandWrittenUploader.class, "chunks"))
                        .streaming()
                        .stopOnException()
                        .setHeader(Exchange.HTTP_METHOD, constant(HttpMethods.PUT))
                        .setHeader(Exchange.HTTP_URI, exchangeProperty("uploadUrl"))
                        .setHeader(
                                "Content-Range",
                                simple("bytes ${body.offset}-${body.last}/${exchangeProperty.file.toFile.length}"))
                        .setBody(simple("${body.bytes}"))
                        .to("http://upload")
                        .end();
            }
        });
        camel.start();
        template = camel.createProducerTemplate();
    }

    /** A part of the file, in memory, as bean expressions ask for it. */
    public static final class Chunk {

        private final long offset;
        private final byte[] bytes;

        Chunk(long offset, byte[] bytes) {
            this.offset = offset;
            this.bytes = bytes;
        }

        /** {@return the position of the first byte} */
        public long getOffset() {
            return offset;
        }

        /** {@return the position of the last byte} */
        public long getLast() {
            return offset + bytes.length - 1;
        }

        /** {@return the bytes themselves} */
        public byte[] getBytes() {
            return bytes;
        }
    }

    /** Cuts a file up while it is sent. */
    public static Iterator<Chunk> chunks(Exchange exchange) throws IOException {
        InputStream in = Files.newInputStream(exchange.getProperty("file", Path.class));
        return Stream.iterate(read(in, 0), chunk -> chunk.bytes.length > 0, chunk -> read(in, chunk.getLast() + 1))
                .iterator();
    }

    private static Chunk read(InputStream in, long offset) {
        try {
            Chunk chunk = new Chunk(offset, in.readNBytes(CHUNK));
            if (chunk.bytes.length == 0) {
                in.close();
            }
            return chunk;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void upload(Path file, int number, int mailbox) throws Exception {
        Exchange exchange = template.request("direct:by-hand", sent -> {
            sent.getMessage().setBody(file);
            sent.getMessage().setHeader("user", "mailbox" + mailbox);
            sent.getMessage().setHeader("message", "message" + number);
        });
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }
}
