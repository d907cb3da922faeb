package io.bedrockmeter.ingest.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.bedrockmeter.schemas.model.RejectionCode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What the log says of refused input, and how often. */
class LogRefusalsTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(LogRefusals.class);
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private Instant now = Instant.parse("2026-11-21T00:00:00Z");

    @BeforeEach
    void listen() {
        appender.start();
        logger.setLevel(Level.WARN);
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void a_refusal_is_logged_with_its_origin_code_field_and_reason() {
        new LogRefusals(clock()).log(refusal());

        assertThat(appender.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getKeyValuePairs().toString())
                        .contains("file:a:7", "INVALID_FIELD", "region", "not good"));
    }

    @Test
    void many_refusals_are_logged_in_part_and_the_rest_is_told_later() {
        LogRefusals refusals = new LogRefusals(clock());

        for (int i = 0; i < 1_000; i++) {
            refusals.log(refusal());
        }
        now = now.plusSeconds(10);
        refusals.log(refusal());

        assertThat(appender.list).hasSize(11);
        assertThat(appender.list.get(10).getKeyValuePairs().toString()).contains("990");
    }

    private static Refusal refusal() {
        return new Refusal(new Rejection(RejectionCode.INVALID_FIELD, "region", "not good", "r"), "file:a:7", 1);
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
