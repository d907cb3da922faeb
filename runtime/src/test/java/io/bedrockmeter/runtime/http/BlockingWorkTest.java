package io.bedrockmeter.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BlockingWorkTest {

    private final Vertx vertx = Vertx.vertx();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final BlockingWork work = new BlockingWork(vertx, "test", 1, 1, registry);

    @AfterEach
    void stop() {
        work.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void what_comes_on_top_is_refused_at_once_and_counted() {
        CountDownLatch gate = new CountDownLatch(1);
        Future<Integer> running = work.run(() -> waitFor(gate));
        Awaitility.await().until(() -> gauge("running") == 1);
        Future<Integer> waiting = work.run(() -> 2);

        Future<Integer> refused = work.run(() -> 3);

        assertThat(refused.failed()).isTrue();
        assertThat(((ProblemException) refused.cause()).problem().code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(registry.get("bedrock.meter.http.work.refused").counter().count())
                .isEqualTo(1);
        assertThat(gauge("waiting")).isEqualTo(1);
        gate.countDown();
        assertThat(join(running)).isEqualTo(1);
        assertThat(join(waiting)).isEqualTo(2);
    }

    @Test
    void errors_reach_the_caller_and_spare_the_thread() {
        Future<Integer> failed = work.run(() -> {
            throw new StackOverflowError("deep");
        });

        Awaitility.await().until(failed::isComplete);

        assertThat(failed.cause()).isInstanceOf(StackOverflowError.class);
        assertThat(join(work.run(() -> 4))).isEqualTo(4);
    }

    private double gauge(String name) {
        return registry.get("bedrock.meter.http.work." + name).gauge().value();
    }

    private static int waitFor(CountDownLatch gate) throws InterruptedException {
        gate.await();
        return 1;
    }

    private static int join(Future<Integer> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
