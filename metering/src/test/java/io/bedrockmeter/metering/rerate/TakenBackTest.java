package io.bedrockmeter.metering.rerate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TakenBackTest {

    @Test
    void it_holds_what_was_added_and_nothing_else() {
        Random random = new Random(11);
        TakenBack takenBack = new TakenBack();
        Set<String> model = new HashSet<>();

        for (int i = 0; i < 20_000; i++) {
            String request = "request-" + random.nextInt(8_000);
            int revision = 1 + random.nextInt(3);
            takenBack.add(request, revision);
            model.add(request + "#" + revision);
        }

        for (int request = 0; request < 9_000; request++) {
            for (int revision = 0; revision < 5; revision++) {
                String id = "request-" + request;
                assertThat(takenBack.contains(id, revision)).isEqualTo(model.contains(id + "#" + revision));
            }
        }
    }

    @Test
    void more_than_it_may_hold_is_refused_with_what_to_do() {
        TakenBack takenBack = new TakenBack(2);
        takenBack.add("r1", 1);
        takenBack.add("r2", 1);
        takenBack.add("r2", 1);

        assertThatThrownBy(() -> takenBack.add("r3", 1))
                .isInstanceOf(RangeTooLargeException.class)
                .hasMessageContaining("rerate it in parts");
    }
}
