package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetNotice;
import io.bedrockmeter.schemas.model.BudgetRules;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetThreshold.Basis;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A budget made ready for evaluation. Belongs to one task: the last period is remembered without synchronisation. */
final class ScopedBudget implements Counted {

    private static final BudgetRules ANY_RULE = BudgetRules.of(List.of(BudgetThreshold.ofPercent("100")));

    private final Budget budget;
    private final Set<Series> series;
    private final ScopeKey scope;
    private final long definition;
    private Optional<BudgetWindow> lastWindow = Optional.empty();

    ScopedBudget(Budget budget) {
        this.budget = budget;
        this.series = seriesOf(budget);
        this.scope = ScopeKey.of(budget.id(), scopeDefinition(budget, series));
        this.definition = ScopeKey.fingerprint(Topics.BUDGETS.codec().encode(budget));
    }

    Budget budget() {
        return budget;
    }

    @Override
    public ScopeKey scope() {
        return scope;
    }

    @Override
    public String eachOf() {
        return budget.eachOf();
    }

    @Override
    public Optional<String> instanceOf(Dimensions cell) {
        if (!budget.filter().matches(cell)) {
            return Optional.empty();
        }
        // Usage that has no such tag belongs to nobody's budget.
        return eachOf().isEmpty()
                ? Optional.of("")
                : BudgetFilter.valueOf(cell, eachOf()).filter(value -> !value.isEmpty());
    }

    @Override
    public List<Slot> slots(String instance, List<String> shares, Instant time, Instant now) {
        List<Slot> slots = new ArrayList<>();
        if (rolling().isEmpty()) {
            windowAt(time).ifPresent(window -> {
                slots.add(Slot.period(instance, window.start()));
                shares.forEach(share -> slots.add(new Slot(Series.SHARE, instance, window.start(), share)));
            });
        }
        for (Series one : series) {
            boolean fine = one == Series.MINUTE && time.isAfter(now.minus(Series.MINUTES_KEPT));
            if (fine || one == Series.QUARTER) {
                slots.add(new Slot(one, instance, one.slotAt(time), ""));
            }
        }
        return slots;
    }

    @Override
    public boolean isOver(Slot slot, Expiry expiry) {
        return switch (slot.series()) {
            case PERIOD, SHARE -> expiry.isPeriodOver(this, slot.start());
            case MINUTE -> slot.start().isBefore(expiry.now().minus(Series.MINUTES_KEPT));
            case QUARTER -> !slot.start().plus(slot.series().slotLength()).isAfter(expiry.floor());
            case DAY_SHARE -> true;
        };
    }

    /** Which totals it needs. */
    Set<Series> series() {
        return series;
    }

    /** The series that every instance with usage has. */
    Series mainSeries() {
        return rolling().map(period -> Series.forWindow(period.length())).orElse(Series.PERIOD);
    }

    /** Fingerprint of the whole definition: it changes with the amount, too. */
    long definition() {
        return definition;
    }

    /** The period that contains {@code time}, where there is one. */
    Optional<BudgetWindow> windowAt(Instant time) {
        if (lastWindow.isEmpty() || !lastWindow.get().contains(time)) {
            lastWindow = budget.calendar().windowAt(time);
        }
        return lastWindow;
    }

    /** The rolling calendar, where it has one. */
    Optional<BudgetCalendar.Rolling> rolling() {
        return budget.calendar() instanceof BudgetCalendar.Rolling rolling ? Optional.of(rolling) : Optional.empty();
    }

    private static Set<Series> seriesOf(Budget budget) {
        Set<Series> series = EnumSet.noneOf(Series.class);
        if (budget.calendar() instanceof BudgetCalendar.Rolling rolling) {
            series.add(Series.forWindow(rolling.length()));
            return series;
        }
        series.add(Series.PERIOD);
        series.add(Series.SHARE);
        budget.rules().burnRates().forEach(rate -> {
            series.add(Series.forWindow(rate.window()));
            series.add(Series.forWindow(rate.shortWindow()));
        });
        if (!budget.rules().thresholds(Basis.FORECAST).isEmpty()) {
            series.add(Series.QUARTER);
        }
        return series;
    }

    /** What decides which usage is added up to which totals. */
    private static byte[] scopeDefinition(Budget budget, Set<Series> series) {
        Budget scopeOnly = new Budget(
                "-",
                "-",
                "",
                budget.filter(),
                budget.eachOf(),
                BudgetAmount.requests(1),
                budget.calendar(),
                ANY_RULE,
                BudgetNotice.to(List.of()));
        AvroWriter out = new AvroWriter();
        out.writeBytes(Topics.BUDGETS.codec().encode(scopeOnly));
        out.writeArray(series, AvroWriter::writeEnum);
        return out.toBytes();
    }
}
