package io.bedrockmeter.metering.rates;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateCardMergeTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void a_newer_publication_ends_the_older_price_where_its_own_starts() {
        Map<String, RateSchedule> table = merge(Map.of(), card(1, 0, "3.3"));

        Map<String, RateSchedule> merged = merge(table, card(2, 60, "3.0"));

        assertThat(lines(merged)).containsExactly("v1 0..60 3.3", "v2 60..open 3.0");
    }

    @Test
    void an_older_publication_imported_later_only_adds_history() {
        Map<String, RateSchedule> table = merge(Map.of(), card(2, 60, "3.0"));

        Map<String, RateSchedule> merged = merge(table, card(1, 0, "3.3"));

        assertThat(lines(merged)).containsExactly("v1 0..60 3.3", "v2 60..open 3.0");
    }

    @Test
    void a_newer_publication_corrects_a_price_of_the_same_start() {
        Map<String, RateSchedule> table = merge(Map.of(), card(9, 0, "3.3"));

        Map<String, RateSchedule> merged = merge(table, card(10, 0, "3.0"));

        assertThat(lines(merged)).containsExactly("v10 0..open 3.0");
        assertThat(merge(merged, card(9, 0, "3.3"))).isEqualTo(merged);
    }

    @Test
    void a_newer_publication_that_starts_earlier_voids_what_older_ones_said_of_later() {
        Map<String, RateSchedule> table = merge(Map.of(), card(1, 60, "3.3"));

        Map<String, RateSchedule> merged = merge(table, card(2, 30, "3.0"));

        assertThat(lines(merged)).containsExactly("v2 30..open 3.0");
    }

    @Test
    void other_layers_regions_and_units_are_left_alone() {
        RateCard bundled = with(card(1, 0, "1"), RateLayer.BUNDLED, "source");
        Map<String, RateSchedule> table = merge(Map.of(), bundled);

        Map<String, RateSchedule> merged = merge(table, card(2, 0, "2"));

        assertThat(lines(merged)).containsExactly("v1 0..open 1", "v2 0..open 2");
    }

    @Test
    void replacing_a_file_takes_away_what_is_gone_from_it_and_nothing_else() {
        Map<String, RateSchedule> table = merge(
                Map.of(),
                with(card(1, 0, "1"), RateLayer.OVERRIDE, "contract"),
                with(card(1, 5, "2"), RateLayer.OVERRIDE, "contract"),
                with(card(1, 0, "3"), RateLayer.BUNDLED, "contract"));
        RateCard edited = with(card(1, 7, "9"), RateLayer.OVERRIDE, "contract");

        Map<String, RateSchedule> replaced =
                RateCardMerge.replace(table, RateLayer.OVERRIDE, "contract", List.of(schedule(edited)));

        assertThat(lines(replaced)).containsExactly("v1 0..open 3", "v1 7..open 9");
        assertThat(RateCardMerge.replace(replaced, RateLayer.BUNDLED, "contract", List.of()))
                .hasEntrySatisfying(
                        "maker.model", schedule -> assertThat(schedule.cards()).hasSize(1));
    }

    @Test
    void publications_merge_to_the_same_cards_in_any_order_and_twice() {
        long firstSeed = Long.getLong("tests.seed", 1);
        for (long seed = firstSeed; seed < firstSeed + 2_000; seed++) {
            Random random = new Random(seed);
            List<List<RateSchedule>> publications = publications(random);
            Map<String, RateSchedule> inOrder = mergeAll(publications);
            List<List<RateSchedule>> shuffled = new ArrayList<>(publications);
            shuffled.add(publications.get(random.nextInt(publications.size())));
            Collections.shuffle(shuffled, random);

            Map<String, RateSchedule> otherwise = mergeAll(shuffled);

            assertThat(otherwise).as("seed %d", seed).isEqualTo(inOrder);
            assertThat(lines(otherwise)).as("seed %d", seed).isNotEmpty();
            assertNoOverlap(otherwise, seed);
        }
    }

    private static void assertNoOverlap(Map<String, RateSchedule> table, long seed) {
        List<String> problems = new ArrayList<>();
        table.values().forEach(schedule -> {
            Validity<RateKey, RateCard> validity = new Validity<>(RateKey::of, problems);
            schedule.cards().forEach(card -> validity.add("card", card));
        });
        assertThat(problems).as("seed %d", seed).isEmpty();
    }

    private static Map<String, RateSchedule> mergeAll(List<List<RateSchedule>> publications) {
        Map<String, RateSchedule> table = Map.of();
        for (List<RateSchedule> publication : publications) {
            table = RateCardMerge.merge(table, publication);
        }
        return table;
    }

    /** Each with prices of some models, sometimes a dated change within, sometimes with an end. */
    private static List<List<RateSchedule>> publications(Random random) {
        List<List<RateSchedule>> publications = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int version = 1; version <= count; version++) {
            List<RateSchedule> schedules = new ArrayList<>();
            for (String model : List.of("a.a", "b.b")) {
                int from = random.nextInt(10);
                RateCard card = card(version, from, Integer.toString(random.nextInt(100)));
                List<RateCard> cards = new ArrayList<>(List.of(random.nextInt(4) == 0 ? ending(card, from + 5) : card));
                if (random.nextBoolean()) {
                    cards.add(card(version, from + 5 + random.nextInt(5), "77"));
                }
                schedules.addAll(RateCardMerge.merge(Map.of(), List.of(new RateSchedule(model, cards)))
                        .values());
            }
            publications.add(schedules);
        }
        return publications;
    }

    @Test
    void a_diff_names_what_was_added_removed_repriced_and_restated() {
        Map<String, RateSchedule> before = merge(Map.of(), card(1, 0, "1"), card(1, 50, "2"));
        Map<String, RateSchedule> after = Map.of(
                "maker.model", new RateSchedule("maker.model", List.of(card(1, 0, "1"), card(2, 50, "3"))),
                "maker.new", new RateSchedule("maker.new", List.of(card(1, 0, "1"))));

        RateCardDiff diff = diff(before, after);

        assertThat(diff.changes())
                .extracting(change -> change.kind() + " " + change.model())
                .containsExactly("RESTATED maker.model", "REPRICED maker.model", "ADDED maker.new");
        assertThat(diff(after, Map.of()).count(RateCardDiff.Kind.REMOVED)).isEqualTo(3);
        assertThat(diff(after, after).isEmpty()).isTrue();
    }

    private static RateCardDiff diff(Map<String, RateSchedule> before, Map<String, RateSchedule> after) {
        return RateCardDiff.between(new RateCardTable(before, Map.of()), new RateCardTable(after, Map.of()));
    }

    private static List<String> lines(Map<String, RateSchedule> table) {
        return table.values().stream()
                .flatMap(schedule -> schedule.cards().stream())
                .map(card -> "v" + card.version() + " " + day(card.effectiveFrom()) + ".."
                        + card.effectiveTo().map(RateCardMergeTest::day).orElse("open") + " "
                        + card.usdPerUnit().toPlainString())
                .toList();
    }

    private static String day(Instant instant) {
        return Long.toString(java.time.Duration.between(START, instant).toDays());
    }

    private static Map<String, RateSchedule> merge(Map<String, RateSchedule> table, RateCard... cards) {
        return RateCardMerge.merge(table, List.of(schedule(cards)));
    }

    private static RateSchedule schedule(RateCard... cards) {
        return new RateSchedule("maker.model", List.of(cards));
    }

    private static RateCard card(int version, int fromDay, String usd) {
        return new RateCard(
                Scope.REGIONAL,
                "us-east-1",
                "default",
                Unit.INPUT_TOKEN,
                0,
                new BigDecimal(usd),
                START.plus(java.time.Duration.ofDays(fromDay)),
                Optional.empty(),
                RateLayer.AWS_PRICE_LIST,
                "source",
                Integer.toString(version));
    }

    private static RateCard ending(RateCard card, int day) {
        return new RateCard(
                card.scope(),
                card.region(),
                card.tier(),
                card.unit(),
                card.minPromptTokens(),
                card.usdPerUnit(),
                card.effectiveFrom(),
                Optional.of(START.plus(java.time.Duration.ofDays(day))),
                card.layer(),
                card.source(),
                card.version());
    }

    private static RateCard with(RateCard card, RateLayer layer, String source) {
        return new RateCard(
                card.scope(),
                card.region(),
                card.tier(),
                card.unit(),
                card.minPromptTokens(),
                card.usdPerUnit(),
                card.effectiveFrom(),
                card.effectiveTo(),
                layer,
                source,
                card.version());
    }
}
