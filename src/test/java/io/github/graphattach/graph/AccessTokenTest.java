package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {

    @Test
    void aTokenNeverPrintsItself() {
        assertThat(new AccessToken("secret")).hasToString("***").isEqualTo(new AccessToken("secret"));
        assertThat(new AccessToken("secret"))
                .isNotEqualTo(new AccessToken("other"))
                .hasSameHashCodeAs(new AccessToken("secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "sec ret", "secret\r\nX: y", "secr\u00e9t", "secret\n"})
    void whatCannotBeAHeaderIsRefusedWithoutShowingIt(String text) {
        assertThatThrownBy(() -> new AccessToken(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("sec");
    }
}
