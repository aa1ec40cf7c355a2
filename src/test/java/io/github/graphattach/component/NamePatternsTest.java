package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternsTest {

    @ParameterizedTest
    @CsvSource({
        "outlook.office365.com, outlook.office365.com, true",
        "Outlook.Office365.com, OUTLOOK.office365.COM, true",
        "outlook.office365.com, outlook.office.com, false",
        "*.office365.com, outlook.office365.com, true",
        "*.office365.com, office365.com, false",
        "*.office365.com, outlook.office365.com.evil.example, false",
        "*.office365.com, evil-office365.com, false",
        "outlook.*, outlook.office.com, true",
        "*office*, outlook.office.com, true",
        "*, anything, true",
        "'a, b', b, true",
        "'a, b', c, false"
    })
    void namesFitOneOfThePatterns(String patterns, String name, boolean fits) {
        assertThat(NamePatterns.parse("uploadHosts", patterns).test(name)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a,", ",a", "a*b", "*a*b*"})
    void aPatternThatIsNoneIsRefused(String patterns) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamePatterns.parse("uploadHosts", patterns))
                .withMessageContaining("option uploadHosts");
    }
}
