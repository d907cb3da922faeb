package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.Instances;
import io.bedrockmeter.metering.MeteringService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Peers from what the instances of a metering application tell each other. */
public final class StreamsPeers implements Peers {

    private final Instances instances;

    private StreamsPeers(Instances instances) {
        this.instances = instances;
    }

    /** The peers of a service; none where it advertises no address, for then it is the only instance. */
    public static Peers of(MeteringService service) {
        return service.instances().<Peers>map(StreamsPeers::new).orElse(NONE);
    }

    @Override
    public Cluster cluster() {
        List<Integer> own = instances.own();
        List<Integer> unassigned = new ArrayList<>(
                IntStream.range(0, instances.partitions()).boxed().toList());
        unassigned.removeAll(own);
        List<Peer> others = new ArrayList<>();
        instances.others().forEach((address, held) -> {
            others.add(new Peer(address.host(), address.port(), held));
            unassigned.removeAll(held);
        });
        return new Cluster(own, others, unassigned);
    }
}
