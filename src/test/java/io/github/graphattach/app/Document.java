package io.github.graphattach.app;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A word processor's document with a large picture in it: the same bytes each time. */
final class Document {

    private Document() {}

    /** {@return a valid {@code .docx} of a little more than the given size} */
    static byte[] ofAtLeast(int bytes) throws IOException {
        var document = new ByteArrayOutputStream(bytes + 10_000);
        try (var zip = new ZipOutputStream(document)) {
            add(
                    zip,
                    "[Content_Types].xml",
                    """
                    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
                    <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
                      <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                      <Default Extension="bin" ContentType="application/octet-stream"/>
                      <Override PartName="/word/document.xml"
                        ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
                    </Types>
                    """
                            .getBytes(StandardCharsets.UTF_8));
            add(
                    zip,
                    "_rels/.rels",
                    """
                    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
                    <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
                      <Relationship Id="rId1" Target="word/document.xml"
                        Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>
                    </Relationships>
                    """
                            .getBytes(StandardCharsets.UTF_8));
            add(
                    zip,
                    "word/document.xml",
                    """
                    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
                    <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
                      <w:body><w:p><w:r><w:t>Minutes of the board</w:t></w:r></w:p></w:body>
                    </w:document>
                    """
                            .getBytes(StandardCharsets.UTF_8));
            var scan = new byte[bytes];
            new Random(2026).nextBytes(scan);
            add(zip, "word/media/scan.bin", scan);
        }
        return document.toByteArray();
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        var entry = new ZipEntry(name);
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
