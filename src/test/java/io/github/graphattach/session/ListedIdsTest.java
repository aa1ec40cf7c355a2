package io.github.graphattach.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListedIdsTest {

    private final ListedIds list = ListedIds.of(List.of("a", "b"));

    @Test
    void aListThatGrowsLeavesTheOneBeforeAsItWas() {
        ListedIds longer = list.with("c");

        assertThat(longer).containsExactly("a", "b", "c");
        assertThat(list).isEqualTo(List.of("a", "b"));
        assertThat(longer.listId()).isEqualTo(list.listId());
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> list.get(2));
    }

    @Test
    void aListThatHasGrownAlreadyGrowsAnotherWayUnderAnotherId() {
        ListedIds one = list.with("c");
        ListedIds other = list.with("d");

        assertThat(one).containsExactly("a", "b", "c");
        assertThat(other).containsExactly("a", "b", "d");
        assertThat(other.listId()).isNotEqualTo(one.listId());
        assertThat(other.with("e").listId()).as("from then on its own").isEqualTo(other.listId());
    }

    @Test
    void listsThatWereMadeApartShareNothing() {
        assertThat(ListedIds.of(list)).isEqualTo(list);
        assertThat(ListedIds.of(list).listId()).isNotEqualTo(list.listId());
    }

    /** Another process may have more under that id. */
    @Test
    void aListThatWasStoredGrowsUnderAnotherId() {
        ListedIds stored = ListedIds.stored("its id", list);

        ListedIds longer = stored.with("c");

        assertThat(stored.listId()).isEqualTo("its id");
        assertThat(longer).containsExactly("a", "b", "c");
        assertThat(longer.listId()).isNotEqualTo("its id");
    }

    @Test
    void whatIsListedAgainGoesOnWithTheListBefore() {
        ListedIds grown = list.grownTo(Set.of("c", "b", "d", "a"));

        assertThat(grown).startsWith("a", "b").containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(grown.listId()).isEqualTo(list.listId());
        assertThat(list.grownTo(Set.of("b", "a"))).as("nothing came").isSameAs(list);
    }

    @Test
    void whereSomethingIsGoneTheListIsANewOne() {
        ListedIds another = list.grownTo(Set.of("b", "c"));

        assertThat(another).containsExactlyInAnyOrder("b", "c");
        assertThat(another.listId()).isNotEqualTo(list.listId());
    }
}
