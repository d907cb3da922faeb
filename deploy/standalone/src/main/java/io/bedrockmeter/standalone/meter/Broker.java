package io.bedrockmeter.standalone.meter;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import io.bedrockmeter.runtime.kafka.TopicSetup;
import io.bedrockmeter.standalone.kafka.DataDirectory;
import io.bedrockmeter.standalone.kafka.EmbeddedKafka;
import io.bedrockmeter.standalone.process.Console;
import io.bedrockmeter.standalone.process.ExitCode;
import io.bedrockmeter.standalone.process.Lifecycle;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** The embedded broker as a part of this process, with our topics on it. */
public final class Broker {

    private Broker() {}

    /**
     * Starts the broker and creates the topics that are missing.
     *
     * @param settings the settings for the broker at the given address
     */
    public static KafkaSettings start(
            int port,
            DataDirectory directory,
            Function<String, KafkaSettings> settings,
            Lifecycle lifecycle,
            Console console) {
        console.progress("starting an embedded Kafka broker");
        long startedAt = System.nanoTime();
        EmbeddedKafka kafka = lifecycle.add(
                "broker", EmbeddedKafka.start(port, directory.kafka(), Map.of(), fault -> end(fault, console)));
        KafkaSettings reachable = settings.apply(kafka.bootstrapServers());
        TopicSetup.ensure(reachable);
        Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
        console.progress("broker ready on " + kafka.bootstrapServers() + " after " + took.toMillis() + " ms");
        return reachable;
    }

    /** Without its broker the process can do nothing; from a thread of its own, because the exit waits for the broker's. */
    private static void end(String fault, Console console) {
        console.error("the embedded Kafka broker failed: " + fault);
        new Thread(() -> System.exit(ExitCode.FAILURE), "broker-failure").start();
    }
}
