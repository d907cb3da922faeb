package io.bedrockmeter.metering.rerate;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.rating.DiscountTable;
import io.bedrockmeter.metering.rating.RateTable;
import io.bedrockmeter.metering.topology.MeteringHarness;
import io.bedrockmeter.schemas.model.Adjustment;
import io.bedrockmeter.schemas.model.DiscountSchedule;
import io.bedrockmeter.schemas.model.LedgerEntry;
import io.bedrockmeter.schemas.model.RateSchedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Rerates the ledger of a harness without a broker. */
public final class Reratings {

    private static final Instant FIRST_CALL = Instant.parse("2026-01-01T00:00:00Z");

    private Reratings() {}

    /** What came of one. */
    public record Run(RerateSummary summary, List<Adjustment> adjustments) {

        /** Sends every adjustment and lets it arrive. */
        public Run enter(MeteringHarness metering) {
            adjustments.forEach(metering::adjust);
            metering.settle();
            return this;
        }
    }

    public static RerateRequest everything(MeteringHarness metering, String reason) {
        return new RerateRequest(metering.now(), FIRST_CALL, metering.now(), Optional.empty(), reason);
    }

    public static Run run(MeteringHarness metering, Collection<RateSchedule> rates, RerateRequest request) {
        return run(metering, MeteringConfig.defaults(MeteringHarness.temporaryFolder()), rates, request);
    }

    static Run run(
            MeteringHarness metering, MeteringConfig config, Collection<RateSchedule> rates, RerateRequest request) {
        return run(metering, config, rates, List.of(), request);
    }

    /** With discounts on top of the prices. */
    static Run run(
            MeteringHarness metering,
            Collection<RateSchedule> rates,
            Collection<DiscountSchedule> discounts,
            RerateRequest request) {
        MeteringConfig config = MeteringConfig.defaults(MeteringHarness.temporaryFolder());
        return run(metering, config, rates, discounts, request);
    }

    private static Run run(
            MeteringHarness metering,
            MeteringConfig config,
            Collection<RateSchedule> rates,
            Collection<DiscountSchedule> discounts,
            RerateRequest request) {
        List<Adjustment> adjustments = new ArrayList<>();
        RerateSummary summary = Rerater.examine(
                onePartition(metering.ledger()),
                new Repricing(RateTable.of(rates), DiscountTable.of(discounts)),
                config.closedMonths(),
                request,
                adjustments::add);
        return new Run(summary, adjustments);
    }

    static LedgerLines onePartition(List<LedgerEntry> lines) {
        return new LedgerLines() {
            @Override
            public int partitions() {
                return 1;
            }

            @Override
            public void read(int partition, Consumer<LedgerEntry> line) {
                lines.forEach(line);
            }
        };
    }
}
