package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.money.Money;
import io.bedrockmeter.schemas.topics.Topics;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;

/** A budget made ready for evaluation. Belongs to one task: the last period is remembered without synchronisation. */
final class ScopedBudget {

    private static final Money ANY_AMOUNT = Money.parse("1");
    private static final List<BudgetThreshold> ANY_THRESHOLD = List.of(BudgetThreshold.ofPercent("100"));

    private final Budget budget;
    private final ScopeKey scope;
    private final long definition;
    private BudgetWindow lastWindow;

    ScopedBudget(Budget budget) {
        this.budget = budget;
        this.scope = new ScopeKey(budget.id(), fingerprint(scopeOnly(budget)));
        this.definition = fingerprint(budget);
        this.lastWindow = budget.calendar().windowAt(Instant.EPOCH);
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

    /** Fingerprint of the whole definition: it changes with the amount, too. */
    long definition() {
        return definition;
    }

    /** The period that contains {@code time}. */
    BudgetWindow windowAt(Instant time) {
        if (!lastWindow.contains(time)) {
            lastWindow = budget.calendar().windowAt(time);
        }
        return lastWindow;
    }

    private static Budget scopeOnly(Budget budget) {
        BudgetCalendar calendar = budget.calendar();
        return new Budget("-", "-", "", budget.filter(), ANY_AMOUNT, calendar, ANY_THRESHOLD, List.of());
    }

    private static long fingerprint(Budget budget) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(Topics.BUDGETS.codec().encode(budget));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
