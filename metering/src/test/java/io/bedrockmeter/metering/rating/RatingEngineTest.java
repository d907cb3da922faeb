package io.bedrockmeter.metering.rating;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.metering.rates.BundledRateCards;
import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.Charge;
import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.ModelIdentity;
import io.bedrockmeter.schemas.model.ModelIdentity.Kind;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.Rating.Priced;
import io.bedrockmeter.schemas.model.Rating.Unpriced;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UnpricedReason;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RatingEngineTest {

    private static final Instant NOON = Instant.parse("2026-09-01T12:00:00Z");
    private static final RateTable BUNDLED = RateTable.of(BundledRateCards.load());
    private static final Quantities ONE_OF_EACH = Quantities.tokens(1, 1);

    @Test
    void cost_is_quantity_times_rate_for_each_component() {
        Quantities quantities = Quantities.builder()
                .set(Unit.INPUT_TOKEN, 3)
                .set(Unit.OUTPUT_TOKEN, 52)
                .set(Unit.CACHE_READ_TOKEN, 1_000)
                .set(Unit.CACHE_WRITE_5M_TOKEN, 24_479)
                .build();

        Rating rating = bundled("us.anthropic.claude-sonnet-4-6", "us-east-1", quantities);

        assertThat(rating.charges())
                .extracting(charge -> charge.unit() + " " + charge.cost())
                .containsExactly(
                        "INPUT_TOKEN 0.000009900000",
                        "OUTPUT_TOKEN 0.000858000000",
                        "CACHE_READ_TOKEN 0.000330000000",
                        "CACHE_WRITE_5M_TOKEN 0.100975875000");
        assertThat(rating.cost()).hasToString("0.102173775000");
    }

    @Test
    void a_cached_prefix_of_120000_tokens_costs_more_for_an_hour_than_for_five_minutes() {
        Quantities fiveMinutes =
                Quantities.builder().set(Unit.CACHE_WRITE_5M_TOKEN, 120_000).build();
        Quantities oneHour =
                Quantities.builder().set(Unit.CACHE_WRITE_1H_TOKEN, 120_000).build();

        assertThat(bundled("us.anthropic.claude-sonnet-4-6", "us-east-1", fiveMinutes)
                        .cost())
                .hasToString("0.495000000000");
        assertThat(bundled("us.anthropic.claude-sonnet-4-6", "us-east-1", oneHour)
                        .cost())
                .hasToString("0.792000000000");
        assertThat(bundled("global.anthropic.claude-sonnet-4-6", "us-east-1", oneHour)
                        .cost())
                .hasToString("0.720000000000");
    }

    @ParameterizedTest
    @CsvSource({
        "anthropic.claude-sonnet-4-6,        us-east-1,      0.0000198",
        "us.anthropic.claude-sonnet-4-6,     us-west-2,      0.0000198",
        "eu.anthropic.claude-sonnet-4-6,     eu-central-1,   0.0000198",
        "jp.anthropic.claude-sonnet-4-6,     ap-northeast-1, 0.0000198",
        "global.anthropic.claude-sonnet-4-6, us-east-1,      0.000018",
        "global.anthropic.claude-sonnet-4-6, ap-south-1,     0.000018",
        "us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0, us-gov-west-1, 0.0000216",
        "apac.amazon.nova-micro-v1:0,        ap-northeast-1, 0.000000185",
        "amazon.nova-micro-v1:0,             us-east-1,      0.000000175",
        "amazon.nova-micro-v1:0,             sa-east-1,      0.000000175",
        "us.openai.gpt-5.6-sol,              us-west-2,      0.0000385",
        "meta.llama3-8b-instruct-v1:0,       ap-south-1,     0.00000108",
        "bedrock-unknown,                    us-east-1,      unpriced",
        // Not sold at a price anyone lists: never a guess.
        "anthropic.claude-sonnet-4-6,        ap-south-1,     unpriced",
        "anthropic.claude-sonnet-4-6,        us-gov-west-1,  unpriced",
        "global.anthropic.claude-opus-4-1-20250805-v1:0, us-east-1, unpriced",
        "anthropic.claude-mythos-preview,    us-east-1,      unpriced"
    })
    void one_token_in_and_one_out_cost_what_the_source_region_lists(String model, String region, String usd) {
        Rating rating = bundled(model, region, ONE_OF_EACH);

        if (usd.equals("unpriced")) {
            assertThat(rating).isInstanceOf(Unpriced.class);
        } else {
            assertThat(rating.cost().usd()).isEqualByComparingTo(usd);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "amazon.nova-micro-v1:0,                                 us-east-1,    default, CACHE_READ_TOKEN",
        "amazon.nova-lite-v1:0,                                  us-east-1,    default, CACHE_READ_TOKEN",
        "amazon.nova-pro-v1:0,                                   us-east-1,    default, CACHE_WRITE_5M_TOKEN",
        "us.amazon.nova-premier-v1:0,                            us-east-1,    default, CACHE_READ_TOKEN",
        "us.amazon.nova-2-lite-v1:0,                             us-east-1,    default, CACHE_WRITE_5M_TOKEN",
        "anthropic.claude-sonnet-4-5-20250929-v1:0,              ca-central-1, default, INPUT_TOKEN",
        "anthropic.claude-sonnet-4-5-20250929-v1:0,              ap-south-1,   default, INPUT_TOKEN",
        "anthropic.claude-haiku-4-5-20251001-v1:0,               ca-central-1, default, INPUT_TOKEN",
        "anthropic.claude-haiku-4-5-20251001-v1:0,               sa-east-1,    default, INPUT_TOKEN",
        "anthropic.claude-opus-4-5-20251101-v1:0,                ap-south-1,   default, INPUT_TOKEN",
        "anthropic.claude-opus-4-5-20251101-v1:0,                ap-northeast-1, default, INPUT_TOKEN",
        "anthropic.claude-opus-4-6-v1,                           ap-south-1,   default, INPUT_TOKEN",
        "anthropic.claude-opus-4-7,                              ap-south-1,   default, INPUT_TOKEN",
        "anthropic.claude-opus-4-7,                              us-gov-west-1, default, INPUT_TOKEN",
        "anthropic.claude-sonnet-5,                              ca-central-1, default, INPUT_TOKEN",
        "anthropic.claude-3-5-sonnet-20241022-v2:0,              us-east-1,    default, CACHE_WRITE_1H_TOKEN",
        "anthropic.claude-sonnet-4-20250514-v1:0,                us-east-1,    default, CACHE_WRITE_1H_TOKEN",
        "global.amazon.nova-lite-v1:0,                           us-east-1,    default, INPUT_TOKEN",
        "amazon.nova-micro-v1:0,                                 us-east-1,    batch,   INPUT_TOKEN"
    })
    void what_the_documentation_says_the_bundled_prices_lack_is_unpriced(
            String model, String region, String tier, Unit unit) {
        Quantities one = Quantities.builder().set(unit, 1).build();

        Rating rating = RatingEngine.rate(request(model, region, tier, one));

        assertThat(rating)
                .isInstanceOfSatisfying(
                        Unpriced.class,
                        unpriced -> assertThat(unpriced.reason()).isEqualTo(UnpricedReason.NO_RATE));
    }

    @ParameterizedTest
    @CsvSource({
        "global.anthropic.claude-sonnet-4-6,                 ca-central-1",
        "global.anthropic.claude-opus-4-5-20251101-v1:0,     ap-south-1",
        "anthropic.claude-haiku-4-5-20251001-v1:0,           ap-south-1"
    })
    void what_the_documentation_says_they_have_is_priced(String model, String region) {
        assertThat(bundled(model, region, ONE_OF_EACH)).isInstanceOf(Priced.class);
    }

    @ParameterizedTest
    @CsvSource({"200000, 0, 0.660, 0.0000165", "200001, 0, 1.3200066, 0.00002475", "100000, 100001, 0.660, 0.00002475"})
    void a_prompt_above_the_limit_costs_the_long_context_price_for_everything(
            long input, long cacheRead, String inputUsd, String outputUsd) {
        Quantities quantities = Quantities.builder()
                .set(Unit.INPUT_TOKEN, input)
                .set(Unit.CACHE_READ_TOKEN, cacheRead)
                .set(Unit.OUTPUT_TOKEN, 1)
                .build();

        Rating rating = bundled("us.anthropic.claude-sonnet-4-5-20250929-v1:0", "us-east-1", quantities);

        assertThat(rating.charges().get(0).cost().usd()).isEqualByComparingTo(inputUsd);
        assertThat(rating.charges().get(1).cost().usd()).isEqualByComparingTo(outputUsd);
    }

    @Test
    void the_rate_in_force_at_event_time_is_used_and_its_end_is_exclusive() {
        Instant change = Instant.parse("2026-06-01T00:00:00Z");
        RateSchedule schedule = schedule(
                card("1", RateLayer.OVERRIDE, "*", Instant.EPOCH, Optional.of(change)),
                card("2", RateLayer.OVERRIDE, "*", change, Optional.empty()));

        assertThat(priceAt(schedule, change.minusMillis(1))).isEqualByComparingTo("1");
        assertThat(priceAt(schedule, change)).isEqualByComparingTo("2");
        assertThat(rate(schedule, Instant.EPOCH.minusMillis(1), 1)).isInstanceOf(Unpriced.class);
    }

    @Test
    void a_stronger_layer_wins_over_a_nearer_region() {
        RateSchedule schedule = schedule(
                card("1", RateLayer.BUNDLED, "us-east-1", Instant.EPOCH, Optional.empty()),
                card("2", RateLayer.AWS_PRICE_LIST, "us-*", Instant.EPOCH, Optional.empty()),
                card("3", RateLayer.OVERRIDE, "*", NOON.plusSeconds(1), Optional.empty()));

        assertThat(priceAt(schedule, NOON)).isEqualByComparingTo("2");
        assertThat(priceAt(schedule, NOON.plusSeconds(1))).isEqualByComparingTo("3");
    }

    @Test
    void the_source_of_a_rating_is_that_of_its_first_charge() {
        RateSchedule schedule = schedule(card("1", RateLayer.AWS_PRICE_LIST, "*", Instant.EPOCH, Optional.empty()));

        Priced priced = (Priced) rate(schedule, NOON, 5);

        assertThat(priced.layer()).isEqualTo(RateLayer.AWS_PRICE_LIST);
        assertThat(priced.source()).isEqualTo("source");
        assertThat(priced.version()).isEqualTo("1");
    }

    @Test
    void nothing_consumed_of_a_known_model_costs_nothing() {
        Rating rating = bundled("anthropic.claude-sonnet-4-6", "ap-south-1", Quantities.NONE);

        assertThat(rating).isInstanceOf(Priced.class);
        assertThat(rating.charges()).isEmpty();
        assertThat(rating.cost().signum()).isZero();
    }

    @Test
    void nothing_consumed_of_an_unknown_model_is_still_unknown() {
        Unpriced unpriced = (Unpriced) bundled("maker.model-x", "us-east-1", Quantities.NONE);

        assertThat(unpriced.reason()).isEqualTo(UnpricedReason.UNKNOWN_MODEL);
        assertThat(unpriced.detail()).contains("maker.model-x");
    }

    @Test
    void one_unit_without_a_rate_leaves_the_whole_call_unpriced_and_is_named() {
        Quantities quantities =
                Quantities.tokens(10, 10).toBuilder().set(Unit.OUTPUT_IMAGE, 1).build();

        Unpriced unpriced = (Unpriced) bundled("us.anthropic.claude-sonnet-4-6", "us-east-1", quantities);

        assertThat(unpriced.reason()).isEqualTo(UnpricedReason.NO_RATE);
        assertThat(unpriced.detail())
                .isEqualTo("no rate for outputImages of anthropic.claude-sonnet-4-6 in Region us-east-1, tier default,"
                        + " scope regional at 2026-09-01T12:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"flex, NO_RATE", "priority, NO_RATE", "batch, NO_RATE", "reserved, PROVISIONED_THROUGHPUT"})
    void a_tier_without_cards_is_never_priced_as_another_tier(String tier, UnpricedReason reason) {
        RatingRequest request = request("us.anthropic.claude-sonnet-4-6", "us-east-1", tier, ONE_OF_EACH);

        Rating rating = RatingEngine.rate(request);

        assertThat(((Unpriced) rating).reason()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "provisioned-model/abcdef123456, PROVISIONED_THROUGHPUT",
        "imported-model/abcdef123456, IMPORTED_MODEL",
        "custom-model/amazon.nova-micro-v1:0/abcdef123456, CUSTOM_MODEL",
        "custom-model-deployment/abcdef123456, CUSTOM_MODEL",
        "application-inference-profile/abcdef123456, UNKNOWN_PROFILE",
        "prompt-router/abcdef123456, UNRESOLVED_RESOURCE",
        "prompt/ABCDEFGHIJ, UNRESOLVED_RESOURCE"
    })
    void what_is_not_billed_by_tokens_says_so(String resource, UnpricedReason reason) {
        Rating rating = bundled("arn:aws:bedrock:us-east-1:111122223333:" + resource, "us-east-1", ONE_OF_EACH);

        assertThat(((Unpriced) rating).reason()).isEqualTo(reason);
    }

    @Test
    void an_application_profile_costs_what_its_model_costs() {
        RatingRequest request = new RatingRequest(
                Kind.APPLICATION_PROFILE,
                "anthropic.claude-sonnet-4-6",
                Scope.GLOBAL,
                "us-east-1",
                "default",
                true,
                NOON,
                ONE_OF_EACH,
                false,
                BUNDLED.find("anthropic.claude-sonnet-4-6"),
                Optional.empty());

        assertThat(RatingEngine.rate(request).cost().usd()).isEqualByComparingTo("0.000018");
    }

    @Test
    void what_was_assumed_is_said() {
        Quantities write =
                Quantities.builder().set(Unit.CACHE_WRITE_5M_TOKEN, 1).build();

        Priced assumed = (Priced) bundled("us.anthropic.claude-sonnet-4-6", "us-east-1", write);
        Priced nothingWritten = (Priced) bundled("us.anthropic.claude-sonnet-4-6", "us-east-1", ONE_OF_EACH);

        assertThat(assumed.cacheTtlAssumed()).isTrue();
        assertThat(assumed.tierAssumed()).isTrue();
        assertThat(nothingWritten.cacheTtlAssumed()).isFalse();
    }

    @Test
    void amounts_are_rounded_half_up_per_component_only() {
        RateSchedule schedule = schedule(new RateCard(
                Scope.REGIONAL,
                "*",
                "default",
                Unit.INPUT_TOKEN,
                0,
                new BigDecimal("0.0000000000005"),
                Instant.EPOCH,
                Optional.empty(),
                RateLayer.OVERRIDE,
                "source",
                "1"));

        assertThat(rate(schedule, NOON, 1).cost()).hasToString("0.000000000001");
        assertThat(rate(schedule, NOON, 2).cost()).hasToString("0.000000000001");
        assertThat(rate(schedule, NOON, 3).cost()).hasToString("0.000000000002");
    }

    @Test
    void a_discount_lowers_the_cost_and_leaves_the_list_cost() {
        RateSchedule schedule = schedule(card("1", RateLayer.OVERRIDE, "*", Instant.EPOCH, Optional.empty()));

        Priced priced = (Priced) rate(schedule, NOON, 8, Optional.of(discount("12.5")));

        assertThat(priced.listCost()).hasToString("8.000000000000");
        assertThat(priced.cost()).hasToString("7.000000000000");
        assertThat(priced.charges().get(0).usdPerUnit()).isEqualByComparingTo("1");
        assertThat(priced.discount())
                .contains(
                        new AppliedDiscount(new BigDecimal("12.5"), "111122223333", DiscountCard.ANY, "contract", "7"));
    }

    @ParameterizedTest
    @CsvSource({
        // The exact product decides, never the rounded list cost: 0.0000000000009 half up is 0.000000000001.
        "0.0000000000009, 1, 50, 0.000000000001, 0.000000000000",
        "0.0000000000010, 1, 50, 0.000000000001, 0.000000000001",
        "0.0000000000014, 1, 50, 0.000000000001, 0.000000000001",
        "0.000003, 7, 33.333333333333, 0.000021000000, 0.000014000000",
        "0.000003, 7, 0, 0.000021000000, 0.000021000000",
        "0.000003, 7, 100, 0.000021000000, 0.000000000000"
    })
    void a_discounted_cost_is_rounded_half_up_once_from_the_exact_price(
            String price, long tokens, String percent, String listCost, String cost) {
        RateSchedule schedule = schedule(card(price, RateLayer.OVERRIDE, "*", Instant.EPOCH, Optional.empty()));

        Rating rating = rate(schedule, NOON, tokens, Optional.of(discount(percent)));

        assertThat(rating.listCost()).hasToString(listCost);
        assertThat(rating.cost()).hasToString(cost);
        assertThat(rating.negate().cost().plus(rating.cost())).isEqualTo(Money.ZERO);
    }

    @Test
    void a_discount_comes_off_whichever_layer_prices_the_call() {
        RateCard bundled = card("1", RateLayer.BUNDLED, "*", Instant.EPOCH, Optional.empty());
        RateCard listed = card("2", RateLayer.AWS_PRICE_LIST, "*", Instant.EPOCH, Optional.empty());
        RateCard own = card("4", RateLayer.OVERRIDE, "*", Instant.EPOCH, Optional.empty());
        Optional<DiscountCard> tenth = Optional.of(discount("10"));

        assertThat(rate(schedule(bundled), NOON, 1, tenth).cost().usd()).isEqualByComparingTo("0.9");
        assertThat(rate(schedule(listed, bundled), NOON, 1, tenth).cost().usd()).isEqualByComparingTo("1.8");
        assertThat(rate(schedule(bundled, own, listed), NOON, 1, tenth).cost().usd())
                .isEqualByComparingTo("3.6");
        assertThat(rate(schedule(bundled, own, listed), NOON, 1, tenth)
                        .listCost()
                        .usd())
                .isEqualByComparingTo("4");
    }

    @Test
    void values_of_a_record_are_quoted_short() {
        Unpriced unpriced = (Unpriced) bundled("maker." + "x".repeat(2_000), "us-east-1", ONE_OF_EACH);

        assertThat(unpriced.detail()).hasSizeLessThan(120);
    }

    private static Rating bundled(String modelId, String region, Quantities quantities) {
        return RatingEngine.rate(request(modelId, region, "default", quantities));
    }

    private static RatingRequest request(String modelId, String region, String tier, Quantities quantities) {
        ModelIdentity identity = ModelIdentity.of(modelId);
        return new RatingRequest(
                identity.kind(),
                identity.baseModel(),
                identity.scope(),
                region,
                tier,
                true,
                NOON,
                quantities,
                false,
                BUNDLED.find(identity.baseModel()),
                Optional.empty());
    }

    private static BigDecimal priceAt(RateSchedule schedule, Instant time) {
        List<Charge> charges = rate(schedule, time, 1).charges();
        assertThat(charges).hasSize(1);
        return charges.get(0).usdPerUnit();
    }

    private static Rating rate(RateSchedule schedule, Instant time, long inputTokens) {
        return rate(schedule, time, inputTokens, Optional.empty());
    }

    private static Rating rate(RateSchedule schedule, Instant time, long inputTokens, Optional<DiscountCard> discount) {
        return RatingEngine.rate(new RatingRequest(
                Kind.FOUNDATION_MODEL,
                schedule.model(),
                Scope.REGIONAL,
                "us-east-1",
                "default",
                false,
                time,
                Quantities.tokens(inputTokens, 0),
                true,
                Optional.of(CompiledSchedule.of(schedule)),
                discount));
    }

    private static DiscountCard discount(String percent) {
        return new DiscountCard(
                "111122223333",
                DiscountCard.ANY,
                new BigDecimal(percent),
                Instant.EPOCH,
                Optional.empty(),
                "contract",
                "7");
    }

    private static RateSchedule schedule(RateCard... cards) {
        return new RateSchedule("maker.model", List.of(cards));
    }

    private static RateCard card(String usd, RateLayer layer, String region, Instant from, Optional<Instant> to) {
        return new RateCard(
                Scope.REGIONAL,
                region,
                "default",
                Unit.INPUT_TOKEN,
                0,
                new BigDecimal(usd),
                from,
                to,
                layer,
                "source",
                usd);
    }
}
