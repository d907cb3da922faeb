package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetNotice;
import io.bedrockmeter.schemas.model.BudgetRules;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetThreshold.Basis;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A budget made ready for evaluation. Belongs to one task: the last period is remembered without synchronisation. */
final class ScopedBudget {

    private static final BudgetRules ANY_RULE = BudgetRules.of(List.of(BudgetThreshold.ofPercent("100")));

    private final Budget budget;
    private final Set<Series> series;
    private final ScopeKey scope;
    private final long definition;
    private Optional<BudgetWindow> lastWindow = Optional.empty();

    ScopedBudget(Budget budget) {
        this.budget = budget;
        this.series = seriesOf(budget);
        this.scope = new ScopeKey(budget.id(), scopeFingerprint(budget, series));
        this.definition = fingerprint(Topics.BUDGETS.codec().encode(budget));
    }

    Budget budget() {
        return budget;
    }

    String id() {
        return budget.id();
    }

    ScopeKey scope() {
        return scope;
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

    /** Of what decides which usage is added up to which totals. */
    private static long scopeFingerprint(Budget budget, Set<Series> series) {
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
        return fingerprint(out.toBytes());
    }

    private static long fingerprint(byte[] bytes) {
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(bytes))
                    .getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
