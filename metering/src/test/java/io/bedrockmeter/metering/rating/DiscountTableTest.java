package io.bedrockmeter.metering.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscountTableTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");

    private static final DiscountTable TABLE = DiscountTable.of(List.of(
            new DiscountSchedule(
                    "111122223333", List.of(card("111122223333", "m.a", 20), card("111122223333", "*", 15))),
            new DiscountSchedule("*", List.of(card("*", "m.a", 10), card("*", "m.b", 11), card("*", "*", 5)))));

    @ParameterizedTest
    @CsvSource({
        "111122223333, m.a, 20",
        "111122223333, m.b, 15",
        "111122223333, m.c, 15",
        "444455556666, m.a, 10",
        "444455556666, m.b, 11",
        "444455556666, m.c, 5",
        "'',           m.a, 10",
        "'',           m.c, 5"
    })
    void the_most_specific_discount_is_taken_account_before_model(String account, String model, String percent) {
        Optional<DiscountCard> found = TABLE.find(account, model, START);

        assertThat(found).map(DiscountCard::percent).contains(new BigDecimal(percent));
    }

    @Test
    void its_start_is_inclusive_and_its_end_is_not_and_then_a_less_specific_one_counts() {
        DiscountTable table = DiscountTable.of(List.of(
                new DiscountSchedule(
                        "111122223333", List.of(card("111122223333", "*", 20, START, Optional.of(END), "1"))),
                new DiscountSchedule("*", List.of(card("*", "*", 5)))));

        assertThat(percentAt(table, START.minusMillis(1))).isEmpty();
        assertThat(percentAt(table, START)).contains(20);
        assertThat(percentAt(table, END.minusMillis(1))).contains(20);
        assertThat(percentAt(table, END)).contains(5);
    }

    @Test
    void of_two_sources_for_the_same_the_later_start_counts_while_it_lasts() {
        DiscountTable table = DiscountTable.of(List.of(new DiscountSchedule(
                "111122223333",
                List.of(
                        card("111122223333", "*", 30, START.plusSeconds(1), Optional.of(END), "promotion"),
                        card("111122223333", "*", 20, START, Optional.empty(), "contract")))));

        assertThat(percentAt(table, START)).contains(20);
        assertThat(percentAt(table, START.plusSeconds(1))).contains(30);
        assertThat(percentAt(table, END)).contains(20);
    }

    @Test
    void an_account_that_is_replaced_or_forgotten_keeps_nothing() {
        DiscountTable table =
                DiscountTable.of(List.of(new DiscountSchedule("111122223333", List.of(card("111122223333", "*", 20)))));

        table.put(new DiscountSchedule("111122223333", List.of(card("111122223333", "m.x", 1))));
        assertThat(percentAt(table, START)).isEmpty();
        table.put(new DiscountSchedule("111122223333", List.of(card("111122223333", "*", 3))));
        table.remove("111122223333");

        assertThat(percentAt(table, START)).isEmpty();
    }

    private static Optional<Integer> percentAt(DiscountTable table, Instant time) {
        return table.find("111122223333", "m.a", time)
                .map(card -> card.percent().intValueExact());
    }

    private static DiscountCard card(String account, String model, int percent) {
        return card(account, model, percent, START, Optional.empty(), "contract");
    }

    private static DiscountCard card(
            String account, String model, int percent, Instant from, Optional<Instant> to, String source) {
        return new DiscountCard(account, model, BigDecimal.valueOf(percent), from, to, source, "1");
    }
}
