package io.bedrockmeter.standalone.kafka;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The broker's configuration: one node that is broker and controller, sized for a laptop. */
final class BrokerProperties {

    static final int NODE_ID = 1;

    private BrokerProperties() {}

    /** @param overrides broker settings that replace ours */
    static Map<String, String> of(Path logDirectory, Listeners listeners, Map<String, String> overrides) {
        Map<String, String> properties = new HashMap<>();
        properties.putAll(identity(logDirectory, listeners));
        properties.putAll(singleNode());
        properties.putAll(size());
        properties.putAll(overrides);
        return properties;
    }

    private static Map<String, String> identity(Path logDirectory, Listeners listeners) {
        String broker = Listeners.BROKER + "://" + Listeners.HOST + ":" + listeners.brokerPort();
        String controller = Listeners.HOST + ":" + listeners.controllerPort();
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE_ID),
                // A fixed voter rather than a dynamic quorum, because the controller's port changes with each start.
                "controller.quorum.voters",
                NODE_ID + "@" + controller,
                "controller.listener.names",
                Listeners.CONTROLLER,
                "listeners",
                broker + "," + Listeners.CONTROLLER + "://" + controller,
                "advertised.listeners",
                broker,
                "inter.broker.listener.name",
                Listeners.BROKER,
                "listener.security.protocol.map",
                Listeners.BROKER + ":PLAINTEXT," + Listeners.CONTROLLER + ":PLAINTEXT",
                "log.dirs",
                logDirectory.toString());
    }

    /** What only fits a cluster of one: no replicas to wait for, no second broker to give time to. */
    private static Map<String, String> singleNode() {
        Map<String, String> properties = new HashMap<>();
        properties.put("default.replication.factor", "1");
        properties.put("min.insync.replicas", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("group.initial.rebalance.delay.ms", "0");
        // After kill -9 the new broker is let in only when the session of the old one is over.
        properties.put("broker.session.timeout.ms", "3000");
        properties.put("broker.heartbeat.interval.ms", "500");
        properties.put("auto.create.topics.enable", "false");
        return properties;
    }

    private static Map<String, String> size() {
        Map<String, String> properties = new HashMap<>();
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.num.partitions", "4");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("num.recovery.threads.per.data.dir", "2");
        properties.put("background.threads", "4");
        properties.put("log.segment.bytes", Integer.toString(128 << 20));
        // Room for the offsets of a segment at the default interval, instead of 10 MiB mapped for each partition.
        properties.put("log.index.size.max.bytes", Integer.toString(1 << 20));
        properties.put("offsets.topic.segment.bytes", Integer.toString(16 << 20));
        properties.put("transaction.state.log.segment.bytes", Integer.toString(16 << 20));
        properties.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        // Longer than the traffic topics keep their records: a laptop may be off for a while and must not start over.
        properties.put("offsets.retention.minutes", Integer.toString(60 * 24 * 30));
        // An idle controller writes a no-op record at this interval; the default of half a second keeps disks awake.
        properties.put("metadata.max.idle.interval.ms", "5000");
        return properties;
    }
}
