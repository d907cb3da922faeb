package io.bedrockmeter.alerts.budgets;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One budget of a file. Collects what is wrong; the budget is there only when nothing is. */
final class BudgetReader {

    private static final Set<String> KEYS = new LinkedHashSet<>(
            List.of("id", "name", "owner", "filter", "amount", "period", "zone", "weekStart", "thresholds", "notify"));

    /** Digits before the point of an amount; also keeps 1e999999999 from becoming a number of a gigabyte. */
    private static final int MAX_INTEGER_DIGITS = 15;

    private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();

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
        Optional<Money> amount = amount();
        Optional<BudgetPeriod> period = choice("period", BudgetPeriod.values(), Optional.empty());
        Optional<ZoneId> zone = zone();
        Optional<DayOfWeek> weekStart = choice("weekStart", DayOfWeek.values(), Optional.of(DayOfWeek.MONDAY));
        List<BudgetThreshold> thresholds = thresholds();
        List<String> targets = targets();
        if (problems.size() > before) {
            return Optional.empty();
        }
        BudgetCalendar calendar = new BudgetCalendar(period.orElseThrow(), zone.orElseThrow(), weekStart.orElseThrow());
        return Optional.of(new Budget(
                id.orElseThrow(),
                name.orElseThrow(),
                owner.orElseThrow(),
                filter.orElseThrow(),
                amount.orElseThrow(),
                calendar,
                thresholds,
                targets));
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

    private Optional<Money> amount() {
        Optional<Money> amount = Section.decimal(section.get("amount"))
                .filter(usd -> usd.signum() > 0
                        && usd.precision() - usd.scale() <= MAX_INTEGER_DIGITS
                        && usd.stripTrailingZeros().scale() <= Money.SCALE)
                .map(Money::ofUsd);
        if (amount.isEmpty()) {
            section.refuse("amount", "US dollars above 0, below 1e15, with at most 12 decimal places");
        }
        return amount;
    }

    private Optional<ZoneId> zone() {
        if (!section.has("zone")) {
            return Optional.of(ZoneId.of("UTC"));
        }
        String expected = "an IANA time zone such as Europe/Berlin";
        Optional<String> zone = section.text("zone", expected);
        if (zone.isPresent() && !ZONES.contains(zone.get())) {
            section.refuse("zone", expected);
        }
        return zone.filter(ZONES::contains).map(ZoneId::of);
    }

    private List<BudgetThreshold> thresholds() {
        String expected = "1 to 50 different percentages";
        List<BudgetThreshold> thresholds = new ArrayList<>();
        JsonNode list = section.get("thresholds");
        if (!list.isArray() || list.isEmpty() || list.size() > Budget.MAX_THRESHOLDS) {
            section.refuse("thresholds", expected);
            return thresholds;
        }
        for (int i = 0; i < list.size(); i++) {
            Optional<BigDecimal> percent = Section.decimal(list.get(i)).filter(BudgetThreshold::isValid);
            String at = section.path("thresholds") + "[" + i + "]";
            if (percent.isEmpty()) {
                problems.add(new BudgetProblem(
                        at, Section.show(list.get(i)), "a percentage of 1 to 1000 with at most 2 decimal places"));
            } else if (thresholds.contains(new BudgetThreshold(percent.get()))) {
                problems.add(new BudgetProblem(at, Section.show(list.get(i)) + " again", expected));
            } else {
                thresholds.add(new BudgetThreshold(percent.get()));
            }
        }
        return thresholds;
    }

    private List<String> targets() {
        List<JsonNode> given = Section.oneOrMany(section.get("notify"));
        if (given.size() > Budget.MAX_TARGETS) {
            section.refuse("notify", "at most " + Budget.MAX_TARGETS + " targets");
        }
        List<String> targets = new ArrayList<>();
        for (JsonNode target : given) {
            if (target.isTextual() && Budget.isTarget(target.textValue())) {
                targets.add(target.textValue());
            } else {
                problems.add(new BudgetProblem(
                        section.path("notify"),
                        Section.show(target),
                        "the ARN of an SNS standard topic such as arn:aws:sns:us-east-1:123456789012:alerts"));
            }
        }
        return targets;
    }

    private <E extends Enum<E>> Optional<E> choice(String key, E[] values, Optional<E> otherwise) {
        if (!section.has(key) && otherwise.isPresent()) {
            return otherwise;
        }
        String given = section.get(key).asText().toUpperCase(Locale.ROOT);
        Optional<E> chosen = Arrays.stream(values)
                .filter(value -> value.name().equals(given))
                .findFirst();
        if (chosen.isEmpty()) {
            section.refuse(
                    key, "one of " + Arrays.stream(values).map(Enum::name).collect(Collectors.joining(", ")));
        }
        return chosen;
    }
}
