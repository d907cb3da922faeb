package io.bedrockmeter.metering.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.UsageRow;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class UsageQueryTest {

    private static final Instant MONDAY = Instant.parse("2026-11-16T00:00:00Z");
    private static final Instant TUESDAY = Instant.parse("2026-11-17T00:00:00Z");

    private static final List<UsageRow> ROWS = List.of(
            row(MONDAY, "search", "amazon.nova-lite-v1:0", "1.00"),
            row(MONDAY, "search", "anthropic.claude-sonnet-4-6", "5.00"),
            row(MONDAY, "ads", "amazon.nova-lite-v1:0", "2.00"),
            row(TUESDAY, "ads", "amazon.nova-lite-v1:0", "2.50"),
            row(TUESDAY, Dimensions.UNATTRIBUTED, "amazon.nova-lite-v1:0", "0.25"));

    private static UsageRow row(Instant windowStart, String team, String model, String cost) {
        Dimensions dimensions = new Dimensions(
                Map.of("Team", team),
                "111122223333",
                "us-east-1",
                model,
                "us." + model,
                "regional",
                Dimensions.NONE,
                Dimensions.NONE,
                Dimensions.UNKNOWN,
                "Converse",
                "default");
        Money money = Money.parse(cost);
        return new UsageRow(windowStart, dimensions, new Totals(1, 0, 0, 0, Quantities.tokens(10, 2), money, money));
    }

    private static UsageAnswer ask(List<String> groupBy, Map<String, Set<String>> filters, Granularity... granularity) {
        return new UsageQuery(groupBy, filters, Optional.ofNullable(granularity.length == 0 ? null : granularity[0]))
                .over(ROWS);
    }

    private static List<String> lines(UsageAnswer answer) {
        return answer.groups().stream()
                .map(group -> group.key()
                                .windowStart()
                                .map(start -> start + " ")
                                .orElse("")
                        + String.join(",", group.key().values())
                        + " "
                        + group.totals().cost().usd().stripTrailingZeros().toPlainString())
                .toList();
    }

    @Test
    void groups_are_sorted_by_cost_and_add_up_to_the_total() {
        UsageAnswer answer = ask(List.of("Team"), Map.of());

        assertThat(lines(answer)).containsExactly("search 6", "ads 4.5", "UNATTRIBUTED 0.25");
        assertThat(answer.total().cost()).isEqualTo(Money.parse("10.75"));
        assertThat(answer.total().requests()).isEqualTo(5);
        assertThat(answer.total().quantities()).isEqualTo(Quantities.tokens(50, 10));
    }

    @Test
    void dimensions_and_tags_can_be_mixed() {
        assertThat(lines(ask(List.of("model", "Team"), Map.of())))
                .containsExactly(
                        "anthropic.claude-sonnet-4-6,search 5",
                        "amazon.nova-lite-v1:0,ads 4.5",
                        "amazon.nova-lite-v1:0,search 1",
                        "amazon.nova-lite-v1:0,UNATTRIBUTED 0.25");
    }

    @Test
    void nothing_to_group_by_gives_one_group() {
        assertThat(lines(ask(List.of(), Map.of()))).containsExactly(" 10.75");
    }

    @Test
    void filters_need_every_key_with_any_of_its_values() {
        UsageAnswer answer =
                ask(List.of("Team"), Map.of("Team", Set.of("search", "ads"), "model", Set.of("amazon.nova-lite-v1:0")));

        assertThat(lines(answer)).containsExactly("ads 4.5", "search 1");
        assertThat(answer.total().cost()).isEqualTo(Money.parse("5.5"));
    }

    @Test
    void a_filter_that_fits_nothing_gives_an_empty_answer() {
        UsageAnswer answer = ask(List.of("Team"), Map.of("region", Set.of("eu-west-1")));

        assertThat(answer.groups()).isEmpty();
        assertThat(answer.total()).isEqualTo(Totals.ZERO);
    }

    @Test
    void windows_are_told_apart_when_asked() {
        assertThat(lines(ask(List.of("Team"), Map.of("Team", Set.of("ads")), Granularity.DAY)))
                .containsExactly("2026-11-17T00:00:00Z ads 2.5", "2026-11-16T00:00:00Z ads 2");
    }

    @Test
    void a_tag_key_no_row_has_is_unattributed() {
        assertThat(lines(ask(List.of("Squad"), Map.of()))).containsExactly("UNATTRIBUTED 10.75");
    }

    @Test
    void cells_that_were_corrected_away_are_no_groups() {
        UsageRow gone = new UsageRow(MONDAY, ROWS.get(0).dimensions(), Totals.ZERO);

        assertThat(new UsageQuery(List.of("Team"), Map.of(), Optional.empty())
                        .over(List.of(gone))
                        .groups())
                .isEmpty();
    }

    @Test
    void the_order_of_rows_does_not_matter() {
        UsageQuery query = new UsageQuery(List.of("Team", "model"), Map.of(), Optional.of(Granularity.DAY));
        List<UsageRow> shuffled = new ArrayList<>(ROWS);
        Collections.shuffle(shuffled, new Random(20261121));

        assertThat(query.over(shuffled)).isEqualTo(query.over(ROWS));
    }
}
