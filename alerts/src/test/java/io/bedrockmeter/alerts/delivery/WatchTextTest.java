package io.bedrockmeter.alerts.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.alerts.watch.BlindRule;
import io.bedrockmeter.schemas.model.Alert;
import io.bedrockmeter.schemas.model.AlertEvidence;
import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetAmount;
import io.bedrockmeter.schemas.model.BudgetReading;
import io.bedrockmeter.schemas.model.BudgetSubject;
import io.bedrockmeter.schemas.model.BudgetWindow;
import io.bedrockmeter.schemas.model.SpendShare;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class WatchTextTest {

    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final AlertEvidence.Blind STUCK =
            new AlertEvidence.Blind(TEN, "complete up to 2026-11-20T10:00:00Z", "at most 15m behind");

    @Test
    void an_anomaly_says_how_much_how_much_is_usual_and_what_changed() {
        Alert alert = anomaly(AlertKind.ANOMALY);

        assertThat(AlertText.line(alert))
                .isEqualTo(
                        "Anomaly: Team search spent $120.50 in the hour from 2026-11-20T10:00:00Z, usually $10.00 and"
                                + " hardly ever more than $30.00");
        assertThat(AlertText.body(List.of(alert), AlertLinks.NONE))
                .contains("What to do: ", "What changed, against what is usual\n  model claude: +$110.00\n")
                .contains("Alert id: " + alert.alertId());
        assertThat(AlertText.line(anomaly(AlertKind.RECOVERED)))
                .isEqualTo("As usual again: Team search, after the anomaly in the hour from 2026-11-20T10:00:00Z");
    }

    @ParameterizedTest
    @EnumSource
    void whoever_is_blind_is_told_what_since_when_and_what_to_do(BlindRule rule) {
        Alert alert = blind(AlertKind.BLIND, rule);

        assertThat(AlertText.line(alert))
                .isEqualTo("Blind: " + rule.title() + " (cloudwatch:group) since 2026-11-20T10:00:00Z: complete up to"
                        + " 2026-11-20T10:00:00Z, expected at most 15m behind");
        assertThat(AlertText.body(List.of(alert), AlertLinks.NONE))
                .contains("Since: 2026-11-20T10:00:00Z\n", "Source: cloudwatch:group\n", "What to do: see ")
                .doesNotContain("Used", "Limit");
        assertThat(AlertText.line(blind(AlertKind.RECOVERED, rule)))
                .startsWith("Sees again: " + rule.title()
                        + " (cloudwatch:group), told since 2026-11-20T10:00:00Z, is over");
    }

    @Test
    void a_restatement_says_what_was_told_before() {
        Alert before = Alerts.alert("b");
        Alert alert = new Alert(
                before.alertId(),
                AlertKind.RESTATED,
                before.subject(),
                "restated-1",
                BigDecimal.ZERO,
                List.of(),
                before.reading(),
                List.of(),
                before.raisedAt(),
                Optional.empty(),
                false,
                List.of(),
                Optional.of(new AlertEvidence.Restated(new BigDecimal("12.5"))));

        assertThat(AlertText.line(alert)).contains("was restated by a correction");
        assertThat(AlertText.body(List.of(alert), AlertLinks.NONE)).contains("Told before: 12.5 USD\n");
        assertThat(AlertJson.text(List.of(alert), AlertLinks.NONE)).contains("\"evidence\":{\"before\":\"12.5\"}");
    }

    @Test
    void machines_get_the_evidence() {
        assertThat(AlertJson.text(List.of(anomaly(AlertKind.ANOMALY)), AlertLinks.NONE))
                .contains("\"evidence\":{\"usual\":\"10\",\"spread\":\"2\"}");
        assertThat(AlertJson.text(List.of(blind(AlertKind.BLIND, BlindRule.SOURCE_BEHIND)), AlertLinks.NONE))
                .contains("\"evidence\":{\"since\":\"2026-11-20T10:00:00Z\",\"observed\":");
    }

    @Test
    void text_of_others_cannot_break_lines() {
        Alert alert = blind(AlertKind.BLIND, BlindRule.NO_DATA, "a\nb");

        assertThat(AlertText.line(alert)).contains("(a?b)");
    }

    private static Alert anomaly(AlertKind kind) {
        return alert(
                kind,
                new BudgetSubject("anomaly:Team", "search", "Team", "", new BudgetWindow(TEN, TEN.plusSeconds(3_600))),
                "hour",
                BudgetReading.of(BudgetAmount.usd("120.5"), BudgetAmount.usd("30"), Optional.empty()),
                List.of(new SpendShare("model", "claude", new BigDecimal("110"))),
                new AlertEvidence.Anomaly(new BigDecimal("10"), new BigDecimal("2")));
    }

    private static Alert blind(AlertKind kind, BlindRule rule) {
        return blind(kind, rule, "cloudwatch:group");
    }

    private static Alert blind(AlertKind kind, BlindRule rule, String source) {
        BudgetReading nothing = new BudgetReading(
                BudgetAmount.requests(0), BudgetAmount.requests(0), new BigDecimal("0.00"), Optional.empty());
        BudgetWindow day = new BudgetWindow(TEN, TEN.plusSeconds(86_400));
        BudgetSubject subject = new BudgetSubject("blind:coverage", source, rule.title(), "", day);
        return alert(kind, subject, rule.label(), nothing, List.of(), STUCK);
    }

    private static Alert alert(
            AlertKind kind,
            BudgetSubject subject,
            String rule,
            BudgetReading reading,
            List<SpendShare> shares,
            AlertEvidence evidence) {
        return new Alert(
                Alert.idOf(
                        kind,
                        subject.budgetId(),
                        subject.instance(),
                        subject.window().start(),
                        rule),
                kind,
                subject,
                rule,
                BigDecimal.ZERO,
                List.of(),
                reading,
                shares,
                TEN,
                Optional.empty(),
                false,
                List.of(),
                Optional.of(evidence));
    }
}
