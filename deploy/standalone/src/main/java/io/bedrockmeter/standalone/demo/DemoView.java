package io.bedrockmeter.standalone.demo;

import io.bedrockmeter.metering.query.UsageAnswer;
import io.bedrockmeter.schemas.money.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is shown at one moment.
 *
 * @param asOf the moment
 * @param running how long the demonstration has been running
 * @param byTeam spend by team
 * @param burnPerHour what an hour costs at the pace of the last minute; empty at first
 * @param lag age of the latest call that was read; empty before the first
 * @param refused records refused so far
 * @param repeated records that brought nothing new so far
 * @param corrections ledger entries that were corrected so far
 * @param alerts the latest alerts, oldest first
 */
public record DemoView(
        Instant asOf,
        Duration running,
        UsageAnswer byTeam,
        Optional<Money> burnPerHour,
        Optional<Duration> lag,
        long refused,
        long repeated,
        long corrections,
        List<String> alerts) {

    public DemoView {
        alerts = List.copyOf(alerts);
    }
}
