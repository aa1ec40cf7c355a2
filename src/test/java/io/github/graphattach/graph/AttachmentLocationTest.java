package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentLocationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "https://outlook.office.com/api/v2.0/Users('o@t')/Messages('AA=')/Attachments('AAMk-Ab_1=') | AAMk-Ab_1=",
                "https://outlook.office.com/api/v2.0/Users('o@t')/Events('AA=')/Attachments('X') | X",
                "https://outlook.office365.com/api/gv1.0/users('o@t')/messages('AA=')/attachments('X') | X",
                "HTTPS://OUTLOOK.OFFICE.COM/API/V2.0/USERS('O')/MESSAGES('M')/ATTACHMENTS('aB') | aB",
                "/Attachments('X') | X",
                "/Attachments('X')?a=b | X",
                "/Attachments('X')/$value | X",
                "/todo/lists/L/tasks/T/attachments/AAMk= | AAMk=",
                "/attachments/AAMk=/ | AAMk=",
                "/attachments/AAMk=?x=y#z | AAMk=",
                "/Attachments('A')/Attachments('B') | B",
                "/Messages('M')/Attachments('a%2Fb%3D%3D') | a-b==",
                "/Messages('M')/Attachments('a%252Fb') | a%2Fb",
                "/Messages('M')/Attachments('a+b/c=') | a_b-c=",
                "/Messages(%27M%27)/Attachments%28%27a%2Bb%27%29 | a_b",
                "/attachments/a%2Fb | a-b"
            })
    void theLastAttachmentIsTheOne(String location, String id) {
        assertThat(AttachmentLocation.id(location)).contains(id);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "garbage",
                "https://outlook.office.com/",
                "/Attachments",
                "/Attachments/",
                "/Attachments('')",
                "/Attachments('X",
                "/Attachments(X)",
                "/AttachmentSessions('X')",
                "/attachmentSessions/X",
                "/Attachments('%zz')",
                "/Attachments('%20')",
                "/Attachments('a%0Ab')",
                "/Attachments('a%00b')",
                "/attachments/%",
                "/Attachments(''X'')",
                "/MyAttachments2('X')"
            })
    void whatNamesNoAttachmentHasNoId(String location) {
        assertThat(AttachmentLocation.id(location)).isEmpty();
    }

    @Test
    void aVeryLongLocationIsReadInNoTime() {
        assertThat(AttachmentLocation.id("/attachments('".repeat(200_000))).isEmpty();
        assertThat(AttachmentLocation.id("/attachments%28%27".repeat(200_000))).isEmpty();
        assertThat(AttachmentLocation.id("/attachments/x".repeat(200_000))).isPresent();
    }

    /** Each of them could be the beginning of an id that goes on to the end. */
    @Test
    void aLongLocationIsReadInNoTime() {
        String location = "/attachments('".repeat(100_000);

        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertThat(AttachmentLocation.id(location))
                .isEmpty());
    }
}
