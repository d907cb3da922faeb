package io.bedrockmeter.metering.http;

import static io.bedrockmeter.metering.topology.Samples.MODEL;
import static io.bedrockmeter.metering.topology.Samples.NOON;
import static io.bedrockmeter.metering.topology.Samples.call;
import static io.bedrockmeter.metering.topology.Samples.rates;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.topology.MeteringHarness;
import java.time.Duration;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;

/** From records on topics to answers over HTTP, through the production topology and its stores. */
final class MeteredUsageTest {

    @Test
    void the_difference_of_a_closed_month_is_in_the_answer_though_its_requests_cancel() {
        MeteringConfig config = MeteringConfig.defaults(MeteringHarness.temporaryFolder())
                .withRequestHorizon(Duration.ofDays(30))
                .withFrozenBefore(YearMonth.of(2030, 1));
        try (MeteringHarness metering = new MeteringHarness(config)) {
            metering.rates(rates(MODEL, "3", "15"));
            metering.invocation(call("r1", 1_000, 200));
            metering.settle()
                    .pass(Duration.between(NOON, MeteringHarness.NOW.plus(Duration.ofDays(12))))
                    .settle();
            metering.rates(rates(MODEL, "6", "30"));
            metering.settle();

            JsonNode answer = answer(metering, "granularity", "month", "sort", "key");

            assertThat(answer.findValuesAsText("windowStart"))
                    .containsExactly("2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z");
            assertThat(answer.at("/groups/1/requests").asLong()).isZero();
            assertThat(answer.at("/groups/1/cost").asText()).isEqualTo("0.006000000000");
            assertThat(answer.at("/total/cost").asText()).isEqualTo("0.012000000000");
        }
    }

    private static JsonNode answer(MeteringHarness metering, String... namesAndValues) {
        try (Explorer explorer = Explorer.in("UTC")
                .source(new MeteredSource(metering), metering.now())
                .start()) {
            return explorer.usage(namesAndValues);
        }
    }
}
