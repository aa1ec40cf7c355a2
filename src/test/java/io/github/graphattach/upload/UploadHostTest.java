package io.github.graphattach.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.graph.UploadUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadHostTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://outlook.office.com/x", "https://outlook.office365.com/x", "https://OUTLOOK.office.com:443/x",
                "https://partner.outlook.cn/x", "https://a.b.c.d.example.com/x", "https://xn--bcher-kva.example/x",
                "https://1and1.com/x"
            })
    void aPublicHostOverTlsIsAllowed(String url) {
        assertThat(UploadHost.isAllowed(UploadUrl.of(url), false)).isTrue();
        assertThat(UploadHost.isAllowed(UploadUrl.of(url), true)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://outlook.office.com/x",
                "https://outlook.office.com:80/x",
                "https://outlook.office.com:8443/x",
                "https://outlook.office.com:0/x",
                "https://outlook/x",
                "https://10.0.0.1/x",
                "https://1.1.1.1/x",
                "https://0x7f.0.0.1/x",
                "https://127.0.0x1/x",
                "https://127.1.0x1/x",
                "https://2130706433/x",
                "https://[fe80::1]/x",
                "https://printer.local/x",
                "https://printer.LOCAL/x",
                "https://a.internal/x",
                "https://a.corp/x",
                "https://a.lan/x",
                "https://a.home.arpa/x",
                "https://a.default.svc/x",
                "https://a.localhost/x",
                "https://outlook.office.com./x",
                "https://-a.com/x",
                "https://a-.com/x",
                "https://a..com/x",
                "https://.com/x",
                "https://a.com-/x",
                "https://./x"
            })
    void anyOtherHostIsNot(String url) {
        assertThat(UploadHost.isAllowed(UploadUrl.of(url), false)).isFalse();
        assertThat(UploadHost.isAllowed(UploadUrl.of(url), true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:8080/x", "http://localhost/x", "https://127.9.9.9:1/x", "http://[::1]:7/x"})
    void thisMachineIsAllowedOnlyWhenGraphIsOnIt(String url) {
        assertThat(UploadHost.isAllowed(UploadUrl.of(url), true)).isTrue();
        assertThat(UploadHost.isAllowed(UploadUrl.of(url), false)).isFalse();
    }

    @Test
    void aVeryLongHostIsJudgedInNoTime() {
        assertThat(UploadHost.isAllowed(UploadUrl.of("https://" + "a".repeat(500_000) + "/x"), false))
                .isFalse();
    }
}
