package io.bedrockmeter.alerts.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetMeasure;
import io.bedrockmeter.schemas.model.BudgetNotice;
import io.bedrockmeter.schemas.model.BudgetRules;
import io.bedrockmeter.schemas.model.QuietHours;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One budget of a file. Collects what is wrong; the budget is there only when nothing is. */
final class BudgetReader {

    private static final Set<String> KEYS = new LinkedHashSet<>(List.of(
            "id",
            "name",
            "owner",
            "filter",
            "eachOf",
            "amount",
            "tokens",
            "requests",
            "period",
            "zone",
            "weekStart",
            "anchorDay",
            "thresholds",
            "burnRates",
            "minimum",
            "notify",
            "quietHours"));

    /** Digits before the point of an amount; also keeps 1e999999999 from becoming a number of a gigabyte. */
    private static final int MAX_INTEGER_DIGITS = 15;

    private static final String AMOUNT = "US dollars above 0, below 1e15, with at most 12 decimal places";
    private static final String COUNT = "a whole number above 0 and below 1e15";

    private final Section section;
    private final List<BudgetProblem> problems;

    BudgetReader(JsonNode node, String path, List<BudgetProblem> problems) {
        this.section = new Section(node, path, problems);
        this.problems = problems;
    }

    Optional<Budget> read() {
        int before = problems.size();
        section.allow(KEYS);
        Optional<String> id = id();
        Optional<String> name = section.has("name") ? text("name", 1) : id;
        Optional<String> owner = section.has("owner") ? text("owner", 0) : Optional.of("");
        Optional<BudgetFilter> filter = filter();
        Optional<String> eachOf = section.has("eachOf") ? text("eachOf", 1) : Optional.of("");
        Optional<BudgetAmount> limit = limit();
        Optional<BudgetCalendar> calendar = new CalendarReader(section).read();
        RulesReader rulesReader = new RulesReader(section, problems);
        BudgetRules rules = new BudgetRules(rulesReader.thresholds(), rulesReader.burnRates(), minimum());
        List<String> targets = new TargetsReader(problems).read(section);
        Optional<QuietHours> quietHours = quietHours();
        if (problems.size() > before) {
            return Optional.empty();
        }
        return create(new Parts(
                id.orElseThrow(),
                name.orElseThrow(),
                owner.orElseThrow(),
                filter.orElseThrow(),
                eachOf.orElseThrow(),
                limit.orElseThrow(),
                calendar.orElseThrow(),
                rules,
                new BudgetNotice(targets, quietHours)));
    }

    private record Parts(
            String id,
            String name,
            String owner,
            BudgetFilter filter,
            String eachOf,
            BudgetAmount limit,
            BudgetCalendar calendar,
            BudgetRules rules,
            BudgetNotice notice) {}

    /** What only the whole budget can tell, such as a level that is given as percentage and as amount. */
    private Optional<Budget> create(Parts parts) {
        try {
            return Optional.of(new Budget(
                    parts.id(),
                    parts.name(),
                    parts.owner(),
                    parts.filter(),
                    parts.eachOf(),
                    parts.limit(),
                    parts.calendar(),
                    parts.rules(),
                    parts.notice()));
        } catch (IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).replaceFirst("^budget: ", "");
            problems.add(new BudgetProblem(section.path("thresholds"), "what cannot be together", reason));
            return Optional.empty();
        }
    }

    private Optional<String> id() {
        String expected = "1 to 64 of a-z, 0-9 and hyphen";
        Optional<String> id = section.text("id", expected);
        if (id.isPresent() && !Budget.isId(id.get())) {
            section.refuse("id", expected);
        }
        return id;
    }

    private Optional<String> text(String key, int min) {
        String expected = "a text of " + min + " to " + Budget.MAX_TEXT + " characters";
        Optional<String> text = section.text(key, expected);
        if (text.isPresent() && (text.get().strip().length() < min || text.get().length() > Budget.MAX_TEXT)) {
            section.refuse(key, expected);
        }
        return text;
    }

    private Optional<BudgetFilter> filter() {
        return section.has("filter")
                ? new FilterReader(problems).read(section.get("filter"), section.path("filter"), 1)
                : Optional.of(BudgetFilter.EVERYTHING);
    }

    private Optional<BudgetAmount> limit() {
        List<String> given = List.of("amount", "tokens", "requests").stream()
                .filter(section::has)
                .toList();
        if (given.size() > 1) {
            section.refuse(given.get(1), "no second limit beside " + given.get(0));
            return Optional.empty();
        }
        if (given.isEmpty() || given.get(0).equals("amount")) {
            return decimal("amount", Money.SCALE, AMOUNT).map(usd -> new BudgetAmount(BudgetMeasure.COST, usd));
        }
        BudgetMeasure measure = given.get(0).equals("tokens") ? BudgetMeasure.TOKENS : BudgetMeasure.REQUESTS;
        return decimal(given.get(0), 0, COUNT).map(count -> new BudgetAmount(measure, count));
    }

    private BigDecimal minimum() {
        return section.has("minimum")
                ? decimal("minimum", Money.SCALE, "an amount in the unit of the limit, " + AMOUNT)
                        .orElse(BigDecimal.ZERO)
                : BigDecimal.ZERO;
    }

    private Optional<BigDecimal> decimal(String key, int places, String expected) {
        Optional<BigDecimal> amount = Section.decimal(section.get(key)).filter(value -> isAmount(value, places));
        if (amount.isEmpty()) {
            section.refuse(key, expected);
        }
        return amount;
    }

    static boolean isAmount(BigDecimal value, int places) {
        return value.signum() > 0
                && value.precision() - value.scale() <= MAX_INTEGER_DIGITS
                && value.stripTrailingZeros().scale() <= places;
    }

    private Optional<QuietHours> quietHours() {
        if (!section.has("quietHours")) {
            return Optional.empty();
        }
        String expected = "from and to, two different times such as \"22:00\" in quotes";
        JsonNode given = section.get("quietHours");
        Section hours = new Section(given, section.path("quietHours"), problems);
        hours.allow(new LinkedHashSet<>(List.of("from", "to")));
        try {
            return Optional.of(new QuietHours(
                    LocalTime.parse(given.path("from").asText()),
                    LocalTime.parse(given.path("to").asText())));
        } catch (DateTimeException | IllegalArgumentException e) {
            section.refuse("quietHours", expected);
            return Optional.empty();
        }
    }
}
