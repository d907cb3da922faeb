package io.bedrockmeter.runtime.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class StreamsFailuresTest {

    private final StreamsFailures failures = new StreamsFailures("test", Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void a_thread_that_dies_is_replaced() {
        assertThat(failures.handle(new StreamsException("fenced"))).isEqualTo(REPLACE_THREAD);
        assertThat(failures.fatal()).isEmpty();
    }

    @Test
    void missing_permissions_stop_the_evaluation_with_a_message() {
        var answer = failures.handle(new StreamsException(new TopicAuthorizationException("bedrock.budgets.v1")));

        assertThat(answer).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.fatal())
                .hasValueSatisfying(message -> assertThat(message).contains("ACLs"));
    }

    @Test
    void threads_that_keep_dying_stop_the_evaluation() {
        for (int i = 0; i < StreamsFailures.MAX_REPLACEMENTS; i++) {
            failures.handle(new StreamsException("again"));
        }

        assertThat(failures.handle(new StreamsException("last"))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(failures.fatal()).isPresent();
    }
}
