package io.bedrockmeter.bench.arm;

import io.bedrockmeter.bench.dsl.DslService;
import io.bedrockmeter.bench.topics.Prices;
import io.bedrockmeter.bench.topics.TotalsReader;
import io.bedrockmeter.bench.workload.Book;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.schemas.model.Granularity;
import io.bedrockmeter.schemas.topics.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Plain Kafka Streams DSL. */
final class DslArm implements Arm {

    private static final Duration QUIET = Duration.ofSeconds(6);

    private final KafkaSettings kafka;
    private final DslService service;

    DslArm(Task task) throws ExecutionException, InterruptedException {
        this.kafka = task.kafka();
        this.service = new DslService(kafka, task.directory(), Prices.read(kafka));
    }

    @Override
    public void start() {
        service.start();
    }

    @Override
    public long taken() {
        return service.taken();
    }

    /** Time is moved on twice: requests without a partner are told at most once a second. */
    @Override
    public Duration finish() throws ExecutionException, InterruptedException {
        service.moveTimeOn();
        Quiet.await(kafka, totalsTopics(), QUIET, service::activity);
        service.moveTimeOn();
        return Quiet.await(kafka, totalsTopics(), QUIET, service::activity);
    }

    private List<String> totalsTopics() {
        List<String> topics = new ArrayList<>();
        for (Granularity granularity : Granularity.values()) {
            topics.add(kafka.name(Topics.usage(granularity)));
            topics.add(kafka.name(Topics.spendByTag(granularity)));
        }
        return topics;
    }

    @Override
    public Book totals() {
        return TotalsReader.read(kafka);
    }

    @Override
    public void stop() {
        service.stop();
    }
}
