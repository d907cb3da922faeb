package io.bedrockmeter.standalone.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bedrockmeter.ingest.IngestConfig;
import io.bedrockmeter.ingest.IngestService;
import io.bedrockmeter.metering.coverage.IngestReports;
import io.bedrockmeter.metering.coverage.SourceFreshness;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.schemas.model.SourceReport;
import io.bedrockmeter.standalone.kafka.KafkaSuite;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How metering hears from ingest how fresh its sources are. */
@KafkaSuite
final class IngestFreshnessIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SOURCE = "files:logs:it";

    private final KafkaSettings kafka;

    @TempDir
    private Path logs;

    IngestFreshnessIT(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    @Test
    void a_quiet_source_stays_fresh_one_that_nobody_reads_does_not_and_one_taken_away_is_forgotten() {
        TopicSetup.ensure(kafka);
        try (IngestReports reports = IngestReports.follow(kafka)) {
            try (IngestService ingest = ingest(List.of(logs))) {
                await().atMost(PATIENCE)
                        .until(() -> !reports.latest().isEmpty()
                                && only(reports).completeAt().isAfter(Instant.EPOCH));
                Instant first = only(reports).completeAt();
                await().atMost(PATIENCE).until(() -> only(reports).completeAt().isAfter(first));
                assertThat(ingest.failure()).isEmpty();
                assertThat(SourceFreshness.of(only(reports), Instant.now())).isEqualTo(SourceFreshness.FRESH);
            }
            SourceReport last = only(reports);
            assertThat(last.source()).isEqualTo(SOURCE);
            assertThat(SourceFreshness.of(last, last.reportedAt().plusSeconds(31)))
                    .isEqualTo(SourceFreshness.SILENT);

            try (IngestService without = ingest(List.of())) {
                await().atMost(PATIENCE).until(() -> reports.latest().isEmpty());
                assertThat(without.isRunning()).isTrue();
            }
        }
    }

    private IngestService ingest(List<Path> followed) {
        IngestService ingest = new IngestService(IngestConfig.following("it", followed, List.of()), kafka);
        ingest.start();
        return ingest;
    }

    private static SourceReport only(IngestReports reports) {
        List<SourceReport> latest = reports.latest();
        assertThat(latest).hasSize(1);
        return latest.get(0);
    }
}
