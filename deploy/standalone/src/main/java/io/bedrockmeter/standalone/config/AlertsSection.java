package io.bedrockmeter.standalone.config;

import io.bedrockmeter.alerts.AlertsConfig;
import io.bedrockmeter.runtime.config.Section;
import io.bedrockmeter.schemas.model.Budget;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The {@code alerts} section.
 *
 * @param budgets budget file that is brought into force at start, empty when budgets are managed otherwise
 * @param snsTopicArn SNS topic that gets every alert, empty for none
 * @param service how budgets are evaluated
 */
public record AlertsSection(Optional<Path> budgets, Optional<String> snsTopicArn, AlertsConfig service) {

    private static final Duration LONGEST_HORIZON = Duration.ofDays(400);

    static AlertsSection read(Section section, Path stateDirectory) {
        AlertsConfig defaults = AlertsConfig.defaults(stateDirectory);
        return new AlertsSection(
                section.path("budgets"),
                section.parsed(
                        "snsTopicArn",
                        "the ARN of an SNS standard topic",
                        text -> Budget.isTarget(text) ? Optional.of(text) : Optional.empty()),
                new AlertsConfig(
                        defaults.applicationId(),
                        stateDirectory,
                        defaults.emitInterval(),
                        defaults.statusInterval(),
                        section.duration("horizon", defaults.horizon(), Duration.ofDays(1), LONGEST_HORIZON),
                        section.duration("lateAfter", defaults.lateAfter(), Duration.ZERO, LONGEST_HORIZON),
                        defaults.seedingGrace(),
                        defaults.threads(),
                        defaults.standbyReplicas()));
    }
}
