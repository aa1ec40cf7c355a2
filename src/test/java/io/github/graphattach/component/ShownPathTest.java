package io.github.graphattach.component;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How much of an item's path a log line and an error repeat. */
class ShownPathTest {

    /** Ids of Exchange have up to some 200 characters, and six of them is the most that a path has. */
    @Test
    void theLongestRealPathIsShownWhole() {
        String id = "A".repeat(200);
        String path = "/users/" + id + "/calendarGroups/" + id + "/calendars/" + id + "/calendarView/" + id
                + "/instances/" + id + "/exceptionOccurrences/" + id;
        assertThat(ShownPath.of(path)).isEqualTo(path);
    }

    @Test
    void ofOneThatIsMadeUpTheBeginningAndTheEndAreShown() {
        assertThat(ShownPath.of("/me/messages/" + "x".repeat(400_000) + "/y"))
                .startsWith("/me/messages/xxx")
                .contains("xxx...xxx")
                .endsWith("xxx/y")
                .hasSizeLessThan(2_010);
    }
}
