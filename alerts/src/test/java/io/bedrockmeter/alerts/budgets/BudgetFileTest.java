package io.bedrockmeter.alerts.budgets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.bedrockmeter.schemas.model.Budget;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetCalendar;
import io.bedrockmeter.schemas.model.BudgetFilter;
import io.bedrockmeter.schemas.model.BudgetFilter.AllOf;
import io.bedrockmeter.schemas.model.BudgetFilter.AnyOf;
import io.bedrockmeter.schemas.model.BudgetFilter.In;
import io.bedrockmeter.schemas.model.BudgetFilter.Not;
import io.bedrockmeter.schemas.model.BudgetFilter.StartsWith;
import io.bedrockmeter.schemas.model.BudgetNotice;
import io.bedrockmeter.schemas.model.BudgetPeriod;
import io.bedrockmeter.schemas.model.BudgetRules;
import io.bedrockmeter.schemas.model.BudgetThreshold;
import io.bedrockmeter.schemas.model.BudgetThreshold.Basis;
import io.bedrockmeter.schemas.model.BudgetThreshold.Unit;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.BurnRate;
import io.bedrockmeter.schemas.model.QuietHours;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
                        "",
                        BudgetAmount.usd("500.000000000001"),
                        new BudgetCalendar.Recurring(
                                BudgetPeriod.WEEK, ZoneId.of("Europe/Berlin"), DayOfWeek.SUNDAY, 1),
                        BudgetRules.of(Stream.of("50", "99.5", "100")
                                .map(BudgetThreshold::ofPercent)
                                .toList()),
                        BudgetNotice.to(List.of("arn:aws:sns:us-east-1:123456789012:alerts"))));
    }

    @Test
    void json_is_read_and_defaults_apply() throws InvalidBudgetsException {
        List<Budget> budgets = BudgetFile.parse(
                "{\"budgets\":[{\"id\":\"all\",\"amount\":\"10.5\",\"period\":\"DAY\",\"thresholds\":[80]}]}", "test");

        assertThat(budgets).singleElement().satisfies(budget -> {
            assertThat(budget.name()).isEqualTo("all");
            assertThat(budget.owner()).isEmpty();
            assertThat(budget.filter()).isEqualTo(BudgetFilter.EVERYTHING);
            assertThat(budget.limit()).isEqualTo(BudgetAmount.usd("10.5"));
            assertThat(budget.calendar()).isEqualTo(new BudgetCalendar.Recurring(BudgetPeriod.DAY, ZoneId.of("UTC")));
            assertThat(budget.notice()).isEqualTo(BudgetNotice.to(List.of()));
        });
    }

    @Test
    void everything_a_budget_can_have_is_read() throws InvalidBudgetsException {
        Budget budget = BudgetFile.parse("""
                budgets:
                  - id: each-team
                    eachOf: Team
                    amount: 500
                    period: month
                    anchorDay: 15
                    thresholds:
                      - 80
                      - {amount: 450.5}
                      - {percent: 100, of: forecast, notify: [arn:aws:sns:us-east-1:123456789012:leads]}
                    burnRates:
                      - {factor: 14.4, window: 1h}
                      - {factor: 6, window: 6h, shortWindow: 30m, notify: arn:aws:sns:us-east-1:123456789012:leads}
                    minimum: 5
                    quietHours: {from: "22:00", to: "06:30"}
                """, "test").get(0);

        List<String> leads = List.of("arn:aws:sns:us-east-1:123456789012:leads");
        assertThat(budget.eachOf()).isEqualTo("Team");
        assertThat(budget.calendar())
                .isEqualTo(new BudgetCalendar.Recurring(BudgetPeriod.MONTH, ZoneId.of("UTC"), DayOfWeek.MONDAY, 15));
        assertThat(budget.rules())
                .isEqualTo(new BudgetRules(
                        List.of(
                                BudgetThreshold.ofPercent("80"),
                                new BudgetThreshold(Basis.ACTUAL, Unit.AMOUNT, new BigDecimal("450.5"), List.of()),
                                new BudgetThreshold(Basis.FORECAST, Unit.PERCENT, new BigDecimal("100"), leads)),
                        List.of(
                                new BurnRate(
                                        new BigDecimal("14.4"), Duration.ofHours(1), Duration.ofMinutes(5), List.of()),
                                new BurnRate(new BigDecimal("6"), Duration.ofHours(6), Duration.ofMinutes(30), leads)),
                        new BigDecimal("5")));
        assertThat(budget.notice().quietHours()).contains(new QuietHours(LocalTime.of(22, 0), LocalTime.of(6, 30)));
    }

    @Test
    void tokens_and_requests_can_be_limited_and_periods_can_roll_or_be_dates() throws InvalidBudgetsException {
        List<Budget> budgets = BudgetFile.parse("""
                budgets:
                  - {id: a, tokens: 2000000, period: {rolling: 24h}, thresholds: [100]}
                  - {id: b, requests: 100, period: {from: 2026-11-01, to: 2026-12-24}, zone: Asia/Kolkata, thresholds: [50]}
                """, "test");

        assertThat(budgets.get(0).limit()).isEqualTo(BudgetAmount.tokens(2_000_000));
        assertThat(budgets.get(0).calendar())
                .isEqualTo(new BudgetCalendar.Rolling(Duration.ofHours(24), ZoneId.of("UTC")));
        assertThat(budgets.get(1).limit()).isEqualTo(BudgetAmount.requests(100));
        assertThat(budgets.get(1).calendar())
                .isEqualTo(new BudgetCalendar.Fixed(
                        new BudgetWindow(Instant.parse("2026-10-31T18:30:00Z"), Instant.parse("2026-12-23T18:30:00Z")),
                        ZoneId.of("Asia/Kolkata")));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "amount: 1, tokens: 5, period: day, thresholds: [1] | .tokens: got 5, expected no second limit beside amount",
                "tokens: 1.5, period: day, thresholds: [1] | .tokens: got 1.5, expected a whole number",
                "amount: 1, period: {rolling: 3m}, thresholds: [1] | .period.rolling: got \"3m\", expected 5m to 31d",
                "amount: 1, period: {rolling: 1d, from: 2026-01-01}, thresholds: [1] | expected either rolling, or from and to",
                "amount: 1, period: {from: 2026-12-01, to: 2026-11-01}, thresholds: [1] | .period.to: got \"2026-11-01\", expected a date after from",
                "amount: 1, period: {from: 2026-02-30, to: 2026-11-01}, thresholds: [1] | expected dates such as",
                "amount: 1, period: month, anchorDay: 32, thresholds: [1] | .anchorDay: got 32, expected a day of the month, 1 to 31",
                "amount: 100, period: day, thresholds: [50, {amount: 50}] | expected thresholds: expected no level twice",
                "amount: 1, period: day, thresholds: [{percent: 5, amount: 5}] | .thresholds[0]: got both, expected either percent or amount",
                "amount: 1, period: day, thresholds: [{percent: 5, of: hope}] | .thresholds[0].of: got \"hope\", expected actual or forecast",
                "amount: 1, period: {rolling: 1d}, thresholds: [{percent: 5, of: forecast}] | a rolling budget has no end to forecast",
                "amount: 1, period: day | .thresholds: got nothing, expected 1 to 50",
                "amount: 1, period: day, burnRates: [{factor: 0, window: 1h}] | .burnRates[0].factor: got 0",
                "amount: 1, period: day, burnRates: [{factor: 2, window: 1m}] | .burnRates[0].window: got \"1m\", expected 5m to 7d",
                "amount: 1, period: day, burnRates: [{factor: 2, window: 1h, shortWindow: 40m}] | .shortWindow: got \"40m\", expected 1m to half",
                "amount: 1, period: day, thresholds: [1], quietHours: {from: '22:00', to: '22:00'} | .quietHours: got an object, expected from and to",
                "amount: 1, period: day, thresholds: [1], eachOf: '' | .eachOf: got \"\", expected a text of 1 to 256"
            })
    void what_cannot_be_is_refused_with_its_place(String budget, String message) {
        assertThatThrownBy(() -> BudgetFile.parse("budgets: [{id: b, " + budget + "}]", "test"))
                .isInstanceOf(InvalidBudgetsException.class)
                .hasMessageContaining(message.strip());
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
                        "budgets[0].zone",
                        "budgets[0].period",
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
                "budgets: [{id: a, amount: 1e17199922746877, period: day, thresholds: [1]}]",
                "{\"budgets\": [{\"id\": \"a\", \"amount\": 1e17199922746877}]}",
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
