package io.github.graphattach.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.graph.UploadUrl;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UploadHostTest {

    private static boolean allowed(String url, boolean onThisMachine) {
        return new UploadHost(onThisMachine, Optional.empty(), false).isAllowed(UploadUrl.of(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://outlook.office.com/x", "https://outlook.office365.com/x", "https://OUTLOOK.office.com:443/x",
                "https://partner.outlook.cn/x", "https://a.b.c.d.example.com/x", "https://xn--bcher-kva.example/x",
                "https://1and1.com/x"
            })
    void aPublicHostOverTlsIsAllowed(String url) {
        assertThat(allowed(url, false)).isTrue();
        assertThat(allowed(url, true)).isTrue();
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
        assertThat(allowed(url, false)).isFalse();
        assertThat(allowed(url, true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://127.0.0.1:8080/x", "http://localhost/x", "https://127.9.9.9:1/x", "http://[::1]:7/x"})
    void thisMachineIsAllowedOnlyWhenGraphIsOnIt(String url) {
        assertThat(allowed(url, true)).isTrue();
        assertThat(allowed(url, false)).isFalse();
    }

    @Test
    void aVeryLongHostIsJudgedInNoTime() {
        assertThat(allowed("https://" + "a".repeat(16_000) + "/x", false)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "outlook.office365.com, https://outlook.office365.com/x, true",
        "outlook.office365.com, https://OUTLOOK.office365.com/x, true",
        "outlook.office365.com, https://outlook.office.com/x, false",
        "outlook.office365.com, http://outlook.office365.com/x, false",
        "10.0.0.1, https://10.0.0.1/x, false",
        "outlook.office365.com, http://localhost:1/x, false",
        "localhost, http://localhost:1/x, true"
    })
    void aPinLetsItsHostPassAsFarAsTheOtherRulesAllow(String pin, String url, boolean passes) {
        assertThat(new UploadHost(true, Optional.of(pin::equals), false).isAllowed(UploadUrl.of(url)))
                .isEqualTo(passes);
    }

    /** As in a network of containers: nothing but the named host may be private or plain. */
    @Test
    void insecurityIsForPinnedHostsOnly() {
        UploadHost pinned = new UploadHost(false, Optional.of("emulator"::equals), true);

        assertThat(pinned.isAllowed(UploadUrl.of("http://emulator:8026/x"))).isTrue();
        assertThat(pinned.isAllowed(UploadUrl.of("http://other:8026/x"))).isFalse();
        assertThat(new UploadHost(false, Optional.empty(), true).isAllowed(UploadUrl.of("http://emulator:8026/x")))
                .isFalse();
    }
}
