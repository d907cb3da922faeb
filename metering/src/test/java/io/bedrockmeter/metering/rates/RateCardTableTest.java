package io.bedrockmeter.metering.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.rates.RateCardDiff.Kind;
import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.RateLayer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateCardTableTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void a_file_replaces_the_discounts_of_its_source_and_no_others() {
        RateCardTable table = RateCardTable.EMPTY
                .with(file("contract", card("111122223333", 10), card("*", 5)))
                .with(file("promotion", card("111122223333", 20)));

        RateCardTable edited = table.with(file("contract", card("444455556666", 7)));

        assertThat(lines(edited)).containsExactly("111122223333 20 promotion", "444455556666 7 contract");
        assertThat(edited.records().keySet()).containsExactly("discounts/111122223333", "discounts/444455556666");
        assertThat(edited.with(file("contract")).with(file("promotion"))).isEqualTo(RateCardTable.EMPTY);
    }

    @Test
    void files_of_other_layers_leave_discounts_alone() {
        RateCardTable table = RateCardTable.EMPTY.with(file("contract", card("*", 5)));

        RateCardTable bundled = table.with(BundledRateCards.file())
                .with(new RateCardFile(RateLayer.AWS_PRICE_LIST, "contract", "1", List.of()));

        assertThat(bundled.discounts()).isEqualTo(table.discounts());
        assertThat(bundled.plus(List.of()).discounts()).isEqualTo(table.discounts());
    }

    @Test
    void files_of_several_sources_give_the_same_table_in_any_order_and_twice() {
        long seed = Long.getLong("tests.seed", 1);
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<RateCardFile> files = new ArrayList<>();
            for (String source : List.of("a", "b", "c")) {
                files.add(file(
                        source,
                        card(random.nextBoolean() ? "*" : "111122223333", random.nextInt(101)),
                        card("444455556666", random.nextInt(101))));
            }
            RateCardTable inOrder = all(files);
            files.add(files.get(random.nextInt(3)));
            Collections.shuffle(files, random);

            assertThat(all(files)).as("seed %d, round %d", seed, round).isEqualTo(inOrder);
        }
    }

    private static RateCardTable all(List<RateCardFile> files) {
        RateCardTable table = RateCardTable.EMPTY;
        for (RateCardFile file : files) {
            table = table.with(file);
        }
        return table;
    }

    @Test
    void a_diff_tells_discounts_that_come_change_and_go() {
        RateCardTable before = RateCardTable.EMPTY.with(
                file("contract", card("111122223333", 10), card("444455556666", 7), card("777788889999", 3)));
        RateCardTable after = RateCardTable.EMPTY.with(new RateCardFile(
                RateLayer.OVERRIDE,
                "contract",
                "8",
                List.of(),
                List.of(
                        version("8", card("111122223333", 10)),
                        version("8", card("444455556666", 9)),
                        version("8", card("*", 1)))));

        RateCardDiff diff = RateCardDiff.between(before, after);

        assertThat(diff.discounts())
                .extracting(change -> change.kind() + " " + change.card().account())
                .containsExactly("ADDED *", "RESTATED 111122223333", "REPRICED 444455556666", "REMOVED 777788889999");
        assertThat(diff.countDiscounts(Kind.ADDED)).isEqualTo(1);
        assertThat(diff.isEmpty()).isFalse();
        assertThat(RateCardDiff.between(after, after).isEmpty()).isTrue();
    }

    private static List<String> lines(RateCardTable table) {
        return table.discounts().values().stream()
                .flatMap(schedule -> schedule.discounts().stream())
                .map(card -> card.account() + " " + card.percent() + " " + card.source())
                .toList();
    }

    private static RateCardFile file(String source, DiscountCard... cards) {
        List<DiscountCard> own = new ArrayList<>();
        for (DiscountCard card : cards) {
            own.add(new DiscountCard(
                    card.account(),
                    card.model(),
                    card.percent(),
                    card.effectiveFrom(),
                    card.effectiveTo(),
                    source,
                    card.version()));
        }
        return new RateCardFile(RateLayer.OVERRIDE, source, "7", List.of(), own);
    }

    private static DiscountCard version(String version, DiscountCard card) {
        return new DiscountCard(
                card.account(), card.model(), card.percent(), START, Optional.empty(), card.source(), version);
    }

    private static DiscountCard card(String account, int percent) {
        return new DiscountCard(
                account, DiscountCard.ANY, BigDecimal.valueOf(percent), START, Optional.empty(), "contract", "7");
    }
}
