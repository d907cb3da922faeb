package io.bedrockmeter.ingest.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How fast AWS is asked, and how long a repetition waits. */
class CallPaceTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1_000);
    private final CallPace pace = new CallPace(5, nanos::get, duration -> nanos.addAndGet(duration.toNanos()));

    @Test
    void a_burst_is_followed_by_the_steady_rate() throws InterruptedException {
        long start = nanos.get();

        for (int i = 0; i < 105; i++) {
            pace.take();
        }

        assertThat(Duration.ofNanos(nanos.get() - start)).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void a_rest_earns_one_burst_and_no_more() throws InterruptedException {
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        long start = nanos.get();

        for (int i = 0; i < 10; i++) {
            pace.take();
        }

        assertThat(Duration.ofNanos(nanos.get() - start)).isEqualTo(Duration.ofSeconds(1));
    }
}
