package io.bedrockmeter.alerts.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetFilter.AllOf;
import io.bedrockmeter.schemas.model.BudgetFilter.AnyOf;
import io.bedrockmeter.schemas.model.BudgetFilter.In;
import io.bedrockmeter.schemas.model.BudgetFilter.Not;
import io.bedrockmeter.schemas.model.BudgetFilter.StartsWith;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.money.Money;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BudgetFileTest {

    @Test
    void a_full_budget_is_read() throws InvalidBudgetsException {
        List<Budget> budgets = BudgetFile.parse("""
                budgets:
                  - id: search-month
                    name: Search team, monthly
                    owner: search-leads@example.com
                    filter:
                      Team: [search, ads]
                      model: {prefix: anthropic.}
                      anyOf:
                        - Environment: prod
                        - not: {tier: batch}
                    amount: 500.000000000001
                    period: week
                    zone: Europe/Berlin
                    weekStart: sunday
                    thresholds: [100, 50, 99.5]
                    notify: arn:aws:sns:us-east-1:123456789012:alerts
                """, "test");

        assertThat(budgets)
                .containsExactly(new Budget(
                        "search-month",
                        "Search team, monthly",
                        "search-leads@example.com",
                        new AllOf(List.of(
                                new In("Team", Set.of("search", "ads")),
                                new StartsWith("model", "anthropic."),
                                new AnyOf(List.of(
                                        new In("Environment", Set.of("prod")),
                                        new Not(new In("tier", Set.of("batch"))))))),
                        Money.parse("500.000000000001"),
                        new BudgetCalendar(BudgetPeriod.WEEK, ZoneId.of("Europe/Berlin"), DayOfWeek.SUNDAY),
                        Stream.of("50", "99.5", "100")
                                .map(BudgetThreshold::ofPercent)
                                .toList(),
                        List.of("arn:aws:sns:us-east-1:123456789012:alerts")));
    }

    @Test
    void json_is_read_and_defaults_apply() throws InvalidBudgetsException {
        List<Budget> budgets = BudgetFile.parse(
                "{\"budgets\":[{\"id\":\"all\",\"amount\":\"10.5\",\"period\":\"DAY\",\"thresholds\":[80]}]}", "test");

        assertThat(budgets).singleElement().satisfies(budget -> {
            assertThat(budget.name()).isEqualTo("all");
            assertThat(budget.owner()).isEmpty();
            assertThat(budget.filter()).isEqualTo(BudgetFilter.EVERYTHING);
            assertThat(budget.amount()).isEqualTo(Money.parse("10.5"));
            assertThat(budget.calendar())
                    .isEqualTo(new BudgetCalendar(BudgetPeriod.DAY, ZoneId.of("UTC"), DayOfWeek.MONDAY));
            assertThat(budget.targets()).isEmpty();
        });
    }

    @Test
    void every_problem_is_listed_at_once() {
        InvalidBudgetsException refused =
                catchThrowableOfType(InvalidBudgetsException.class, () -> BudgetFile.parse("""
                        budget: 1
                        budgets:
                          - id: Search Month
                            amount: -5
                            period: fortnight
                            zone: Mars/Olympus
                            thresholds: [80, 80.00, 0.5]
                            limit: 3
                            notify: https://example.com
                          - id: twin
                            amount: 0.0000000000001
                            period: day
                            thresholds: []
                            filter: {Team: {suffix: x}, anyOf: []}
                          - id: twin
                            amount: many
                            thresholds: [50]
                          - just text
                        """, "budgets.yaml"));

        assertThat(refused)
                .hasMessageStartingWith("budgets.yaml is not a valid budget file:\n  budget: got an unknown key");
        assertThat(refused.problems().stream().map(BudgetProblem::path))
                .containsExactly(
                        "budget",
                        "budgets[0].limit",
                        "budgets[0].id",
                        "budgets[0].amount",
                        "budgets[0].period",
                        "budgets[0].zone",
                        "budgets[0].thresholds[1]",
                        "budgets[0].thresholds[2]",
                        "budgets[0].notify",
                        "budgets[1].filter.Team.suffix",
                        "budgets[1].filter.Team.prefix",
                        "budgets[1].filter.anyOf",
                        "budgets[1].amount",
                        "budgets[1].thresholds",
                        "budgets[2].amount",
                        "budgets[2].period",
                        "budgets[2].id",
                        "budgets[3]");
        assertThat(refused.problems())
                .contains(
                        new BudgetProblem(
                                "budgets[0].amount",
                                "-5",
                                "US dollars above 0, below 1e15, with at most 12 decimal places"),
                        new BudgetProblem(
                                "budgets[0].zone", "\"Mars/Olympus\"", "an IANA time zone such as Europe/Berlin"),
                        new BudgetProblem("budgets[2].id", "\"twin\"", "an id that budgets[1] does not have"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "budgets:",
                "budgets: {}",
                "{",
                "a: b: c",
                "\u0000",
                "budgets: [{id: a, id: b}]",
                "budgets: [{id: a, amount: 1e999999999, period: day, thresholds: [1]}]",
                "budgets: [{id: a, amount: 1, period: day, thresholds: [1e999999999]}]",
                "budgets: [{id: a, amount: .nan, period: day, thresholds: [.nan]}]",
                "budgets: [{id: 7, amount: 1, period: 1, zone: 2, weekStart: 3, thresholds: 4, notify: 5, filter: 6}]",
                "budgets: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
            })
    void nonsense_is_refused_without_a_crash(String text) {
        assertThatThrownBy(() -> BudgetFile.parse(text, "test")).isInstanceOf(InvalidBudgetsException.class);
    }

    @Test
    void filters_may_be_deep_but_not_bottomless() {
        String deep = "{not: ".repeat(17) + "{Team: a}" + "}".repeat(17);

        assertThatThrownBy(() -> BudgetFile.parse(
                        "budgets: [{id: a, amount: 1, period: day, thresholds: [1], filter: " + deep + "}]", "test"))
                .isInstanceOf(InvalidBudgetsException.class)
                .hasMessageContaining("at most 16 levels");
    }

    @Test
    void a_file_that_does_not_exist_is_a_problem_of_its_own(@TempDir Path directory) {
        assertThatThrownBy(() -> BudgetFile.read(directory.resolve("none.yaml")))
                .isInstanceOf(InvalidBudgetsException.class)
                .hasMessageContaining("got nothing, expected a file that exists");
    }

    @Test
    void applying_twice_changes_nothing() throws InvalidBudgetsException {
        Budget budget = BudgetFile.parse("budgets: [{id: a, amount: 1, period: day, thresholds: [1]}]", "t")
                .get(0);
        Budget richer = BudgetFile.parse("budgets: [{id: a, amount: 2, period: day, thresholds: [1]}]", "t")
                .get(0);

        assertThat(BudgetDiff.between(Map.of(), List.of(budget)).added()).containsExactly("a");
        assertThat(BudgetDiff.between(Map.of("a", budget), List.of(richer)).changed())
                .containsExactly("a");
        assertThat(BudgetDiff.between(Map.of("a", budget), List.of(budget)).isEmpty())
                .isTrue();
    }
}
