package io.bedrockmeter.metering.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.query.RowFilter.Condition;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FilterTextTest {

    private static Optional<FilterText> found(String key, Condition condition, String... values) {
        return Optional.of(new FilterText(key, condition, Set.of(values)));
    }

    @Test
    void the_four_forms_are_read() {
        assertThat(FilterText.parse("Team:search")).isEqualTo(found("Team", Condition.IN, "search"));
        assertThat(FilterText.parse("Team:in:a|b")).isEqualTo(found("Team", Condition.IN, "a", "b"));
        assertThat(FilterText.parse("Team:not:a|b")).isEqualTo(found("Team", Condition.NOT, "a|b"));
        assertThat(FilterText.parse("model:prefix:amazon.")).isEqualTo(found("model", Condition.PREFIX, "amazon."));
    }

    @Test
    void a_value_may_hold_colons_and_bars() {
        assertThat(FilterText.parse("model:amazon.nova-lite-v1:0"))
                .isEqualTo(found("model", Condition.IN, "amazon.nova-lite-v1:0"));
        assertThat(FilterText.parse("Team:a|b")).isEqualTo(found("Team", Condition.IN, "a|b"));
        assertThat(FilterText.parse("Team:in:a\\|b|c")).isEqualTo(found("Team", Condition.IN, "a|b", "c"));
    }

    @Test
    void a_backslash_takes_the_next_character_as_it_is() {
        assertThat(FilterText.parse("aws\\:team:x")).isEqualTo(found("aws:team", Condition.IN, "x"));
        assertThat(FilterText.parse("Team:\\in:x")).isEqualTo(found("Team", Condition.IN, "in:x"));
        assertThat(FilterText.parse("Team:a\\\\")).isEqualTo(found("Team", Condition.IN, "a\\"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "Team", ":x", "Team:", "Team:in:", "Team:in:a|", "Team:not:", "Team:prefix:", "Team:x\\"})
    void a_text_without_key_or_value_is_none(String text) {
        assertThat(FilterText.parse(text)).isEmpty();
    }

    @Test
    void what_is_written_is_read_again() {
        long seed = 20261121;
        Random random = new Random(seed);
        String alphabet = "ab:|\\ins";
        for (int i = 0; i < 5_000; i++) {
            RowFilter filter = new RowFilter(
                    Grouping.of(word(random, alphabet)),
                    Condition.IN,
                    Set.of(word(random, alphabet), "x" + word(random, alphabet)));

            assertThat(FilterText.parse(filter.text()))
                    .as("seed %d: %s", seed, filter.text())
                    .contains(new FilterText(filter.grouping().name(), Condition.IN, filter.values()));
        }
    }

    private static String word(Random random, String alphabet) {
        StringBuilder word = new StringBuilder();
        do {
            word.append(alphabet.charAt(random.nextInt(alphabet.length())));
        } while (random.nextInt(6) > 0);
        return word.toString();
    }
}
