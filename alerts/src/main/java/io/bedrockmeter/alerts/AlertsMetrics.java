package io.bedrockmeter.alerts;

import io.bedrockmeter.schemas.model.AlertKind;
import io.bedrockmeter.schemas.model.BudgetState;
import io.bedrockmeter.schemas.model.BudgetStatus;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What alerts does, as metrics. Label {@code notifier} has the names of the notifiers, {@code kind} those of
 * {@link AlertKind}. Budgets have no label: their ids are the reader's, and there may be thousands.
 */
final class AlertsMetrics {

    private static final double MILLIS_PER_SECOND = 1_000;
    private static final long KEPT_NS = 1_000_000_000L;

    private final AlertsService service;
    private final MeterRegistry registry;
    private Collection<BudgetStatus> latest = List.of();
    private long readAtNs = System.nanoTime() - KEPT_NS;

    AlertsMetrics(AlertsService service, MeterRegistry registry) {
        this.service = service;
        this.registry = registry;
    }

    void show(Collection<String> notifiers) {
        for (String notifier : notifiers) {
            byNotifier("delivered", "Alerts that were accepted", notifier, service::delivered);
            byNotifier("undeliverable", "Alerts that will never be accepted", notifier, service::undeliverable);
            byNotifier(
                    "delivery.failures",
                    "Messages that were not accepted and are sent again",
                    notifier,
                    service::failures);
            FunctionCounter.builder(
                            "bedrock.meter.alerts.delivery.seconds",
                            service,
                            alerts -> alerts.tookMs().getOrDefault(notifier, 0L) / MILLIS_PER_SECOND)
                    .description("From raising alerts until they were accepted, quiet hours included")
                    .tag("notifier", notifier)
                    .register(registry);
        }
        for (AlertKind kind : AlertKind.values()) {
            FunctionCounter.builder(
                            "bedrock.meter.alerts.raised",
                            service,
                            alerts -> alerts.raised().getOrDefault(kind, 0L))
                    .description("Alerts read from the alerts topic, to be delivered by this process")
                    .tag("kind", kind.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        budgets("ok", "Budgets in this state", status -> status.state() instanceof BudgetState.Ok);
        budgets("breached", "Budgets in this state", status -> status.state() instanceof BudgetState.Breached);
        Gauge.builder("bedrock.meter.alerts.budgets.forecast.over", () -> count(AlertsMetrics::isForecastOver))
                .description("Budgets that are expected to use more than their limit")
                .strongReference(true)
                .register(registry);
        Gauge.builder("bedrock.meter.alerts.deliveries.waiting", service, AlertsService::waiting)
                .description("Deliveries that wait for their time or for a destination")
                .register(registry);
    }

    private void byNotifier(String name, String what, String notifier, Supplier<Map<String, Long>> counts) {
        FunctionCounter.builder(
                        "bedrock.meter.alerts." + name,
                        counts,
                        counted -> counted.get().getOrDefault(notifier, 0L))
                .description(what)
                .tag("notifier", notifier)
                .register(registry);
    }

    private void budgets(String state, String what, Predicate<BudgetStatus> is) {
        Gauge.builder("bedrock.meter.alerts.budgets", () -> count(is))
                .description(what)
                .tag("state", state)
                .strongReference(true)
                .register(registry);
    }

    private static boolean isForecastOver(BudgetStatus status) {
        BigDecimal limit = status.reading().limit().value();
        return status.reading()
                .forecast()
                .filter(forecast -> forecast.expected().compareTo(limit) > 0)
                .isPresent();
    }

    /** One reading of the statuses serves a whole scrape. */
    private synchronized long count(Predicate<BudgetStatus> is) {
        if (System.nanoTime() - readAtNs >= KEPT_NS) {
            latest = service.statuses().values();
            readAtNs = System.nanoTime();
        }
        return latest.stream().filter(is).count();
    }
}
