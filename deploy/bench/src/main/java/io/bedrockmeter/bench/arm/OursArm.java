package io.bedrockmeter.bench.arm;

import io.bedrockmeter.bench.topics.TotalsReader;
import io.bedrockmeter.bench.workload.Book;
import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.time.Duration;

/** The metering service with its documented defaults. */
final class OursArm implements Arm {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final KafkaSettings kafka;
    private final MeteringService service;

    OursArm(Task task) {
        this.kafka = task.kafka();
        this.service = new MeteringService(MeteringConfig.defaults(task.directory()), kafka);
    }

    @Override
    public void start() {
        service.start();
    }

    @Override
    public long taken() {
        service.failure().ifPresent(reason -> {
            throw new IllegalStateException("metering stopped: " + reason);
        });
        return service.counters().invocations.sum()
                + service.counters().tagEvents.sum();
    }

    @Override
    public Duration finish() throws Exception {
        service.awaitCaughtUp(PATIENCE);
        return Duration.ZERO;
    }

    @Override
    public Book totals() {
        return TotalsReader.read(kafka);
    }

    @Override
    public void stop() {
        service.close();
    }
}
