package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.Adjustment;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.model.AppliedDiscount;
import io.bedrockmeter.schemas.model.AttributedTag;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.Charge;
import io.bedrockmeter.schemas.model.Checkpoint;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.DiscountCard;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.EntryReason;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateLayer;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Rating;
import io.bedrockmeter.schemas.model.RejectionCode;
import io.bedrockmeter.schemas.model.RollingSpend;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.SourceReport;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.TagSource;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.model.TagVersion;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.Unit;
import io.bedrockmeter.schemas.model.UnpricedReason;
import io.bedrockmeter.schemas.model.UsageOrigin;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One value of every record type that uses each of its fields, with text outside ASCII and amounts outside a long. */
final class SampleRecords {

    private static final Instant TIME = Instant.parse("2026-11-20T12:00:00.123Z");
    private static final Quantities QUANTITIES = Quantities.builder()
            .set(Unit.INPUT_TOKEN, 1)
            .set(Unit.OUTPUT_TOKEN, 2)
            .set(Unit.CACHE_READ_TOKEN, 3)
            .set(Unit.CACHE_WRITE_5M_TOKEN, 4)
            .set(Unit.CACHE_WRITE_1H_TOKEN, 5)
            .set(Unit.SEARCH_UNIT, Long.MAX_VALUE)
            .build();
    private static final Money HUGE = Money.ofPicos(BigInteger.TWO.pow(100));
    private static final Totals TOTALS = new Totals(9, 1, 2, 3, QUANTITIES, HUGE, HUGE.negate());

    private SampleRecords() {}

    record Sample<T>(RecordCodec<T> codec, T value) {}

    static List<Sample<?>> all() {
        return List.of(
                new Sample<>(Topics.INVOCATIONS.codec(), invocation()),
                new Sample<>(
                        Topics.TAG_EVENTS.codec(),
                        new TagEvent(
                                "r1", Map.of("a", "ä", "b", "2"), "proj_1", "arn", "flex", 7, true, "s", "e", TIME)),
                new Sample<>(
                        Topics.PROFILES.codec(),
                        new Profile("arn", "name", "model", Scope.GLOBAL, "ACTIVE", List.of(version()))),
                new Sample<>(
                        Topics.PROJECTS.codec(), new Project("proj_1", "arn", "name", "active", List.of(version()))),
                new Sample<>(new RecordCodec<>(new RateScheduleMapping()), schedule()),
                new Sample<>(new RecordCodec<>(new DiscountScheduleMapping()), discounts()),
                new Sample<>(Topics.LEDGER.codec(), entry(priced(Optional.empty()))),
                new Sample<>(
                        Topics.LEDGER.codec(),
                        entry(priced(Optional.of(
                                AppliedDiscount.of(discounts().discounts().get(1)))))),
                new Sample<>(
                        Topics.LEDGER.codec(), entry(new Rating.Unpriced(UnpricedReason.NO_RATE, "no rate at all"))),
                new Sample<>(
                        Topics.ADJUSTMENTS.codec(),
                        new Adjustment(
                                "run",
                                TIME,
                                "why",
                                entry(priced(Optional.empty())),
                                new Rating.Unpriced(UnpricedReason.NO_RATE, "gone"))),
                new Sample<>(
                        Topics.usage(Granularity.DAY).codec(),
                        new UsageTotal(Granularity.DAY, TIME, TIME.plusSeconds(1), dimensions(), TOTALS, 4, TIME)),
                new Sample<>(
                        Topics.spendByTag(Granularity.MONTH).codec(),
                        new TagSpend(Granularity.MONTH, TIME, TIME, "Team", "søk", TOTALS, 5, TIME)),
                new Sample<>(
                        Topics.SPEND_ROLLING.codec(), new RollingSpend("Team", "t", TIME, TOTALS, Totals.ZERO, TOTALS)),
                new Sample<>(
                        Topics.DEAD_LETTERS.codec(),
                        new DeadLetter(
                                RejectionCode.TOO_LARGE,
                                "why",
                                "file:1",
                                "input",
                                5,
                                "r1",
                                TIME,
                                "{\"requestId\":\"r1\"}")),
                new Sample<>(Topics.BUDGETS.codec(), BudgetRecordsTest.BUDGET),
                new Sample<>(Topics.ALERTS.codec(), BudgetRecordsTest.ALERT),
                new Sample<>(
                        Topics.ALERT_DELIVERIES.codec(),
                        new AlertDelivery(
                                BudgetRecordsTest.ALERT.alertId(),
                                "arn:aws:sns:us-east-1:123456789012:alerts",
                                AlertDelivery.State.WAITING,
                                3,
                                "",
                                "SNS refused",
                                Instant.parse("2026-11-20T10:00:00Z"))),
                new Sample<>(Topics.BUDGET_STATUS.codec(), BudgetRecordsTest.status(new BudgetState.Ok())),
                new Sample<>(Topics.INGEST_CHECKPOINTS.codec(), new Checkpoint("file:/a", "12", "inode-3", TIME)),
                new Sample<>(
                        Topics.INGEST_SOURCES.codec(),
                        new SourceReport("s3:b", "i", TIME, Instant.EPOCH, 5, 7, "away", TIME)));
    }

    private static Invocation invocation() {
        return new Invocation(
                "r1",
                TIME,
                "111122223333",
                "us-east-1",
                "us-west-2",
                "Converse",
                "us.amazon.nova-micro-v1:0",
                "claude",
                "arn:aws:iam::111122223333:user/u",
                QUANTITIES,
                true,
                "priority",
                true,
                "ThrottlingException",
                -1,
                Map.of("team", "日本", "env", "prod"),
                UsageOrigin.INVOCATION_LOG,
                "file:/a:1");
    }

    private static TagVersion version() {
        return new TagVersion(TIME, Map.of("Team", "search"));
    }

    static RateSchedule schedule() {
        RateCard open = new RateCard(
                Scope.REGIONAL,
                "us-*",
                "default",
                Unit.INPUT_TOKEN,
                200_000,
                new BigDecimal("0.00000000875"),
                TIME,
                Optional.empty(),
                RateLayer.AWS_PRICE_LIST,
                "source",
                "1");
        RateCard closed = new RateCard(
                Scope.GLOBAL,
                "*",
                "flex",
                Unit.OUTPUT_IMAGE,
                0,
                new BigDecimal("0.04"),
                TIME,
                Optional.of(TIME.plusSeconds(5)),
                RateLayer.OVERRIDE,
                "source",
                "2");
        return new RateSchedule("amazon.nova-micro-v1:0", List.of(open, closed));
    }

    private static LedgerEntry entry(Rating rating) {
        return new LedgerEntry(
                "r1",
                3,
                -1,
                EntryReason.TAG_EVENT,
                TIME,
                TIME.plusMillis(1),
                dimensions(),
                List.of(new AttributedTag("Team", "t", TagSource.PROFILE, true)),
                true,
                QUANTITIES.toBuilder().set(Unit.SEARCH_UNIT, -1).build(),
                rating,
                "wröng price");
    }

    /** Discounts of one account. */
    static DiscountSchedule discounts() {
        DiscountCard open = new DiscountCard(
                "111122223333", DiscountCard.ANY, BigDecimal.TEN, TIME, Optional.empty(), "contract sieben", "2026-10");
        DiscountCard closed = new DiscountCard(
                "111122223333",
                "amazon.nova-micro-v1:0",
                new BigDecimal("12.345678901234"),
                TIME,
                Optional.of(TIME.plusSeconds(5)),
                "",
                "2");
        return new DiscountSchedule("111122223333", List.of(open, closed));
    }

    private static Rating priced(Optional<AppliedDiscount> discount) {
        Charge charge = new Charge(Unit.INPUT_TOKEN, -5, new BigDecimal("0.000003"), HUGE, Money.parse("-0.000015"));
        return new Rating.Priced(
                "m",
                Scope.REGIONAL,
                "default",
                true,
                false,
                RateLayer.BUNDLED,
                "s",
                "v",
                List.of(charge),
                HUGE,
                HUGE,
                discount);
    }

    private static Dimensions dimensions() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("Team", "t");
        tags.put("Application", "UNATTRIBUTED");
        return new Dimensions(
                tags, "1", "us-east-1", "m", "us.m", "regional", "NONE", "NONE", "p", "Converse", "default");
    }
}
