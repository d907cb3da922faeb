package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.topology.StateStores;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;

/** Peers from what Kafka Streams instances tell each other in {@code application.server}. */
public final class StreamsPeers implements Peers {

    private static final String CELL_DELTAS = "cell-deltas-repartition";

    private final KafkaStreams streams;
    private final HostInfo self;
    private final int partitions;

    /**
     * @param self the {@code application.server} of this instance
     * @param partitions how many partitions the totals have
     */
    public StreamsPeers(KafkaStreams streams, HostInfo self, int partitions) {
        this.streams = streams;
        this.self = self;
        this.partitions = partitions;
    }

    @Override
    public Cluster cluster() {
        List<Integer> own = cellPartitions(streams.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream()));
        List<Integer> unassigned =
                new ArrayList<>(IntStream.range(0, partitions).boxed().toList());
        unassigned.removeAll(own);
        List<Peer> others = new ArrayList<>();
        for (StreamsMetadata instance : instances()) {
            List<Integer> held = cellPartitions(instance.topicPartitions().stream());
            if (!instance.hostInfo().equals(self) && !held.isEmpty()) {
                others.add(new Peer(instance.host(), instance.port(), held));
                unassigned.removeAll(held);
            }
        }
        return new Cluster(own, others, unassigned);
    }

    @Override
    public Owner ownerOf(String requestId) {
        if (!streams.state().isRunningOrRebalancing()) {
            return new Owner.Moving();
        }
        KeyQueryMetadata found = streams.queryMetadataForKey(
                StateStores.REQUESTS, requestId, Serdes.String().serializer());
        if (found.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            return new Owner.Moving();
        }
        HostInfo host = found.activeHost();
        return host.equals(self)
                ? new Owner.Here()
                : new Owner.There(new Peer(host.host(), host.port(), List.of(found.partition())));
    }

    /** Until the first assignment there is no metadata: Streams says so with an exception. */
    private Collection<StreamsMetadata> instances() {
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
