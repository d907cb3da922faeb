package io.bedrockmeter.standalone.demo;

import io.bedrockmeter.schemas.money.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** What an hour costs at the pace of the last minute. Not thread-safe. */
public final class BurnRate {

    private static final Duration SPAN = Duration.ofMinutes(1);
    private static final Duration LEAST_SPAN = Duration.ofSeconds(5);
    private static final BigDecimal MS_PER_HOUR =
            BigDecimal.valueOf(Duration.ofHours(1).toMillis());

    private record Sample(Instant at, Money total) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Notes the total at a moment later than the ones before; empty until a few seconds have been seen. */
    public Optional<Money> note(Instant at, Money total) {
        samples.addLast(new Sample(at, total));
        while (samples.size() > 2 && samples.getFirst().at().isBefore(at.minus(SPAN))) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        Duration span = Duration.between(first.at(), at);
        if (span.compareTo(LEAST_SPAN) < 0) {
            return Optional.empty();
        }
        BigDecimal spent = total.minus(first.total()).usd();
        BigDecimal perHour = spent.multiply(MS_PER_HOUR)
                .divide(BigDecimal.valueOf(span.toMillis()), Money.SCALE, RoundingMode.HALF_UP);
        return Optional.of(Money.ofUsd(perHour));
    }
}
