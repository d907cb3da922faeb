package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.ingest.log.InvocationLogParser;
import io.bedrockmeter.ingest.sink.KafkaSink;
import io.bedrockmeter.ingest.sink.ReferencePublisher;
import io.bedrockmeter.ingest.source.IngestCounters;
import io.bedrockmeter.ingest.source.RecordIntake;
import io.bedrockmeter.standalone.demo.DemoCompany;
import io.bedrockmeter.standalone.demo.DemoMessage;
import io.bedrockmeter.standalone.demo.DemoMessage.Kind;
import io.bedrockmeter.standalone.demo.DemoTraffic;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Delivers the simulated traffic as it falls due, through the same intake as real traffic. */
final class DemoFeed implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoFeed.class);
    private static final String SOURCE = "demo";
    private static final Duration STEP = Duration.ofMillis(50);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(3);

    /** How long calls through a new inference profile go without price and tags. */
    private static final Duration NEW_PROFILE_AFTER = Duration.ofSeconds(40);

    private final DemoTraffic traffic;
    private final KafkaSink sink;
    private final ReferencePublisher references;
    private final Clock clock;
    private final RecordIntake intake;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "demo-traffic");

    DemoFeed(DemoTraffic traffic, KafkaSink sink, ReferencePublisher references, IngestCounters counters, Clock clock) {
        this.traffic = traffic;
        this.sink = sink;
        this.references = references;
        this.clock = clock;
        this.intake = new RecordIntake(clock, InvocationLogParser.DEFAULT_MAX_RECORD_BYTES, sink, counters);
    }

    void start() {
        thread.start();
    }

    /** Why it has stopped by itself, empty while it has not. */
    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure.get());
    }

    private void run() {
        Instant newProfileAt = clock.instant().plus(NEW_PROFILE_AFTER);
        boolean profileKnown = false;
        try {
            do {
                Instant now = clock.instant();
                traffic.until(now).forEach(this::deliver);
                sink.commitIfDue();
                if (!profileKnown && now.isAfter(newProfileAt)) {
                    references.publishProfiles(List.of(DemoCompany.newProfile()));
                    profileKnown = true;
                }
            } while (!stop.await(STEP.toMillis(), TimeUnit.MILLISECONDS));
            sink.commit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failure.set(e);
            LOG.atError().setCause(e).log("the simulated traffic has stopped");
        }
    }

    private void deliver(DemoMessage message) {
        byte[] json = message.json();
        if (message.kind() == Kind.LOG_RECORD) {
            intake.log(json, 0, json.length, SOURCE, SOURCE);
        } else {
            intake.event(json, 0, json.length, true, SOURCE, SOURCE);
        }
    }

    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(STOP_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sink.close();
    }
}
