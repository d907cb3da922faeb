package io.bedrockmeter.metering.export.focus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bedrockmeter.metering.export.table.ColumnType;
import io.bedrockmeter.metering.export.table.Value;
import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.Dimensions;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The values of FOCUS columns that take more than a look (FOCUS 1.2, chapter Columns). */
final class FocusValues {

    private static final ObjectMapper JSON = new ObjectMapper();

    private FocusValues() {}

    /** The value of a dimension; nothing where the record does not tell or it does not apply. */
    static Value ifKnown(String dimension) {
        return dimension.equals(Dimensions.UNKNOWN) || dimension.equals(Dimensions.NONE)
                ? Value.ABSENT
                : Value.ofNonEmpty(dimension);
    }

    static Value cost(FocusCharge charge) {
        return Value.of(charge.sum().cost().usd());
    }

    /** May not be null in FOCUS; {@link Dimensions#UNKNOWN} where neither settings nor record name an account. */
    static Value billingAccount(FocusCharge charge) {
        String configured = charge.settings().billingAccountId();
        return Value.of(configured.isEmpty() ? charge.cell().account() : configured);
    }

    static Value subAccountName(FocusCharge charge) {
        String account = charge.cell().account();
        return ifKnown(charge.settings().accountNames().getOrDefault(account, account));
    }

    static Value subAccountType(FocusCharge charge) {
        return charge.cell().account().equals(Dimensions.UNKNOWN) ? Value.ABSENT : Value.of("Account");
    }

    static Value chargeCategory(FocusCharge charge) {
        return Value.of(charge.meter() instanceof Meter.Adjustment ? "Adjustment" : "Usage");
    }

    static Value chargeFrequency(FocusCharge charge) {
        return Value.of(charge.meter() instanceof Meter.Adjustment ? "One-Time" : "Usage-Based");
    }

    static Value pricingCategory(FocusCharge charge) {
        if (charge.meter() instanceof Meter.Adjustment) {
            return Value.ABSENT;
        }
        return Value.of(charge.meter() instanceof Meter.Priced ? "Standard" : "Other");
    }

    static Value description(FocusCharge charge) {
        Dimensions cell = charge.cell();
        if (charge.meter() instanceof Meter.Priced priced) {
            UnitPricing pricing = UnitPricing.of(priced.counted());
            return Value.of("%s of %s in %s, scope %s, tier %s, at %s USD per %s (estimate at list price%s)"
                    .formatted(
                            pricing.meter(),
                            cell.model(),
                            cell.region(),
                            cell.scope(),
                            cell.tier(),
                            pricing.unitPrice(priced.usdPerUnit()).toPlainString(),
                            pricing.pricingUnit(),
                            priced.discount()
                                    .map(discount -> " less " + discount)
                                    .orElse("")));
        }
        if (charge.meter() instanceof Meter.Unpriced unpriced) {
            return Value.of("Unpriced, not free: %s of %s in %s have no price (%s)"
                    .formatted(
                            UnitPricing.of(unpriced.counted()).meter(),
                            cell.model(),
                            cell.region(),
                            unpriced.reason()));
        }
        return Value.of("Difference between the cost of requests and the sum of their charges");
    }

    static Value consumedQuantity(FocusCharge charge) {
        return pricing(charge, pricing -> Value.of(pricing.consumed(charge.sum().quantity())));
    }

    static Value consumedUnit(FocusCharge charge) {
        return pricing(charge, pricing -> Value.of(pricing.consumedUnit()));
    }

    static Value pricingQuantity(FocusCharge charge) {
        return pricing(charge, pricing -> Value.of(pricing.priced(charge.sum().quantity())));
    }

    static Value pricingUnit(FocusCharge charge) {
        return pricing(charge, pricing -> Value.of(pricing.pricingUnit()));
    }

    static Value skuMeter(FocusCharge charge) {
        return pricing(charge, pricing -> Value.of(pricing.meter()));
    }

    static Value skuId(FocusCharge charge) {
        return pricing(charge, pricing -> Value.of(skuId(charge, pricing)));
    }

    static Value listUnitPrice(FocusCharge charge) {
        return charge.meter() instanceof Meter.Priced priced
                ? Value.of(inScale(UnitPricing.of(priced.counted()).unitPrice(priced.usdPerUnit())))
                : Value.ABSENT;
    }

    /** The list price less the discount; nothing where there is no list price. */
    static Value contractedUnitPrice(FocusCharge charge) {
        return charge.meter() instanceof Meter.Priced priced
                ? Value.of(inScale(UnitPricing.of(priced.counted()).unitPrice(priced.contractedUsdPerUnit())))
                : Value.ABSENT;
    }

    static Value discount(FocusCharge charge, Function<AppliedDiscount, Value> part) {
        return charge.meter() instanceof Meter.Priced priced
                ? priced.discount().map(part).orElse(Value.ABSENT)
                : Value.ABSENT;
    }

    /** Names the price itself, so that one id never stands for two prices (long-context prices, price changes). */
    static Value skuPriceId(FocusCharge charge) {
        if (!(charge.meter() instanceof Meter.Priced priced)) {
            return Value.ABSENT;
        }
        Dimensions cell = charge.cell();
        return Value.of(String.join(
                "/",
                skuId(charge, UnitPricing.of(priced.counted())),
                cell.scope(),
                cell.region(),
                cell.tier(),
                priced.usdPerUnit().toPlainString()));
    }

    static Value skuPriceDetails(FocusCharge charge) {
        if (!(charge.meter() instanceof Meter.Priced)) {
            return Value.ABSENT;
        }
        Map<String, String> details = new LinkedHashMap<>();
        details.put("x_Model", charge.cell().model());
        details.put("x_Region", charge.cell().region());
        details.put("x_Scope", charge.cell().scope());
        details.put("x_Tier", charge.cell().tier());
        return Value.of(json(details));
    }

    /** The taxonomy tags that someone gave; nothing where there are none. */
    static Value tags(FocusCharge charge) {
        Map<String, String> given = new LinkedHashMap<>(charge.cell().tags());
        given.values().removeIf(Dimensions.UNATTRIBUTED::equals);
        return given.isEmpty() ? Value.ABSENT : Value.of(json(given));
    }

    static Value resource(FocusCharge charge, Function<BilledResource, String> part) {
        return BilledResource.of(charge.cell()).map(part).map(Value::of).orElse(Value.ABSENT);
    }

    static Value rate(FocusCharge charge, Function<Meter.Priced, String> part) {
        return charge.meter() instanceof Meter.Priced priced ? Value.ofNonEmpty(part.apply(priced)) : Value.ABSENT;
    }

    static Value assumed(FocusCharge charge, Predicate<Meter.Priced> assumption) {
        return Value.of(charge.meter() instanceof Meter.Priced priced && assumption.test(priced));
    }

    static Value unpricedReason(FocusCharge charge) {
        return charge.meter() instanceof Meter.Unpriced unpriced
                ? Value.of(unpriced.reason().name())
                : Value.ABSENT;
    }

    private static String skuId(FocusCharge charge, UnitPricing pricing) {
        return charge.cell().model() + "/" + pricing.sku();
    }

    private static Value pricing(FocusCharge charge, Function<UnitPricing, Value> value) {
        return charge.meter().unit().map(UnitPricing::of).map(value).orElse(Value.ABSENT);
    }

    /** Unit prices with more places than the column has are rounded; costs never need it. */
    private static BigDecimal inScale(BigDecimal price) {
        return price.scale() <= ColumnType.DECIMAL_SCALE
                ? price
                : price.setScale(ColumnType.DECIMAL_SCALE, RoundingMode.HALF_UP);
    }

    private static String json(Map<String, String> map) {
        try {
            return JSON.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of strings is always JSON", e);
        }
    }
}
