package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetThreshold.Basis;
import io.bedrockmeter.schemas.model.BurnRate;
import io.bedrockmeter.schemas.model.SpendForecast;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was announced about one period of one budget. A rule without a mark is armed. Marks only move forward, armed to
 * raised to recovered, so a spend that goes up and down around a threshold is told at most once each way.
 *
 * @param marks rules that were dealt with, by label
 * @param restatement how far corrections have moved it from what was told
 */
record PeriodState(SortedMap<String, Mark> marks, Restatement restatement) {

    enum Mark {
        /** Announced. */
        RAISED,
        /** Announced, and later announced to be below again. */
        RECOVERED,
        /** Reached before anybody asked; never announced. */
        SILENCED,
        /** Announced in an earlier piece of a rolling period, and not announced to be below since. */
        CARRIED
    }

    /** Why a period is judged. */
    enum Occasion {
        /** Its spend or its budget changed. */
        CHANGE,
        /** The budget or its filter was introduced, and its past is counted. */
        INTRODUCTION,
        /** As before, but the period is over and a younger one has usage: nobody is told. */
        HISTORY
    }

    /** What to tell. */
    sealed interface Finding {

        record Reached(BudgetThreshold threshold) implements Finding {}

        record BeyondFromTheStart(BudgetThreshold threshold, List<BudgetThreshold> covered) implements Finding {}

        record Recovered(BudgetThreshold threshold) implements Finding {}

        record Expected(BudgetThreshold threshold) implements Finding {}

        record Burning(BurnRate rate) implements Finding {}

        record Restated(BigDecimal before, int generation) implements Finding {}
    }

    /** What was told in an earlier life, before the state was lost. */
    interface Told {
        boolean contains(AlertKind kind, String rule);
    }

    record Judgement(PeriodState next, List<Finding> findings) {}

    static final PeriodState NEW = new PeriodState(new TreeMap<>(), Restatement.NONE);

    private static final Mark[] MARKS = Mark.values();

    /** Judges what is spent. */
    Judgement judge(Budget budget, BudgetAmount spent, Occasion occasion, Told told) {
        SortedMap<String, Mark> next = new TreeMap<>(marks);
        List<BudgetThreshold> reached = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (BudgetThreshold threshold : budget.rules().thresholds(Basis.ACTUAL)) {
            String rule = threshold.label();
            Mark mark = marks.get(rule);
            boolean isReached = threshold.isReached(spent.value(), budget.limit());
            if (mark == null && isReached) {
                boolean known = told.contains(AlertKind.THRESHOLD, rule);
                next.put(rule, known || occasion != Occasion.HISTORY ? Mark.RAISED : Mark.SILENCED);
                if (!known) {
                    reached.add(threshold);
                }
            } else if ((mark == Mark.RAISED || mark == Mark.CARRIED) && !isReached) {
                next.put(rule, Mark.RECOVERED);
                if (!told.contains(AlertKind.RECOVERED, rule)) {
                    findings.add(new Finding.Recovered(threshold));
                }
            }
        }
        switch (occasion) {
            case CHANGE -> reached.forEach(threshold -> findings.add(new Finding.Reached(threshold)));
            case INTRODUCTION -> beyondFromTheStart(reached).ifPresent(findings::add);
            case HISTORY -> findings.clear();
        }
        return new Judgement(with(next), findings);
    }

    /** Judges what is expected: a level that is reached already is no news, one that is told is not told again. */
    Judgement judge(Budget budget, BudgetAmount spent, SpendForecast forecast, Told told) {
        SortedMap<String, Mark> next = new TreeMap<>(marks);
        List<Finding> findings = new ArrayList<>();
        for (BudgetThreshold threshold : budget.rules().thresholds(Basis.FORECAST)) {
            String rule = threshold.label();
            if (!marks.containsKey(rule) && threshold.isReached(forecast.expected(), budget.limit())) {
                boolean news = !threshold.isReached(spent.value(), budget.limit());
                next.put(rule, news ? Mark.RAISED : Mark.SILENCED);
                if (news && !told.contains(AlertKind.FORECAST, rule)) {
                    findings.add(new Finding.Expected(threshold));
                }
            }
        }
        return new Judgement(with(next), findings);
    }

    /** Tells that money goes too fast, unless that is told. */
    Judgement burning(BurnRate rate, Told told) {
        String rule = rate.label();
        if (marks.containsKey(rule)) {
            return new Judgement(this, List.of());
        }
        SortedMap<String, Mark> next = new TreeMap<>(marks);
        next.put(rule, Mark.RAISED);
        boolean known = told.contains(AlertKind.BURN_RATE, rule);
        return new Judgement(with(next), known ? List.of() : List.of(new Finding.Burning(rate)));
    }

    /** Tells what corrections made of the spend. */
    Judgement restated(BudgetAmount spent, Told told) {
        Restatement next = restatement.restatedAs(spent.value());
        BigDecimal before = restatement.told().orElse(spent.value());
        Finding finding = new Finding.Restated(before, next.generation());
        boolean known = told.contains(AlertKind.RESTATED, restatedRule(next.generation()));
        return new Judgement(with(next), known ? List.of() : List.of(finding));
    }

    /** The rule of the n-th restatement of a period. */
    static String restatedRule(int generation) {
        return "restated-" + generation;
    }

    PeriodState with(Restatement next) {
        return new PeriodState(marks, next);
    }

    private PeriodState with(SortedMap<String, Mark> next) {
        return new PeriodState(next, restatement);
    }

    /** What the next piece of a rolling period starts with: what is told is not told again. */
    PeriodState carried() {
        SortedMap<String, Mark> next = new TreeMap<>();
        marks.forEach((rule, mark) -> {
            if (mark == Mark.RAISED || mark == Mark.CARRIED) {
                next.put(rule, Mark.CARRIED);
            }
        });
        return new PeriodState(next, Restatement.NONE);
    }

    /** What the alerts topic says of a period whose own state is lost. */
    static PeriodState asTold(Budget budget, Told told) {
        SortedMap<String, Mark> marks = new TreeMap<>();
        for (BudgetThreshold threshold : budget.rules().thresholds(Basis.ACTUAL)) {
            String rule = threshold.label();
            if (told.contains(AlertKind.RECOVERED, rule)) {
                marks.put(rule, Mark.RECOVERED);
            } else if (told.contains(AlertKind.THRESHOLD, rule)) {
                marks.put(rule, Mark.RAISED);
            }
        }
        return new PeriodState(marks, Restatement.NONE);
    }

    private static Optional<Finding> beyondFromTheStart(List<BudgetThreshold> reached) {
        int last = reached.size() - 1;
        return last < 0
                ? Optional.empty()
                : Optional.of(new Finding.BeyondFromTheStart(reached.get(last), List.copyOf(reached.subList(0, last))));
    }

    byte[] toBytes() {
        AvroWriter out = new AvroWriter();
        out.writeArray(marks.entrySet(), PeriodState::writeMark);
        restatement.write(out);
        return out.toBytes();
    }

    static PeriodState of(byte[] bytes) {
        SortedMap<String, Mark> marks = new TreeMap<>();
        AvroReader in = new AvroReader(bytes, 0, bytes.length);
        in.readArray(PeriodState::readMark).forEach(entry -> marks.put(entry.getKey(), entry.getValue()));
        // States that older programs wrote end here.
        return new PeriodState(marks, in.remaining() > 0 ? Restatement.read(in) : Restatement.NONE);
    }

    private static void writeMark(AvroWriter out, Map.Entry<String, Mark> entry) {
        out.writeString(entry.getKey());
        out.writeEnum(entry.getValue());
    }

    private static Map.Entry<String, Mark> readMark(AvroReader in) {
        return Map.entry(in.readString(), in.readEnum(MARKS));
    }
}
