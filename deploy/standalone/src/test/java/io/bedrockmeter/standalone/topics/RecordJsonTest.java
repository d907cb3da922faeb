package io.bedrockmeter.standalone.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.schemas.model.Charge;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RecordJsonTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static String line(Object value) {
        return RecordJson.line(new TopicRecord<>("k", Optional.of(value), NOON));
    }

    private static TagSpend spend(String team) {
        Money cost = Money.parse("0.5");
        Totals totals = new Totals(3, 1, 0, 0, Quantities.tokens(10, 0), cost, cost);
        return new TagSpend(Granularity.DAY, NOON, NOON, "Team", team, totals, 7, NOON);
    }

    @Test
    void records_become_objects_with_exact_amounts() {
        assertThat(line(spend("search")))
                .isEqualTo("{\"key\":\"k\",\"writtenAt\":\"2026-11-21T12:00:00Z\",\"value\":{\"granularity\":\"DAY\","
                        + "\"windowStart\":\"2026-11-21T12:00:00Z\",\"windowEnd\":\"2026-11-21T12:00:00Z\","
                        + "\"tagKey\":\"Team\",\"tagValue\":\"search\",\"totals\":{\"requests\":3,\"errors\":1,"
                        + "\"unpriced\":0,\"unattributed\":0,\"quantities\":{\"inputTokens\":10},"
                        + "\"listCost\":\"0.500000000000\",\"cost\":\"0.500000000000\"},\"revision\":7,"
                        + "\"updatedAt\":\"2026-11-21T12:00:00Z\"}}");
    }

    @Test
    void the_form_at_hand_is_named() {
        Money cost = Money.parse("1");
        Rating priced = new Rating.Priced(
                "m",
                Scope.GLOBAL,
                "default",
                true,
                false,
                RateLayer.BUNDLED,
                "s",
                "1",
                List.of(new Charge(Unit.INPUT_TOKEN, 2, new BigDecimal("1E-8"), cost, cost)),
                cost,
                cost);

        assertThat(line(priced)).contains("\"kind\":\"Priced\"", "\"usdPerUnit\":\"0.00000001\"");
    }

    @Test
    void a_tombstone_has_no_value() {
        assertThat(RecordJson.line(new TopicRecord<>("k", Optional.empty(), NOON)))
                .endsWith("\"value\":null}");
    }

    @Test
    void filters_find_fields_and_tags_at_any_depth() {
        String search = line(spend("search"));

        assertThat(new RecordFilter(Map.of("Team", Set.of("search", "ads"))).accepts(search))
                .isTrue();
        assertThat(new RecordFilter(Map.of("requests", Set.of("3"))).accepts(search))
                .isTrue();
        assertThat(new RecordFilter(Map.of("Team", Set.of("ads"))).accepts(search))
                .isFalse();
        assertThat(new RecordFilter(Map.of("Team", Set.of("search"), "granularity", Set.of("HOUR"))).accepts(search))
                .isFalse();
        assertThat(new RecordFilter(Map.of()).accepts(search)).isTrue();
    }
}
