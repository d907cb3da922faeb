package io.bedrockmeter.alerts.evaluation;

import io.bedrockmeter.alerts.budgets.BudgetFile;
import io.bedrockmeter.alerts.budgets.InvalidBudgetsException;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetNotice;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.model.BudgetRules;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.Dimensions;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.model.Quantities;
import io.bedrockmeter.schemas.model.Totals;
import io.bedrockmeter.schemas.model.UsageTotal;
import io.bedrockmeter.schemas.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Budgets and usage for tests. */
final class Usages {

    private Usages() {}

    static Budget budget(String id, String team, String amount, BudgetPeriod period, String... thresholds) {
        return budget(id, new BudgetFilter.In("Team", Set.of(team)), amount, period, "UTC", thresholds);
    }

    static Budget budget(
            String id, BudgetFilter filter, String amount, BudgetPeriod period, String zone, String... thresholds) {
        return new Budget(
                id,
                "The budget " + id,
                "owner@example.com",
                filter,
                "",
                BudgetAmount.usd(amount),
                new BudgetCalendar.Recurring(period, ZoneId.of(zone)),
                BudgetRules.of(
                        Stream.of(thresholds).map(BudgetThreshold::ofPercent).toList()),
                BudgetNotice.to(List.of()));
    }

    /** A budget from the text of a file, without the list around it. */
    static Budget parse(String budget) {
        try {
            return BudgetFile.parse("budgets: [{" + budget + "}]", "test").get(0);
        } catch (InvalidBudgetsException e) {
            throw new IllegalArgumentException(e);
        }
    }

    static Dimensions dimensions(String team, String model) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("Application", "shop");
        tags.put("Team", team);
        return new Dimensions(
                tags,
                "123456789012",
                "us-east-1",
                model,
                model,
                "regional",
                "NONE",
                "NONE",
                "UNKNOWN",
                "Converse",
                "default");
    }

    static UsageTotal usage(String team, Instant minute, String cost, long revision) {
        return usage(dimensions(team, "amazon.nova-micro-v1:0"), minute, Money.parse(cost), revision, 1);
    }

    /** Usage of which some has no price and some no tags, as it was changed at a time. */
    static UsageTotal usage(
            Dimensions dimensions, Instant minute, String cost, long requests, long without, Instant updatedAt) {
        return new UsageTotal(
                Granularity.MINUTE,
                minute,
                minute.plus(Duration.ofMinutes(1)),
                dimensions,
                new Totals(
                        requests,
                        0,
                        without,
                        without,
                        Quantities.tokens(200 * requests, 100 * requests),
                        Money.parse(cost),
                        Money.parse(cost)),
                updatedAt.toEpochMilli(),
                updatedAt);
    }

    /** Far dearer at list price: budgets go by what is left after discounts. */
    static UsageTotal usage(Dimensions dimensions, Instant minute, Money cost, long revision, long requests) {
        Money listCost = cost.plus(Money.parse("1000000"));
        return new UsageTotal(
                Granularity.MINUTE,
                minute,
                minute.plus(Duration.ofMinutes(1)),
                dimensions,
                new Totals(requests, 0, 0, 0, Quantities.tokens(200 * requests, 100 * requests), listCost, cost),
                revision,
                AlertsHarness.START.plusMillis(revision));
    }
}
