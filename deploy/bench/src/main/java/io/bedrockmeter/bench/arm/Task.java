package io.bedrockmeter.bench.arm;

import io.bedrockmeter.runtime.kafka.KafkaSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an arm is to do.
 *
 * @param bootstrapServers the broker
 * @param prefix prefix of all topics
 * @param partitions partitions of each topic of traffic
 * @param directory where it may keep state
 * @param records how many records there are in both topics
 */
record Task(String bootstrapServers, String prefix, int partitions, Path directory, long records) {

    KafkaSettings kafka() {
        return new KafkaSettings(bootstrapServers, prefix, partitions, (short) 1, Map.of());
    }

    /** The file that takes the totals. */
    Path totals() {
        return directory.resolve("totals.txt");
    }

    List<String> arguments() {
        return List.of(
                bootstrapServers, prefix, Integer.toString(partitions), directory.toString(), Long.toString(records));
    }

    static Task of(List<String> arguments) {
        return new Task(
                arguments.get(0),
                arguments.get(1),
                Integer.parseInt(arguments.get(2)),
                Path.of(arguments.get(3)),
                Long.parseLong(arguments.get(4)));
    }
}
