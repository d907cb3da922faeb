package io.bedrockmeter.metering.http;

import java.util.List;

/** Who else holds totals. Thread-safe. */
@FunctionalInterface
public interface Peers {

    /** This instance holds everything. */
    Peers NONE = () -> new Cluster(List.of(), List.of(), List.of());

    /** Where the totals are now, from memory and without blocking. */
    Cluster cluster();

    /**
     * Where the partitions of the totals are.
     *
     * @param own partitions of this instance
     * @param others other instances that hold any
     * @param unassigned partitions that nobody is known to hold
     */
    record Cluster(List<Integer> own, List<Peer> others, List<Integer> unassigned) {
        public Cluster {
            own = List.copyOf(own);
            others = List.copyOf(others);
            unassigned = List.copyOf(unassigned);
        }
    }

    /**
     * Another instance.
     *
     * @param host name or address it is reached by
     * @param port TCP port
     * @param partitions that it holds
     */
    record Peer(String host, int port, List<Integer> partitions) {
        public Peer {
            partitions = List.copyOf(partitions);
        }

        /** As it is named in answers. */
        public String name() {
            return host + ":" + port;
        }
    }
}
