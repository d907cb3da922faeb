package io.bedrockmeter.runtime.streams;

import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;

/**
 * The topics that a Kafka Streams application keeps for itself. By the topology and not by the beginning of their names: an
 * application whose id begins with that of another has topics of its own.
 *
 * @param applicationId the application
 * @param changelogs topics that its stores are restored from; those of stores without a log are named too, and do not exist
 * @param repartitions topics between its stages
 */
public record InternalTopics(String applicationId, Set<String> changelogs, Set<String> repartitions) {

    private static final String REPARTITION = "-repartition";

    public InternalTopics {
        changelogs = Set.copyOf(changelogs);
        repartitions = Set.copyOf(repartitions);
    }

    /** The internal topics of a topology under an application id. */
    public static InternalTopics of(Topology topology, String applicationId) {
        Set<String> changelogs = new TreeSet<>();
        Set<String> repartitions = new TreeSet<>();
        for (TopologyDescription.Subtopology part : topology.describe().subtopologies()) {
            for (TopologyDescription.Node node : part.nodes()) {
                if (node instanceof TopologyDescription.Processor processor) {
                    processor.stores().forEach(store -> changelogs.add(applicationId + "-" + store + "-changelog"));
                } else if (node instanceof TopologyDescription.Sink sink
                        && sink.topic() != null
                        && sink.topic().endsWith(REPARTITION)) {
                    repartitions.add(applicationId + "-" + sink.topic());
                }
            }
        }
        return new InternalTopics(applicationId, changelogs, repartitions);
    }

    /** All of them. */
    public Set<String> all() {
        Set<String> all = new TreeSet<>(changelogs);
        all.addAll(repartitions);
        return all;
    }
}
