package io.github.graphattach.item;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.FuzzTime;
import io.github.graphattach.Hostile;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Paths of items as notifications and people write them, and as nobody should. */
@AddLifecycleHook(FuzzTime.class)
class ItemPathFuzz {

    private static final Set<String> HOSTS = Set.of("graph.microsoft.com");

    @Provide
    Arbitrary<String> paths() {
        return Hostile.texts(
                "https://",
                "graph.microsoft.com",
                "evil.example",
                "/v1.0",
                "/beta",
                "/me",
                "/users",
                "/Users('u')",
                "/groups",
                "/messages",
                "/Messages('m')",
                "/mailFolders",
                "/childFolders",
                "/events",
                "/calendar",
                "/calendars",
                "/calendarGroups",
                "/calendarView",
                "/instances",
                "/exceptionOccurrences",
                "/attachments",
                "/AAMkAD=",
                "/..",
                "/.",
                "%2F",
                "%2e%2e",
                "%5c",
                "\\",
                "//",
                "('",
                "')",
                "''",
                "?$select=id",
                "#",
                "@");
    }

    @Property(tries = Integer.MAX_VALUE)
    void aPathNamesAnItemOfThisServiceOrIsRefusedInOneLine(@ForAll("paths") String text) {
        OutlookItem item;
        try {
            item = OutlookItem.parse(text, HOSTS);
        } catch (InvalidAddressException refused) {
            Hostile.assertOneLine(refused, 600);
            return;
        }
        String path = item.path();
        assertThat(path)
                .matches("/(me|users/[^/]+|groups/[^/]+)(/[A-Za-z]+(/[A-Za-z0-9._~%-]+)?)+")
                .doesNotContain("//", "/../", "/./")
                .doesNotEndWith("/..")
                .doesNotEndWith("/.");
        assertThat(OutlookItem.parse(path, Set.of())).isEqualTo(item);
        assertThat(item.direct().path()).startsWith("/");
        if (text.contains("evil.example") && text.stripLeading().startsWith("https://evil")) {
            throw new AssertionError("another host was taken: " + text);
        }
    }
}
