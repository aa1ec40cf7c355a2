package io.github.graphattach.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.graphattach.FuzzTime;
import io.github.graphattach.Hostile;
import java.util.Locale;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** The header that names what a session has made. */
@AddLifecycleHook(FuzzTime.class)
class LocationFuzz {

    @Provide
    Arbitrary<String> locations() {
        return Hostile.texts(
                "/Attachments('",
                "')",
                "/attachments/",
                "%28%27",
                "%27%29",
                "AAMk",
                "%2B",
                "%0d%0a",
                "%zz",
                "?",
                "#",
                "https://outlook.office.com/api/v2.0/Users('u')/Messages('m')");
    }

    @Property(tries = Integer.MAX_VALUE)
    void aLocationNamesAnIdOrNone(@ForAll("locations") String location) {
        AttachmentLocation.id(location).ifPresent(id -> {
            assertThat(id).isNotBlank();
            assertThat(id.codePointCount(0, id.length())).isLessThanOrEqualTo(1024);
            assertThat(id.chars().noneMatch(Character::isISOControl)).isTrue();
            assertThat(location.toLowerCase(Locale.ROOT)).contains("/attachments");
        });
    }
}
