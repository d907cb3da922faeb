package io.bedrockmeter.runtime.streams;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RestoreProgressTest {

    private static final TopicPartition REQUESTS = new TopicPartition("requests-changelog", 0);
    private static final TopicPartition TOTALS = new TopicPartition("totals-changelog", 1);

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(RestoreProgress.class);
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");
    private final InstantSource time = () -> now;
    private final RestoreProgress progress = new RestoreProgress("metering", time.withZone(ZoneOffset.UTC));

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.setLevel(null);
        logger.detachAppender(log);
    }

    @Test
    void what_remains_is_the_sum_over_stores_and_goes_down_to_zero() {
        progress.onRestoreStart(REQUESTS, "requests", 100, 1_100);
        progress.onRestoreStart(TOTALS, "totals", 0, 50);
        assertThat(progress.remaining()).isEqualTo(1_050);

        progress.onBatchRestored(REQUESTS, "requests", 599, 480);
        assertThat(progress.remaining()).isEqualTo(550);

        progress.onRestoreEnd(TOTALS, "totals", 50);
        progress.onRestoreSuspended(REQUESTS, "requests", 480);
        assertThat(progress.remaining()).isZero();
    }

    @Test
    void the_log_has_a_line_at_the_start_every_ten_seconds_and_at_the_end() {
        progress.onRestoreStart(REQUESTS, "requests", 0, 1_000);
        for (int second = 0; second < 25; second++) {
            now = now.plusSeconds(1);
            progress.onBatchRestored(REQUESTS, "requests", 10 * second, 10);
        }
        progress.onRestoreEnd(REQUESTS, "requests", 250);

        assertThat(messages())
                .containsExactly("restoring state", "restoring state", "restoring state", "state restored");
    }

    @Test
    void nothing_to_restore_is_nothing_to_tell() {
        progress.onRestoreStart(REQUESTS, "requests", 7, 7);
        progress.onRestoreEnd(REQUESTS, "requests", 0);

        assertThat(messages()).isEmpty();
    }

    private List<String> messages() {
        return log.list.stream().map(ILoggingEvent::getMessage).toList();
    }
}
