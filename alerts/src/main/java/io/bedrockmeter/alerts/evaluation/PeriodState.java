package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.codec.AvroReader;
import io.bedrockmeter.schemas.codec.AvroWriter;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was announced about one period of one budget. A threshold without a mark is armed. Marks only move forward, armed
 * to raised to recovered, so a spend that goes up and down around a threshold is told at most once each way.
 *
 * @param marks thresholds that were dealt with
 */
record PeriodState(SortedMap<BudgetThreshold, Mark> marks) {

    enum Mark {
        /** Announced. */
        RAISED,
        /** Announced, and later announced to be below again. */
        RECOVERED,
        /** Reached before anybody asked; never announced. */
        SILENCED
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

        BudgetThreshold threshold();

        record Reached(BudgetThreshold threshold) implements Finding {}

        record BeyondFromTheStart(BudgetThreshold threshold, List<BudgetThreshold> covered) implements Finding {}

        record Recovered(BudgetThreshold threshold) implements Finding {}
    }

    /** What was told in an earlier life, before the state was lost. */
    interface Told {
        boolean contains(AlertKind kind, BudgetThreshold threshold);
    }

    record Judgement(PeriodState next, List<Finding> findings) {}

    static final PeriodState NEW = new PeriodState(new TreeMap<>());

    private static final Mark[] MARKS = Mark.values();

    Judgement judge(Budget budget, Money spent, Occasion occasion, Told told) {
        SortedMap<BudgetThreshold, Mark> next = new TreeMap<>(marks);
        List<BudgetThreshold> reached = new ArrayList<>();
        List<Finding> findings = new ArrayList<>();
        for (BudgetThreshold threshold : budget.thresholds()) {
            Mark mark = marks.get(threshold);
            boolean isReached = threshold.isReached(spent, budget.amount());
            if (mark == null && isReached) {
                boolean known = told.contains(AlertKind.THRESHOLD, threshold);
                next.put(threshold, known || occasion != Occasion.HISTORY ? Mark.RAISED : Mark.SILENCED);
                if (!known) {
                    reached.add(threshold);
                }
            } else if (mark == Mark.RAISED && !isReached) {
                next.put(threshold, Mark.RECOVERED);
                if (!told.contains(AlertKind.RECOVERED, threshold)) {
                    findings.add(new Finding.Recovered(threshold));
                }
            }
        }
        switch (occasion) {
            case CHANGE -> reached.forEach(threshold -> findings.add(new Finding.Reached(threshold)));
            case INTRODUCTION -> beyondFromTheStart(reached).ifPresent(findings::add);
            case HISTORY -> findings.clear();
        }
        return new Judgement(new PeriodState(next), findings);
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
        return out.toBytes();
    }

    static PeriodState of(byte[] bytes) {
        SortedMap<BudgetThreshold, Mark> marks = new TreeMap<>();
        new AvroReader(bytes, 0, bytes.length)
                .readArray(PeriodState::readMark)
                .forEach(entry -> marks.put(entry.getKey(), entry.getValue()));
        return new PeriodState(marks);
    }

    private static void writeMark(AvroWriter out, Map.Entry<BudgetThreshold, Mark> entry) {
        out.writeDecimal(entry.getKey().percent().unscaledValue());
        out.writeEnum(entry.getValue());
    }

    private static Map.Entry<BudgetThreshold, Mark> readMark(AvroReader in) {
        BigDecimal percent = new BigDecimal(in.readDecimal(), BudgetThreshold.SCALE);
        return Map.entry(new BudgetThreshold(percent), in.readEnum(MARKS));
    }
}
