package io.bedrockmeter.ingest.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bedrockmeter.runtime.config.Config;
import io.bedrockmeter.runtime.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Budgets, positions and configuration of the tail. */
class CloudWatchPartsTest {

    private final AtomicLong nanos = new AtomicLong(5);

    @ParameterizedTest
    @CsvSource({"us-east-1, 25", "eu-central-1, 5", "eu-west-1, 10"})
    void no_second_sees_more_requests_than_the_quota_and_a_minute_60_percent_of_it(String region, int quota) {
        RequestBudget budget = new RequestBudget(RequestBudget.quota(region), nanos::get);
        int[] perSecond = new int[60];

        for (int ms = 0; ms < 60_000; ms++) {
            nanos.addAndGet(1_000_000);
            while (budget.tryTake()) {
                perSecond[ms / 1_000]++;
            }
        }

        assertThat(Arrays.stream(perSecond).max().orElseThrow()).isLessThanOrEqualTo(quota);
        int total = Arrays.stream(perSecond).sum();
        assertThat(total).isBetween(quota * 36 - 2, quota * 36 + quota);
    }

    @Test
    void throttling_halves_the_rate_and_requests_bring_it_back() {
        RequestBudget budget = new RequestBudget(10, nanos::get);
        budget.slowDown();
        budget.slowDown();

        long slow = granted(budget, 2_000);
        granted(budget, 60_000);

        assertThat(slow).isBetween(1L, 6L);
        assertThat(granted(budget, 10_000)).isBetween(59L, 61L);
    }

    @Test
    void a_position_survives_its_encoding_and_joins_ranges_when_there_are_too_many() {
        List<Range> ranges = LongStream.range(0, 70)
                .mapToObj(i -> new Range(i * 10, i * 10 + 5))
                .toList();

        TailPosition position = new TailPosition(1_000, ranges);

        assertThat(position.missing()).hasSize(64);
        assertThat(position.missing().get(63)).isEqualTo(new Range(630, 695));
        assertThat(TailPosition.decode(position.encode())).contains(position);
        assertThat(TailPosition.decode("12;x-3")).isEmpty();
        assertThat(TailPosition.decode("12;3")).isEmpty();
        assertThat(position.skipTo(2_000).missing()).hasSize(64).contains(new Range(630, 2_000));
    }

    @Test
    void log_groups_are_configured_by_name_or_arn(@TempDir Path folder) throws IOException {
        CloudWatchConfig config = load(folder, """
                groups:
                  - {logGroup: bedrock, region: us-east-1, from: 2026-11-01T00:00:00Z}
                  - logGroup: arn:aws:logs:eu-west-1:111122223333:log-group:bedrock:*
                    roleArn: arn:aws:iam::444455556666:role/meter
                overlap: 5m
                """);

        assertThat(config.groups())
                .extracting(LogGroup::source)
                .containsExactly("cloudwatch:own:us-east-1:bedrock", "cloudwatch:111122223333:eu-west-1:bedrock");
        assertThat(config.overlap()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.recent()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void everything_that_is_wrong_with_the_configuration_is_said_at_once(@TempDir Path folder) {
        assertThatThrownBy(() -> load(folder, """
                        groups:
                          - {logGroup: "a b", region: us-east-1}
                          - {logGroup: bedrock, externalId: x}
                          - {logGroup: good, region: us-east-1, from: yesterday}
                        parallelSlices: 99
                        """))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageContaining("expected its name or ARN")
                .hasMessageContaining("region of bedrock")
                .hasMessageContaining("external id of bedrock: expected a role")
                .hasMessageContaining("yesterday")
                .hasMessageContaining("parallelSlices");
    }

    private long granted(RequestBudget budget, int millis) {
        long count = 0;
        for (int ms = 0; ms < millis; ms++) {
            nanos.addAndGet(1_000_000);
            while (budget.tryTake()) {
                count++;
            }
        }
        return count;
    }

    private static CloudWatchConfig load(Path folder, String yaml) throws IOException {
        Path file = Files.writeString(folder.resolve("c.yaml"), yaml);
        return Config.load(Optional.of(file), Map.of(), CloudWatchConfig::read).value();
    }
}
