package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.watch.BlindRule;
import io.bedrockmeter.alerts.watch.BlindRules;
import io.bedrockmeter.alerts.watch.Outage;
import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetWindow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Remembers, for each rule and source, what was told about being blind, and tells what is news. */
final class Outages {

    /** Behind what is remembered of sources. */
    private static final int FIRST_RULE = 1;

    /** How far back the alerts topic is asked about what a lost state had told. */
    private static final int DAYS_ASKED = 7;

    private static final Duration DAY = Duration.ofDays(1);
    private static final BudgetReading NO_AMOUNTS = new BudgetReading(
            BudgetAmount.requests(0),
            BudgetAmount.requests(0),
            BigDecimal.ZERO.setScale(BudgetThreshold.PERCENT_SCALE),
            Optional.empty());

    private final BlindRules rules;
    private final ScopeKey scope;
    private final WatchStore store;
    private final AlertLog log;
    private final WatchAlerts alerts;

    Outages(BlindRules rules, ScopeKey scope, WatchStore store, AlertLog log, WatchAlerts alerts) {
        this.rules = rules;
        this.scope = scope;
        this.store = store;
        this.log = log;
        this.alerts = alerts;
    }

    ScopeKey scope() {
        return scope;
    }

    WatchStore store() {
        return store;
    }

    /** Whether it was told, and not told to be over. */
    boolean isTold(BlindRule rule, String source) {
        return find(rule, source).stage() == Outage.Stage.RAISED;
    }

    /** It is blind: tells it unless that is told. */
    void blind(BlindRule rule, String source, AlertEvidence.Blind evidence, Instant now) {
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        Outage outage = known(rule, source, today);
        if (outage.news(true, today) == Outage.News.BLIND) {
            Outage raised = Outage.raised(today, evidence.since());
            put(rule, source, raised);
            tell(AlertKind.BLIND, rule, source, today, evidence);
        }
    }

    /** It is not blind: tells that it is over, where it was told. */
    void clear(BlindRule rule, String source, String observed, String expected, Instant now) {
        Outage outage = known(rule, source, now.truncatedTo(ChronoUnit.DAYS));
        if (outage.news(false, now) == Outage.News.OVER) {
            put(rule, source, outage.over());
            tell(
                    AlertKind.RECOVERED,
                    rule,
                    source,
                    outage.day(),
                    new AlertEvidence.Blind(outage.since(), observed, expected));
        }
    }

    /** Forgets a source in silence. */
    void forget(String source) {
        for (BlindRule rule : BlindRule.values()) {
            store.delete(scope, FIRST_RULE + rule.ordinal(), source);
        }
    }

    private Outage find(BlindRule rule, String source) {
        return store.find(scope, FIRST_RULE + rule.ordinal(), source)
                .map(bytes -> Outage.read(new AvroReader(bytes, 0, bytes.length)))
                .orElse(Outage.NONE);
    }

    /** What is remembered, or what the alerts topic says where nothing is. */
    private Outage known(BlindRule rule, String source, Instant today) {
        Outage outage = find(rule, source);
        if (outage.stage() != Outage.Stage.NONE) {
            return outage;
        }
        for (int back = 0; back < DAYS_ASKED; back++) {
            Instant day = today.minus(DAY.multipliedBy(back));
            PeriodState.Told told = log.about(new PeriodKey(scope.budgetId(), source, day));
            if (told.contains(AlertKind.RECOVERED, rule.label())) {
                return Outage.raised(day, day).over();
            }
            if (told.contains(AlertKind.BLIND, rule.label())) {
                return Outage.raised(day, day);
            }
        }
        return outage;
    }

    private void put(BlindRule rule, String source, Outage outage) {
        AvroWriter out = new AvroWriter();
        outage.write(out);
        store.put(scope, FIRST_RULE + rule.ordinal(), source, out.toBytes());
    }

    private void tell(AlertKind kind, BlindRule rule, String source, Instant day, AlertEvidence.Blind evidence) {
        BudgetWindow window = new BudgetWindow(day, day.plus(DAY));
        alerts.send(new WatchAlerts.News(
                kind,
                new BudgetSubject(scope.budgetId(), source, rule.title(), "", window),
                rule.label(),
                BigDecimal.ZERO,
                NO_AMOUNTS,
                List.of(),
                evidence,
                rules.targets()));
    }
}
