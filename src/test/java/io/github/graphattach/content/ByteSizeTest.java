package io.github.graphattach.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "3932160, 3932160",
        "3840KiB, 3932160",
        "3840kib, 3932160",
        "4KB, 4000",
        "4k, 4000",
        "4ki, 4096",
        "4MB, 4000000",
        "4 MB, 4000000",
        "' 4MiB ', 4194304",
        "1GB, 1000000000",
        "1GiB, 1073741824",
        "7B, 7",
        "999999999999999999, 999999999999999999"
    })
    void aSizeIsANumberWithAUnit(String text, long bytes) {
        assertThat(ByteSize.parse("chunkSize", text)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "4,5MB",
                "1.5MB",
                "four",
                "4TB",
                "4iB",
                "4MBit",
                "0x10",
                "1e6",
                "9999999999GB",
                "1234567890123456789"
            })
    void whatIsNoSizeIsRefusedByNameWithExamples(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ByteSize.parse("chunkSize", text))
                .withMessageContaining("option chunkSize='" + text + "'")
                .withMessageContaining("3840KiB");
    }
}
