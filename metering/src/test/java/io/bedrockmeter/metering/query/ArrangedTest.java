package io.bedrockmeter.metering.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArrangedTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void pages_of_any_size_and_order_join_to_all_lines(long seed) {
        Random random = new Random(seed);
        Map<GroupKey, Totals> groups = groups(random, 200);
        for (SortBy sort : SortBy.values()) {
            for (boolean ascending : List.of(true, false)) {
                Optional<Integer> top = random.nextBoolean() ? Optional.of(7) : Optional.empty();
                List<Line> all = Arranged.of(
                                groups, Map.of(), new Arrangement(top, sort, ascending, Optional.empty(), 1_000_000))
                        .page();
                List<Line> joined = new ArrayList<>();
                Optional<Rank> after = Optional.empty();
                do {
                    Arranged page = Arranged.of(
                            groups, Map.of(), new Arrangement(top, sort, ascending, after, 1 + random.nextInt(20)));
                    joined.addAll(page.page());
                    after = page.next();
                } while (after.isPresent());

                assertThat(joined).as("seed %d, %s", seed, sort).isEqualTo(all);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void cuts_and_comparisons_keep_every_total(long seed) {
        Random random = new Random(seed);
        Map<GroupKey, Totals> now = groups(random, 100);
        Map<GroupKey, Totals> before = groups(random, 100);
        for (int top = 1; top < 50; top++) {
            Arranged arranged = Arranged.of(now, before, Arrangement.top(top));

            assertThat(arranged.total()).as("seed %d", seed).isEqualTo(sum(now));
            assertThat(arranged.previousTotal()).as("seed %d", seed).isEqualTo(sum(before));
        }
    }

    @Test
    void a_cut_that_leaves_nothing_out_has_no_remainder() {
        Map<GroupKey, Totals> groups = Map.of(key(0, "a"), cost(1), key(0, "b"), cost(2));

        assertThat(Arranged.of(groups, Map.of(), Arrangement.top(2)).lines())
                .hasSize(2)
                .noneMatch(Line::isRemainder);
    }

    @Test
    void a_value_named_like_the_remainder_stays_a_group() {
        Map<GroupKey, Totals> groups = Map.of(key(0, "OTHER"), cost(9), key(0, "a"), cost(1), key(0, "b"), cost(1));

        List<Line> lines = Arranged.of(groups, Map.of(), Arrangement.top(1)).lines();

        assertThat(lines).extracting(Line::folded).containsExactly(0, 2);
        assertThat(lines.get(0).totals()).isEqualTo(cost(9));
    }

    @Test
    void groups_that_were_corrected_away_are_no_lines() {
        assertThat(Arranged.of(Map.of(key(0, "a"), Totals.ZERO), Map.of(), Arrangement.COSTLIEST_FIRST)
                        .lines())
                .isEmpty();
    }

    @Test
    void sums_of_any_size_and_sign_are_exact() {
        Random random = new Random(7);
        Sum sum = new Sum();
        BigInteger expected = BigInteger.ZERO;
        for (int i = 0; i < 100_000; i++) {
            BigInteger picos = new BigInteger(1 + random.nextInt(70), random);
            picos = random.nextBoolean() ? picos : picos.negate();
            expected = expected.add(picos);
            sum.add(new Totals(1, 0, 0, 0, Quantities.NONE, Money.ZERO, Money.ofPicos(picos)));
        }

        assertThat(sum.totals().cost()).isEqualTo(Money.ofPicos(expected));
        assertThat(sum.totals().requests()).isEqualTo(100_000);
    }

    private static Map<GroupKey, Totals> groups(Random random, int count) {
        Map<GroupKey, Totals> groups = new HashMap<>();
        for (int i = 0; i < count; i++) {
            groups.put(
                    key(random.nextInt(5), "v" + random.nextInt(40), "w" + random.nextInt(3)), cost(random.nextInt(9)));
        }
        return groups;
    }

    private static GroupKey key(long window, String... values) {
        return GroupKey.of(window, List.of(values));
    }

    private static Totals cost(int dollars) {
        Money money = Money.ofPicos(dollars * 1_000_000_000_000L);
        return new Totals(dollars, 0, 0, 0, Quantities.tokens(dollars / 3, 0), money, money);
    }

    private static Totals sum(Map<GroupKey, Totals> groups) {
        return groups.values().stream().reduce(Totals.ZERO, Totals::plus);
    }
}
