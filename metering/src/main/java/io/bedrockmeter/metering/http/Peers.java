package io.bedrockmeter.metering.http;

import java.util.List;

/** Who else holds totals, and remembers requests. Thread-safe. */
@FunctionalInterface
public interface Peers {

    /** This instance holds everything. */
    Peers NONE = () -> new Cluster(List.of(), List.of(), List.of());

    /** Where the totals are now, from memory and without blocking. */
    Cluster cluster();

    /** Who remembers a request, from memory and without blocking. */
    default Owner ownerOf(String requestId) {
        return new Owner.Here();
    }

    /** Where a request is remembered, if it is. */
    sealed interface Owner {

        /** In this instance. */
        record Here() implements Owner {}

        /** In another one. */
        record There(Peer peer) implements Owner {}

        /** Nobody is known to hold its partition at the moment. */
        record Moving() implements Owner {}
    }

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
