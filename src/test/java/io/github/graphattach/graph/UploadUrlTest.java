package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadUrlTest {

    private static final String DOCUMENTED =
            "https://outlook.office.com/api/v2.0/Users('a@b')/Messages('AA%3D=')/AttachmentSessions('x|y')?authtoken=eyJhbGciOiJSUzI1%zz+'(){}^`\\\"";

    @Test
    void theTextIsKeptByteForByte() {
        UploadUrl url = UploadUrl.of(DOCUMENTED);

        assertThat(url.reveal()).isEqualTo(DOCUMENTED);
        assertThat(url.origin() + url.pathAndQuery()).isEqualTo(DOCUMENTED);
        assertThat(url.scheme()).isEqualTo("https");
        assertThat(url.host()).isEqualTo("outlook.office.com");
        assertThat(url.port()).isEqualTo(-1);
    }

    @Test
    void itPrintsItsOriginOnly() {
        assertThat(UploadUrl.of("http://HOST.example.com:8080/a?authtoken=b"))
                .hasToString("http://host.example.com:8080/***");
        assertThat(UploadUrl.of("https://[::1]:1/a")).hasToString("https://[::1]:1/***");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "/secret",
                "//host/secret",
                "ftp://host/secret",
                "https:///secret",
                "https://host",
                "https://host?secret",
                "https://u:secret@host/",
                "https://host:/secret",
                "https://host:65536/secret",
                "https://host:123456/secret",
                "https://ho st/secret",
                "https://host/sec ret",
                "https://host/secret\r\nX: y",
                "https://host/secret#part",
                "https://host/secret\u00e9",
                "https://host\u0000/secret",
                " https://host/secret",
                "https://h\u00f6st/secret",
                "HTTPS://host/secret",
                "https://host:-1/secret"
            })
    void whatIsNoAbsoluteUrlIsRefusedWithoutShowingIt(String text) {
        assertThatThrownBy(() -> UploadUrl.of(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret")
                .hasMessageNotContaining("host");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /api/v2.0/Users('a@b')/Messages('AA%3D=')/AttachmentSessions('x|y')",
                "see /api/v2.0/Users(...)",
                "token eyJhbGciOiJSUzI1%zz is bad",
                "token 'eyJhbGciOiJS...'"
            })
    void aTextThatGivesThePathOrTheTokenAwayIsNoticed(String text) {
        assertThat(UploadUrl.of(DOCUMENTED).secretParts().areShownBy(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "ErrorAttachmentSessionIsSupportedOnlyForFileAttachments", "authtoken", "outlook.office.com"
            })
    void aTextThatOnlySpeaksOfSuchUrlsIsFine(String text) {
        assertThat(UploadUrl.of(DOCUMENTED).secretParts().areShownBy(text)).isFalse();
    }

    @Test
    void aUrlWithoutAnythingSecretIsShownByNothing() {
        assertThat(UploadUrl.of("https://host/").secretParts().areShownBy("https://host/"))
                .isFalse();
        assertThat(UploadUrl.of("https://host/?a=&b").secretParts().areShownBy("a=&b"))
                .isFalse();
    }
}
