package io.bedrockmeter.bench.arm;

import io.bedrockmeter.metering.MeteringConfig;
import io.bedrockmeter.metering.MeteringService;
import java.time.Duration;

/** The metering service with its documented defaults. */
final class OursArm implements Arm {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final MeteringService service;

    OursArm(Task task) {
        this.service = new MeteringService(MeteringConfig.defaults(task.directory()), task.kafka());
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
    public void finish() throws Exception {
        service.awaitCaughtUp(PATIENCE);
    }

    @Override
    public void stop() {
        service.close();
    }
}
