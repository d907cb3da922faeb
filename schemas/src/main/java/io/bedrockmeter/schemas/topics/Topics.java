package io.bedrockmeter.schemas.topics;

import io.bedrockmeter.schemas.codec.AdjustmentMapping;
import io.bedrockmeter.schemas.codec.AlertDeliveryMapping;
import io.bedrockmeter.schemas.codec.AlertMapping;
import io.bedrockmeter.schemas.codec.BudgetMapping;
import io.bedrockmeter.schemas.codec.BudgetStatusMapping;
import io.bedrockmeter.schemas.codec.CheckpointMapping;
import io.bedrockmeter.schemas.codec.DeadLetterMapping;
import io.bedrockmeter.schemas.codec.DiscountScheduleMapping;
import io.bedrockmeter.schemas.codec.InvocationMapping;
import io.bedrockmeter.schemas.codec.LedgerEntryMapping;
import io.bedrockmeter.schemas.codec.ProfileMapping;
import io.bedrockmeter.schemas.codec.ProjectMapping;
import io.bedrockmeter.schemas.codec.RateScheduleMapping;
import io.bedrockmeter.schemas.codec.RecordCodec;
import io.bedrockmeter.schemas.codec.RollingSpendMapping;
import io.bedrockmeter.schemas.codec.SourceReportMapping;
import io.bedrockmeter.schemas.codec.TagEventMapping;
import io.bedrockmeter.schemas.codec.TagSpendMapping;
import io.bedrockmeter.schemas.codec.UsageTotalMapping;
import io.bedrockmeter.schemas.model.Adjustment;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertDelivery;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.bedrockmeter.schemas.model.Checkpoint;
import io.bedrockmeter.schemas.model.DeadLetter;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Invocation;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.Profile;
import io.bedrockmeter.schemas.model.Project;
import io.bedrockmeter.schemas.model.RateRecord;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.RollingSpend;
import io.bedrockmeter.schemas.model.SourceReport;
import io.bedrockmeter.schemas.model.TagEvent;
import io.bedrockmeter.schemas.model.TagSpend;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.topics.Topic.Cleanup;
import io.bedrockmeter.schemas.topics.Topic.Scale;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The topic catalogue. Full names are a configurable prefix, by default {@value #DEFAULT_PREFIX}, and the suffix here. */
public final class Topics {

    public static final String DEFAULT_PREFIX = "bedrock.";

    private static final Duration TRAFFIC_RETENTION = Duration.ofDays(14);
    private static final Duration LEDGER_RETENTION = Duration.ofDays(400);
    private static final Duration ALERT_RETENTION = Duration.ofDays(400);

    private static final RecordCodec<UsageTotal> USAGE_TOTAL = new RecordCodec<>(new UsageTotalMapping());
    private static final RecordCodec<TagSpend> TAG_SPEND = new RecordCodec<>(new TagSpendMapping());

    public static final Topic<Invocation> INVOCATIONS = new Topic<>(
            "invocations.v1",
            new RecordCodec<>(new InvocationMapping()),
            Cleanup.DELETE,
            Optional.of(TRAFFIC_RETENTION),
            Scale.PARTITIONED,
            "requestId");

    public static final Topic<TagEvent> TAG_EVENTS = new Topic<>(
            "tag-events.v1",
            new RecordCodec<>(new TagEventMapping()),
            Cleanup.DELETE,
            Optional.of(TRAFFIC_RETENTION),
            Scale.PARTITIONED,
            "requestId");

    public static final Topic<Profile> PROFILES = table("profiles.v1", new RecordCodec<>(new ProfileMapping()), "ARN");

    public static final Topic<Project> PROJECTS =
            table("projects.v1", new RecordCodec<>(new ProjectMapping()), "project id");

    /** Prices and discounts. Readers that know prices only refuse each record of discounts by its fingerprint. */
    public static final Topic<RateRecord> RATE_CARDS = table(
            "rate-cards.v1",
            RecordCodec.either(
                    RateSchedule.class, new RateScheduleMapping(),
                    DiscountSchedule.class, new DiscountScheduleMapping()),
            "base model id, or discounts/ and an account id or *");

    public static final Topic<LedgerEntry> LEDGER = new Topic<>(
            "ledger.v1",
            new RecordCodec<>(new LedgerEntryMapping()),
            Cleanup.DELETE,
            Optional.of(LEDGER_RETENTION),
            Scale.PARTITIONED,
            "cell id (32 hexadecimal digits)");

    /** Other prices for requests that metering may have forgotten, made by rerate and entered by the rate stage. */
    public static final Topic<Adjustment> ADJUSTMENTS = new Topic<>(
            "adjustments.v1",
            new RecordCodec<>(new AdjustmentMapping()),
            Cleanup.DELETE,
            Optional.of(TRAFFIC_RETENTION),
            Scale.PARTITIONED,
            "requestId");

    public static final Topic<RollingSpend> SPEND_ROLLING = new Topic<>(
            "spend-rolling.v1",
            new RecordCodec<>(new RollingSpendMapping()),
            Cleanup.COMPACT,
            Optional.empty(),
            Scale.PARTITIONED,
            "tag key=value");

    public static final Topic<Budget> BUDGETS =
            table("budgets.v1", new RecordCodec<>(new BudgetMapping()), "budget id");

    /** How every budget stands in its current period. */
    public static final Topic<BudgetStatus> BUDGET_STATUS =
            table("budget-status.v1", new RecordCodec<>(new BudgetStatusMapping()), "budget id[/instance]");

    /** Every alert ever raised. One partition: each evaluator reads it whole, and delivery keeps the order. */
    public static final Topic<Alert> ALERTS = new Topic<>(
            "alerts.v1",
            new RecordCodec<>(new AlertMapping()),
            Cleanup.DELETE,
            Optional.of(ALERT_RETENTION),
            Scale.SINGLE,
            "budget id");

    /** How far every alert has come on its way to each destination. */
    public static final Topic<AlertDelivery> ALERT_DELIVERIES = new Topic<>(
            "alert-deliveries.v1",
            new RecordCodec<>(new AlertDeliveryMapping()),
            Cleanup.COMPACT_DELETE,
            Optional.of(ALERT_RETENTION),
            Scale.SINGLE,
            "alert id|destination");

    public static final Topic<DeadLetter> DEAD_LETTERS = new Topic<>(
            "dead-letters.v1",
            new RecordCodec<>(new DeadLetterMapping()),
            Cleanup.DELETE,
            Optional.of(Duration.ofDays(30)),
            Scale.SINGLE,
            "origin");

    public static final Topic<Checkpoint> INGEST_CHECKPOINTS =
            table("ingest-checkpoints.v1", new RecordCodec<>(new CheckpointMapping()), "source");

    /** How far ingest has come with each source. A source that nobody has reported for a week is forgotten. */
    public static final Topic<SourceReport> INGEST_SOURCES = new Topic<>(
            "ingest-sources.v1",
            new RecordCodec<>(new SourceReportMapping()),
            Cleanup.COMPACT_DELETE,
            Optional.of(Duration.ofDays(7)),
            Scale.SINGLE,
            "source");

    private Topics() {}

    /** Totals per cell: key is window start, ISO-8601 in UTC, a bar, and the cell id. */
    public static Topic<UsageTotal> usage(Granularity granularity) {
        return new Topic<>(
                "usage." + granularity.wireName() + ".v1",
                USAGE_TOTAL,
                Cleanup.COMPACT_DELETE,
                Optional.of(retention(granularity)),
                Scale.PARTITIONED,
                "window start|cell id");
    }

    /** Totals per tag value: key is tag key=value, a bar, and the window start, ISO-8601 in UTC. */
    public static Topic<TagSpend> spendByTag(Granularity granularity) {
        return new Topic<>(
                "spend-by-tag." + granularity.wireName() + ".v1",
                TAG_SPEND,
                Cleanup.COMPACT_DELETE,
                Optional.of(retention(granularity)),
                Scale.PARTITIONED,
                "tag key=value|window start");
    }

    /** How long windows of a granularity are kept on their topics and in the stores behind them. */
    public static Duration retention(Granularity granularity) {
        return switch (granularity) {
            case MINUTE -> Duration.ofDays(40);
            case HOUR -> Duration.ofDays(100);
            case DAY -> Duration.ofDays(400);
            case MONTH -> Duration.ofDays(5 * 366L);
        };
    }

    /** Every topic, in the order of the documentation. */
    public static List<Topic<?>> all() {
        return List.of(
                INVOCATIONS,
                TAG_EVENTS,
                PROFILES,
                PROJECTS,
                RATE_CARDS,
                LEDGER,
                ADJUSTMENTS,
                usage(Granularity.MINUTE),
                usage(Granularity.HOUR),
                usage(Granularity.DAY),
                usage(Granularity.MONTH),
                spendByTag(Granularity.MINUTE),
                spendByTag(Granularity.HOUR),
                spendByTag(Granularity.DAY),
                spendByTag(Granularity.MONTH),
                SPEND_ROLLING,
                BUDGETS,
                BUDGET_STATUS,
                ALERTS,
                ALERT_DELIVERIES,
                DEAD_LETTERS,
                INGEST_CHECKPOINTS,
                INGEST_SOURCES);
    }

    private static <V> Topic<V> table(String suffix, RecordCodec<V> codec, String key) {
        return new Topic<>(suffix, codec, Cleanup.COMPACT, Optional.empty(), Scale.SINGLE, key);
    }
}
