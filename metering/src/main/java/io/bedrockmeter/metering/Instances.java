package io.bedrockmeter.metering;

import io.bedrockmeter.metering.topology.StateStores;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Which instance of a metering application holds which partitions of the totals, as Kafka Streams tells all of them in every
 * rebalance ({@code application.server}). From memory and without blocking. Thread-safe.
 */
public final class Instances {

    private static final String CELL_DELTAS = "cell-deltas-repartition";

    private final KafkaStreams streams;
    private final HostInfo self;
    private final int partitions;

    Instances(KafkaStreams streams, HostInfo self, int partitions) {
        this.streams = streams;
        this.self = self;
        this.partitions = partitions;
    }

    /** How many partitions the totals have. */
    public int partitions() {
        return partitions;
    }

    /** Partitions that this instance holds. */
    public List<Integer> own() {
        return cellPartitions(streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream()));
    }

    /** Partitions of the other instances that hold any, by the address they advertise. */
    public Map<HostInfo, List<Integer>> others() {
        Map<HostInfo, List<Integer>> others = new LinkedHashMap<>();
        for (StreamsMetadata instance : known()) {
            List<Integer> held = cellPartitions(instance.topicPartitions().stream());
            if (!instance.hostInfo().equals(self) && !held.isEmpty()) {
                others.put(instance.hostInfo(), held);
            }
        }
        return others;
    }

    /** Until the first assignment there is no metadata: Streams says so with an exception. */
    private Collection<StreamsMetadata> known() {
        return streams.state().isRunningOrRebalancing()
                ? streams.streamsMetadataForStore(StateStores.CELL_TOTALS)
                : Set.of();
    }

    private static List<Integer> cellPartitions(Stream<TopicPartition> assigned) {
        return assigned.filter(partition -> partition.topic().endsWith(CELL_DELTAS))
                .map(TopicPartition::partition)
                .distinct()
                .sorted()
                .toList();
    }
}
