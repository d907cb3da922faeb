package io.bedrockmeter.standalone.system;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.metering.rates.RateCardPublisher;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.money.Money;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What metering makes of the input topics.
 *
 * @param requests distinct requests
 * @param costByTeam exact cost by team
 */
record MeteredTotals(long requests, Map<String, Money> costByTeam) {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** Meters everything that is in the topics now. */
    static MeteredTotals of(KafkaSettings kafka, Path state) throws Exception {
        TopicSetup.ensure(kafka);
        new RateCardPublisher(kafka).publishBundled();
        try (MeteringService metering = new MeteringService(MeteringConfig.defaults(state), kafka)) {
            metering.start();
            metering.awaitCaughtUp(PATIENCE);
            Map<String, Money> costs = new TreeMap<>();
            long[] requests = {0};
            metering.usage().totals(Granularity.MONTH).forEach(row -> {
                requests[0] += row.totals().requests();
                costs.merge(
                        row.dimensions().tags().getOrDefault("Team", ""),
                        row.totals().cost(),
                        Money::plus);
            });
            return new MeteredTotals(requests[0], costs);
        }
    }

    /** What the totals of generated calls must be. */
    static MeteredTotals expected(GeneratedLog... logs) {
        long requests = 0;
        Map<String, Money> costs = new TreeMap<>();
        for (GeneratedLog log : logs) {
            requests += log.requests();
            log.costByTeam().forEach((team, cost) -> costs.merge(team, Money.ofUsd(cost), Money::plus));
        }
        return new MeteredTotals(requests, costs);
    }
}
