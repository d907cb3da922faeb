package io.bedrockmeter.standalone.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LifecycleTest {

    private final List<String> closed = new ArrayList<>();
    private final Lifecycle lifecycle = new Lifecycle();

    private AutoCloseable part(String name) {
        return () -> closed.add(name);
    }

    @Test
    void parts_are_closed_in_the_opposite_order_of_their_start_and_once() {
        lifecycle.add("broker", part("broker"));
        lifecycle.add("metering", part("metering"));
        lifecycle.add("ingest", part("ingest"));

        lifecycle.close();
        lifecycle.close();

        assertThat(closed).containsExactly("ingest", "metering", "broker");
    }

    @Test
    void a_part_that_fails_to_close_does_not_keep_the_others_from_it() {
        lifecycle.add("broker", part("broker"));
        lifecycle.add("broken", () -> {
            throw new IllegalStateException("on purpose");
        });

        lifecycle.close();

        assertThat(closed).containsExactly("broker");
    }

    @Test
    void a_part_that_comes_too_late_is_closed_at_once() {
        lifecycle.close();

        assertThatThrownBy(() -> lifecycle.add("late", part("late"))).isInstanceOf(EndedException.class);
        assertThat(closed).containsExactly("late");
        assertThat(lifecycle.hasEnded()).isTrue();
    }
}
