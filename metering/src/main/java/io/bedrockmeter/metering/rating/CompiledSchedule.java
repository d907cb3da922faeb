package io.bedrockmeter.metering.rating;

import io.bedrockmeter.schemas.model.RateCard;
import io.bedrockmeter.schemas.model.RateSchedule;
import io.bedrockmeter.schemas.model.Scope;
import io.bedrockmeter.schemas.model.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rate cards of one model, indexed for rating: compile a {@link RateSchedule} once, then look up any number of times.
 * Immutable to its users and thread-safe; tables for the (scope, Region, tier) combinations in use are built on first use.
 */
public final class CompiledSchedule {

    /**
     * Tables kept. AWS has about 40 Regions and 6 tiers; records may name any text, so what exceeds this bound is built
     * and forgotten rather than kept.
     */
    private static final int MAX_TABLES = 1_024;

    private final RateSchedule schedule;
    private final Map<String, Map<String, PriceTable>> regional = new ConcurrentHashMap<>();
    private final Map<String, Map<String, PriceTable>> global = new ConcurrentHashMap<>();
    private final AtomicInteger kept = new AtomicInteger();

    private CompiledSchedule(RateSchedule schedule) {
        this.schedule = schedule;
    }

    public static CompiledSchedule of(RateSchedule schedule) {
        return new CompiledSchedule(schedule);
    }

    /** Base model id. */
    public String model() {
        return schedule.model();
    }

    /**
     * The list price of one unit for a call whose prompt is no longer than the shortest prices are for; empty when there is
     * none.
     */
    public Optional<BigDecimal> usdPerUnit(Scope scope, String region, String tier, Unit unit, Instant time) {
        return Optional.ofNullable(table(scope, region, tier).find(unit, 0, time))
                .map(RateCard::usdPerUnit);
    }

    /** Whether there is no card at all. */
    boolean isEmpty() {
        return schedule.cards().isEmpty();
    }

    /** The strongest card of the model: what names the source of a rating that needed no card. */
    RateCard strongest() {
        RateCard strongest = schedule.cards().get(0);
        for (RateCard card : schedule.cards()) {
            if (card.layer().compareTo(strongest.layer()) > 0) {
                strongest = card;
            }
        }
        return strongest;
    }

    /** The cards that may hold for calls of this scope, source Region and tier. */
    PriceTable table(Scope scope, String region, String tier) {
        Map<String, Map<String, PriceTable>> byTier = scope == Scope.GLOBAL ? global : regional;
        Map<String, PriceTable> byRegion = byTier.get(tier);
        PriceTable table = byRegion == null ? null : byRegion.get(region);
        return table != null ? table : build(byTier, scope, region, tier);
    }

    private PriceTable build(Map<String, Map<String, PriceTable>> byTier, Scope scope, String region, String tier) {
        PriceTable table = PriceTable.of(schedule.cards(), scope, region, tier);
        if (kept.get() < MAX_TABLES
                && byTier.computeIfAbsent(tier, t -> new ConcurrentHashMap<>()).put(region, table) == null) {
            kept.incrementAndGet();
        }
        return table;
    }
}
