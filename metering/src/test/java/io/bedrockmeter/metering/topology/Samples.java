package io.bedrockmeter.metering.topology;

import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.TagVersion;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UsageOrigin;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records for the specs: a model at 3 and 15 dollars per million tokens, called at noon. */
public final class Samples {

    public static final String MODEL = "anthropic.claude-sonnet-4-20250514-v1:0";
    public static final String PROFILE_ARN =
            "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/p24qm5pye2qr";
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private Samples() {}

    public static Invocation call(String requestId, long input, long output) {
        return call(requestId, MODEL, NOON, Quantities.tokens(input, output), Map.of());
    }

    public static Invocation call(
            String requestId, String modelId, Instant time, Quantities quantities, Map<String, String> metadata) {
        return new Invocation(
                requestId,
                time,
                "111122223333",
                "us-east-1",
                "",
                "Converse",
                modelId,
                "",
                "arn:aws:sts::111122223333:assumed-role/App/session-" + requestId,
                quantities,
                true,
                "",
                false,
                "",
                -1,
                metadata,
                UsageOrigin.INVOCATION_LOG,
                "test");
    }

    public static TagEvent tags(String requestId, Map<String, String> tags) {
        return tags(requestId, tags, NOON);
    }

    public static TagEvent tags(String requestId, Map<String, String> tags, Instant time) {
        return new TagEvent(requestId, tags, "", "", "", -1, true, "test", requestId + tags, time);
    }

    public static Profile profile(String model, Instant validFrom, Map<String, String> tags) {
        return new Profile(
                PROFILE_ARN, "search", model, Scope.REGIONAL, "ACTIVE", List.of(new TagVersion(validFrom, tags)));
    }

    /** Prices in dollars per million input and output tokens, from 2020 on. */
    public static RateSchedule rates(String model, String input, String output) {
        return new RateSchedule(model, cards(input, output, Instant.parse("2020-01-01T00:00:00Z"), RateLayer.BUNDLED));
    }

    public static List<RateCard> cards(String input, String output, Instant from, RateLayer layer) {
        List<RateCard> cards = new ArrayList<>();
        cards.add(card(Unit.INPUT_TOKEN, input, from, layer));
        cards.add(card(Unit.OUTPUT_TOKEN, output, from, layer));
        return cards;
    }

    private static RateCard card(Unit unit, String perMillion, Instant from, RateLayer layer) {
        return new RateCard(
                Scope.REGIONAL,
                RateCard.ANY_REGION,
                RateCard.DEFAULT_TIER,
                unit,
                0,
                new BigDecimal(perMillion).movePointLeft(6),
                from,
                Optional.empty(),
                layer,
                "test",
                "1");
    }

    /** One discount on every model, of an account or of all. */
    public static DiscountSchedule discount(String account, String percent, Instant from) {
        return new DiscountSchedule(
                account,
                List.of(new DiscountCard(
                        account, DiscountCard.ANY, new BigDecimal(percent), from, Optional.empty(), "contract", "7")));
    }
}
