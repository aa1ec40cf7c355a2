package io.github.graphattach.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a mail is found by again. It must never change: mails that an earlier release has made are looked for by it. */
class MarkerTest {

    /** The example of RFC 9562, appendix A.4. */
    @Test
    void theUuidIsThatOfTheStandard() {
        UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

        assertThat(Marker.version5(dns, "www.example.com")).hasToString("2ed6657d-e927-568b-95e1-2665a8aea6a2");
    }

    @Test
    void itIsOfOneMailboxAndOneJob() {
        Marker marker = Marker.of("user a@contoso.com", "report-7");

        assertThat(marker).isEqualTo(Marker.of("user a@contoso.com", "report-7"));
        assertThat(marker.value()).isEqualTo("a35f873f-20e5-591a-9f3c-7b5ed96f1dc6");
        assertThat(marker).isNotEqualTo(Marker.of("user b@contoso.com", "report-7"));
        assertThat(marker).isNotEqualTo(Marker.of("user a@contoso.com", "Report-7"));
        assertThat(marker.filter())
                .isEqualTo("singleValueExtendedProperties/Any(ep: ep/id eq 'String"
                        + " {6f0d1b0e-5a3c-4d5e-9c11-7a2e8d6b4f10} Name GraphAttachJob' and ep/value eq '"
                        + marker.value() + "')");
    }
}
