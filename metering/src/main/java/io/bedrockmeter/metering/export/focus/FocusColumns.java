package io.bedrockmeter.metering.export.focus;

import static io.bedrockmeter.metering.export.focus.FocusValues.ifKnown;

import io.bedrockmeter.metering.export.table.Column;
import io.bedrockmeter.metering.export.table.ColumnType;
import io.bedrockmeter.metering.export.table.TableSchema;
import io.bedrockmeter.metering.export.table.Value;
import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The columns of the data set, FOCUS ones in the order of the specification, ours ({@code x_…}) after them. Which columns
 * of FOCUS 1.2 are left out, and why, is in {@code export/focus-1.2-columns.csv}.
 */
final class FocusColumns {

    private static final boolean NEVER_NULL = true;
    private static final boolean NULLABLE = false;

    /** Every column, in order. */
    static final List<FocusColumn> ALL = all();

    /** The columns as a table. */
    static final TableSchema SCHEMA =
            new TableSchema("focus_1_2", ALL.stream().map(FocusColumn::column).toList());

    private FocusColumns() {}

    /** The row of a charge. */
    static List<Value> row(FocusCharge charge) {
        List<Value> row = new ArrayList<>(ALL.size());
        for (FocusColumn column : ALL) {
            row.add(column.value().apply(charge));
        }
        return row;
    }

    private static List<FocusColumn> all() {
        List<FocusColumn> columns = new ArrayList<>();
        columns.addAll(costsAndAccounts());
        columns.addAll(chargeAndPrice());
        columns.addAll(serviceAndSku());
        columns.addAll(ours());
        return List.copyOf(columns);
    }

    private static List<FocusColumn> costsAndAccounts() {
        return List.of(
                text("AvailabilityZone", NULLABLE, charge -> Value.ABSENT),
                decimal("BilledCost", NEVER_NULL, FocusValues::cost),
                text("BillingAccountId", NEVER_NULL, FocusValues::billingAccount),
                text(
                        "BillingAccountName",
                        NULLABLE,
                        charge -> Value.ofNonEmpty(charge.settings().billingAccountName())),
                text("BillingCurrency", NEVER_NULL, charge -> Value.of("USD")),
                time("BillingPeriodEnd", charge -> Value.of(charge.billingPeriodEnd())),
                time("BillingPeriodStart", charge -> Value.of(charge.billingPeriodStart())),
                text("ChargeCategory", NEVER_NULL, FocusValues::chargeCategory),
                text("ChargeClass", NULLABLE, charge -> Value.ABSENT),
                text("ChargeDescription", NULLABLE, FocusValues::description),
                text("ChargeFrequency", NEVER_NULL, FocusValues::chargeFrequency),
                time("ChargePeriodEnd", charge -> Value.of(charge.periodEnd())),
                time("ChargePeriodStart", charge -> Value.of(charge.periodStart())));
    }

    private static List<FocusColumn> chargeAndPrice() {
        return List.of(
                decimal("ConsumedQuantity", NULLABLE, FocusValues::consumedQuantity),
                text("ConsumedUnit", NULLABLE, FocusValues::consumedUnit),
                decimal("ContractedCost", NEVER_NULL, FocusValues::cost),
                decimal("ContractedUnitPrice", NULLABLE, FocusValues::contractedUnitPrice),
                decimal("EffectiveCost", NEVER_NULL, FocusValues::cost),
                text("InvoiceId", NULLABLE, charge -> Value.ABSENT),
                text(
                        "InvoiceIssuerName",
                        NEVER_NULL,
                        charge -> Value.of(charge.settings().invoiceIssuer())),
                decimal(
                        "ListCost",
                        NEVER_NULL,
                        charge -> Value.of(charge.sum().listCost().usd())),
                decimal("ListUnitPrice", NULLABLE, FocusValues::listUnitPrice),
                text("PricingCategory", NULLABLE, FocusValues::pricingCategory),
                decimal("PricingQuantity", NULLABLE, FocusValues::pricingQuantity),
                text("PricingUnit", NULLABLE, FocusValues::pricingUnit),
                text("ProviderName", NEVER_NULL, charge -> Value.of("AWS")),
                text(
                        "PublisherName",
                        NEVER_NULL,
                        charge -> Value.of(Publishers.of(charge.cell().model()))));
    }

    private static List<FocusColumn> serviceAndSku() {
        return List.of(
                text("RegionId", NULLABLE, charge -> ifKnown(charge.cell().region())),
                text(
                        "RegionName",
                        NULLABLE,
                        charge -> ifKnown(Regions.name(charge.cell().region()))),
                text("ResourceId", NULLABLE, charge -> FocusValues.resource(charge, BilledResource::id)),
                text("ResourceName", NULLABLE, charge -> Value.ABSENT),
                text("ResourceType", NULLABLE, charge -> FocusValues.resource(charge, BilledResource::type)),
                text("ServiceCategory", NEVER_NULL, charge -> Value.of("AI and Machine Learning")),
                text("ServiceName", NEVER_NULL, charge -> Value.of("Amazon Bedrock")),
                text("ServiceSubcategory", NEVER_NULL, charge -> Value.of("Generative AI")),
                text("SkuId", NULLABLE, FocusValues::skuId),
                text("SkuMeter", NULLABLE, FocusValues::skuMeter),
                text("SkuPriceDetails", NULLABLE, FocusValues::skuPriceDetails),
                text("SkuPriceId", NULLABLE, FocusValues::skuPriceId),
                text("SubAccountId", NULLABLE, charge -> ifKnown(charge.cell().account())),
                text("SubAccountName", NULLABLE, FocusValues::subAccountName),
                text("SubAccountType", NULLABLE, FocusValues::subAccountType),
                text("Tags", NULLABLE, FocusValues::tags));
    }

    private static List<FocusColumn> ours() {
        return List.of(
                tokens("x_InputTokens", Unit.INPUT_TOKEN),
                tokens("x_OutputTokens", Unit.OUTPUT_TOKEN),
                tokens("x_CacheReadTokens", Unit.CACHE_READ_TOKEN),
                tokens("x_CacheWrite5mTokens", Unit.CACHE_WRITE_5M_TOKEN),
                tokens("x_CacheWrite1hTokens", Unit.CACHE_WRITE_1H_TOKEN),
                whole("x_Requests", charge -> Value.of(charge.sum().requests())),
                text("x_Model", NEVER_NULL, charge -> Value.of(charge.cell().model())),
                text(
                        "x_ModelAsCalled",
                        NEVER_NULL,
                        charge -> Value.of(charge.cell().modelAsCalled())),
                dimension("x_Scope", Dimensions::scope),
                dimension("x_Tier", Dimensions::tier),
                flag("x_TierAssumed", charge -> FocusValues.assumed(charge, Meter.Priced::tierAssumed)),
                flag("x_CacheTtlAssumed", charge -> FocusValues.assumed(charge, Meter.Priced::cacheTtlAssumed)),
                dimension("x_Operation", Dimensions::operation),
                dimension("x_Principal", Dimensions::principal),
                dimension("x_Project", Dimensions::project),
                dimension("x_InferenceProfile", Dimensions::profile),
                text(
                        "x_RateLayer",
                        NULLABLE,
                        charge -> FocusValues.rate(charge, rate -> rate.layer().name())),
                text("x_RateSource", NULLABLE, charge -> FocusValues.rate(charge, Meter.Priced::source)),
                text("x_RateVersion", NULLABLE, charge -> FocusValues.rate(charge, Meter.Priced::version)),
                decimal(
                        "x_DiscountPercent",
                        NULLABLE,
                        charge -> FocusValues.discount(charge, discount -> Value.of(discount.percent()))),
                discount("x_DiscountAccount", AppliedDiscount::account),
                discount("x_DiscountModel", AppliedDiscount::model),
                discount("x_DiscountSource", AppliedDiscount::source),
                discount("x_DiscountVersion", AppliedDiscount::version),
                flag("x_Unpriced", charge -> Value.of(charge.meter() instanceof Meter.Unpriced)),
                text("x_UnpricedReason", NULLABLE, FocusValues::unpricedReason),
                flag("x_Estimated", charge -> Value.of(true)),
                time("x_AsOf", charge -> Value.of(charge.asOf())));
    }

    private static FocusColumn text(String name, boolean required, Function<FocusCharge, Value> value) {
        return new FocusColumn(new Column(name, ColumnType.TEXT, required), value);
    }

    private static FocusColumn decimal(String name, boolean required, Function<FocusCharge, Value> value) {
        return new FocusColumn(new Column(name, ColumnType.DECIMAL, required), value);
    }

    private static FocusColumn time(String name, Function<FocusCharge, Value> value) {
        return new FocusColumn(new Column(name, ColumnType.TIME, NEVER_NULL), value);
    }

    private static FocusColumn whole(String name, Function<FocusCharge, Value> value) {
        return new FocusColumn(new Column(name, ColumnType.WHOLE, NEVER_NULL), value);
    }

    private static FocusColumn flag(String name, Function<FocusCharge, Value> value) {
        return new FocusColumn(new Column(name, ColumnType.FLAG, NEVER_NULL), value);
    }

    private static FocusColumn dimension(String name, Function<Dimensions, String> dimension) {
        return text(name, NULLABLE, charge -> ifKnown(dimension.apply(charge.cell())));
    }

    private static FocusColumn discount(String name, Function<AppliedDiscount, String> part) {
        return text(
                name,
                NULLABLE,
                charge -> FocusValues.discount(charge, discount -> Value.ofNonEmpty(part.apply(discount))));
    }

    /** The quantity in rows of that unit, nothing in others: the column can be summed. */
    private static FocusColumn tokens(String name, Unit unit) {
        return new FocusColumn(
                new Column(name, ColumnType.WHOLE, NULLABLE),
                charge -> charge.meter().unit().filter(unit::equals).isPresent()
                        ? Value.of(charge.sum().quantity())
                        : Value.ABSENT);
    }
}
