package io.bedrockmeter.bench.process;

import io.bedrockmeter.standalone.kafka.EmbeddedKafka;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A broker in a process of its own. Argument: where it keeps its logs. Ends when its standard input does. */
public final class BrokerMain {

    /** First word of the line that says where it listens. */
    static final String READY = "READY";

    private BrokerMain() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> overrides = Map.of(
                "log.segment.bytes",
                Integer.toString(512 << 20),
                "log.cleaner.dedupe.buffer.size",
                Integer.toString(128 << 20),
                "num.network.threads",
                "3",
                "num.io.threads",
                "4");
        EmbeddedKafka kafka = EmbeddedKafka.start(0, Path.of(args[0]), overrides, fault -> {
            System.err.println("broker: " + fault);
            System.exit(1);
        });
        System.out.println(READY + " " + kafka.bootstrapServers());
        Parent.watch();
        new CountDownLatch(1).await();
    }
}
