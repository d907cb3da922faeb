package io.bedrockmeter.bench.arm;

import io.bedrockmeter.bench.loop.MeteringLoop;
import io.bedrockmeter.bench.topics.Prices;
import io.bedrockmeter.bench.topics.TotalsReader;
import io.bedrockmeter.bench.workload.Book;
import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** The ceiling. A record counts as taken in when its effect is committed, totals included. */
final class LoopArm implements Arm {

    private final KafkaSettings kafka;
    private final MeteringLoop loop;

    LoopArm(Task task) throws ExecutionException, InterruptedException {
        this.kafka = task.kafka();
        String changelog = task.prefix() + MeteringLoop.GROUP + "-changelog";
        try (Admin admin = Admin.create(task.kafka().clientConfig())) {
            NewTopic topic = new NewTopic(changelog, task.partitions(), (short) 1);
            admin.createTopics(List.of(topic.configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
        this.loop = new MeteringLoop(task.kafka(), changelog, Prices.read(task.kafka()));
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public long taken() {
        return loop.committed();
    }

    @Override
    public Duration finish() {
        return Duration.ZERO;
    }

    @Override
    public Book totals() {
        return TotalsReader.read(kafka);
    }

    @Override
    public void stop() throws InterruptedException {
        loop.stop();
    }
}
