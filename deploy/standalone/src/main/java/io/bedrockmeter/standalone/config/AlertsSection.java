package io.bedrockmeter.standalone.config;

import io.bedrockmeter.alerts.AlertsConfig;
import io.bedrockmeter.alerts.delivery.AlertLinks;
import io.bedrockmeter.alerts.delivery.ConsoleNotifier;
import io.bedrockmeter.alerts.delivery.Notifier;
import io.bedrockmeter.alerts.delivery.SnsNotifier;
import io.bedrockmeter.alerts.delivery.WebhookConfig;
import io.bedrockmeter.alerts.delivery.WebhookNotifier;
import io.bedrockmeter.alerts.watch.WorkWeek;
import io.bedrockmeter.runtime.config.Secret;
import io.bedrockmeter.runtime.config.Section;
import io.bedrockmeter.schemas.model.Budget;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The {@code alerts} section.
 *
 * @param budgets budget file that is brought into force at start, empty when budgets are managed otherwise
 * @param snsTopicArn SNS topic that gets every alert, empty for none
 * @param webhook where every alert is posted, empty for none
 * @param service how budgets are evaluated
 */
public record AlertsSection(
        Optional<Path> budgets, Optional<String> snsTopicArn, Optional<WebhookConfig> webhook, AlertsConfig service) {

    private static final Duration LONGEST_HORIZON = Duration.ofDays(400);

    /** Where alerts go: the console, SNS, and the webhook where there is one. */
    public List<Notifier> notifiers(PrintStream console, AlertLinks links) {
        List<Notifier> notifiers = new ArrayList<>();
        notifiers.add(new ConsoleNotifier(console));
        notifiers.add(new SnsNotifier(snsTopicArn, links));
        webhook.map(config -> new WebhookNotifier(config, links)).ifPresent(notifiers::add);
        return notifiers;
    }

    static AlertsSection read(Section section, Path stateDirectory) {
        AlertsConfig defaults = AlertsConfig.defaults(stateDirectory);
        WorkWeek week = WatchSections.week(section);
        return new AlertsSection(
                section.path("budgets"),
                section.parsed(
                        "snsTopicArn",
                        "the ARN of an SNS standard topic",
                        text -> Budget.isTarget(text) ? Optional.of(text) : Optional.empty()),
                webhook(section.section("webhook")),
                new AlertsConfig(
                        defaults.applicationId(),
                        stateDirectory,
                        defaults.emitInterval(),
                        defaults.statusInterval(),
                        section.duration("horizon", defaults.horizon(), Duration.ofDays(1), LONGEST_HORIZON),
                        section.duration("lateAfter", defaults.lateAfter(), Duration.ZERO, LONGEST_HORIZON),
                        defaults.seedingGrace(),
                        defaults.threads(),
                        defaults.standbyReplicas(),
                        WatchSections.anomalies(section.section("anomalies"), week),
                        WatchSections.blind(section.section("blind"), week)));
    }

    private static Optional<WebhookConfig> webhook(Section section) {
        Optional<URI> url =
                section.parsed("url", "an http or https URL without user and password", WebhookConfig::parse);
        Optional<Secret> secret = section.secret("secret");
        boolean allowPrivate = section.flag("allowPrivateAddresses", false);
        if (url.isPresent() && secret.isEmpty()) {
            section.problem("secret", "nothing", "the key of the signature, for the receiver to check");
        }
        return url.flatMap(to -> secret.map(key -> new WebhookConfig(to, key, allowPrivate)));
    }
}
